"""The day of the parcels: the list says what, where, from whom, and has a box for everybody."""

from datetime import date

from payung.aid.documents.receipts import ReceiptList, ReceiptRow, receipts_pdf
from tests.documents.city import CITY
from tests.documents.paper import opened, text_of


def parcels(people: int) -> ReceiptList:
    rows = [
        ReceiptRow(f"Siti Aminah {i}", "Nelayan", "Mayangan", f"7QK4-M2XP-{i:04d}") for i in range(people)
    ]
    return ReceiptList(
        "Sembako Maulid", "Baznas Kota Contoh", "Beras 5 kg", "Balai Kelurahan", date(2025, 9, 5), rows
    )


def test_the_list_says_what_and_when_and_names_everybody():
    said = " ".join(text_of(receipts_pdf(parcels(40), letterhead=CITY)).split())
    assert "Jumat, 5 September 2025" in said
    assert "40 orang" in said
    assert all(f"7QK4-M2XP-{i:04d}" in said for i in range(40))


def test_an_empty_list_is_still_a_paper():
    assert len(opened(receipts_pdf(parcels(0), letterhead=CITY)).pages) == 1


def test_numbers_beyond_a_thousand_are_written_the_indonesian_way():
    assert "1.200 orang" in " ".join(text_of(receipts_pdf(parcels(1200), letterhead=CITY)).split())
