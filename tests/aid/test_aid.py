"""One parcel for each person on the list, by card, and never twice."""

from datetime import date

import pytest

from payung.aid import actions, queries
from payung.enrolment.models import Card
from payung.jobs.actions import Refused
from payung.rules.card_code import new_card_code
from tests import cast
from tests.contributions import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return cast.city()


@pytest.fixture
def cards(city):
    """Four farmers with a card each."""
    members = scene.members(cast.round_2025(city.rani))
    return [Card.objects.create(membership=m, code=new_card_code(), issued_at=cast.NOW) for m in members]


def distribution(city, cards, *, parcels=10):
    return actions.make_distribution(
        name="Sembako Mei", giver="Baznas", content="Beras 5 kg", place="Balai", on=date(2025, 5, 20), parcels=parcels,
        round_id=cards[0].membership.place.round_id, worker_ids=[c.membership.worker_id for c in cards], by=city.rani, at=cast.NOW,
    )  # fmt: skip


def test_a_parcel_is_handed_over_once(city, cards):
    made = distribution(city, cards)
    first = actions.hand_over(made.pk, cards[0].code, by=city.rani, at=cast.NOW, taken_by="Sutini")
    assert first.taken_by == "Sutini"
    with pytest.raises(Refused, match="sudah diterima"):
        actions.hand_over(made.pk, cards[0].code, by=city.rani, at=cast.NOW)
    counted = queries.distributions().get(pk=made.pk)
    assert (counted.listed, counted.received) == (4, 1)


def test_a_card_that_is_unknown_or_not_on_the_list_gets_nothing(city, cards):
    made = distribution(city, cards[:3])
    with pytest.raises(Refused, match="tidak dikenal"):
        actions.hand_over(made.pk, new_card_code(), by=city.rani, at=cast.NOW)
    with pytest.raises(Refused, match="tidak ada dalam daftar"):
        actions.hand_over(made.pk, cards[3].code, by=city.rani, at=cast.NOW)


def test_a_list_longer_than_the_parcels_is_refused(city, cards):
    with pytest.raises(Refused, match="hanya 3"):
        distribution(city, cards, parcels=3)


def test_somebody_named_twice_stands_on_the_list_once(city, cards):
    made = distribution(city, [*cards, cards[0]])
    assert queries.recipients(made.pk).count() == 4
