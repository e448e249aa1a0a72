"""What cannot be decided about a pair or a register, in words for the person who tried."""

from payung.jobs.actions import Refused


class MatchingRefused(Refused):
    """Nothing was changed; the sentence says why and what to do."""
