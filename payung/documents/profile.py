"""How does a record become one row of a partner's template? The template is data: an ordered list of columns.

A column is {"header", "field", "format", "codes"}. `codes` turns our word into the partner's ("L" -> "1"); for
the field "constant" it holds the text itself under "". Which fields there are, a `Purpose` says.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from payung.documents import sheets
from payung.rules import months

Value = str | date | int
Column = Mapping[str, object]

TEXT = {"asis": "Apa adanya", "upper": "HURUF BESAR"}
DATE = {
    "dd-mm-yyyy": "31-12-1980",
    "dd/mm/yyyy": "31/12/1980",
    "yyyy-mm-dd": "1980-12-31",
    "yyyymmdd": "19801231",
    "date": "Tanggal spreadsheet",
}
PHONE = {"62": "6281…", "0": "081…"}
NUMBER = {"number": "Angka", "text": "Teks"}
MONTH = {"mm-yyyy": "05-2025", "yyyy-mm": "2025-05", "words": "Mei 2025"}

MOST_COLUMNS = 60


Fields = Mapping[
    str, tuple[str, dict[str, str]]
]  # field -> (what people read, its formats; the first is the default)


@dataclass(frozen=True)
class Purpose:
    """What the templates of one kind of file may hold. `must`: one of these fields names whom a row means."""

    key: str
    name: str  # of the profile that is there from the beginning
    fields: Fields
    columns: Sequence[dict]  # of that profile
    must: frozenset[str]
    must_words: str


def column(header: str, field: str, form: str) -> dict:
    """One column without codes."""
    return {"header": header, "field": field, "format": form, "codes": {}}


def write(
    columns: Sequence[Column], rows: Sequence[Mapping[str, "Value | None"]], *, file_format: str, sheet: str
) -> bytes:
    """The file of these columns as XLSX or CSV. NIK and the like are always text."""
    heads = [sheets.Column(str(c["header"]), _kind(c)) for c in columns]
    table = (row(columns, one) for one in rows)
    return sheets.csv(heads, table) if file_format == "csv" else sheets.xlsx(heads, table, sheet=sheet)


def _kind(column: Column) -> sheets.Kind:
    if column.get("codes"):
        return "text"
    return {"number": "number", "date": "date"}.get(str(column["format"]), "text")  # type: ignore[return-value]


def problems(columns: Sequence[Column], purpose: Purpose) -> list[str]:
    """What must be mended before the profile can be used; empty when it is sound."""
    found = []
    if not columns:
        return [f"Profil belum punya kolom. {purpose.must_words}"]
    if len(columns) > MOST_COLUMNS:
        found.append(f"Paling banyak {MOST_COLUMNS} kolom.")
    headers = [str(column.get("header", "")).strip() for column in columns]
    for place, column in enumerate(columns, start=1):
        found += _column_problems(place, column, headers, purpose.fields)
    if not purpose.must & {str(column.get("field")) for column in columns}:
        found.append(purpose.must_words)
    return found


def _column_problems(place: int, column: Column, headers: list[str], fields: Fields) -> list[str]:
    header, field = headers[place - 1], str(column.get("field", ""))
    if not header:
        return [f"Kolom {place}: tulis judulnya."]
    if headers.index(header) != place - 1:
        return [f"Kolom {place}: judul “{header}” dipakai dua kali."]
    if field not in fields:
        return [f"Kolom {place} ({header}): pilih isinya dari daftar."]
    if column.get("format") not in fields[field][1]:
        return [f"Kolom {place} ({header}): pilih format yang cocok untuk {fields[field][0]}."]
    codes: Mapping[str, str] = column.get("codes") or {}  # type: ignore[assignment]
    if field == "constant" and not codes.get(""):
        return [f"Kolom {place} ({header}): tulis isi tetapnya."]
    return []


def headers(columns: Sequence[Column]) -> list[str]:
    return [str(column["header"]).strip() for column in columns]


def row(columns: Sequence[Column], person: Mapping[str, Value | None]) -> list[Value | None]:
    """One record as the partner wants it: `person` maps fields to values."""
    return [_cell(column, person) for column in columns]


def _cell(column: Column, person: Mapping[str, Value | None]) -> Value | None:
    field, form = str(column["field"]), str(column["format"])
    codes: Mapping[str, str] = dict(column.get("codes") or {})  # type: ignore[call-overload]
    if field == "constant":
        return codes.get("", "")
    value = person.get(field)
    if value is None or value == "":
        return codes.get("", "") or None
    if str(value) in codes:
        return codes[str(value)]
    return _formatted(value, form)


def _formatted(value: Value, form: str) -> Value:
    if isinstance(value, date):
        return _date(value, form)
    if form in MONTH:
        return _month(int(value), form)
    if isinstance(value, int):
        return value if form == "number" else str(value)
    if form in PHONE:
        return re.sub(r"^(\+?62|0)", form, value)
    return value.upper() if form == "upper" else value


def _date(day: date, form: str) -> Value:
    patterns = {
        "dd-mm-yyyy": "%d-%m-%Y",
        "dd/mm/yyyy": "%d/%m/%Y",
        "yyyy-mm-dd": "%Y-%m-%d",
        "yyyymmdd": "%Y%m%d",
    }
    return day if form == "date" else day.strftime(patterns[form])


def _month(month: int, form: str) -> str:
    if form == "words":
        return months.month_in_words(month)
    return f"{month % 12 + 1:02d}-{month // 12}" if form == "mm-yyyy" else months.format_month(month)


def parse_codes(text: str) -> dict[str, str]:
    """'L=1; P=2' -> {'L': '1', 'P': '2'}; a text without '=' is the constant itself."""
    if "=" not in text:
        return {"": text.strip()} if text.strip() else {}
    pairs = (part.split("=", 1) for part in text.split(";") if "=" in part)
    return {ours.strip(): theirs.strip() for ours, theirs in pairs}


def written_codes(codes: Mapping[str, str]) -> str:
    """The other way round, for the form."""
    return (
        codes[""] if set(codes) == {""} else "; ".join(f"{ours}={theirs}" for ours, theirs in codes.items())
    )
