"""A partner's spreadsheet is found by its column names, and a broken one is refused in one line."""

import io

import pytest
import xlsxwriter

from payung.tables.cells import FileRefused
from payung.tables.fields import Door, Field, Kind
from payung.tables.reading import read as read_door
from payung.tables.values import is_number, rupiah_of, text_of

DOOR = Door(
    "partner",
    (
        Field("nik", "NIK", ("nik|no ktp",), kind=Kind.NUMBER_16, is_key=True),
        Field("kpj", "KPJ", ("kpj|no kpj|no kartu",), kind=Kind.CODE, is_key=True),
    ),
    needed=(("kpj",),),
    fewest=1,
)


def xlsx(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                sheet.write(r, c, cell)
    return out.getvalue()


def read(content):
    return read_door(content, DOOR)


def test_columns_are_found_by_name_below_a_title_and_rows_keep_their_numbers():
    reading = read(
        xlsx([["BPJS KETENAGAKERJAAN"], [], ["No. KTP", "nomor_kpj"], ["357", "21"], [], ["358", "22"]])
    )
    assert list(reading.records()) == [(4, {"nik": "357", "kpj": "21"}), (6, {"nik": "358", "kpj": "22"})]
    assert reading.tables[0].above[0] == ["BPJS KETENAGAKERJAAN"]
    assert [(skipped.row, skipped.why) for skipped in reading.skipped] == [(5, "Baris kosong")]


def test_a_number_stays_a_number_and_csv_is_always_text():
    [(_, cells)] = read(xlsx([["NIK", "KPJ"], [3574011205809021, "1"]])).records()
    assert is_number(cells["nik"])
    [(_, cells)] = read(b"NIK;KPJ\n3574011205809021;1\n").records()
    assert cells["nik"] == "3574011205809021"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"PK\x03\x04 torn", "rusak"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 torn", "rusak"),
        (b"\x00\x01\x02", "bukan teks"),
        (b"Nama;Alamat\nSiti;Mayangan\n", "Tidak ada tabel dengan judul"),
    ],
    ids=["empty", "torn", "an old one, torn", "binary", "foreign"],
)
def test_a_broken_or_foreign_file_is_refused_in_one_line(content, said):
    with pytest.raises(FileRefused) as refused:
        read(content)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_cell_at_the_far_corner_ends_the_child_only():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "KPJ")
        sheet.write("XFD1048576", 1)
    with pytest.raises(FileRefused):
        read(out.getvalue())


@pytest.mark.parametrize(
    ("cell", "rupiah"),
    [(16800, 16800), (16800.0, 16800), ("16.800", 16800), ("Rp16.800,00", 16800), ("Rp 16,800", 16800),
     ("16800", 16800), (16800.5, None), ("-16800", None), ("1.68E+4", None), ("", None), ("١٦٨٠٠", None)],
)  # fmt: skip
def test_rupiah_are_whole_or_nothing(cell, rupiah):
    assert rupiah_of(cell) == rupiah


def test_small_readings():
    assert text_of("'0012 ") == "0012"
