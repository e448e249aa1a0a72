"""Web pages, XML Spreadsheet 2003 and web archives that call themselves .xls: every cell as the page shows it."""

import datetime

import pytest

from payung.tables.cells import Fault, FileRefused, read_sheets
from tests.tables import making as m
from tests.tables.making import LIST, PEOPLE, TITLES

NIK = "3574010101809001"


def sheets(content: bytes | str):
    return read_sheets(content if isinstance(content, bytes) else content.encode())


def only(content: bytes | str):
    (sheet,) = sheets(content)
    return sheet


def refusal(content: bytes | str) -> str:
    with pytest.raises(FileRefused) as refused:
        sheets(content)
    assert "\n" not in refused.value.message
    return refused.value.code


PAGES = {
    "a whole page": "<html><head><meta charset=utf-8><title>x</title></head><body>" + m.page() + "</body></html>",
    "only a table": m.page(),
    "capitals": m.page().upper(),
    "a style first": m.page(before="<style>.s{mso-number-format:\\@;}</style>"),
    "a division with semicolons first": m.page(before="<div class='a'><h3>DAFTAR; PETANI; 2025</h3></div>"),
    "a comment first": m.page(before="<!-- dibuat; oleh; sistem -->"),
    "a byte order mark and blank lines first": "\ufeff\r\n\r\n  " + m.page(),
    "a doctype": "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN' 'http://x/y.dtd'>" + m.page(),
    "an XML declaration": '<?xml version="1.0" encoding="iso-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml">' + m.page() + "</html>",
    "words first": "DAFTAR PETANI KOTA\n" + m.page(),
    "a warning of PHP first": "<br />\n<b>Notice</b>: Undefined index in <b>x.php</b> on line <b>3</b><br />\n" + m.page(),
    "rows and cells never closed": m.page(row="<tr>{}", cell="<td>{}"),
    "header cells": m.page().replace("<td>NO</td><td>NIK</td>", "<th>NO</th><th>NIK</th>"),
    "head, body and foot": "<table><thead>" + m.page([TITLES])[16:-8] + "</thead><tbody>" + m.page(PEOPLE)[16:-8] + "</tbody><tfoot></tfoot></table>",
    "a form around it": "<form action=x><input name=a>" + m.page() + "</form>",
    "markup within cells": m.page(cell="<td><p><b><font color=red> {}&nbsp;</font></b></p></td>"),
    "comments and scripts within cells": m.page(cell="<td><!-- x --><script>var a=1;</script><span>{}</span></td>"),
    "a layout around it": "<table><tr><td>MENU</td><td>" + m.page() + "</td></tr></table>",
    "a heading table first": "<table><tr><td>DAFTAR PETANI</td></tr></table>" + m.page(),
    "a place for signatures after": m.page() + "<table><tr><td>Mengetahui</td><td>Probolinggo</td></tr></table>",
    "a small table within a cell": m.page().replace("Jl. Contoh No. 1<", "<table><tr><td>Jl. Contoh</td><td>No. 1</td></tr></table><"),
    "no beginning of the table": m.page()[16:],
    "UTF-16": m.page().encode("utf-16"),
    "UTF-16 without a mark": m.page().encode("utf-16-le"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_web_page_called_xls_is_read(name):
    rows = only(PAGES[name]).rows
    expected = [[cell.upper() for cell in row] for row in LIST] if name == "capitals" else LIST
    assert rows == expected


@pytest.mark.parametrize("dress", [
    ("utf-8", ""), ("cp1252", ""), ("cp1252", "<meta charset='iso-8859-1'>"), ("utf-8", "<meta charset='iso-8859-1'>"),
    ("cp1252", "<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>"),
    ("iso-8859-2", "<meta charset=iso-8859-2>"), ("cp1252", "<meta charset=utf-8>"), ("utf-8", "<meta charset=zzz>"),
])  # fmt: skip
def test_letters_of_a_page(dress):
    encoding, meta = dress
    name = "JOSÉ Ő" if encoding == "iso-8859-2" else "JOSÉ – MA’RUF"
    content = (f"<html><head>{meta}</head>" + m.page([["NIK", "NAMA"], [NIK, name]])).encode(encoding)
    assert only(content).rows[1] == [NIK, name]


CELLS = {
    "Jl. Contoh<br>No. 1<BR/>RT 3": "Jl. Contoh No. 1 RT 3",
    "<div>Jl. Contoh</div><div>No. 1</div>": "Jl. Contoh No. 1",
    "S&amp;P &quot;Jaya&quot; &#39;A&#39; &eacute;": "S&P \"Jaya\" 'A' é",
    "&nbsp;": None,
    "": None,
    "Jl.&nbsp;Contoh": "Jl. Contoh",
    "a &lt; b": "a < b",
    "#N/A": Fault("#N/A"),
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_is_what_the_page_shows(cell):
    assert only(m.page([["NIK", "NAMA", "A"], [NIK, cell, "x"]])).rows[1] == [NIK, CELLS[cell], "x"]


@pytest.mark.parametrize("cell", [
    f'<td x:num="{NIK}">3,57401E+15</td>', f'<td x:num="{NIK}.0">3.57401E+15</td>', f'<td sdval="{NIK}" sdnum="1033;">3.57E+15</td>',
    f"<td x:str>{NIK}</td>", f"<td x:num>{NIK}</td>", f"<td style='mso-number-format:\"\\@\"'>{NIK}</td>", f"<td>&#8203;{NIK}</td>".replace("&#8203;", ""),
])  # fmt: skip
def test_a_nik_keeps_all_its_digits(cell):
    page = f"<table><tr><td>NIK</td><td>NAMA</td></tr><tr>{cell}<td>SITI</td></tr></table>"
    assert only(page).rows[1] == [NIK, "SITI"]


def test_cells_over_several_rows_and_columns_are_merged():
    page = (
        "<table><tr><th colspan=3>DAFTAR</th></tr><tr><th rowspan=2>NIK</th><th colspan='2'>LAHIR</th></tr>"
        f"<tr><th>TEMPAT</th><th>TANGGAL</th></tr><tr><td>{NIK}</td><td rowspan=2>Jati</td><td>1</td></tr>"
        "<tr><td>2</td><td>3</td></tr></table>"
    )
    sheet = only(page)
    assert sheet.rows == [
        ["DAFTAR"],
        ["NIK", "LAHIR"],
        [None, "TEMPAT", "TANGGAL"],
        [NIK, "Jati", "1"],
        ["2", None, "3"],
    ]
    assert sheet.merged == ((0, 0, 0, 2), (1, 0, 2, 0), (1, 1, 1, 2), (3, 1, 4, 1))


def test_the_biggest_tables_are_sheets():
    read = sheets(
        m.page()
        + "<p>dan</p>"
        + m.page([TITLES, PEOPLE[0]]).replace("<tr>", "<caption>RW 2</caption><tr>", 1)
    )
    assert [(sheet.name, len(sheet.rows)) for sheet in read] == [("Tabel 1", 4), ("RW 2", 2)]


def test_one_table_has_the_name_of_its_sheet():
    named = "<xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>Petani &amp; Nelayan</x:Name></x:ExcelWorksheet>"
    named += "</x:ExcelWorksheets></x:ExcelWorkbook></xml>"
    page = f"<html><head><!--[if gte mso 9]>{named}<![endif]--></head><body>{m.page()}</body></html>"
    assert only(page).name == "Petani & Nelayan"


def test_a_page_without_a_table_and_another_kind_of_page_are_refused():
    assert refusal("<html><frameset><frame src='a_files/sheet001.htm'></frameset></html>") == "web_page"
    assert refusal("<html><form>Silakan masuk<input name=user></form></html>") == "web_page"
    assert refusal("<svg xmlns='http://www.w3.org/2000/svg'/>") == "not_a_spreadsheet"
    assert refusal("<?xml version='1.0'?><rss a='1;2;3'/>") == "not_a_spreadsheet"


def test_a_hostile_page_is_refused_or_read_in_time():
    assert refusal("<div>" * 100_000 + "<p>x") in ("web_page", "broken", "too_big")
    endless = "<table><tr><td colspan=99999999 rowspan=99999999>NIK</td></tr><tr>{}</tr></table>"
    assert only(endless.format("")).rows == [["NIK"]]
    assert refusal(endless.format("<td>x</td>")) == "too_wide"
    assert refusal("<table><tr>" + "<td>x</td>" * 2000 + "</tr></table>") == "too_wide"


# -- XML Spreadsheet 2003 -------------------------------------------------------------------------------------
XMLS = {
    "as Excel writes it": m.xml_2003(("Daftar", m.xml_rows(), "")),
    "a line before the declaration": "\n\n" + m.xml_2003(("Daftar", m.xml_rows(), "")),
    "a byte order mark": "\ufeff" + m.xml_2003(("Daftar", m.xml_rows(), "")),
    "without a declaration": m.xml_2003(("Daftar", m.xml_rows(), ""), before=""),
    "UTF-16": m.xml_2003(("Daftar", m.xml_rows(), ""), before='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"),
    "Windows-1252": m.xml_2003(("Daftar", m.xml_rows(), ""), before='<?xml version="1.0" encoding="windows-1252"?>').encode("cp1252"),
    "every name with a prefix": m.xml_2003(("Daftar", m.xml_rows(), "")).replace("<Row", "<ss:Row").replace("</Row", "</ss:Row").replace("<Cell", "<ss:Cell").replace("</Cell", "</ss:Cell"),
}  # fmt: skip


@pytest.mark.parametrize("name", XMLS)
def test_xml_spreadsheet_2003_is_read(name):
    sheet = only(XMLS[name])
    assert (sheet.name, sheet.rows) == ("Daftar", LIST)


def test_xml_spreadsheet_has_values_of_every_kind():
    row = "".join([
        m.xml_cell("3.5740101018090010E+15", "Number"), m.xml_cell("2025-04-03T00:00:00.000", "DateTime"),
        m.xml_cell("1899-12-31T07:30:00.000", "DateTime"), m.xml_cell("1", "Boolean"), m.xml_cell("#N/A", "Error"),
        '<Cell ss:Formula="=UPPER(A1)"/>', m.xml_cell("12.5", "Number"),
        '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>SITI</B> CONTOH</ss:Data></Cell>',
    ])  # fmt: skip
    day = datetime.date(2025, 4, 3)
    expected = [int(NIK), day, "07:30:00", True, Fault("#N/A"), Fault(""), 12.5, "SITI CONTOH"]
    assert only(m.xml_2003(("Daftar", f"<Row>{row}</Row>", ""))).rows == [expected]


def test_xml_spreadsheet_places_merged_and_hidden():
    rows = (
        "<Row>"
        + m.xml_cell("DAFTAR", more='ss:MergeAcross="2" ss:MergeDown="1"')
        + m.xml_cell("x")
        + "</Row>"
        '<Row ss:Index="4">' + m.xml_cell("NIK", more='ss:Index="3"') + m.xml_cell("NAMA") + "</Row>"
        '<Row ss:Index="1048576" ss:Height="15"><Cell ss:StyleID="s1"/></Row>'
    )
    first, second = sheets(
        m.xml_2003(("Daftar", rows, ""), ("Lama", m.xml_rows(), "<Visible>SheetHidden</Visible>"))
    )
    assert first.rows == [["DAFTAR", None, None, "x"], [], [], [None, None, "NIK", "NAMA"]]
    assert (first.merged, first.is_visible, second.is_visible) == (((0, 0, 1, 2),), True, False)


def test_xml_spreadsheet_far_away_broken_or_with_a_dtd_is_refused():
    far = f'<Row ss:Index="900000">{m.xml_cell("x")}</Row>'
    assert refusal(m.xml_2003(("D", far, ""))) == "too_long"
    assert (
        refusal(
            m.xml_2003(
                ("D", f"<Row>{m.xml_cell('x', more='ss:Index=' + chr(34) + '9999' + chr(34))}</Row>", "")
            )
        )
        == "too_wide"
    )
    assert refusal(m.xml_2003(("D", m.xml_rows(), ""))[:-40]) == "broken"
    laughs = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    assert refusal(m.xml_2003(("D", m.xml_rows([["&b;"]]), ""), before=laughs)) == "dtd"


# -- Web archives ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_a_web_archive_of_one_page_is_read(encoding):
    sheet = only(m.archive(("file:///C:/daftar.htm", f"<html>{m.page()}</html>"), encoding=encoding))
    assert sheet.rows == LIST


def test_a_web_archive_of_a_workbook_names_its_sheets():
    listed = "".join(
        f"<x:ExcelWorksheet><x:Name>{name}</x:Name>{visible}<x:WorksheetSource HRef='Buku_files/{part}'/></x:ExcelWorksheet>"
        for name, part, visible in (
            ("Jati", "sheet001.htm", ""), ("Pilang", "sheet002.htm", ""), ("Lama", "sheet003.htm", "<x:Visible>SheetHidden</x:Visible>"),
        )
    )  # fmt: skip
    first = f"<html><!--[if gte mso 9]><xml><x:ExcelWorkbook>{listed}</x:ExcelWorkbook></xml><![endif]--><frameset></frameset></html>"
    root = "file:///C:/x/Buku_files/"
    read = sheets(m.archive(
        ("file:///C:/x/Buku.htm", first), (root + "tabstrip.htm", m.page([["Jati", "Pilang"], ["a", "b"]])),
        (root + "sheet001.htm", m.page()), (root + "sheet002.htm", m.page([TITLES, PEOPLE[1]])), (root + "sheet003.htm", m.page()),
    ))  # fmt: skip
    assert [(sheet.name, len(sheet.rows), sheet.is_visible) for sheet in read] == [
        ("Jati", 4, True), ("Pilang", 2, True), ("Lama", 4, False)
    ]  # fmt: skip


def test_a_web_archive_without_a_table_is_refused():
    assert refusal(m.archive(("file:///C:/daftar.htm", "<html>Silakan masuk</html>"))) == "web_page"
