"""Pak Toha is the youngest; does it bring him forward that DTSEN lists him among the poorest?"""

from datetime import timedelta

import pytest

from payung.matching.enums import Finding, Register
from payung.matching.models import RegisterCheck
from payung.rules.ranking import RankingRule
from payung.selection import actions
from payung.selection.models import Place
from tests import cast
from tests.cast import NOW
from tests.selection.scene import PEOPLE, eligible

pytestmark = pytest.mark.django_db
YOUNGEST = PEOPLE[-1]


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani, petani=2)


def dtsen_says(worker, decile, at=NOW):
    RegisterCheck.objects.create(
        worker_id=worker, register=Register.DTSEN, finding=Finding.LISTED, decile=decile, checked_at=at
    )


def ranked(people, round):
    actions.select(round.pk, by=people.rani, at=NOW)
    return list(Place.objects.order_by("rank").values_list("worker__name", flat=True))


@pytest.mark.parametrize(("decile", "first"), [(1, YOUNGEST), (4, YOUNGEST), (5, PEOPLE[0]), (10, PEOPLE[0])])
def test_a_decile_that_the_city_puts_first_goes_first(people, round, decile, first):
    *_, youngest = eligible(round)
    dtsen_says(youngest, decile)
    assert ranked(people, round)[0] == first


def test_the_last_answer_of_dtsen_counts(people, round):
    *_, youngest = eligible(round)
    dtsen_says(youngest, 1)
    dtsen_says(youngest, 8, at=NOW + timedelta(days=1))
    assert ranked(people, round) == list(PEOPLE)


def test_where_no_dtsen_was_loaded_the_order_is_as_before_and_says_so(people, round):
    eligible(round)
    assert ranked(people, round) == list(PEOPLE)
    assert {place.score_parts["desil"] for place in Place.objects.all()} == {0}
    assert "tidak tercatat di DTSEN: 0 poin" in RankingRule().sentences()[0]


def test_a_city_may_leave_the_decile_out():
    """Deciles to be put first are a dated value of the city; an empty list turns the criterion off."""
    rule = RankingRule(priority_deciles=())
    assert rule.sentences()[0] == "Desil DTSEN tidak dihitung."
