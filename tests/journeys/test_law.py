"""The law in the browser, at desk and phone width: a widow calculates, two officials change a number."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "payung-contoh-2025"


@pytest.fixture
def officials():
    with time_machine.travel(datetime(2025, 10, 13, 2, 0, tzinfo=UTC), tick=True):
        people = cast.city()
        for one in (people.rani, people.budi):
            one.set_password(PASSWORD)
            one.save()
        cast.round_2025(people.rani)
        yield people


def test_a_widow_calculates_without_an_account(person, officials):
    person.opens("/").clicks("Hitung manfaat").sees("Apa yang terjadi?").is_at_ease("hitung")
    page = person.page
    page.check("[name=event][value=death]")
    page.fill("[name=on]", "6 Oktober 2025")
    page.fill("[name=first_month]", "Agustus 2022")
    page.fill("[name=paid_count]", "39")
    person.clicks("Anak (untuk beasiswa)")
    page.fill("[name=anak-0-born]", "1 Maret 2016")
    page.select_option("[name=anak-0-level]", "SD")
    person.clicks("Keluarga (untuk pembagian")
    page.select_option("[name=keluarga-0-kin]", "janda")
    page.select_option("[name=keluarga-1-kin]", "anak")
    page.click("main button:has-text('Hitung')")
    person.sees("Perkiraan: Rp42.000.000").sees("Beasiswa anak 1").sees("Rp21.000.000").is_at_ease(
        "hitung-jawaban"
    )
    page.click("main button:has-text('Hitung')")
    person.sees("Perkiraan: Rp42.000.000")
    page.fill("[name=on]", "kemarin")
    page.click("main button:has-text('Hitung')")
    person.sees("Periksa kembali isian ini").is_at_ease("hitung-keliru")
    person.opens("/hitung/ahli-waris/").is_at_ease("ahli-waris")
    person.opens("/hitung/pelindungan/").is_at_ease("pelindungan-hari")


def test_two_officials_change_a_number(person, officials):
    person.signs_in("rani", PASSWORD).opens("/peraturan/").sees("Beasiswa berhenti pada umur").is_at_ease(
        "peraturan"
    )
    person.page.fill("[name=cari]", "iuran jkm sebulan")
    person.page.keyboard.press("Enter")
    person.page.get_by_role("link", name="Iuran JKM sebulan").click()
    person.sees("Rp6.800").is_at_ease("peraturan-angka")
    person.clicks("Usulkan nilai baru")
    page = person.page
    page.fill("[name=value]", "7.000")
    page.fill("[name=effective_from]", "1 Desember 2025")
    page.fill("[name=source]", "PP baru")
    page.fill("[name=reason]", "Tarif naik")
    person.clicks("Periksa dampak").sees("Rp17.000").sees("bila semua kursi terisi").is_at_ease(
        "peraturan-usul"
    )
    person.clicks("Ajukan kepada orang kedua").sees("Tarik kembali")
    address = page.url.removeprefix(person.address)
    person.signs_in("budi", PASSWORD).opens("/peraturan/").sees("1 usulan menunggu orang kedua")
    person.opens(address).is_at_ease("peraturan-putusan")
    person.clicks("Setujui").sees("Disetujui")
    person.opens("/peraturan/hari-libur/").sees("Hari libur 2025").is_at_ease("hari-libur")
