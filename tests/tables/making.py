"""Files as offices really send them, made in memory. Everybody in them is invented."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterable, Sequence

import xlsxwriter

TITLES = ["NO", "NIK", "NAMA", "TANGGAL LAHIR", "L/P", "ALAMAT", "KELURAHAN"]
PEOPLE = [
    ["1", "3574010101809001", "SITI CONTOH", "01-01-1980", "P", "Jl. Contoh No. 1", "Mayangan"],
    ["2", "3574010202819002", "BUDI CONTOH", "02-02-1981", "L", "Jl. Contoh No. 2", "Jati"],
    ["3", "3574010303829003", "SRI CONTOH", "03-03-1982", "P", "Jl. Contoh No. 3", "Pilang"],
]
LIST = [TITLES, *PEOPLE]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def text(rows: Iterable[Sequence[str]] = LIST, separator: str = ";", end: str = "\r\n") -> str:
    return end.join(separator.join(row) for row in rows) + end


def xlsx(rows: Sequence[Sequence] = LIST, **sheets: Sequence[Sequence]) -> bytes:
    """A workbook by XlsxWriter; `sheets` are more sheets by their names."""
    return written(lambda book: _pages(book, {"Daftar": rows, **sheets}))


def _pages(book: xlsxwriter.Workbook, sheets: dict) -> None:
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)


def written(fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        fill(book)
    return out.getvalue()


def changed(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


def with_rows(xml: str, content: bytes | None = None) -> bytes:
    """The list with more rows of XML under it."""
    return changed(
        content or xlsx(), SHEET, lambda part: part.replace(b"</sheetData>", xml.encode() + b"</sheetData>")
    )


def xml_sheet(inner: str) -> bytes:
    """A workbook whose only sheet is written by hand."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData></worksheet>'.encode()
    return changed(xlsx([]), SHEET, lambda _: sheet)


# -- Excel 97-2003 ------------------------------------------------------------------------------------------
def xls(fill: Callable, *, datemode: bool = False) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import xlwt  # noqa: PLC0415 (it warns while it is imported)

        book = xlwt.Workbook()
        book.dates_1904 = datemode
        fill(book, xlwt)
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


def xls_list(book, xlwt) -> None:
    page = book.add_sheet("Daftar")
    for number, row in enumerate(LIST):
        for place, cell in enumerate(row):
            page.write(number, place, cell)


def php_xls(rows: Sequence[Sequence[str]] = LIST) -> bytes:
    """The bare records that a well-known PHP snippet (xlsBOF, xlsWriteLabel) writes, without a container."""
    out = struct.pack("<6H", 0x809, 8, 0, 0x10, 0, 0)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            data = cell.encode("cp1252")
            out += struct.pack("<6H", 0x204, 8 + len(data), number, place, 0, len(data)) + data
    return out + struct.pack("<2H", 0x0A, 0)


# -- OpenDocument -------------------------------------------------------------------------------------------
ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
) + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip


def ods_cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def ods_rows(rows: Sequence[Sequence[str]] = LIST) -> str:
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)


def ods(tables: str, styles: str = "", mimetype: str = ODS) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", document(tables, styles, "document-content"))
    return out.getvalue()


def document(tables: str, styles: str = "", root: str = "document") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:{root}>"
    )


def ods_table(inner: str, name: str = "Daftar", style: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{inner}</table:table>'


# -- XLSB ---------------------------------------------------------------------------------------------------
def record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(data)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_row(number: int, cells: Iterable[tuple[int, int, bytes]]) -> bytes:
    """A row of (column, kind of record, data) cells."""
    out = record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
    return out + b"".join(record(kind, struct.pack("<II", column, 0) + data) for column, kind, data in cells)


def xlsb_list(rows: Sequence[Sequence[str]] = LIST) -> bytes:
    return b"".join(
        xlsb_row(number, [(place, 6, wide(cell)) for place, cell in enumerate(row)])
        for number, row in enumerate(rows)
    )


def xlsb(*sheets: tuple[str, int, bytes]) -> bytes:
    """A binary workbook of (name, 0 visible 1 hidden 2 very hidden, rows) sheets, with the parts that a reader needs."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations, bundle = "", b""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        for number, (name, state, rows) in enumerate(sheets, 1):
            relations += f'<Relationship Id="rId{number}" Type="{office}/worksheet" Target="worksheets/sheet{number}.bin"/>'
            bundle += record(156, struct.pack("<II", state, number) + wide(f"rId{number}") + wide(name))
            data = (
                record(129)
                + record(148, struct.pack("<4I", 0, 3, 0, 6))
                + record(145)
                + rows
                + record(146)
                + record(130)
            )
            archive.writestr(f"xl/worksheets/sheet{number}.bin", data)
        archive.writestr("xl/workbook.bin", record(131) + record(143) + bundle + record(144) + record(132))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        )
    return out.getvalue()


# -- Web pages and XML --------------------------------------------------------------------------------------
def page(
    rows: Sequence[Sequence[str]] = LIST,
    cell: str = "<td>{}</td>",
    row: str = "<tr>{}</tr>",
    before: str = "",
) -> str:
    table = "".join(row.format("".join(cell.format(text) for text in line)) for line in rows)
    return f"{before}<table border=1>{table}</table>"


def xml_2003(*sheets: tuple[str, str, str], before: str = '<?xml version="1.0"?>') -> str:
    """An XML Spreadsheet 2003 of (name, rows, options) sheets."""
    space = "urn:schemas-microsoft-com:office"
    pages = "".join(
        f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>'
        f'<WorksheetOptions xmlns="{space}:excel">{options}</WorksheetOptions></Worksheet>'
        for name, rows, options in sheets
    )
    return (
        f'{before}<?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}:spreadsheet" '
        f'xmlns:ss="{space}:spreadsheet" xmlns:x="{space}:excel">{pages}</Workbook>'
    )


def xml_rows(rows: Sequence[Sequence[str]] = LIST) -> str:
    return "".join(f"<Row>{''.join(map(xml_cell, row))}</Row>" for row in rows)


def xml_cell(text: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


def archive(*parts: tuple[str, str], encoding: str = "quoted-printable") -> bytes:
    """A web archive of (address, page) parts."""
    import email.message  # noqa: PLC0415

    whole = email.message.Message()
    whole["MIME-Version"] = "1.0"
    whole["Content-Type"] = 'multipart/related; boundary="----=_Batas"'
    whole.preamble = "Dokumen ini adalah berkas arsip web.\n"
    for place, content in parts:
        part = email.message.Message()
        part["Content-Location"] = place
        part["Content-Transfer-Encoding"] = encoding
        part["Content-Type"] = 'text/html; charset="utf-8"'
        data = content.encode()
        import base64  # noqa: PLC0415
        import quopri  # noqa: PLC0415

        part.set_payload(
            (quopri.encodestring if encoding == "quoted-printable" else base64.encodebytes)(data).decode()
        )
        whole.attach(part)
    return whole.as_bytes()
