"""Families in the browser, at desk and phone width: from a stranger's report to a child's third school year."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from payung.claims import actions
from payung.claims.enums import EventKind, PaperState
from payung.claims.models import Claim, Pupil
from payung.claims.queries import needed_papers
from payung.demo import staff
from payung.documents.sheets import Column, xlsx
from payung.selection.models import Place
from tests import cast
from tests.claims import scene as claims
from tests.contributions import scene
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "payung-contoh-2025"
NAMES = ("SLAMET RIYADI", "SITI AMINAH", "MOCH. HOLIL", "SUPARMI", "KARTO UTOMO", "BUATI")
DECEMBER = datetime(2025, 12, 1, 2, 0, tzinfo=UTC)


@pytest.fixture(params=[DESK, PHONE], ids=["1366", "360"])
def person(person, request):
    """The whole journey at a desk, and the whole journey on a phone."""
    person.size = request.param
    person.page.set_viewport_size(request.param)
    return person


@pytest.fixture
def clock():
    with time_machine.travel(DECEMBER, tick=True) as moved:
        yield moved


@pytest.fixture
def city(clock, monkeypatch):
    monkeypatch.setattr(staff, "PASSWORD", PASSWORD)
    people = cast.city()
    people.rani.set_password(PASSWORD)
    people.rani.save()
    return people


@pytest.fixture
def members(city):
    """Paid from May to September; Siti only in May and June. Suparmi sells food, the others are farmers."""
    found = scene.members(cast.round_2025(city.rani), NAMES)
    Place.objects.filter(pk=found[3].place_id).update(sector_id="umkm")
    for n, member in enumerate(found):
        claims.pay([member], range(claims.MAY, claims.MAY + (2 if n == 1 else 5)), city)
    return found


def answer(page, **told):
    for name, value in told.items():
        field = page.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            page.check(f"[name={name}][value={value}]")
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def test_a_stranger_reports_a_fisher_who_drowned(person, members):
    page = person.opens("/").clicks("Lapor kematian atau kecelakaan").page
    answer(page, kind="work_death", happened_on="12 Juni 2025")
    person.is_at_ease("lapor")
    person.clicks("Lanjut")
    answer(page, name="Slamet Riyadi", birth_date="12-09-1980", kelurahan=cast.MAYANGAN)
    person.clicks("Lanjut")
    answer(page, place="Perairan utara", story="Perahu terbalik.")
    person.clicks("Lanjut")
    answer(page, reporter_name="Sutini", reporter_kin="janda", reporter_phone="0812-3400-7788")
    person.clicks("Lanjut").sees("Periksa jawaban").is_at_ease("lapor-periksa")
    person.clicks("Kirim laporan").sees("Turut berdukacita")
    number = re.search(r"\w{4}-\w{4}-\w{4}", page.inner_text("main")).group(0)
    track(person, number).sees("Petugas akan menghubungi")
    person.signs_in("rani", PASSWORD).opens("/klaim/kabar/").is_at_ease("kabar")
    person.clicks("Slamet Riyadi").clicks("Pelapor dipastikan keluarga").sees("Mungkin orang ini")
    person.is_at_ease("kabar-satu")
    person.clicks("Ini orangnya").sees("Rp70.000.000").sees("JKK, meninggal dunia")
    page.context.clear_cookies()
    track(person, number).sees("Akta kematian").is_at_ease("lacak")


def track(person, number):
    page = person.opens("/lapor/lacak/").page
    answer(page, number=number, last_digits="7788")
    return person.clicks("Lihat")


def test_amounts_doubts_and_a_list_eight_months_later(person, members, city, clock):
    second = claims.report(members[1], city, on=date(2025, 6, 20))  # her second month
    fifth = claims.report(members[2], city, on=date(2025, 9, 5))
    grace = claims.report(members[3], city, on=date(2025, 11, 3))
    person.signs_in("rani", PASSWORD)
    for claim, words in ((second, "Rp10.000.000"), (fifth, "Rp42.000.000"), (grace, "Perlu konfirmasi BPJS")):
        person.opens(f"/klaim/{claim.pk}/").sees(words)
    person.sees("Belum dibayar: Oktober 2025, November 2025; tunggakan Rp33.600").is_at_ease("klaim-tenggang")
    two_wives_and_four_children(person, fifth, city)
    a_minor_orphan(person, second, city)
    clock.move_to(datetime(2026, 5, 4, 2, 0, tzinfo=UTC))
    page = person.signs_in("rani", PASSWORD).opens("/klaim/kabar/").page
    rows = [
        (cast.nik(5), "KARTO UTOMO", "12-09-1980", "01-09-2025"),
        (cast.nik(88), "ORANG LAIN", "01-01-1950", "01-09-2025"),
    ]
    content = xlsx(
        [Column(n) for n in ("NIK", "Nama", "Tanggal lahir", "Tanggal meninggal")], rows, sheet="kematian"
    )
    page.set_input_files(
        "[name=file]", {"name": "kematian.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.locator("form", has=page.locator("[name=file]")).locator("button").click()
    page.wait_for_load_state()
    page.locator("main button[value=save]").first.click()
    page.wait_for_load_state()
    person.opens("/klaim/?hanya=belum").sees("KARTO UTOMO").is_at_ease("papan-klaim")


def two_wives_and_four_children(person, claim, city):
    page = person.opens(f"/klaim/{claim.pk}/").clicks("Isi susunan keluarga").page
    for n, (name, kin) in enumerate((("Sutini", "janda"), ("Marni", "janda"), ("Rohim", "anak"))):
        page.fill(f"[name=keluarga-{n}-name]", name)
        page.select_option(f"[name=keluarga-{n}-kin]", kin)
    page.fill("[name=keluarga-2-birth_date]", "3 Februari 2003")
    person.clicks("Simpan keluarga").sees("Lebih dari satu istri atau suami: Sutini dan Marni")
    children = [
        {"name": f"Anak {n}", "kin": "anak", "birth_date": date(2000 + n, 1, 1), "is_alive": True}
        for n in range(3)
    ]
    actions.set_family(claim.pk, children, by=city.rani, at=DECEMBER)
    person.opens(f"/klaim/{claim.pk}/").sees("Rp7.000.000")
    page.fill("[name=note]:visible", "Kedua buku nikah dilihat.")
    person.clicks("Sudah diselesaikan").sees("Diselesaikan: Kedua buku nikah dilihat.").is_at_ease(
        "klaim-keluarga"
    )


def a_minor_orphan(person, claim, city):
    for paper in needed_papers(EventKind.DEATH):
        actions.set_paper(claim.pk, paper, PaperState.PRESENT, by=city.rani, at=DECEMBER)
    page = person.opens(f"/klaim/{claim.pk}/").clicks("Isi susunan keluarga").page
    for field, value in (("name", "Rohmah"), ("birth_date", "1 April 2016")):
        page.fill(f"[name=keluarga-0-{field}]", value)
    page.select_option("[name=keluarga-0-kin]", "anak")
    person.clicks("Simpan keluarga").sees("penetapan perwalian")
    page.fill("[name=filed_on]", "20 Juli 2025")
    person.clicks("Catat sudah diajukan").sees("Belum dapat diajukan")
    person.clicks("Isi susunan keluarga")
    page.fill("[name=keluarga-0-guardian]", "Buati, nenek, penetapan PA")
    person.clicks("Simpan keluarga")
    page.fill("[name=filed_on]", "20 Juli 2025")
    person.clicks("Catat sudah diajukan").sees("Diajukan ke BPJS")


def test_two_children_at_school_for_three_years(person, members, city, clock):
    claim = claims.report(members[0], city, on=date(2025, 7, 12), kind=EventKind.WORK_DEATH)
    page = person.signs_in("rani", PASSWORD).opens(f"/klaim/{claim.pk}/").page
    for name, born, level, year in (
        ("Rohim", "3 Februari 2013", "SMP", "2"),
        ("Rohmah", "9 Agustus 2017", "SD", "2"),
    ):
        person.clicks("Catat anak untuk beasiswa")
        form = page.locator("form[action$='/anak/']")
        for field, value in (("name", name), ("birth_date", born), ("year_in_level", year)):
            form.locator(f"[name={field}]").fill(value)
        form.locator("[name=level]").select_option(level)
        form.locator("button").click()
        person.sees(name)
    for year in (2025, 2026, 2027):
        clock.move_to(datetime(year, 12, 2, 2, 0, tzinfo=UTC))
        actions.open_years(on=date(year, 12, 2))
        person.signs_in("rani", PASSWORD).opens("/klaim/beasiswa/").sees("Rohim")
        for pupil in Pupil.objects.all():
            file_and_pay(person, pupil, year)
    person.is_at_ease("beasiswa-anak")
    assert sorted(y.paid_rp for p in Pupil.objects.all() for y in p.years.all()) == [1_500_000] * 3 + [
        2_000_000
    ] * 2 + [3_000_000]
    assert Claim.objects.count() == 1


def file_and_pay(person, pupil, year):
    page = person.opens(f"/klaim/beasiswa/{pupil.pk}/").page
    for box in page.locator("[name=papers]").all():
        box.check()
    person.clicks("Catat diajukan").sees("Diajukan ke BPJS")
    amount = pupil.years.get(year=year).amount_rp
    page.fill("[name=on]", f"1 Desember {year}")
    page.fill("[name=paid_rp]", str(amount))
    person.clicks("Catat dibayar").sees(f"Dibayar 1 Desember {year}")
