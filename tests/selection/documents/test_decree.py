"""The mayor signs what the figures say; everybody may read the names, nobody the NIK."""

import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from payung.selection.documents.annex import AnnexRow, annex_xlsx
from payung.selection.documents.decree import Amendment, DecreeData, annex_pdf, decree_pdf, words
from payung.selection.documents.wording import STANDARD, WordingRefused
from tests.documents.city import CITY
from tests.documents.paper import opened, sizes_mm, text_of

MAY, DECEMBER = 2025 * 12 + 4, 2025 * 12 + 11
DRAFT = DecreeData(
    letterhead=CITY,
    people_by_sector={"petani": 4098, "nelayan": 1925, "pelaku UMKM": 5000},
    contribution_rp=16_800,
    first_month=MAY,
    last_month=DECEMBER,
    year=2025,
    fund="Dana Bagi Hasil Cukai Hasil Tembakau",
)
SIGNED = replace(DRAFT, number="400.3/12/2025", signed_on=date(2025, 4, 28), is_draft=False)


def row(number: int, sector: str = "Petani", name: str = "Siti Aminah", **changes) -> AnnexRow:
    nik = f"357401520580{9000 + number:04d}"
    person = AnnexRow(
        number, nik, name, "Probolinggo, 12-05-1980", "P", "Jl. Mawar 3 RT 001/RW 002", "Mayangan", "Mayangan",
        "Buruh tani", sector,
    )  # fmt: skip
    return person._replace(**changes)


def plain(content: bytes) -> str:
    return " ".join(text_of(content).split())


def test_the_decree_says_how_many_for_how_much_in_figures_and_words():
    said = plain(decree_pdf(DRAFT))
    assert "11.023 (sebelas ribu dua puluh tiga) orang" in said
    assert "petani 4.098 orang, nelayan 1.925 orang, dan pelaku UMKM 5.000 orang" in said
    assert "Rp16.800,00 (enam belas ribu delapan ratus rupiah)" in said
    assert "Rp185.186.400,00" in said
    assert "Rp1.481.491.200,00" in said


def test_a_draft_says_so_on_every_page_and_leaves_number_and_date_blank():
    draft = decree_pdf(DRAFT, [row(i) for i in range(60)])
    assert all("KONSEP" in page.extract_text() for page in opened(draft).pages)
    assert re.search(r"NOMOR ?\.{9}", plain(draft))


def test_a_signed_decree_carries_number_and_date_and_no_mark():
    signed = plain(decree_pdf(SIGNED))
    assert "NOMOR 400.3/12/2025" in signed
    assert "28 April 2025" in signed
    assert "KONSEP" not in signed


def test_paper_and_margins_are_the_citys():
    assert sizes_mm(decree_pdf(DRAFT)) == {(215, 330)}
    a4 = replace(CITY, paper=replace(CITY.paper, width_mm=210, height_mm=297))
    assert sizes_mm(decree_pdf(replace(DRAFT, letterhead=a4))) == {(210, 297)}
    assert sizes_mm(annex_pdf([row(1)], decree=replace(DRAFT, letterhead=a4), public=False)) == {(297, 210)}


def test_a_regency_has_a_bupati():
    regency = replace(CITY, city="Kabupaten Contoh", mayor=replace(CITY.mayor, office="Bupati"))
    assert "KEPUTUSAN BUPATI CONTOH" in plain(decree_pdf(replace(DRAFT, letterhead=regency)))


def test_the_public_annex_has_names_but_no_whole_nik_and_no_address():
    rows = [row(i, name=f"Siti Aminah {i}") for i in range(40)]
    full, public = (plain(annex_pdf(rows, decree=DRAFT, public=public)) for public in (False, True))
    assert all(r.nik in full and r.name in public and r.nik[-4:] in public for r in rows)
    assert not re.search(r"\d{5,}", public.replace("400.3", ""))
    assert "Jl. Mawar" in full
    assert "Jl. Mawar" not in public
    assert "12-05-1980" not in public


def test_every_page_of_the_annex_says_what_it_belongs_to_and_which_page_it_is():
    pages = opened(annex_pdf([row(i) for i in range(90)], decree=SIGNED, public=False)).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        text = " ".join(page.extract_text().split())
        assert "400.3/12/2025" in text
        assert f"Halaman {number} dari {len(pages)}" in text
        assert "Tempat, tanggal lahir" in text


@pytest.mark.parametrize("people", [1, 2, 3, 4, *range(22, 32)])
def test_the_signature_never_stands_on_a_page_without_names(people):
    last = (
        opened(annex_pdf([row(i) for i in range(people)], decree=SIGNED, public=False))
        .pages[-1]
        .extract_text()
    )
    assert "Siti Aminah" in last
    assert "DRA. CONTOH WALI" in last


def test_sectors_stand_apart_with_their_totals():
    rows = [row(1), row(2), row(3, "Nelayan")]
    said = plain(annex_pdf(rows, decree=DRAFT, public=False))
    assert "A. Petani: 2 orang" in said
    assert "B. Nelayan: 1 orang" in said
    assert "Jumlah penerima: 3 orang" in said


def test_an_amendment_tells_who_goes_and_why_but_the_public_only_who():
    amended = replace(SIGNED, amendment=Amendment("400.3/12/2025", date(2025, 4, 28), joined=1, left=1))
    rows = [row(1, name="Budi Baru"), row(2, name="Ali Lama", leaves=True, reason="Meninggal dunia")]
    full, public = (plain(annex_pdf(rows, decree=amended, public=public)) for public in (False, True))
    assert "Petani, dikeluarkan: 1 orang" in full
    assert "Meninggal dunia" in full
    assert "Ali Lama" in public
    assert "Meninggal dunia" not in public
    assert "Dimasukkan: 1 orang. Penerima seluruhnya sesudah perubahan ini: 11.023 orang." in full
    assert "mengeluarkan 1 (satu) orang" in plain(decree_pdf(amended))


def test_the_letter_and_its_annex_are_one_file_when_the_mayor_signs():
    assert sizes_mm(decree_pdf(DRAFT, [row(1)])) == {(215, 330), (330, 215)}


def test_a_name_that_looks_like_markup_or_a_formula_stays_a_name():
    wild = [row(1, name="=HYPERLINK(1) #strong[x] $y$")]
    assert "=HYPERLINK(1) #strong[x] $y$" in plain(annex_pdf(wild, decree=DRAFT, public=False))
    sheet = openpyxl.load_workbook(io.BytesIO(annex_xlsx(wild, public=False, title="Lampiran"))).active
    assert {cell.data_type for cells in sheet.iter_rows() for cell in cells} <= {"s", "n"}


def test_the_spreadsheet_keeps_a_nik_as_text_and_masks_it_for_the_public():
    def values(public):
        content = annex_xlsx([row(1)], public=public, title="Lampiran")
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [cell.value for cells in sheet.iter_rows() for cell in cells]

    assert row(1).nik in values(False)
    assert "••••••••••••9001" in values(True)
    assert row(1).nik not in values(True)


def test_a_city_changes_the_words():
    own = STANDARD.read_text().replace("bahwa pekerja rentan di {{kota}}", "bahwa para pekerja di {{ kota }}")
    assert "bahwa para pekerja di Kota Contoh" in plain(decree_pdf(replace(DRAFT, wording=own)))


@pytest.mark.parametrize(
    ("wording", "says"),
    [
        ("penetapan: {title: '{{jumlh}}', menimbang: [a], mengingat: [b], memutuskan: [c]}", "{{jumlh}}"),
        ("penetapan: {title: x}", "menimbang, mengingat, memutuskan"),
        ("perubahan: {}", '"penetapan"'),
        ("a: b: c", "baris 1"),
        ("- hanya daftar", '"penetapan"'),
    ],
)
def test_words_that_cannot_be_used_say_what_to_mend(wording, says):
    with pytest.raises(WordingRefused) as refusal:
        words(replace(DRAFT, wording=wording))
    assert says in str(refusal.value)
