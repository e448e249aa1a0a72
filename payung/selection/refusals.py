"""What a person can mend before a selection, a decree or a call goes through."""

from payung.jobs.actions import Refused


class SelectionRefused(Refused):
    """Nothing was changed; the sentence says why and what to do."""
