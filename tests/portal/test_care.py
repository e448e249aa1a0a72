"""Somebody is hurt at work: card, card page, information and message send them to a clinic of BPJS first, without money."""

from datetime import timedelta

import pytest
from django.urls import reverse

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.audit.models import AuditLine
from payung.enrolment.documents.cards import CardCity, CardData, cards_pdf
from payung.enrolment.models import Card
from payung.jobs.actions import Refused
from payung.office import clinic_actions
from payung.outreach.enums import Topic
from payung.outreach.words import SAMPLE, said
from payung.reference import clock
from payung.reference.models import City
from payung.rules.card_code import new_card_code
from tests import cast
from tests.contributions import scene
from tests.documents.paper import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    people = cast.city()
    City.objects.update(phone="0335-000000")
    return people


@pytest.fixture
def card(city):
    member = scene.members(cast.round_2025(city.rani))[0]
    return Card.objects.create(membership=member, code=new_card_code(), issued_at=cast.NOW)


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def in_order(text, *words):
    places = [text.lower().find(word.lower()) for word in words]
    assert -1 not in places, dict(zip(words, places, strict=True))
    return places == sorted(places)


def listed(city, **more):
    answers = {
        "name": "Puskesmas Contoh", "address": "Jalan Contoh 1", "phone": "0335-111", "always_open": True,
        "checked_on": cast.NOW.date(), "by": city.rani, "at": cast.NOW,
    }  # fmt: skip
    return clinic_actions.add_clinic(**answers | more)


def test_the_card_page_sends_to_the_clinic_first_and_to_receipts_last(client, card):
    text = page(client, "card_page", card.code)
    assert in_order(
        text, "PLKK terdekat", "kartu peserta dan KTP", "tidak perlu dibayar", "bukan PLKK", "kuitansi"
    )
    assert in_order(text, "kuitansi", "2 × 24 jam")


def test_a_card_that_is_not_valid_promises_no_treatment(client, card):
    Card.objects.update(state="revoked")
    text = page(client, "card_page", card.code)
    assert "Tidak berlaku" in text
    assert "tidak perlu dibayar" not in text
    assert "PLKK" not in text


def test_the_information_page_lists_the_clinics_and_when_they_were_checked(client, city):
    assert "belum diisi kota" in page(client, "information")
    listed(city)
    text = page(client, "information")
    assert in_order(
        text, "PLKK terdekat", "Puskesmas Contoh", "buka 24 jam", "0335-111", "diperiksa 7 Mei 2025"
    )
    assert "belum diisi" not in text


def test_the_information_page_promises_nothing_that_is_not_there(client, city):
    """Corrections are made by Disperinaker (the only role that may); no WhatsApp number and no deadline exist."""
    text = page(client, "information")
    assert "pembetulan di kelurahan" not in text
    assert "datang ke Disperinaker (telepon 0335-000000) dengan KTP" in text
    assert "WhatsApp" not in text
    assert "tiga hari" not in text
    assert "Bila disetujui, BPJS membayar" in text


def test_the_message_after_an_accident_says_the_same(city):
    text = said(Topic.RECOVERY, SAMPLE)
    assert in_order(text, "PLKK terdekat", "kartu peserta", "tidak perlu membayar", "kuitansi hanya bila")


def test_the_printed_card_says_the_same():
    data = CardData(
        "SLAMET RIYADI", "Nelayan", "Mayangan", "KPJ", "Mei", "7QK4-M2XP-9HTD", "http://kota/k/7QK4M2XP9HTD"
    )
    text = " ".join(text_of(cards_pdf([data], city=CardCity("Kota Probolinggo", "0335-000000"))).split())
    assert in_order(
        text, "PLKK terdekat", "tunjukkan kartu ini", "tidak perlu membayar", "2 × 24 jam", "0335-000000"
    )


def test_disperinaker_keeps_the_list_and_every_change_is_written_down(client, city):
    client.force_login(city.rani)
    answers = {"name": "RS Contoh", "address": "Jalan 2", "phone": "", "checked_on": "7 Mei 2025"}
    assert client.post(reverse("clinics"), answers).status_code == 302
    assert client.post(reverse("clinics"), answers).status_code == 422, "twice the same"
    assert "RS Contoh" in page(client, "clinics")
    clinic = AuditLine.objects.get(verb="reference.clinic_added").object_id
    client.post(reverse("clinic_remove", args=[clinic]))
    assert "RS Contoh" not in page(client, "clinics")
    client.post(reverse("clinic_remove", args=[clinic]))
    assert AuditLine.objects.filter(verb="reference.clinic_removed").count() == 1
    budi = User.objects.get(role=Role.VERIFIER)
    client.force_login(budi)
    assert client.get(reverse("clinics")).status_code == 403


def test_a_clinic_is_not_checked_tomorrow(city):
    with pytest.raises(Refused, match="belum tiba"):
        listed(city, checked_on=cast.NOW.date() + timedelta(days=1))
