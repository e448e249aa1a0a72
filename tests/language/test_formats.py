"""Numbers, money and dates as Indonesian officials write them."""

from datetime import UTC, date, datetime

import pytest

from payung.language import formats


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (100, "seratus"),
        (1_000, "seribu"),
        (1_101, "seribu seratus satu"),
        (2_000, "dua ribu"),
        (16_800, "enam belas ribu delapan ratus"),
        (100_000, "seratus ribu"),
        (1_000_000, "satu juta"),
        (42_000_000, "empat puluh dua juta"),
        (
            1_481_491_200,
            "satu miliar empat ratus delapan puluh satu juta empat ratus sembilan puluh satu ribu dua ratus",
        ),
        (1_000_000_000_000, "satu triliun"),
        (-5, "minus lima"),
    ],
)
def test_terbilang(number, words):
    assert formats.terbilang(number) == words


@pytest.mark.parametrize(
    ("amount_rp", "short"),
    [
        (16_800, "Rp16.800"),
        (999_999, "Rp999.999"),
        (1_000_000, "Rp1 jt"),
        (594_700_000, "Rp594,7 jt"),
        (2_020_000_000, "Rp2,02 miliar"),
        (1_500_000_000_000, "Rp1,5 triliun"),
        (-42_000_000, "-Rp42 jt"),
    ],
)
def test_short_money(amount_rp, short):
    assert formats.rupiah_singkat(amount_rp) == short


def test_money_on_screens_and_in_letters():
    assert formats.rupiah(16_800) == "Rp16.800"
    assert formats.rupiah_dokumen(1_481_491_200) == "Rp1.481.491.200,00"


def test_dates_months_and_hours():
    assert formats.hari_tanggal(date(2025, 5, 7)) == "Rabu, 7 Mei 2025"
    assert formats.bulan("2025-05") == formats.bulan(2025 * 12 + 4) == "Mei 2025"
    assert formats.rentang_bulan("2025-05", "2025-12") == "Mei–Desember 2025"
    assert formats.rentang_bulan("2025-11", "2026-02") == "November 2025–Februari 2026"
    assert formats.jam(datetime(2025, 5, 7, 1, 14, tzinfo=UTC)) == "08.14 WIB"
    assert formats.jam(datetime(2025, 5, 7, 1, 14, tzinfo=UTC), "Asia/Makassar") == "09.14 WITA"


@pytest.mark.parametrize(
    ("hour", "word"), [(3, "malam"), (4, "pagi"), (10, "pagi"), (11, "siang"), (15, "sore"), (18, "malam")]
)
def test_greeting(hour, word):
    assert formats.sapaan(hour) == f"Selamat {word}"


def test_masks_hide_the_birth_date_and_the_public_mask_hides_the_area_too():
    assert formats.mask_nik("3574011205809021") == "357401••••••9021"
    assert formats.mask_nik_public("3574011205809021") == "••••••••••••9021"
    assert formats.mask_name("Siti Aminah") == "Sit••• Ami•••"
    assert formats.mask_name("Ali") == "A•••"


def test_lists_in_a_sentence():
    assert formats.daftar(["a"]) == "a"
    assert formats.daftar(["a", "b"]) == "a dan b"
    assert formats.daftar(["a", "b", "c"]) == "a, b, dan c"
