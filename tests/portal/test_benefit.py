"""Anybody may ask what is due; an official prints it; nothing that was typed is kept."""

import logging

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payung.portal.months_field import parsed_month, parsed_months
from payung.reference.actions import put_value
from payung.rules.months import MonthError, format_month
from payung.rules.parameters import Entry
from tests import cast
from tests.documents.paper import text_of

pytestmark = pytest.mark.django_db
ROWS = {f"{prefix}-{name}": n for prefix in ("anak", "keluarga") for name, n in (
    ("TOTAL_FORMS", "4"), ("INITIAL_FORMS", "0"))}  # fmt: skip
DEATH = ROWS | {"event": "death", "on": "20 Maret 2026", "first_month": "Mei 2025", "paid_count": "11"}


@pytest.fixture
def people():
    return cast.city()


def asked(client, path="/hitung/", **told):
    return client.post(path, DEATH | told)


def text(page):
    return " ".join(page.content.decode().split())


def test_a_widow_without_account_sees_the_parts_the_articles_and_who_decides(people, client):
    page = text(asked(client))
    for said in ("Rp42.000.000", "Rp20.000.000", "Rp12.000.000", "Rp10.000.000", "PP 82/2019",
                 "keputusan ada pada BPJS Ketenagakerjaan"):  # fmt: skip
        assert said in page
    assert "Cetak PDF" not in page


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"first_month": "Februari 2026", "paid_count": "2"}, "Perkiraan: Rp10.000.000"),
        ({"paid_count": "0", "first_month": ""}, "Tidak ada manfaat yang dihitung"),
        (
            {"paid_list": "Mei–Desember 2025", "paid_count": "", "on": "20 Februari 2026"},
            "Perlu konfirmasi BPJS",
        ),
        ({"event": "work_death"}, "Perkiraan: Rp70.000.000"),
        ({"event": "work_death", "dasar_rp": "2000000"}, "Perkiraan: Rp118.000.000"),
        ({"event": "total_disability"}, "Perkiraan: Rp68.000.000"),
        ({"event": "partial_disability", "percent": "40"}, "Perkiraan: Rp32.000.000"),
        ({"event": "partial_disability", "percent": "40", "function_loss": "50"}, "Perkiraan: Rp16.000.000"),
        ({"event": "temporary", "days_off": "60"}, "Perkiraan: Rp2.000.000"),
        ({"event": "transport", "land": "6.000.000", "sea": "500.000"}, "Perkiraan: Rp5.500.000"),
        ({"event": "home_care", "costs_rp": "30.000.000"}, "Perkiraan: Rp20.000.000"),
        ({"event": "sudden_death_at_work", "hours_to_death": "5"}, "Perlu konfirmasi BPJS"),
        ({"event": "lost_at_sea"}, "Basarnas"),
        ({"event": "glasses", "costs_rp": "3.000.000"}, "Perkiraan: Rp1.000.000"),
        ({"event": "prosthesis", "costs_rp": "10.000.000"}, "Perkiraan: Rp14.000.000"),
        (
            {
                "event": "partial_disability",
                "losses": ["anatomis.ibu_jari_tangan_kiri", "anatomis.telunjuk_kiri"],
            },
            "19 % x 80 x Rp1.000.000",
        ),
        ({"cover_started_on": "21 Maret 2026"}, "Perlindungan baru mulai 21 Maret 2026"),
        ({"month_paid_on": "2 April 2026"}, "baru dibayar 2 April 2026"),
        (
            {"first_paid_on": "2 April 2026", "paid_count": "1", "first_month": "Maret 2026"},
            "Iuran pertama baru dibayar",
        ),
        ({"event": "work_death", "anak-0-born": "1 Maret 2005", "anak-0-level": "?"}, "bila masih sekolah"),
    ],
)
def test_every_kind_of_event(people, client, told, said):
    page = asked(client, **told)
    assert page.status_code == 200
    assert said in text(page)


def test_the_children_see_their_years_and_the_heirs_their_shares(people, client):
    page = text(asked(client, first_month="Januari 2023", paid_count="39", **{
        "anak-0-born": "1 Maret 2018", "anak-0-level": "SD", "anak-1-born": "1 Maret 2002", "anak-1-work": "TIDAK",
        "keluarga-0-kin": "janda", "keluarga-0-name": "Siti", "keluarga-1-kin": "anak",
        "keluarga-2-kin": "orang_tua", "keluarga-2-name": "Mbok Yem"}))  # fmt: skip
    assert "Beasiswa anak 1: paling banyak" in page
    assert "Sudah berumur 23 tahun" in page
    assert "Rp21.000.000" in page
    assert "Anak (2)" in page
    assert "Mbok Yem</td>" not in page


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"event": ""}, "Apa yang terjadi?"),
        ({"event": "partial_disability"}, "persentase cacat"),
        ({"event": "temporary"}, "berapa hari"),
        ({"event": "home_care"}, "biaya perawatan"),
        ({"event": "transport"}, "biaya angkutan"),
        ({"event": "partial_disability", "percent": "101"}, "100"),
        ({"on": "31 Februari 2026"}, "Tanggal tidak ada di kalender"),
        ({"on": "1 Januari 2011"}, "antara tahun 2012"),
        ({"on": "1 Februari 2012"}, "Belum ada peraturan"),
        ({"first_month": "kapan-kapan"}, "misalnya Mei 2025"),
        ({"first_month": ""}, "Isi bulan pertama"),
        ({"paid_count": ""}, "berapa bulan yang dibayar"),
        ({"paid_count": "-3"}, "0"),
        ({"paid_list": "Mei 2025, entah"}, "Ada bulan yang tidak dikenali"),
        ({"land": "-5"}, "angka rupiah"),
        ({"land": "9" * 20}, "terlalu besar"),
        ({"dasar_rp": "999"}, "999"),
        ({"anak-0-born": "32-13-2010"}, "Tanggal tidak"),
        ({"keluarga-0-name": "Siti"}, "Pilih hubungannya"),
        ({"anak-0-level": "S3"}, "S3"),
    ],
)
def test_a_bad_answer_names_its_field_and_keeps_the_rest(people, client, told, said):
    page = asked(client, **told)
    assert page.status_code == 422, told
    assert said in text(page)
    assert "Periksa kembali isian ini" in text(page)


def test_a_child_born_after_the_death_is_no_error_but_needs_confirmation(people, client):
    page = asked(client, **{"anak-0-born": "1 April 2026"})
    assert page.status_code == 200
    assert "Perlu konfirmasi" in text(page)


def test_tampered_rows_are_an_error_not_a_crash(people, client):
    assert asked(client, **{"anak-TOTAL_FORMS": "x"}).status_code in (200, 422)
    assert asked(client, **{"keluarga-TOTAL_FORMS": "99999999"}).status_code in (200, 422)


def test_nothing_is_written_nor_logged(people, client, caplog):
    cache.clear()
    with (
        caplog.at_level(logging.DEBUG),
        CaptureQueriesContext(
            connection,
        ) as asked_of_database,
    ):
        page = asked(client, **{"keluarga-0-kin": "janda", "keluarga-0-name": "Siti Rahasia"})
    written = [q["sql"] for q in asked_of_database if not q["sql"].startswith("SELECT")]
    assert written == []
    assert "Rahasia" not in caplog.text
    assert "Rahasia" in text(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert "sessionid" not in page.cookies


def test_an_official_prints_the_same_answer_a_stranger_does_not(people, client):
    assert asked(client, "/hitung/cetak/").status_code == 302
    client.force_login(people.rani)
    assert "Cetak PDF" in text(asked(client))
    paper = text_of(asked(client, "/hitung/cetak/", **{
        "keluarga-0-kin": "janda", "keluarga-0-name": "Siti", "anak-0-born": "1 Maret 2018",
        "first_month": "Januari 2023", "paid_count": "39"}).content)  # fmt: skip
    for said in (
        "Perkiraan manfaat",
        "42.000.000",
        "Siti",
        "keputusan ada pada BPJS",
        "Beasiswa",
        "Rani Wulandari",
    ):
        assert said in paper
    assert asked(client, "/hitung/cetak/", event="").status_code == 422


def test_the_page_calculates_with_what_the_city_has_approved(people, client):
    day = cast.NOW.date()
    put_value(Entry("benefit.jkm.biaya_pemakaman", day, None, 12_000_000, "IDR", "PP baru", "high"))
    assert "Perkiraan: Rp44.000.000" in text(asked(client))


# -- Heirs and cover -------------------------------------------------------------------------------------


def heirs(client, **told):
    return client.post("/hitung/ahli-waris/", ROWS | {"amount_rp": "42.000.001"} | told)


def test_the_shares_sum_and_the_dead_receive_nothing(people, client):
    page = text(heirs(client, **{
        "keluarga-0-kin": "janda", "keluarga-1-kin": "anak", "keluarga-2-kin": "anak", "keluarga-2-alive": "tidak"}))  # fmt: skip
    assert "2 orang berhak" in page
    assert "Rp21.000.001" in page
    assert "Rp21.000.000" in page


def test_without_anybody_only_the_funeral_is_paid_and_a_will_changes_that(people, client):
    assert "hanya biaya pemakaman" in text(heirs(client))
    assert "akta notaris" in text(heirs(client, will="Yayasan Kasih"))


@pytest.mark.parametrize("wrong", [{"amount_rp": "-1"}, {"amount_rp": ""}, {"keluarga-0-kin": "tetangga"}])
def test_bad_heirs_are_told(people, client, wrong):
    assert heirs(client, **wrong).status_code == 422


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("10 September 2025", "10 September 2025: aktif"),
        ("10 Februari 2026", "tenggang"),
        ("10 Mei 2026", "berakhir"),
        ("10 April 2025", "belum pernah"),
    ],
)
def test_the_cover_of_eight_months_on_four_days(people, client, day, said):
    page = client.post("/hitung/pelindungan/", {"on": day, "paid_list": "Mei–Desember 2025"})
    assert page.status_code == 200
    assert said in text(page)


def test_the_front_page_leads_to_it_and_the_menu_of_officials_too(people, client):
    assert 'href="/hitung/"' in text(client.get("/"))
    client.force_login(people.rani)
    assert 'href="/hitung/"' in text(client.get("/beranda/"))


# -- How months are typed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mei 2025", ["2025-05"]),
        ("05-2025, 7/2025", ["2025-05", "2025-07"]),
        ("2025-05\n2025-06", ["2025-05", "2025-06"]),
        ("Mei–Juli 2025", ["2025-05", "2025-06", "2025-07"]),
        ("mei-juli 2025", ["2025-05", "2025-06", "2025-07"]),
        ("November 2025 sampai Januari 2026", ["2025-11", "2025-12", "2026-01"]),
        ("Nop 2025 s.d. Des 2025; Nop 2025", ["2025-11", "2025-12"]),
        ("", []),
    ],
)
def test_months_as_people_type_them(typed, meant):
    assert [format_month(m) for m in parsed_months(typed)] == meant


@pytest.mark.parametrize(
    "typed",
    ["Mei", "13-2025", "Mei 2011", "Juli 2025 – Mei 2025", "Mei 20", "Januari 2012 – Desember 2199", "-"],
)
def test_what_is_no_month(typed):
    with pytest.raises(MonthError):
        parsed_months(typed)
    with pytest.raises(MonthError):
        parsed_month(typed)
