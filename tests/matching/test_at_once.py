"""Bu Rani and Pak Budi press at the same moment: one decision stands, one person comes of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from payung.intake.models import Row
from payung.matching import actions
from payung.matching.actions import MatchingRefused
from payung.matching.enums import Decision
from payung.matching.models import Pair
from payung.people.models import Worker
from tests import cast
from tests.cast import NOW
from tests.intake.lists import row
from tests.matching.scene import saved

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run all at the same moment, each on a connection of its own; a refusal is its answer."""
    together = Barrier(len(works))

    def run(work):
        try:
            together.wait()
            return work()
        except MatchingRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani)


def test_eight_windows_decide_one_pair_once(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(2, "SLAMET RIADI"))
    actions.match_rows(round.pk, by=people.rani, at=NOW)
    pair = Pair.objects.get()
    choices = [Decision.SAME, Decision.DIFFERENT] * 4
    answers = at_once(*(lambda d=d: actions.decide(pair.pk, d, by=people.budi, at=NOW) for d in choices))
    assert sum(isinstance(answer, MatchingRefused) for answer in answers) == 7
    pair.refresh_from_db()
    assert Worker.objects.count() == (1 if pair.decision == Decision.SAME else 2)


def test_one_row_is_not_joined_with_two_people(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(31, "SLAMET RIYADI"))
    actions.match_rows(round.pk, by=people.rani, at=NOW)
    actions.decide(Pair.objects.get().pk, Decision.DIFFERENT, by=people.rani, at=NOW)
    saved(people, round, row(1, "SLAMET RIADY", RT="009"), name="lagi.csv")
    actions.match_rows(round.pk, by=people.rani, at=NOW)
    torn = Pair.objects.filter(decision=Decision.OPEN)
    answers = at_once(
        *(lambda p=p: actions.decide(p.pk, Decision.SAME, by=people.rani, at=NOW) for p in torn)
    )
    assert sum(isinstance(answer, MatchingRefused) for answer in answers) == 1
    joined = Pair.objects.get(decision=Decision.SAME)
    assert Row.objects.get(pk=joined.row_id).worker_id == joined.worker_id


def test_two_searches_register_everybody_once(people, round):
    saved(people, round, *(row(n * 11, f"ORANG {letter}") for n, letter in enumerate("ABCDEFGIJK")))
    told = at_once(*[lambda: actions.match_rows(round.pk, by=people.rani, at=NOW)] * 3)
    assert sorted(t.registered for t in told) == [0, 0, 10]
    assert Worker.objects.count() == 10
