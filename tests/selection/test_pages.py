"""Kuota & seleksi and SK on screen: from "Isi kuota" to a locked list, and why not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.audit.models import AuditLine
from payung.reference import clock
from payung.selection import actions
from payung.selection.enums import DecreeState, PlaceState
from payung.selection.models import Decree, Place
from tests import cast
from tests.cast import NOW, nik
from tests.selection.scene import drafted, eligible, plain_pdf, sign, signed_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani, petani=2)


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def page(client, address, **more):
    answer = client.get(address, more)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "TIDAK ADA:" not in text
    return text


def upload(pdf):
    return {"number": "188.45/1", "signed_on": "5 Mei 2025", "pdf": SimpleUploadedFile("sk.pdf", pdf)}


def test_from_quota_to_a_locked_list(people, round, as_, django_capture_on_commit_callbacks):
    eligible(round)
    rani = as_(people.rani)
    with django_capture_on_commit_callbacks(execute=True):
        rani.post(reverse("select"))
    assert Place.objects.filter(state=PlaceState.SELECTED).count() == 2
    assert "DTSEN desil" in page(rani, reverse("places"))
    rani.post(reverse("decree_draft"))
    decree = Decree.objects.get()
    address = reverse("decree", args=[decree.pk])
    assert "Konsep" in page(rani, address)
    wati = as_(people.wati)
    unsigned = wati.post(address, upload(plain_pdf()))
    assert unsigned.status_code == 422
    assert "ditandatangani basah" in unsigned.content.decode()
    assert wati.post(address, upload(signed_pdf())).status_code == 302
    decree.refresh_from_db()
    assert decree.state == DecreeState.SIGNED
    assert "Tanda tangan elektronik utuh" in page(wati, address)


def test_who_drafts_does_not_sign(people, round, as_):
    decree = drafted(people, round)
    as_(people.rani).post(reverse("decree", args=[decree.pk]), upload(signed_pdf()))
    decree.refresh_from_db()
    assert decree.state == DecreeState.DRAFT


def test_why_not_me(people, round, as_):
    eligible(round)
    actions.select(round.pk, by=people.rani, at=NOW)
    place = Place.objects.get(worker__name="SUPARMI")
    assert "Peringkat 4 dari 6 untuk 2 tempat" in page(as_(people.sri), reverse("place", args=[place.pk]))
    assert as_(people.joko).get(reverse("place", args=[place.pk])).status_code == 404


def test_a_seat_is_given_up_and_called_for(people, round, as_):
    sign(drafted(people, round), people)
    rani = as_(people.rani)
    place = Place.objects.get(worker__name="SLAMET RIYADI")
    leave = reverse("seat_release", args=[place.pk])
    assert (
        rani.post(leave, {"reason": "meninggal", "on": "6 Mei 2025"}).status_code == 422
    )  # told as an event
    assert leave in page(rani, reverse("place", args=[place.pk]))
    rani.post(leave, {"reason": "pindah", "on": "6 Mei 2025"})
    assert "SLAMET RIYADI" in page(rani, reverse("places"))
    rani.post(reverse("place_call", args=[place.pk]))
    assert Place.objects.get(replaces=place).worker.name == "MOCH. HOLIL"


@pytest.mark.parametrize(
    "kind", ["sk.pdf", "lampiran.pdf", "lampiran.xlsx", "lampiran-publik.pdf", "lampiran-publik.xlsx"]
)
def test_papers_leave_a_line_when_they_are_fetched(people, round, as_, kind):
    decree = drafted(people, round)
    answer = as_(people.rani).get(reverse("decree_paper", args=[decree.pk, kind]))
    assert answer.status_code == 200
    (line,) = AuditLine.objects.filter(verb="selection.downloaded")
    assert line.personal_read == ("publik" not in kind)


def test_an_agency_gets_its_own_names_and_the_public_annex(people, round, as_):
    decree = drafted(people, round)
    address = reverse("decree", args=[decree.pk])
    assert "SLAMET RIYADI" in page(as_(people.sri), address)
    joko = as_(people.joko)
    assert "SLAMET RIYADI" not in page(joko, address)
    for kind in ("sk.pdf", "lampiran.pdf", "lampiran.xlsx", "bertanda-tangan.pdf"):
        assert joko.get(reverse("decree_paper", args=[decree.pk, kind])).status_code == 404
    assert joko.get(reverse("decree_paper", args=[decree.pk, "lampiran-publik.xlsx"])).status_code == 200


def test_no_page_shows_a_nik(people, round, as_):
    decree = drafted(people, round)
    rani = as_(people.rani)
    place = Place.objects.first()
    for address in (
        reverse("places"),
        reverse("decree", args=[decree.pk]),
        reverse("place", args=[place.pk]),
    ):
        assert nik(1) not in page(rani, address)


@pytest.mark.parametrize("name", ["places", "decrees"])
def test_pages_are_there_before_anything_happened(people, as_, name):
    page(as_(people.rani), reverse(name))


def test_the_mayors_office_changes_nothing(people, round, as_):
    decree = drafted(people, round)
    mayor = User.objects.create(username="wk", full_name="Kantor Wali Kota", role=Role.MAYOR_OFFICE)
    for address in (reverse("select"), reverse("decree_draft"), reverse("decree_drop", args=[decree.pk])):
        assert as_(mayor).post(address).status_code == 403
