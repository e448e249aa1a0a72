"""How does a person become one row of the branch's template? The template is data: an ordered list of columns.

A column is {"header", "field", "format", "codes"}. `codes` turns our word into the branch's ("L" -> "1"); for
the field "constant" it holds the text itself under "".
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

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

# field -> (what the operator reads, the formats it can take; the first is the default)
FIELDS: dict[str, tuple[str, dict[str, str]]] = {
    "registration_number": ("Nomor pendaftaran", TEXT),
    "wadah_number": ("Nomor wadah (NPP)", TEXT),
    "nik": ("NIK", TEXT),
    "name": ("Nama", TEXT),
    "birth_place": ("Tempat lahir", TEXT),
    "birth_date": ("Tanggal lahir", DATE),
    "sex": ("Jenis kelamin (L/P)", TEXT),
    "mother_name": ("Nama ibu kandung", TEXT),
    "address": ("Alamat", TEXT),
    "rt": ("RT", TEXT),
    "rw": ("RW", TEXT),
    "kelurahan": ("Kelurahan", TEXT),
    "kecamatan": ("Kecamatan", TEXT),
    "phone": ("Nomor HP", PHONE),
    "sector": ("Sektor", TEXT),
    "job": ("Pekerjaan", TEXT),
    "work_place": ("Lokasi kerja", TEXT),
    "work_hours": ("Jam kerja", TEXT),
    "income_rp": ("Penghasilan per bulan (Rp)", NUMBER),
    "programmes": ("Program", TEXT),
    "first_month": ("Bulan mulai", MONTH),
    "months": ("Jumlah bulan", NUMBER),
    "constant": ("Isi tetap", TEXT),
}

# After form F1-BPU as it is remembered: the branch hands out its own template, so this is where to begin.
DEFAULT_COLUMNS: list[dict] = [
    {"header": header, "field": field, "format": form, "codes": {}}
    for header, field, form in [
        ("NO PENDAFTARAN", "registration_number", "asis"),
        ("NIK", "nik", "asis"),
        ("NAMA LENGKAP", "name", "upper"),
        ("TEMPAT LAHIR", "birth_place", "upper"),
        ("TANGGAL LAHIR", "birth_date", "dd-mm-yyyy"),
        ("JENIS KELAMIN", "sex", "asis"),
        ("NAMA IBU KANDUNG", "mother_name", "upper"),
        ("ALAMAT", "address", "upper"),
        ("RT", "rt", "asis"),
        ("RW", "rw", "asis"),
        ("KELURAHAN", "kelurahan", "upper"),
        ("KECAMATAN", "kecamatan", "upper"),
        ("NO HP", "phone", "62"),
        ("PEKERJAAN", "job", "upper"),
        ("LOKASI KERJA", "work_place", "upper"),
        ("JAM KERJA", "work_hours", "asis"),
        ("PENGHASILAN", "income_rp", "number"),
        ("PROGRAM", "programmes", "asis"),
        ("BULAN MULAI", "first_month", "mm-yyyy"),
        ("JUMLAH BULAN", "months", "number"),
    ]
]
DEFAULT_NAME = "Pendaftaran BPU (F1)"
MOST_COLUMNS = 60


def problems(columns: Sequence[Column]) -> list[str]:
    """What must be mended before the profile can be used; empty when it is sound."""
    found = []
    if not columns:
        return ["Profil belum punya kolom. Tambahkan paling sedikit kolom NIK."]
    if len(columns) > MOST_COLUMNS:
        found.append(f"Paling banyak {MOST_COLUMNS} kolom.")
    headers = [str(column.get("header", "")).strip() for column in columns]
    for place, column in enumerate(columns, start=1):
        found += _column_problems(place, column, headers)
    if not {"nik", "registration_number"} & {str(column.get("field")) for column in columns}:
        found.append("Tambahkan kolom NIK, supaya cabang BPJS mengenali orangnya.")
    return found


def _column_problems(place: int, column: Column, headers: list[str]) -> list[str]:
    header, field = headers[place - 1], str(column.get("field", ""))
    if not header:
        return [f"Kolom {place}: tulis judulnya."]
    if headers.index(header) != place - 1:
        return [f"Kolom {place}: judul “{header}” dipakai dua kali."]
    if field not in FIELDS:
        return [f"Kolom {place} ({header}): pilih isinya dari daftar."]
    if column.get("format") not in FIELDS[field][1]:
        return [f"Kolom {place} ({header}): pilih format yang cocok untuk {FIELDS[field][0]}."]
    codes: Mapping[str, str] = column.get("codes") or {}  # type: ignore[assignment]
    if field == "constant" and not codes.get(""):
        return [f"Kolom {place} ({header}): tulis isi tetapnya."]
    return []


def headers(columns: Sequence[Column]) -> list[str]:
    return [str(column["header"]).strip() for column in columns]


def row(columns: Sequence[Column], person: Mapping[str, Value | None]) -> list[Value | None]:
    """One person as the branch wants it: `person` maps fields to values."""
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
    return _formatted(value, form, field)


def _formatted(value: Value, form: str, field: str) -> Value:
    if isinstance(value, date):
        return _date(value, form)
    if field == "first_month":
        return _month(int(value), form)
    if isinstance(value, int):
        return value if form == "number" else str(value)
    if field == "phone":
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
