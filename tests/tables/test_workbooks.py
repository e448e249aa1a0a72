"""Workbooks of every kind: nothing of the list is lost, an error is no blank, formatting is no content."""

import datetime
import struct
import time

import pytest

from payung.tables.cells import Fault, FileRefused, read_sheets
from tests.tables import making as m
from tests.tables.making import LIST, PEOPLE, TITLES

DAY = datetime.date(2025, 4, 3)


def only(content: bytes):
    (sheet,) = read_sheets(content)
    return sheet


def refusal(content: bytes) -> tuple[str, int | None]:
    with pytest.raises(FileRefused) as refused:
        read_sheets(content)
    assert "\n" not in refused.value.message
    assert refused.value.message.endswith(".")
    return refused.value.code, refused.value.row


# -- Errors, and formulas that nobody computed ----------------------------------------------------------------
def cell(inner: str, more: str = "") -> bytes:
    return m.xml_sheet(
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>NIK</t></is></c><c r="B1"{more}>{inner}</c></row>'
    )


FAULTS = {
    "an error cell": (cell("<v>#REF!</v>", ' t="e"'), "#REF!"),
    "an error cell with its formula": (cell("<f>VLOOKUP(1,A:A,1)</f><v>#N/A</v>", ' t="e"'), "#N/A"),
    "an error in single quotes": (cell("<v>#DIV/0!</v>", " t='e'"), "#DIV/0!"),
    "a formula without a value": (cell("<f>UPPER(A1)</f>"), ""),
    "a formula with an empty value": (cell("<f>UPPER(A1)</f><v/>"), ""),
    "a formula with an empty value and a blank": (cell("<f>UPPER(A1)</f><v />"), ""),
    "a formula with a value of no letters": (cell("<f>UPPER(A1)</f><v></v>", ' t="n"'), ""),
    "a shared formula": (cell('<f t="shared" si="0" ref="B1:B3">A1</f>'), ""),
    "a follower of a shared formula": (
        m.xml_sheet(
            '<row r="1"><c r="A1" t="str"><f t="shared" si="0" ref="A1:B1">LOWER("NIK")</f><v>NIK</v></c>'
            '<c r="B1"><f t="shared" si="0"/></c></row>'
        ),
        "",
    ),
    "an error copied as text": (m.xlsx([["NIK", "#N/A"]]), "#N/A"),
    "an error copied as text between blanks": (m.xlsx([["NIK", " #REF! "]]), "#REF!"),
    "an error copied as text on the spot": (cell("<is><t>#VALUE!</t></is>", ' t="inlineStr"'), "#VALUE!"),
    "an error without its mark": (m.xlsx([["NIK", "#ref"]]), "#ref"),
    "a text formula without a value": (cell("<f>UPPER(A1)</f>", ' t="str"'), ""),
    "an error of LibreOffice": (m.xlsx([["NIK", "Err:502"]]), "Err:502"),
    "a column that was too narrow": (m.xlsx([["NIK", "########"]]), "########"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_an_error_is_no_blank(name):
    content, shown = FAULTS[name]
    assert only(content).rows == [["NIK", Fault(shown)]]


def test_a_formula_of_a_program_that_cannot_compute_has_no_zero():
    """XlsxWriter writes 0 for every formula and asks Excel to compute when it opens the file."""

    def fill(book):
        page = book.add_worksheet("Daftar")
        page.write_row(0, 0, TITLES)
        page.write_formula(1, 2, '=UPPER("siti contoh")')
        page.write_formula(1, 3, "=DATE(1980,1,1)", None, 29221)

    assert only(m.written(fill)).rows[1] == [None, None, Fault(""), 29221]


def test_a_day_that_a_formula_makes_is_not_midnight():
    def fill(book):
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page = book.add_worksheet("Daftar")
        page.write_formula(0, 0, "=DATE(2025,4,3)", day, 0)
        page.write_formula(1, 0, "=DATE(2025,4,3)", day, 45750)

    content = m.changed(
        m.written(fill), "xl/workbook.xml", lambda part: part.replace(b' fullCalcOnLoad="1"', b"")
    )
    assert only(content).rows == [[Fault("")], [DAY]]


def test_a_computed_formula_keeps_its_value_and_an_empty_one_is_blank():
    content = m.xml_sheet(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>IF(1,"","")</f><v></v></c>'
        '<c r="C1" t="str"><f>UPPER("a")</f><v>A</v></c><c r="D1"><f>0*1</f><v>0</v></c></row>'
    )
    content = m.changed(content, "xl/workbook.xml", lambda part: part.replace(b' fullCalcOnLoad="1"', b""))
    assert only(content).rows == [[2, None, "A", 0]]


def test_errors_are_found_without_places_and_under_a_prefix():
    content = m.xml_sheet(
        '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row/><row><c t="e"><v>#REF!</v></c></row>'
    )
    assert only(content).rows == [[1, Fault("#N/A")], [], [Fault("#REF!")]]
    prefixed = (
        f'<x:worksheet xmlns:x="{m.MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="e"><x:v>#N/A</x:v></x:c>'
        '<x:c r="B1"><x:f>A1</x:f><x:v/></x:c></x:row></x:sheetData></x:worksheet>'
    )
    content = m.changed(m.xlsx([]), m.SHEET, lambda _: prefixed.encode())
    assert only(content).rows == [[Fault("#N/A"), Fault("")]]


def test_errors_stand_on_the_sheet_where_they_are():
    def fill(book):
        for name in ("Jati & Pilang", "Mayangan"):
            page = book.add_worksheet(name)
            page.write_row(0, 0, TITLES)
            if name == "Mayangan":
                page.write_formula(1, 1, "=NA()", None, "#N/A")

    first, second = read_sheets(m.written(fill))
    assert (first.name, first.rows) == ("Jati & Pilang", [TITLES])
    assert second.rows == [TITLES, [None, Fault("#N/A")]]


def test_days_in_the_words_of_an_indonesian_excel_are_days_and_numbers_with_a_unit_are_none():
    days = [
        "[$-421]dd mmmm yyyy;@",
        "[$-id-ID]dddd, dd mmmm yyyy",
        '"Tgl" dd/mm/yyyy',
        "[Blue]dd.mm.yyyy",
        "m/d/yyyy h:mm",
    ]
    numbers = ['0 "hari"', '#,##0 "Ha"', "[$Rp-421]#,##0", "0000000000000000", "@"]

    def fill(book):
        page = book.add_worksheet("Daftar")
        for place, form in enumerate([*days, *numbers]):
            page.write_number(0, place, 45750, book.add_format({"num_format": form}))

    def fill_old(book, xlwt):
        page = book.add_sheet("Daftar")
        for place, form in enumerate([*days, *numbers]):
            page.write(0, place, 45750, xlwt.easyxf(num_format_str=form))

    assert only(m.written(fill)).rows == only(m.xls(fill_old)).rows == [[DAY] * 5 + [45750] * 5]


# -- Sheets ---------------------------------------------------------------------------------------------------
def test_hidden_sheets_are_said_to_be_hidden():
    def fill(book):
        m._pages(book, {"Daftar": LIST, "Lama": LIST, "Sangat": LIST})
        book.worksheets()[1].hide()
        book.worksheets()[2].very_hidden()

    assert [(s.name, s.is_visible) for s in read_sheets(m.written(fill))] == [
        ("Daftar", True), ("Lama", False), ("Sangat", False)
    ]  # fmt: skip


def test_a_chart_sheet_is_left_out():
    def fill(book):
        m._pages(book, {"Daftar": LIST})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Daftar!$A$2:$A$4"})
        book.add_chartsheet("Grafik").set_chart(chart)

    assert [sheet.name for sheet in read_sheets(m.written(fill))] == ["Daftar"]


def test_forty_sheets_are_read_to_the_last():
    sheets = read_sheets(m.xlsx(**{f"RW {number:02}": LIST for number in range(39)}))
    assert len(sheets) == 40
    assert all(sheet.rows == LIST for sheet in sheets)


def test_more_sheets_than_a_person_looks_at_are_refused():
    assert refusal(m.xlsx(**{f"s{number}": [["NIK"]] for number in range(501)}))[0] == "too_big"


def test_fifteen_sheets_cost_what_one_long_sheet_costs():
    people = [[*PEOPLE[n % 3], *PEOPLE[n % 3]] for n in range(3000)]
    one, many = m.xlsx(people), m.xlsx(people[:200], **{f"RW{n}": people[:200] for n in range(14)})
    read_sheets(one)
    times = {}
    for name, content in (("one", one), ("many", many), ("one again", one), ("many again", many)):
        start = time.perf_counter()
        read_sheets(content)
        times[name] = time.perf_counter() - start
    assert min(times["many"], times["many again"]) < 2 * max(times["one"], times["one again"])


def test_merged_cells_are_told():
    def fill(book):
        page = book.add_worksheet("Daftar")
        page.merge_range(0, 0, 0, 3, "DAFTAR PETANI")
        page.merge_range("A3:A5", "Mayangan")
        page.write(4, 1, "SITI")

    assert only(m.written(fill)).merged == ((0, 0, 0, 3), (2, 0, 4, 0))
    far = b'<mergeCell ref="A9:XFD1048576"/><mergeCell ref="C2:D1000000"/></mergeCells>'
    content = m.changed(m.written(fill), m.SHEET, lambda part: part.replace(b"</mergeCells>", far))
    assert only(content).merged == ((0, 0, 0, 3), (2, 0, 4, 0), (1, 2, 4, 3))


def test_days_of_both_calendars_are_right():
    def fill(book):
        page = book.add_worksheet("Daftar")
        page.write_datetime(
            0, 0, datetime.datetime.fromisoformat("2025-04-03"), book.add_format({"num_format": "dd/mm/yyyy"})
        )
        page.write_datetime(
            0,
            1,
            datetime.datetime.fromisoformat("2025-04-03T23:59"),
            book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        )
        page.write_datetime(0, 2, datetime.time(7, 30), book.add_format({"num_format": "hh:mm"}))
        page.write_datetime(0, 3, datetime.timedelta(hours=30), book.add_format({"num_format": "[h]:mm"}))

    for options in ({}, {"date_1904": True}):
        day, moment, clock, duration = only(m.written(fill, **options)).rows[0]
        assert (day, moment, clock) == (DAY, DAY, "07:30:00")
        assert isinstance(duration, str)


# -- Formatting -----------------------------------------------------------------------------------------------
LAST = 1_048_576
STYLED = {
    "a height on the last row": f'<row r="{LAST}" ht="15" customHeight="1"/>',
    "a styled cell in the last place": f'<row r="{LAST}"><c r="A{LAST}" s="1"/><c r="XFD{LAST}" s="1"></c></row>',
    "an empty text in the last row": f'<row r="{LAST}"><c r="A{LAST}" t="str"><v></v></c></row>',
    "an empty text on the spot": f'<row r="{LAST}"><c r="B{LAST}" t="inlineStr"><is><t></t></is></c></row>',
    "blanks": f'<row r="{LAST}"><c r="B{LAST}" t="inlineStr"><is><t xml:space="preserve">  </t></is></c></row>',
    "an empty text made by a formula": f'<row r="{LAST}"><c r="B{LAST}" t="str"><f>""</f><v></v></c></row>',
    "a row styled to the right edge": '<row r="5"><c r="A5" s="1"/><c r="XFD5" s="1"/></row>',
    "a thousand rows near the end": "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(LAST - 1000, LAST)),
}  # fmt: skip


@pytest.mark.parametrize("name", STYLED)
def test_formatting_is_no_content(name):
    assert only(m.with_rows(STYLED[name])).rows == LIST


def test_an_empty_shared_text_in_the_last_row_is_no_content():
    content = m.with_rows(f'<row r="{LAST}"><c r="A{LAST}" t="s"><v>99</v></c></row>')
    strings = b"<si><t></t></si>" * 100
    content = m.changed(
        content, "xl/sharedStrings.xml", lambda part: part.replace(b"</sst>", strings + b"</sst>")
    )
    assert only(content).rows == LIST


def test_every_row_styled_down_to_the_last_is_three_people():
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(5, LAST + 1))
    start = time.perf_counter()
    assert only(m.with_rows(rows)).rows == LIST
    assert time.perf_counter() - start < 30


FAR = {
    "a full stop in the last row": (f'<row r="{LAST}"><c r="A{LAST}" t="inlineStr"><is><t>.</t></is></c></row>', "too_long"),
    "a number in the last row": (f'<row r="{LAST}"><c r="A{LAST}"><v>1</v></c></row>', "too_long"),
    "a text in the last column": ('<row r="5"><c r="XFD5" t="inlineStr"><is><t>x</t></is></c></row>', "too_wide"),
    "an error in the last column": ('<row r="5"><c r="XFD5" t="e"><v>#N/A</v></c></row>', "too_wide"),
    "a formula in row 900,000": ('<row r="900000"><c r="A900000"><f>SUM(A1:A4)</f><v>9</v></c></row>', "too_long"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAR)
def test_one_cell_with_content_far_away_is_refused(name):
    xml, code = FAR[name]
    assert refusal(m.with_rows(xml)) == (code, int(xml.split('r="')[1].split('"')[0]))


# -- Excel 97-2003 --------------------------------------------------------------------------------------------
def test_old_excel_is_read():
    assert only(m.xls(m.xls_list)).rows == LIST
    assert only(m.php_xls()).rows == LIST


@pytest.mark.parametrize("is_1904", [False, True])
def test_old_excel_tells_days_errors_and_what_was_never_computed(is_1904):
    def fill(book, xlwt):
        page = book.add_sheet("Daftar")
        day = xlwt.easyxf(num_format_str="DD-MM-YYYY")
        page.write(0, 0, datetime.date(2025, 4, 3), day)
        page.write(
            0,
            1,
            datetime.datetime.fromisoformat("2025-04-03T23:00"),
            xlwt.easyxf(num_format_str="DD-MM-YYYY HH:MM"),
        )
        page.write(0, 2, datetime.time(7, 30), xlwt.easyxf(num_format_str="HH:MM"))
        page.write(0, 3, 3574010101809001)
        page.write(0, 4, True)
        page.row(0).set_cell_error(5, 0x2A)
        page.write(0, 6, xlwt.Formula('UPPER("siti")'))
        page.write(0, 7, "#REF!")

    assert only(m.xls(fill, datemode=is_1904)).rows == [
        [DAY, DAY, "07:30:00", 3574010101809001, True, Fault("#N/A"), Fault(""), Fault("#REF!")]
    ]


def test_old_excel_says_what_is_hidden_and_merged():
    def fill(book, xlwt):
        for number, name in enumerate(("Daftar", "Lama", "Sangat")):
            page = book.add_sheet(name)
            page.write_merge(0, 0, 0, 6, "DAFTAR")
            page.visibility = number

    sheets = read_sheets(m.xls(fill))
    assert [(sheet.name, sheet.is_visible) for sheet in sheets] == [
        ("Daftar", True),
        ("Lama", False),
        ("Sangat", False),
    ]
    assert sheets[0].merged == ((0, 0, 0, 6),)


def test_old_excel_formatted_to_its_last_row_is_three_people():
    def fill(book, xlwt):
        m.xls_list(book, xlwt)
        styled = xlwt.easyxf("borders: left thin")
        for number in range(4, 65_536):
            book.get_sheet(0).write(number, 0, None, styled)

    assert only(m.xls(fill)).rows == LIST


def test_every_cut_of_an_old_excel_is_refused():
    whole = m.xls(m.xls_list)
    for percent in range(5, 100, 19):
        assert refusal(whole[: len(whole) * percent // 100])[0] in ("broken", "not_a_spreadsheet")


# -- OpenDocument ---------------------------------------------------------------------------------------------
def test_open_document_is_read_also_flat():
    assert only(m.ods(m.ods_table(m.ods_rows()))).rows == LIST
    assert only(m.document(m.ods_table(m.ods_rows())).encode()).rows == LIST


def test_open_document_has_values_of_every_kind():
    typed = [
        '<table:table-cell office:value-type="float" office:value="3574010101809001"><text:p>3,57E+15</text:p></table:table-cell>',
        '<table:table-cell office:value-type="date" office:date-value="2025-04-03T10:00:00"><text:p>3 Apr</text:p></table:table-cell>',
        '<table:table-cell office:value-type="time" office:time-value="PT07H30M00S"><text:p>07:30</text:p></table:table-cell>',
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>BENAR</text:p></table:table-cell>',
        '<table:table-cell office:value-type="currency" office:value="16800"><text:p>Rp16.800</text:p></table:table-cell>',
        '<table:table-cell office:value-type="string"><office:annotation><text:p>catatan</text:p></office:annotation>'
        '<text:p>SITI<text:s text:c="2"/>CONTOH</text:p><text:p>baris dua</text:p></table:table-cell>',
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>',
        '<table:table-cell table:formula="of:=UPPER(A1)"/>',
    ]  # fmt: skip
    assert only(m.ods(m.ods_table(f"<table:table-row>{''.join(typed)}</table:table-row>"))).rows == [
        [3574010101809001, DAY, "07:30", True, 16800, "SITI  CONTOH\nbaris dua", Fault("#N/A"), Fault("")]
    ]


def test_open_document_repeats_and_formatting():
    rows = (
        m.ods_rows()
        + '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>'
        + m.ods_cell("ALM", 'table:number-columns-repeated="2"')
        + '<table:table-cell table:number-columns-repeated="1020"/></table:table-row>'
        + '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:style-name="ce1"'
        ' table:number-columns-repeated="1024"/></table:table-row>'
    )
    assert only(m.ods(m.ods_table(rows))).rows == [
        *LIST,
        [None, None, "ALM", "ALM"],
        [None, None, "ALM", "ALM"],
    ]


def test_open_document_with_content_far_away_is_refused():
    blank = '<table:table-row table:number-rows-repeated="900000"><table:table-cell/></table:table-row>'
    assert refusal(m.ods(m.ods_table(blank + m.ods_rows())))[0] == "too_long"
    wide = (
        '<table:table-row><table:table-cell table:number-columns-repeated="16000"/>'
        + m.ods_cell("x")
        + "</table:table-row>"
    )
    assert refusal(m.ods(m.ods_table(wide))) == ("too_wide", 1)
    many = '<table:table-row table:number-rows-repeated="190000">' + m.ods_cell(
        "x", 'table:number-columns-repeated="900"'
    )
    assert refusal(m.ods(m.ods_table(many + "</table:table-row>")))[0] == "too_big"


def test_open_document_says_what_is_hidden_and_merged():
    hidden = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    merged = "<table:table-row>" + m.ods_cell(
        "DAFTAR", 'table:number-columns-spanned="3" table:number-rows-spanned="2"'
    )
    merged += '<table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>'
    tables = m.ods_table(merged + m.ods_rows()) + m.ods_table(m.ods_rows(), "Lama", "ta2")
    first, second = read_sheets(m.ods(tables, hidden))
    assert (first.is_visible, first.merged) == (True, ((0, 0, 1, 2),))
    assert (second.name, second.is_visible) == ("Lama", False)


def test_open_document_with_an_entity_and_a_text_document_are_refused():
    bad = m.document(m.ods_table(m.ods_rows())).replace("?>", '?><!DOCTYPE a [<!ENTITY x "y">]>', 1)
    assert refusal(bad.encode())[0] == "dtd"
    assert refusal(m.ods("", mimetype="application/vnd.oasis.opendocument.text"))[0] == "not_a_spreadsheet"


# -- XLSB -----------------------------------------------------------------------------------------------------
def test_a_binary_workbook_is_read():
    visible, hidden = read_sheets(m.xlsb(("Daftar", 0, m.xlsb_list()), ("Lama", 1, m.xlsb_list())))
    assert (visible.rows, visible.is_visible, hidden.is_visible) == (LIST, True, False)


def test_a_binary_workbook_tells_its_errors():
    row = m.xlsb_row(
        0,
        [
            (0, 6, m.wide("NIK")),
            (1, 3, b"\x2a"),
            (2, 11, b"\x17" + bytes(10)),
            (3, 5, struct.pack("<d", 2.0)),
        ],
    )
    assert only(m.xlsb(("Daftar", 0, row))).rows == [["NIK", Fault("#N/A"), Fault("#REF!"), 2]]


def test_a_binary_workbook_formatted_far_is_read_and_with_content_far_is_refused():
    styled = m.xlsb_list() + m.xlsb_row(1_048_575, [(0, 1, b""), (16_383, 1, b"")])
    assert only(m.xlsb(("Daftar", 0, styled))).rows == LIST
    assert refusal(m.xlsb(("D", 0, m.xlsb_list() + m.xlsb_row(900_000, [(0, 6, m.wide("x"))])))) == (
        "too_long",
        900_001,
    )
    assert refusal(m.xlsb(("D", 0, m.xlsb_row(3, [(16_000, 6, m.wide("x"))])))) == ("too_wide", 4)


# -- A text file that lies in column A ------------------------------------------------------------------------
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_text_file_stacked_in_column_a_is_cut_into_its_columns(separator):
    sheet = only(m.xlsx([[separator.join(row)] for row in LIST]))
    assert (sheet.rows, sheet.is_text) == (LIST, True)


def stacked(rows=LIST, separator: str = ";") -> list[list]:
    return [[separator.join(row)] for row in rows]


COMMA = [*PEOPLE[1][:5], "Jl. Contoh, RT 3", PEOPLE[1][6]]
STACKED = {
    "titles above": ([["DAFTAR PETANI"], [], *stacked()], [["DAFTAR PETANI"], [], *LIST]),
    "another column": ([[None, None, *row] for row in stacked()], LIST),
    "rows that Excel cut at a comma": (
        [*stacked([TITLES, PEOPLE[0]]), ";".join(COMMA).split(","), *stacked([PEOPLE[2]])], [TITLES, PEOPLE[0], COMMA, PEOPLE[2]],
    ),
    "rows that Excel cut at a semicolon": (
        [*stacked([TITLES, PEOPLE[0]], ","), ",".join(PEOPLE[1]).replace("Jl. ", "Jl.; ").split(";")], [TITLES, PEOPLE[0], [*PEOPLE[1][:5], "Jl.; Contoh No. 2", PEOPLE[1][6]]],
    ),
    "titles in columns of their own": ([TITLES, *stacked(PEOPLE)], LIST),
    "quotation marks": (
        [*stacked([TITLES, PEOPLE[0]]), ['2;3574010202819002;"BUDI; S.Pd";02-02-1981;L;"Jl. ""A""";Jati']],
        [TITLES, PEOPLE[0], ["2", "3574010202819002", "BUDI; S.Pd", "02-02-1981", "L", 'Jl. "A"', "Jati"]],
    ),
    "no titles": (stacked(PEOPLE), PEOPLE),
}  # fmt: skip


@pytest.mark.parametrize("name", STACKED)
def test_a_stacked_file_of_another_shape(name):
    rows, expected = STACKED[name]
    assert only(m.xlsx(rows)).rows == expected


def test_a_stacked_sheet_is_cut_open_in_every_kind_of_workbook():
    def fill(book, xlwt):
        page = book.add_sheet("Daftar")
        for number, (line,) in enumerate(stacked()):
            page.write(number, 0, line)

    assert only(m.xls(fill)).rows == LIST
    assert only(m.ods(m.ods_table(m.ods_rows(stacked())))).rows == LIST
    assert only(m.xlsb(("Daftar", 0, m.xlsb_list(stacked())))).rows == LIST
    assert [sheet.rows for sheet in read_sheets(m.xlsx(LIST, Lain=stacked()))] == [LIST, LIST]


def test_a_stacked_file_of_which_excel_changed_a_part_is_refused_with_the_way_out():
    rows = [*stacked(), ["4;3574010404839004;ANI CONTOH;04-04-1983;P;Jl. Contoh No. 4", 5]]
    assert refusal(m.xlsx(rows)) == ("stacked", 5)


def test_one_row_that_lies_in_column_a_of_a_good_list_is_not_taken_for_a_note():
    assert refusal(m.xlsx([*LIST, *stacked([PEOPLE[0]])])) == ("stacked_row", 5)
    hidden = m.written(
        lambda book: (
            m._pages(book, {"A": LIST, "B": [*LIST, *stacked([PEOPLE[0]])]}),
            book.worksheets()[1].hide(),
        )
    )
    assert len(read_sheets(hidden)) == 2


def test_sentences_in_column_a_are_no_stacked_file():
    rows = [
        ["Isi NIK, nama, dan alamat."],
        ["Simpan, lalu unggah, lalu periksa."],
        ["Terima kasih, dari kami, 2025."],
    ]
    assert only(m.xlsx(rows)).rows == rows
    assert (
        only(m.xlsx([*LIST, ["Catatan: NIK 3574010101809001, sudah pindah, mohon dicoret"]])).rows[:4] == LIST
    )
    assert not only(m.xlsx([["NIK"], ["3574010101809001"], ["3574010202819002"]])).is_text
