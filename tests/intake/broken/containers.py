"""Which files are no list at all? Each is made here, with the code of the refusal it must meet."""

import io
import struct
import zipfile
from collections.abc import Callable

from tests.intake.lists import csv, row, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STRINGS = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def good() -> bytes:
    """A list of two people that nobody would refuse."""
    return xlsx([row(1), row(2)])


def repacked(change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> bytes:
    """A good workbook with its parts changed (None: left out), and more parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    return repacked(lambda _, part: part, {name: content})


def with_sheet(xml: str | bytes) -> bytes:
    content = xml.encode() if isinstance(xml, str) else xml
    return repacked(lambda name, part: content if name == SHEET else part)


def cells(*places: str, quote: str = '"', row_number: int | None = None) -> str:
    """A sheet that is legal, and has cells only in the places named."""
    found = "".join(f"<c r={quote}{place}{quote} t={quote}str{quote}><v>NIK</v></c>" for place in places)
    number = f' r="{row_number}"' if row_number else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData><row{number}>{found}</row></sheetData></worksheet>'


def lying(field: str, value: int) -> bytes:
    """A workbook whose zip directory lies about its biggest part."""
    content = bytearray(good())
    place = content.find(b"PK\x01\x02")
    offset = {"flags": (8, "<H"), "size": (24, "<I"), "compression": (10, "<H")}[field]
    struct.pack_into(offset[1], content, place + offset[0], value)
    return bytes(content)


def many_entries(count: int) -> bytes:
    return repacked(lambda _, part: part, {f"xl/media/{i}.xml": b"<a/>" for i in range(count)})


def twice_in_the_archive() -> bytes:
    out = io.BytesIO(good())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/copy.xml", "<a/>")
        archive.filelist.append(archive.filelist[-1])
        archive._didModify = True  # type: ignore[attr-defined]
    return out.getvalue()


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha" * 10}">' for i in range(9))
    return f'<!DOCTYPE w [{entities}]><worksheet xmlns="{MAIN}"><sheetData>&l8;</sheetData></worksheet>'


def outside_entity() -> str:
    return (
        f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><worksheet xmlns="{MAIN}">&x;</worksheet>'
    )


def one_long_string_everywhere() -> bytes:
    """A small file whose cells all point at one string of 32,000 letters: a hundred megabytes once read."""
    strings = f'<sst xmlns="{MAIN}"><si><t>{"A" * 32_000}</t></si></sst>'
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 3_001))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    return repacked(
        lambda name, part: None if name == STRINGS else sheet if name == SHEET else part,
        {STRINGS: strings.encode()},
    )


def a_million_columns() -> bytes:
    return (";".join(["NIK"] * 1_000_000) + "\n").encode()


def zeros(name: str, megabytes: int) -> bytes:
    return with_part(name, b"<a>" + b" " * megabytes * 2**20)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    # nothing, or something else
    "no bytes at all": (lambda: b"", "empty"),
    "only spaces and lines": (lambda: b"  \r\n \n\t", "empty"),
    "only a byte order mark": (lambda: b"\xef\xbb\xbf", "not_a_spreadsheet"),
    "a PDF": (lambda: b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj", "not_a_spreadsheet"),
    "a PNG": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "not_a_spreadsheet"),
    "a JPEG": (lambda: b"\xff\xd8\xff\xe0" + b"\x00" * 64, "not_a_spreadsheet"),
    "a GIF": (lambda: b"GIF89a" + b"\x01" * 64, "not_a_spreadsheet"),
    "a RAR archive": (lambda: b"Rar!\x1a\x07\x01" + b"\x01" * 64, "not_a_spreadsheet"),
    "a 7z archive": (lambda: b"7z\xbc\xaf\x27\x1c" + b"\x01" * 64, "not_a_spreadsheet"),
    "a gzip": (lambda: b"\x1f\x8b\x08" + b"\x01" * 64, "not_a_spreadsheet"),
    "a database": (lambda: b"SQLite format 3\x00" + b"\x01" * 80, "not_text"),
    "a tape archive": (lambda: b"daftar.xlsx".ljust(257, b"\x00") + b"ustar\x0000" + b"\x00" * 240, "not_text"),
    "a picture of the list": (lambda: b"BM" + b"\x00\x10" * 60, "not_text"),
    "a photo of a telephone": (lambda: b"\x00\x00\x00\x18ftypheic" + b"\x00" * 60, "not_text"),
    "a program": (lambda: b"\x7fELF" + b"\x00" * 64, "not_a_spreadsheet"),
    "a web page called xls": (
        lambda: b"<html><table><tr><td>NIK</td><td>a;b;c</td></tr></table></html>",
        "no_table",
    ),
    "a web page without a table": (lambda: b"<html><body><p>Silakan masuk</p></body></html>", "web_page"),
    "an XML file": (lambda: b'<?xml version="1.0"?><Workbook a="1;2;3"/>', "not_a_spreadsheet"),
    "a letter": (lambda: b"Yth. Kepala Dinas\nMohon maaf daftar menyusul.\n", "not_a_spreadsheet"),
    "zip of text": (lambda: _zip({"daftar.txt": b"NIK"}), "not_a_spreadsheet"),
    "a Word document": (lambda: _zip({"word/document.xml": b"<a/>"}), "not_a_spreadsheet"),
    "an OpenDocument sheet": (lambda: _zip({"content.xml": b"<a/>"}), "not_a_spreadsheet"),
    "a binary workbook": (lambda: _zip({"xl/workbook.bin": b"\x00"}), "broken"),
    "an empty zip": (lambda: _zip({}), "not_a_spreadsheet"),
    # old, locked, with programs inside
    "half an old Excel": (lambda: OLE + b"\x00" * 600 + b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", "broken"),
    "a password": (
        lambda: OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 64,
        "encrypted",
    ),
    "an encrypted zip entry": (lambda: lying("flags", 1), "encrypted"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"\x00"), "macros"),
    "macros elsewhere": (lambda: with_part("custom/vbaProject.bin", b"\x00"), "macros"),
    # damaged
    "cut in half": (lambda: good()[: len(good()) // 2], "broken"),
    "only the beginning": (lambda: b"PK\x03\x04", "broken"),
    "without its last bytes": (lambda: good()[:-20], "broken"),
    "a damaged part": (lambda: good().replace(good()[900:960], b"\xff" * 60), "broken"),
    "an unknown compression": (lambda: lying("compression", 77), "broken"),
    "a sheet that is not XML": (lambda: with_sheet("NIK;Nama;Tanggal"), "broken"),
    "a sheet that ends too early": (lambda: with_sheet(cells("A1")[:-40]), "broken"),
    "without its sheet": (lambda: repacked(lambda n, part: None if n == SHEET else part), "broken"),
    "an empty workbook part": (
        lambda: repacked(lambda n, part: b"" if n == "xl/workbook.xml" else part),
        "broken",
    ),
    "the same part twice": (twice_in_the_archive, "broken"),
    "a part outside the archive": (lambda: with_part("../../etc/cron.d/x.xml", b"<a/>"), "broken"),
    "a part at the root": (lambda: with_part("/etc/x.xml", b"<a/>"), "broken"),
    # traps
    "a bomb": (lambda: zeros("xl/media/x.xml", 300), "too_big"),
    "a bomb in the sheet": (lambda: zeros(SHEET.replace("1", "9"), 80), "too_big"),
    "a lying size": (lambda: lying("size", 2**31), "too_big"),
    "a thousand parts": (lambda: many_entries(1_000), "too_big"),
    "laughs": (lambda: with_sheet(laughs()), "dtd"),
    "an entity from outside": (lambda: with_sheet(outside_entity()), "dtd"),
    "a DTD beside the sheet": (lambda: with_part("xl/a.xml", b"<!DOCTYPE a []><a/>"), "dtd"),
    "XFD1048576": (lambda: with_sheet(cells("A1", "XFD1048576")), "too_wide"),
    "XFD1048576 in single quotes": (lambda: with_sheet(cells("A1", "XFD1048576", quote="'")), "too_wide"),
    "XFD1048576 in UTF-16": (
        lambda: with_sheet('<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16") + cells("A1", "XFD1048576").encode("utf-16-le")),
        "too_big|broken|no_table",
    ),
    "a row in the last line": (lambda: with_sheet(cells("A1", "A1048576", row_number=1_048_576)), "too_long"),
    "ZZ999999": (lambda: with_sheet(cells("A1", "ZZ999999")), "too_long"),
    "ZZ99999, for which there would be room on a big server": (lambda: with_sheet(cells("A1", "ZZ99999")), "too_big"),
    "one long string everywhere": (one_long_string_everywhere, "too_big"),
    "a million columns": (a_million_columns, "too_wide"),
    "a million lines": (lambda: b"NIK;Nama;TTL\n" + b"1;2;3\n" * 1_000_000, "too_long"),
    "a file of 33 megabytes": (lambda: b"NIK;Nama\n" * (33 * 2**20 // 9), "too_big"),
    "a text cell of two megabytes": (lambda: b'NIK;Nama;TTL\n"' + b"A" * 2**21, "quote_open"),
    # text that is none
    "a NUL in the text": (lambda: csv([row(1, "ADI\x00DAS")]), "not_text"),
    "UTF-16 with a byte missing": (lambda: csv([row(1)]).decode().encode("utf-16")[:-1], "broken"),
    # no list
    "an empty sheet": (lambda: xlsx([], header=[]), "no_table"),
    "one column": (lambda: xlsx([["1"]], header=["NIK"]), "no_table"),
}  # fmt: skip


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
