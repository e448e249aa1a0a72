"""People who were proposed for a round and are in the register."""

from payung.eligibility import actions
from payung.eligibility.models import Verdict
from payung.matching import actions as matching
from tests.cast import NOW
from tests.matching.scene import saved


def proposed(people, round, *rows, **more):
    """A saved list whose people are registered."""
    saved(people, round, *rows, **more)
    matching.match_rows(round.pk, by=people.rani, at=NOW)


def judged(people, round, at=NOW):
    return actions.judge(round.pk, by=people.rani, at=at)


def verdict(name: str) -> Verdict:
    return Verdict.objects.get(worker__name=name)
