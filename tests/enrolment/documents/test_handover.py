"""A list to sign for each kelurahan: everybody has a box, nobody's NIK lies on the table."""

from dataclasses import fields

from payung.enrolment.documents.handover import HandoverList, HandoverRow, handover_pdf
from tests.documents.city import CITY
from tests.documents.paper import opened, sizes_mm


def cards(kelurahan: str, people: int, name: str = "Siti Aminah") -> HandoverList:
    rows = [HandoverRow(f"{name} {i}", "Nelayan", "003/007", f"7QK4-M2XP-{i:04d}") for i in range(people)]
    return HandoverList(kelurahan, "Mayangan", "Pelindungan 2025", rows)


def test_each_kelurahan_begins_on_its_own_page_and_ends_with_its_lurah():
    pages = [
        page.extract_text()
        for page in opened(handover_pdf([cards("Mayangan", 2), cards("Jati", 1)], letterhead=CITY)).pages
    ]
    assert ["Lurah Mayangan" in pages[0], "Lurah Jati" in pages[1], len(pages)] == [True, True, 2]


def test_a_long_list_says_on_each_page_whose_it_is():
    pages = opened(handover_pdf([cards("Sumber Wetan", 60)], letterhead=CITY)).pages
    assert len(pages) > 2
    assert all("Kelurahan Sumber Wetan" in page.extract_text() for page in pages[:-1])


def test_a_very_long_name_makes_its_row_higher_and_stands_whole():
    name = "Raden Ajeng Siti Nurhalimatus Sa'diyah Kusumaningrum Binti Abdurrahman Wahid Hasyim Asy'ari"
    content = handover_pdf([cards("Jati", 1, name)], letterhead=CITY)
    assert name.replace(" ", "") in "".join(opened(content).pages[0].extract_text().split())


def test_no_column_for_a_nik():
    assert HandoverRow._fields == ("name", "work", "rt_rw", "code")
    assert "nik" not in {field.name for field in fields(HandoverList)}


def test_paper_is_the_citys():
    assert sizes_mm(handover_pdf([cards("Jati", 1)], letterhead=CITY)) == {(215, 330)}
