"""Every door in the browser, with a file as offices really send it: what was understood is seen before anything is saved."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine

from payung.claims.models import Claim, Notice
from payung.contributions.models import ActiveList, Invoice
from payung.enrolment.models import Reply
from payung.intake.models import Batch, Row
from payung.matching.models import RegisterCheck
from tests import cast
from tests.contributions import scene

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "payung-contoh-2025"
CASES = Path(__file__).parent.parent / "tables" / "cases"
NOVEMBER = datetime(2025, 11, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
def city():
    with time_machine.travel(NOVEMBER, tick=True):
        people = cast.city()
        for user in (people.rani, people.sri):
            user.set_password(PASSWORD)
            user.save()
        yield SimpleNamespace(round=cast.round_2025(people.rani))


def sends(person, path: str, case: str, button: str, **fields: str):
    """Upload one of the files of offices at a door."""
    person.opens(path)
    person.page.set_input_files("[name=file]", next(CASES.glob(f"{case}*")))
    for name, value in fields.items():
        control = person.page.locator(f"[name={name}]").first
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            person.page.check(f"[name={name}][value={value}]")
    person.page.locator("main button", has_text=button).first.click()
    person.page.wait_for_load_state()
    return person


def test_lists_of_several_sheets_are_read_and_two_people_in_a_row_are_asked_about(person, city):
    person.signs_in("sri", PASSWORD)
    sends(person, "/usulan/unggah/", "01-lembar-per-kelurahan-1", "Unggah berkas", sector="petani")
    person.page.wait_for_url(lambda url: "/pekerjaan/" not in url)
    person.sees("7 dari 7 baris siap disimpan").sees("Jrebeng Lor baris 2").sees("Rekap")
    person.is_at_ease("periksa-beberapa-lembar")
    assert Row.objects.count() == 0
    sends(person, "/usulan/unggah/", "07-dua-orang-satu-baris-0", "Unggah berkas", sector="petani")
    person.page.wait_for_url(lambda url: "/kolom/" in url)
    person.sees("Ada dua kolom yang sama cocoknya").sees("PEKERJA YANG DIUSULKAN")
    person.is_at_ease("cocokkan-kolom")
    for column, field in ((1, ""), (2, ""), (3, ""), (4, "name"), (5, "nik"), (6, "birth_date")):
        person.page.select_option(f"[name=column_0_{column}]", field)
    person.page.locator("main button", has_text="Periksa hasil").click()
    person.page.wait_for_load_state()
    person.page.wait_for_url(lambda url: "/pekerjaan/" not in url)
    person.sees("3 dari 3 baris siap disimpan").sees("SUNARTI SANTOSO CA")
    assert Batch.objects.get(state="checked", rows=3).accepted == 3


def test_a_list_without_titles_keeps_its_first_person(person, city):
    person.signs_in("sri", PASSWORD)
    sends(person, "/usulan/unggah/", "05-tanpa-judul-kolom-0", "Unggah berkas", sector="petani")
    person.page.wait_for_url(lambda url: "/kolom/" in url)
    person.sees("Daftar ini tidak punya baris judul")
    for column, field in ((1, "nik"), (2, "name"), (3, "birth_date"), (4, "sex"), (5, "kelurahan")):
        person.page.select_option(f"[name=column_0_{column}]", field)
    person.page.locator("main button", has_text="Periksa hasil").click()
    person.page.wait_for_load_state()
    person.page.wait_for_url(lambda url: "/pekerjaan/" not in url)
    person.sees("4 dari 4 baris siap disimpan").sees("TOHARI WIBISONO MU")


def test_the_day_of_printing_is_not_the_day_of_death(person, city):
    person.signs_in("rani", PASSWORD)
    sends(person, "/register/unggah/", "53-dukcapil-tanggal-cetak-di-kiri-0", "Unggah", register="dukcapil")
    person.page.wait_for_url(lambda url: "/pekerjaan/" not in url)
    person.sees("03-06-2025").sees("Tanggal meninggal")
    person.is_at_ease("register-periksa")
    sends(person, "/klaim/kabar/", "63-kematian-tanggal-dan-tahun-0", "Unggah berkas")
    person.sees("Tanggal meninggal 06-08-1925 sebelum tanggal lahir").sees("06-08-2025")
    person.is_at_ease("kematian-periksa")
    assert (RegisterCheck.objects.count(), Notice.objects.count(), Claim.objects.count()) == (0, 0, 0)


def test_the_branchs_files_are_looked_at_too(person, city):
    scene.members(city.round)
    person.signs_in("rani", PASSWORD)
    sends(person, "/pendaftaran/balasan/", "70-balasan-lembar-berhasil-gagal-0", "Baca balasan")
    person.sees("Yang dibaca dari berkas").sees("GAGAL")
    sends(person, f"/iuran/putaran/{city.round.pk}/terima/", "73-tagihan-subtotal-0", "Periksa tagihan")
    person.sees("Rp33.600").sees("baris jumlah: 4")
    person.is_at_ease("tagihan-subtotal")
    month = city.round.first_month
    sends(
        person,
        f"/iuran/putaran/{city.round.pk}/{month}/cocok/",
        "75-daftar-aktif-dengan-total-0",
        "Unggah berkas",
    )
    person.sees("Simpan 2 orang")
    sends(person, "/klaim/cabang/", "76-jawaban-klaim-lembar-0", "Unggah berkas")
    person.sees("Yang dibaca dari berkas").sees("Ditolak baris 2")
    person.page.locator("main button", has_text="Tidak jadi").click()
    person.sees("Tidak ada yang berubah")
    assert (Invoice.objects.count(), ActiveList.objects.count(), Reply.objects.count()) == (0, 0, 0)
