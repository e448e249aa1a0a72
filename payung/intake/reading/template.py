"""Unduh format: the spreadsheet an agency fills in. Text where numbers would be spoilt, drop-downs where words are."""

import io
from datetime import datetime

import xlsxwriter

from payung.intake.reading.fields import FIELDS, NEEDED
from payung.reference import catalogue

ROWS = 5000  # how far text format and drop-downs reach
LEFT_OUT = {"birth", "rt_rw"}
GUIDE = (
    "Cara mengisi",
    "1. Isi mulai baris 2 pada lembar “Daftar”. Satu baris untuk satu orang.",
    "2. Kolom bertanda * wajib: NIK, nama, tanggal lahir, kelurahan.",
    "3. NIK, KK, HP, RT dan RW sudah berformat Teks. Bila menempel dari berkas lain, pilih Tempel Khusus > Nilai.",
    "4. Tanggal lahir: 07-05-1980 atau 7 Mei 1980. Tahun empat angka.",
    "5. Kelurahan, kecamatan dan jenis kelamin: pilih dari daftar.",
    "6. Jangan menggabung sel, jangan menambah judul di atas tabel.",
    "7. Nama ditulis seperti di KTP, tanpa keterangan lain.",
    "Contoh pengisian ada di lembar “Contoh”. Nama dan nomor di sana bukan orang sungguhan.",
)
EXAMPLE = {
    "nik": "3574031205809001", "kk": "3574031011109002", "name": "CONTOH NAMA", "birth_place": "Probolinggo",
    "birth_date": "12-05-1980", "sex": "L", "mother_name": "CONTOH IBU", "phone": "081200000001",
    "address": "Jl. Contoh No. 1", "rt": "003", "rw": "007", "kelurahan": "Mayangan", "kecamatan": "Mayangan",
    "occupation": "Nelayan", "work_place": "Pelabuhan Mayangan", "work_hours": "03.00-11.00", "income_rp": "900000",
}  # fmt: skip


def template_xlsx(sector_name: str) -> bytes:
    """The format for one sector: sheets Daftar, Petunjuk, Contoh, Referensi."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2025, 1, 1), "title": f"Format usulan {sector_name}"})  # noqa: DTZ001
        text = book.add_format({"num_format": "@"})
        head = book.add_format(
            {"bold": True, "bg_color": "#E8EDF7", "border": 1, "text_wrap": True, "valign": "top"}
        )
        must = book.add_format(
            {"bold": True, "bg_color": "#FFF3CF", "border": 1, "text_wrap": True, "valign": "top"}
        )
        page = book.add_worksheet("Daftar")
        kinds = [kind for kind in FIELDS if kind.name not in LEFT_OUT]
        for i, kind in enumerate(kinds):
            page.write_string(
                0,
                i,
                f"{kind.label}{' *' if kind.name in NEEDED else ''}",
                must if kind.name in NEEDED else head,
            )
            page.set_column(i, i, max(12, len(kind.label) + 3), text)
        page.freeze_panes(1, 0)
        _drop_downs(page, [kind.name for kind in kinds])
        _guide(book, sector_name)
        example = book.add_worksheet("Contoh")
        for i, kind in enumerate(kinds):
            example.write_string(0, i, kind.label, head)
            example.write_string(1, i, EXAMPLE.get(kind.name, ""), text)
            example.set_column(i, i, max(12, len(kind.label) + 3), text)
        _reference(book, head)
    return target.getvalue()


def _drop_downs(page, fields: list[str]) -> None:
    kelurahan = [a for a in catalogue.areas() if a.level == "kelurahan"]
    kecamatan = [a for a in catalogue.areas() if a.level == "kecamatan"]
    sources = {
        "kelurahan": f"=Referensi!$A$2:$A${len(kelurahan) + 1}",
        "kecamatan": f"=Referensi!$C$2:$C${len(kecamatan) + 1}",
        "sex": ["L", "P"],
    }
    for name, source in sources.items():
        column = fields.index(name)
        page.data_validation(
            1, column, ROWS, column,
            {"validate": "list", "source": source, "error_title": "Pilih dari daftar",
             "error_message": "Pilih salah satu isi daftar.", "error_type": "warning"},
        )  # fmt: skip
    for name in ("nik", "kk"):
        column = fields.index(name)
        page.data_validation(
            1, column, ROWS, column,
            {"validate": "length", "criteria": "==", "value": 16, "error_title": "16 angka",
             "error_message": "NIK dan KK berisi 16 angka.", "error_type": "warning"},
        )  # fmt: skip


def _guide(book, sector_name: str) -> None:
    page = book.add_worksheet("Petunjuk")
    page.set_column(0, 0, 110)
    page.write_string(
        0, 0, f"Format usulan pekerja rentan: {sector_name}", book.add_format({"bold": True, "font_size": 14})
    )
    for i, line in enumerate(GUIDE, 2):
        page.write_string(i, 0, line)


def _reference(book, head) -> None:
    page = book.add_worksheet("Referensi")
    names = {area.code: area.name for area in catalogue.areas()}
    for i, title in enumerate(("Kelurahan", "Kecamatan dari kelurahan", "Kecamatan")):
        page.write_string(0, i, title, head)
        page.set_column(i, i, 26)
    for i, area in enumerate((a for a in catalogue.areas() if a.level == "kelurahan"), 1):
        page.write_string(i, 0, area.name)
        page.write_string(i, 1, names[area.parent])
    for i, area in enumerate((a for a in catalogue.areas() if a.level == "kecamatan"), 1):
        page.write_string(i, 2, area.name)
