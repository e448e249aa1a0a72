"""Dukcapil calls two hundred people dead: whose families are visited, and whose contribution is stopped?"""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.urls import reverse

from payung.desk.register_lists import death_rows, stop_rows
from payung.matching import actions as matching
from payung.matching.enums import Register
from payung.people.actions import register_workers
from payung.reference import clock
from tests import cast
from tests.cast import nik, person
from tests.claims.scene import LATE, MAY, pay, report
from tests.contributions import scene

pytestmark = pytest.mark.django_db
JUNE_25 = datetime(2025, 6, 25, 3, tzinfo=UTC)
PROPOSED = 50  # the serial of somebody who was proposed and never covered


@pytest.fixture
def city(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATE)
    return cast.city()


@pytest.fixture
def members(city):
    """Four members from May; May to November are paid for three of them, nothing for SUPARMI."""
    enrolled = scene.members(cast.round_2025(city.rani))
    pay(enrolled[:3], range(MAY, MAY + 7), city)
    register_workers([person(PROPOSED, "SAMAN")], by=None, at=cast.NOW)
    return enrolled


def dukcapil(city, *lines, at=LATE):
    text = "\n".join(["NIK;STATUS;TANGGAL STATUS", *lines])
    matching.load_register(text.encode(), name="d.csv", register=Register.DUKCAPIL, by=city.rani, at=at)


def names(rows):
    return [row.death.name if hasattr(row, "death") else row.stop.name for row in rows]


def test_only_the_families_of_those_covered_that_day_are_to_be_visited(city, members):
    dukcapil(
        city,
        f"{nik(1)};MENINGGAL;20-06-2025",  # covered
        f"{nik(2)};MENINGGAL;03-04-2025",  # before the first covered month
        f"{nik(4)};MENINGGAL;20-06-2025",  # a member for whom nothing was ever paid
        f"{nik(PROPOSED)};MENINGGAL;20-06-2025",  # never a member
    )
    assert names(death_rows()) == ["SLAMET RIYADI"]
    everybody = {row.death.name: row.cover_words for row in death_rows(covered_only=False)}
    assert everybody == {
        "SLAMET RIYADI": "Ya",
        "SITI AMINAH": "Tidak, belum peserta",
        "SUPARMI": "Tidak, belum peserta",
        "SAMAN": "Tidak, belum peserta",
    }


def test_a_death_in_the_grace_and_one_without_a_day_are_looked_at_too(city, members):
    later = LATE + timedelta(days=30)
    dukcapil(
        city,
        f"{nik(1)};MENINGGAL;20-12-2025",
        f"{nik(2)};MENINGGAL;",
        f"{nik(PROPOSED)};MENINGGAL;",
        at=later,
    )
    shown = {row.death.name: row.cover_words for row in death_rows()}
    assert shown == {
        "SLAMET RIYADI": "Tenggang, perlu konfirmasi",
        "SITI AMINAH": "Tanggal belum diketahui",
    }


def test_the_case_that_is_open_already_is_named(city, members):
    claim = report(members[0], city, on=date(2025, 6, 20))
    dukcapil(city, f"{nik(1)};MENINGGAL;20-06-2025")
    assert [row.claim_number for row in death_rows()] == [claim.number]


def test_the_stop_list_is_of_members_unless_everybody_is_asked_for(city, members):
    dukcapil(city, f"{nik(1)};PINDAH;20-06-2025", f"{nik(PROPOSED)};PINDAH;20-06-2025")
    on = LATE.date()
    assert names(stop_rows(on)) == ["SLAMET RIYADI"]
    assert sorted(names(stop_rows(on, members_only=False))) == ["SAMAN", "SLAMET RIYADI"]


def test_the_pages_begin_with_members_and_say_how_old_the_register_is(city, members, client):
    dukcapil(city, f"{nik(1)};MENINGGAL;20-06-2025", f"{nik(PROPOSED)};MENINGGAL;20-06-2025", at=JUNE_25)
    client.force_login(city.rani)
    for name in ("stop_list", "deaths_found"):
        page = " ".join(client.get(reverse(name)).content.decode().split())
        assert "SLAMET RIYADI" in page
        assert "SAMAN" not in page
        assert "data per 25 Juni 2025, 159 hari yang lalu" in page
        assert "SAMAN" in client.get(reverse(name), {"siapa": "semua"}).content.decode()
    page = " ".join(client.get(reverse("registers")).content.decode().split())
    assert "Daftar henti: 1 peserta" in page
    assert "Kematian: 1 peserta" in page


def test_the_export_holds_what_is_shown(city, members, client):
    dukcapil(city, f"{nik(1)};MENINGGAL;20-06-2025", f"{nik(PROPOSED)};MENINGGAL;20-06-2025")
    client.force_login(city.rani)
    content = client.get(reverse("deaths_found"), {"unduh": "xlsx"}).content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[0][3] == "Terlindungi pada hari itu?"
    assert [(row[0], row[3]) for row in rows[1:]] == [("SLAMET RIYADI", "Ya")]


@pytest.mark.parametrize(("days", "is_old"), [(0, False), (31, False), (32, True)])
def test_before_a_month_is_paid_the_age_of_the_registers_is_said(city, members, client, days, is_old):
    """ "Nobody has to stop" from a register of last April is no answer."""
    asked = LATE - timedelta(days=days)
    dukcapil(city, f"{nik(PROPOSED)};HIDUP;", at=asked)
    for register, head in ((Register.BPJS, "NIK;Status"), (Register.PAYERS, "NIK;Pembayar")):
        status = "BUKAN PESERTA" if register == Register.BPJS else "Provinsi"
        matching.load_register(
            f"{head}\n{nik(PROPOSED)};{status}".encode(),
            name="r.csv",
            register=register,
            by=city.rani,
            at=asked,
        )
    client.force_login(city.rani)
    round_id = members[0].place.round_id
    page = " ".join(client.get(reverse("month", args=[round_id, MAY + 7])).content.decode().split())
    assert "Umur data pembanding" in page
    assert ("menurut data lama" in page) == is_old
    assert ("minta yang baru" in page) == is_old


def test_other_pages_whose_answer_rests_on_a_register_say_its_age_too(city, members, client):
    dukcapil(city, f"{nik(1)};HIDUP;", at=cast.NOW)
    client.force_login(city.rani)
    for name in ("renewal", "notices"):
        page = " ".join(client.get(reverse(name)).content.decode().split())
        assert "Dukcapil: data per 7 Mei 2025, 208 hari yang lalu" in page, name
