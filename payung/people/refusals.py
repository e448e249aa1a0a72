"""What cannot be done with a person of the register, in words for the one who tried."""

from payung.jobs.actions import Refused


class PeopleRefused(Refused):
    """Nothing was changed; the sentence says what a person can do."""
