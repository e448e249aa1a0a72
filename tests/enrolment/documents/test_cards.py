"""Ten cards on a sheet, exactly as large as a bank card, and not a word of a NIK on them."""

from dataclasses import fields

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from payung.enrolment.documents.cards import CardCity, CardData, cards_pdf
from tests.documents.paper import MM, opened, sizes_mm, text_of

CITY = CardCity("Kota Contoh", phone="0335-000 111")
LONG = "Raden Ajeng Siti Nurhalimatus Sa'diyah Kusumaningrum Binti Abdurrahman Wahid"


def card(number: int = 0, name: str = "Siti Aminah", job: str = "Nelayan") -> CardData:
    code = f"7QK4-M2XP-{number:04d}"
    return CardData(
        name, job, "Mayangan", "25012345678", "Mei–Desember 2025", code, f"https://payung.example/k/{code}"
    )


@pytest.mark.parametrize(("people", "sheets"), [(1, 1), (10, 1), (11, 2), (23, 3)])
def test_ten_cards_on_a_sheet_of_a4(people, sheets):
    content = cards_pdf([card(i) for i in range(people)], city=CITY)
    assert len(opened(content).pages) == sheets
    assert sizes_mm(content) == {(210, 297)}
    assert all(f"7QK4-M2XP-{i:04d}" in text_of(content) for i in range(people))


def test_a_card_is_as_large_as_a_bank_card():
    page = opened(cards_pdf([card(i) for i in range(10)], city=CITY)).pages[0]
    first, right, below = (_place_mm(page, f"7QK4-M2XP-000{i}") for i in range(3))
    assert (right[0] - first[0], right[1] - first[1]) == pytest.approx((85.6, 0), abs=0.02)
    assert (below[0] - first[0], first[1] - below[1]) == pytest.approx((0, 54), abs=0.02)


def test_the_card_has_no_room_for_a_nik_or_an_address():
    assert {field.name for field in fields(CardData)} == {
        "name", "job", "kelurahan", "kpj", "period", "code", "url",
    }  # fmt: skip


def test_the_card_says_whose_it_is_and_what_to_do():
    words = " ".join(text_of(cards_pdf([card(i) for i in range(3)], city=CITY)).split())
    assert "bukan kartu BPJS Ketenagakerjaan" in words
    assert "0335-000 111" in words


@pytest.mark.parametrize("name", [LONG, "Muhammadnurkholishidayatullahabdurrahman", "Siti " * 24])
def test_a_long_name_stands_whole(name):
    page = opened(
        cards_pdf([card(name=name, job="Pedagang keliling dan jasa angkut barang")], city=CITY)
    ).pages[0]
    shown = []
    page.extract_text(visitor_text=lambda text, *_: shown.append(text))
    assert "".join(name.split()) in "".join("".join(shown).split())


def test_a_card_without_a_kpj_says_that_it_follows():
    assert "menyusul" in text_of(cards_pdf([CardData("Siti", "", "", "", "Mei 2025", "A", "B")], city=CITY))


def test_the_code_on_paper_leads_to_the_page_of_the_card():
    page = opened(cards_pdf([card(7)], city=CITY)).pages[0]
    codes = [image for image in page.images if image.image and image.image.size == (33, 33)] or list(
        page.images
    )
    picture = np.array(codes[0].image.convert("L").resize((330, 330), Image.NEAREST))
    assert zxingcpp.read_barcode(np.pad(picture, 60, constant_values=255)).text == card(7).url


def _place_mm(page, wanted: str) -> tuple[float, float]:
    found = []

    def look(text, around, matrix, _font, _size):
        if wanted in text:
            found.append(((matrix[4] * around[0] + around[4]) / MM, (matrix[5] * around[3] + around[5]) / MM))

    page.extract_text(visitor_text=look)
    return found[0]
