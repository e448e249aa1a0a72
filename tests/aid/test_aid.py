"""One parcel for each person on the list, by card, and never twice."""

from datetime import date

import pytest
from django.urls import reverse

from payung.accounts.queries import WHOLE_CITY
from payung.aid import actions, papers, queries
from payung.aid.models import Distribution
from payung.enrolment import actions as enrolment
from payung.enrolment import queries as enrolment_queries
from payung.enrolment.enums import EndReason
from payung.enrolment.models import Card
from payung.jobs.actions import Refused
from payung.reference import clock
from payung.rules.card_code import new_card_code
from tests import cast
from tests.contributions import scene
from tests.documents.paper import text_of

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


# -- Families of members who died ------------------------------------------------------------------------
def dies(city, card, on=date(2025, 5, 6)):
    enrolment.end_membership(
        card.membership.worker_id, reason=EndReason.MENINGGAL, on=on, by=city.rani, at=cast.NOW
    )


def for_families(city, cards, dead, *, parcels=10):
    return actions.make_distribution(
        name="Peluncuran", giver="Baznas", content="Beras 5 kg", place="Balai", on=date(2025, 5, 20), parcels=parcels,
        round_id=cards[0].membership.place.round_id, worker_ids=[c.membership.worker_id for c in cards],
        family_ids=[c.membership.worker_id for c in dead], by=city.rani, at=cast.NOW,
    )  # fmt: skip


def test_a_bereaved_family_stands_on_the_list_and_gets_its_parcel_once(city, cards, client, monkeypatch):
    """The city's launch: five parcels for families of workers who died. Nobody pays or stands for them any more."""
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    dies(city, cards[0])
    client.force_login(city.rani)
    answers = {
        "name": "Peluncuran", "giver": "Baznas", "content": "Beras", "place": "Balai", "on": "20 Mei 2025", "parcels": 5,
        "who": "families",
    }  # fmt: skip
    assert client.post(reverse("new_distribution"), answers).status_code == 302
    made = Distribution.objects.get()
    (recipient,) = queries.recipients(made.pk)
    assert recipient.addressed == "Keluarga almarhum SLAMET RIYADI"
    page = client.get(reverse("distribution", args=[made.pk])).content.decode()
    assert "Keluarga almarhum SLAMET RIYADI: diambil oleh" in page
    address = reverse("family_parcel", args=[made.pk, recipient.pk])
    client.post(address, {"taken_by": " "})
    assert queries.distributions().get().received == 0, "nobody takes it without a name"
    client.post(address, {"taken_by": "Sutini"})
    client.post(address, {"taken_by": "Orang lain"})
    recipient.refresh_from_db()
    assert recipient.taken_by == "Sutini"
    assert queries.distributions().get().received == 1


def test_both_on_one_list_and_nobody_twice(city, cards, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    dies(city, cards[0])
    client.force_login(city.rani)
    answers = {
        "name": "Keduanya", "giver": "Baznas", "content": "Beras", "place": "Balai", "on": "20 Mei 2025", "parcels": 5,
        "who": "both", "kelurahan": cast.MAYANGAN,
    }  # fmt: skip
    client.post(reverse("new_distribution"), answers)
    named = [r.addressed for r in queries.recipients(Distribution.objects.get().pk)]
    assert sorted(named) == ["Keluarga almarhum SLAMET RIYADI", "MOCH. HOLIL", "SITI AMINAH", "SUPARMI"]


def test_the_card_of_the_dead_opens_the_parcel_of_the_family_and_nothing_else(city, cards):
    dies(city, cards[0])
    made = for_families(city, cards[1:], cards[:1])
    with pytest.raises(Refused, match="tulis nama"):
        actions.hand_over(made.pk, cards[0].code, by=city.rani, at=cast.NOW)
    given = actions.hand_over(made.pk, cards[0].code, by=city.rani, at=cast.NOW, taken_by="Sutini")
    assert (given.for_family, given.taken_by) == (True, "Sutini")
    with pytest.raises(Refused, match="sudah diterima"):
        actions.hand_over(made.pk, cards[0].code, by=city.rani, at=cast.NOW, taken_by="Lain")


def test_who_died_after_the_list_was_made_is_not_turned_away(city, cards):
    made = distribution(city, cards)
    dies(city, cards[0])
    assert [r.worker.name for r in queries.families_waiting(made.pk)] == ["SLAMET RIYADI"]
    given = actions.hand_over(made.pk, cards[0].code, by=city.rani, at=cast.NOW, taken_by="Sutini")
    assert given.addressed == "Keluarga almarhum SLAMET RIYADI"


def test_a_card_revoked_for_another_reason_gets_nothing(city, cards):
    made = distribution(city, cards)
    enrolment.end_membership(
        cards[0].membership.worker_id, reason=EndReason.PINDAH, on=date(2025, 5, 6), by=city.rani, at=cast.NOW
    )
    with pytest.raises(Refused, match="sudah dicabut"):
        actions.hand_over(made.pk, cards[0].code, by=city.rani, at=cast.NOW, taken_by="Sutini")


def test_only_those_who_died_since_the_day_asked_for(city, cards):
    dies(city, cards[0], on=date(2025, 5, 2))
    dies(city, cards[1], on=date(2025, 5, 6))
    assert len(enrolment_queries.bereaved()) == 2
    assert [m.name for m in enrolment_queries.bereaved(since=date(2025, 5, 5))] == ["SITI AMINAH"]
    assert enrolment_queries.bereaved(kelurahan=cast.KADEMANGAN) == []


def test_the_list_to_sign_names_the_family(city, cards):
    dies(city, cards[0])
    made = for_families(city, cards[1:], cards[:1])
    text = " ".join(text_of(papers.receipts_paper(made, WHOLE_CITY)).split())
    assert "Keluarga almarhum SLAMET RIYADI" in text


def test_a_list_of_nobody_is_refused(city, cards):
    with pytest.raises(Refused, match="Tidak ada penerima"):
        actions.make_distribution(
            name="Kosong", giver="Baznas", content="Beras", place="Balai", on=date(2025, 5, 20), parcels=1,
            round_id=cards[0].membership.place.round_id, worker_ids=[], by=city.rani, at=cast.NOW,
        )  # fmt: skip
