"""Pak Toha is the youngest; does it bring him forward that DTSEN lists him among the poorest?"""

from datetime import timedelta

import pytest
from django.urls import reverse

from payung.matching.enums import Finding, Register
from payung.matching.models import RegisterCheck
from payung.reference import clock
from payung.rules.parameters import Entry, law_in_force, put_in_force
from payung.rules.ranking import RankingRule
from payung.selection import actions, queries
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
    assert {place.score_parts["tidak_terdata"] for place in Place.objects.all()} == {0}
    assert "tidak tercatat di DTSEN: 200 poin, karena belum tentu mampu" in RankingRule().sentences()[0]


# -- Not in DTSEN is not rich ----------------------------------------------------------------------------
def not_in_dtsen(worker, at=NOW):
    RegisterCheck.objects.create(
        worker_id=worker, register=Register.DTSEN, finding=Finding.NOT_LISTED, checked_at=at
    )


def test_whom_dtsen_does_not_know_stands_between_poor_and_rich(people, round):
    """Toha is the youngest; DTSEN does not know him. Before him the poor, behind him the elder of decile 9."""
    eldest, second, *_, youngest = eligible(round)
    dtsen_says(eldest, 9)
    dtsen_says(second, 1)
    not_in_dtsen(youngest)
    order = ranked(people, round)
    assert order[0] == PEOPLE[1]
    assert order.index(YOUNGEST) < order.index(PEOPLE[0])


def test_no_answer_is_no_wealth_either(people, round):
    """The extract names only whom DTSEN knows: who is not in it is not listed."""
    eldest, *_ = eligible(round)
    dtsen_says(eldest, 9)
    assert ranked(people, round)[-1] == PEOPLE[0]


def test_it_is_said_on_the_page_and_in_every_why(people, round, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    eldest, *_, youngest = eligible(round)
    dtsen_says(eldest, 1)
    ranked(people, round)
    place = Place.objects.get(worker_id=youngest)
    assert any("tidak tercatat di DTSEN 200" in sentence for sentence in queries.why(place))
    client.force_login(people.rani)
    page = " ".join(client.get(reverse("places")).content.decode().split())
    assert f"{len(PEOPLE) - 1} orang tidak tercatat di DTSEN" in page
    assert "DTSEN / P3KE: belum pernah diminta" in page


def test_how_many_points_is_a_value_of_the_city(people, round):
    entry = Entry("eligibility.dtsen_unlisted_points", None, None, 0, "points", "kota", "high")
    put_in_force(law_in_force().with_overlay([entry]))
    try:
        eldest, *_, youngest = eligible(round)
        dtsen_says(eldest, 9)
        not_in_dtsen(youngest)
        assert ranked(people, round)[0] == PEOPLE[0]
    finally:
        put_in_force(None)


def test_a_city_may_leave_the_decile_out():
    """Deciles to be put first are a dated value of the city; an empty list turns the criterion off."""
    rule = RankingRule(priority_deciles=())
    assert rule.sentences()[0] == "Desil DTSEN tidak dihitung."
