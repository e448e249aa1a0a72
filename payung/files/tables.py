"""Which rows stand in a spreadsheet that a partner sent, whatever its layout and however it is broken?

The file is opened in a child process with a limit of memory and time: a hostile one ends the child only (I7).
"""

import csv
import io
import json
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

MOST_BYTES = 20 * 2**20
MOST_UNPACKED_BYTES = 300 * 2**20
MOST_ROWS = 200_000
CHILD_MEMORY_BYTES = 1_500 * 2**20
CHILD_SECONDS = 60
HEADER_WITHIN_ROWS = 30

Cell = str | int | float | None
Synonyms = Mapping[str, Sequence[str]]  # field -> the names its column may carry, in any case and spacing


class CannotRead(ValueError):
    """The file cannot be used; the message is one Indonesian line that says what to do."""


@dataclass(frozen=True)
class Table:
    """Rows under the header. Numbers stay numbers, so that a NIK typed as a number can be told."""

    rows: list[tuple[int, dict[str, Cell]]]  # (row number in the spreadsheet, {field: cell})
    above: list[list[Cell]]  # what stood above the header
    fields: frozenset[str]  # which fields have a column


def read_table(content: bytes, *, name: str, synonyms: Synonyms, required: Sequence[str]) -> Table:
    """The rows of an XLSX, XLS, ODS or CSV file whose header names at least the required fields.

    Raises CannotRead for an empty, broken, encrypted, oversized or foreign file.
    """
    cells = _all_cells(content, name)
    for position, row in enumerate(cells[:HEADER_WITHIN_ROWS]):
        columns = _columns(row, synonyms)
        if set(required) <= set(columns):
            return Table(
                rows=_rows_below(cells, position, columns),
                above=cells[:position],
                fields=frozenset(columns),
            )
    wanted = ", ".join(synonyms[field][0] for field in required)
    raise CannotRead(
        f"Kolom {wanted} tidak ditemukan di {name}. Pastikan judul kolom ada pada lembar pertama."
    )


def text_of(cell: Cell) -> str:
    """A cell as text: 16800.0 -> '16800'; outer spaces and a leading apostrophe go."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip().removeprefix("'").strip()


def is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float)


def rupiah_of(cell: Cell) -> int | None:
    """Whole rupiah in a cell: 16800, 16800.0, '16.800', 'Rp16.800,00'; None for anything else."""
    if isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() and cell >= 0 else None
    text = re.sub(r"(?i)^rp\.?\s*|[\s\u00a0]", "", text_of(cell))
    text = re.sub(r"(,00|,-|\.00)$", "", text)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+|\d{1,15}", text, re.ASCII):
        return int(re.sub(r"[.,]", "", text))
    return None


def date_of(cell: Cell) -> date | None:
    """A date in a cell: ISO (also what spreadsheets store as a date) or day-month-year; None otherwise."""
    text = text_of(cell)[:10]
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a date has no zone
        except ValueError:
            continue
    return None


def _columns(row: list[Cell], synonyms: Synonyms) -> dict[str, int]:
    titles = [_plain(cell) for cell in row]
    columns: dict[str, int] = {}
    for field, names in synonyms.items():
        wanted = {_plain(name) for name in names}
        place = next((i for i, title in enumerate(titles) if title in wanted), None)
        if place is not None:
            columns[field] = place
    return columns


def _plain(cell: Cell) -> str:
    return re.sub(r"[^a-z0-9]", "", text_of(cell).lower())


def _rows_below(
    cells: list[list[Cell]], header: int, columns: dict[str, int]
) -> list[tuple[int, dict[str, Cell]]]:
    rows = []
    for number, row in enumerate(cells[header + 1 :], start=header + 2):
        found = {field: row[place] if place < len(row) else None for field, place in columns.items()}
        if any(text_of(cell) for cell in found.values()):
            rows.append((number, found))
    return rows


def _all_cells(content: bytes, name: str) -> list[list[Cell]]:
    if not content.strip():
        raise CannotRead(f"Berkas {name} kosong. Pilih berkas yang berisi data.")
    if len(content) > MOST_BYTES:
        raise CannotRead(f"Berkas {name} lebih besar dari 20 MB. Kirim lembar datanya saja.")
    if content[:2] == b"PK":
        _refuse_bomb(content, name)
    try:
        child = subprocess.run(
            [sys.executable, "-m", "payung.files.tables"],
            input=content,
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotRead(f"Berkas {name} terlalu berat untuk dibaca. Kirim lembar datanya saja.") from None
    if child.returncode:
        raise CannotRead(
            f"Berkas {name} tidak dapat dibaca. Simpan ulang sebagai XLSX tanpa kata sandi, atau CSV."
        )
    return json.loads(child.stdout)


def _refuse_bomb(content: bytes, name: str) -> None:
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
    except zipfile.BadZipFile:
        raise CannotRead(f"Berkas {name} rusak. Buka dan simpan ulang sebagai XLSX, atau CSV.") from None
    if unpacked > MOST_UNPACKED_BYTES:
        raise CannotRead(f"Isi berkas {name} terlalu besar. Kirim lembar datanya saja.")


# -- In the child ----------------------------------------------------------------------------------------
def _cells(content: bytes) -> list[list[Cell]]:
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_simple(c) for c in row] for row in sheet.to_python(skip_empty_area=False)[:MOST_ROWS]]
    text = _decoded(content)
    first_lines = "\n".join(text.splitlines()[:HEADER_WITHIN_ROWS])
    separator = max(";,\t|", key=first_lines.count)
    return [[*row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)][:MOST_ROWS]  # type: ignore[return-value]


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise ValueError("no text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _simple(cell: object) -> Cell:
    if isinstance(cell, bool):
        return str(cell)
    if cell is None or isinstance(cell, str | int | float):
        return cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _child() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
    try:
        cells = _cells(sys.stdin.buffer.read())
    except (CalamineError, ValueError, csv.Error, MemoryError, IndexError):
        sys.exit(2)
    json.dump(cells, sys.stdout)


if __name__ == "__main__":
    _child()
