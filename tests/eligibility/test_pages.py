"""Kelayakan on screen: reasons, filters, exceptions; an agency sees its own people."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from payung.eligibility.models import Override, Verdict
from payung.matching.enums import Register
from payung.programme.models import Round
from payung.reference import clock
from tests import cast
from tests.cast import NOW, nik
from tests.eligibility.scene import judged, proposed, verdict
from tests.eligibility.test_judge import answer, born
from tests.intake.lists import row

pytestmark = pytest.mark.django_db
WHY = "Surat keterangan lurah 470/12/2025"


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return cast.city()


@pytest.fixture
def round(people):
    opened = cast.round_2025(people.rani)
    proposed(people, opened, born(1, "SLAMET RIYADI", date(1950, 1, 1)), row(40, "SITI AMINAH"))
    return opened


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


def test_bu_rani_judges_and_narrows_the_list(people, round, as_, django_capture_on_commit_callbacks):
    rani = as_(people.rani)
    with django_capture_on_commit_callbacks(execute=True):
        rani.post(reverse("judge"))
    assert Verdict.objects.count() == 2
    assert "65 tahun atau lebih" in page(rani, reverse("verdicts"))
    refused = page(rani, reverse("verdicts"), alasan="OVER_AGE")
    assert "SLAMET RIYADI" in refused
    assert "SITI AMINAH" not in refused
    assert "SLAMET RIYADI" not in page(rani, reverse("verdicts"), hasil="eligible")


def test_an_exception_goes_through_two_people(people, round, as_):
    answer(people, Register.DUKCAPIL, f"{nik(40)};TIDAK DITEMUKAN;")
    judged(people, round)
    address = reverse("verdict", args=[verdict("SITI AMINAH").pk])
    assert "NIK tidak ditemukan" in page(as_(people.rani), address)
    assert as_(people.rani).post(address, {"reason": "tolong"}).status_code == 422
    as_(people.rani).post(address, {"reason": WHY})
    override = Override.objects.get()
    decide = reverse("override_decide", args=[override.pk])
    assert as_(people.rani).post(decide, {"grant": "1"}).status_code == 403
    assert WHY in page(as_(people.budi), reverse("overrides"))
    assert address in page(as_(people.budi), reverse("overrides"))
    as_(people.rani).post(address, {"reason": WHY})
    assert "sudah menunggu keputusan" in page(as_(people.rani), address)
    without = as_(people.budi).post(decide, {"grant": "0", "note": "tidak"})
    assert without.status_code == 422
    assert 'value="tidak"' in without.content.decode()
    as_(people.budi).post(decide, {"grant": "1"})
    assert verdict("SITI AMINAH").overridden
    assert "Layak (pengecualian)" in page(as_(people.rani), address)


def test_at_a_limit_of_law_there_is_no_form(people, round, as_):
    judged(people, round)
    address = reverse("verdict", args=[verdict("SLAMET RIYADI").pk])
    text = page(as_(people.rani), address)
    assert "batas atas" in text
    assert "Minta pengecualian" not in text
    assert "Tidak dapat dikecualikan" in text
    as_(people.rani).post(address, {"reason": WHY})
    assert not Override.objects.exists()


def test_the_age_of_the_registers_stands_beside_the_verdicts(people, round, as_, monkeypatch):
    judged(people, round)
    assert "Dukcapil: belum pernah diminta" in page(as_(people.rani), reverse("verdicts"))
    answer(people, Register.DUKCAPIL, f"{nik(40)};HIDUP;")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=40))
    text = page(as_(people.rani), reverse("verdicts"))
    assert "data per 7 Mei 2025, 40 hari yang lalu" in text
    assert "1 dari 2 orang belum mendapat jawaban\n  Dukcapil" in text
    address = reverse("verdict", args=[verdict("SITI AMINAH").pk])
    assert "data per 7 Mei 2025, 40 hari yang lalu" in page(as_(people.rani), address)


def test_who_asks_for_visits_says_so(people, round, as_):
    Round.objects.update(field_check_needed=True)
    judged(people, round)
    text = page(as_(people.rani), reverse("verdicts"))
    assert "sudah dikunjungi petugas" in text
    assert "Belum dikunjungi: 2" in text


def test_the_export_holds_what_is_shown_and_leaves_a_line(people, round, as_):
    judged(people, round)
    answer = as_(people.rani).get(reverse("verdicts"), {"unduh": "csv", "alasan": "OVER_AGE"})
    text = answer.getvalue().decode("utf-8-sig")
    assert "SLAMET RIYADI" in text
    assert "SITI AMINAH" not in text


def test_an_agency_sees_its_own_people_only(people, round, as_):
    judged(people, round)
    address = reverse("verdict", args=[verdict("SLAMET RIYADI").pk])
    assert "SLAMET RIYADI" in page(as_(people.sri), address)
    assert as_(people.joko).get(address).status_code == 404
    assert "SLAMET RIYADI" not in page(as_(people.joko), reverse("verdicts"))


@pytest.mark.parametrize("name", ["verdicts", "overrides"])
def test_pages_are_there_before_anything_happened(people, as_, name):
    page(as_(people.rani), reverse(name))
