"""How do checked rows wait between Periksa and Simpan? Sealed, in their batch, and nowhere else (I1)."""

import json
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from payung.intake.reading import CheckedFile, CheckedRow, Code, Problem, Severity, Understood
from payung.vault import Sealed, seal_bytes, unseal_bytes

# What is kept of a proposed person, in the order in which it is written.
FIELDS = [
    "name",
    "birth_date",
    "birth_place",
    "sex",
    "nik",
    "kk",
    "phone",
    "mother_name",
    "address",
    "rt",
    "rw",
    "kelurahan_code",
    "outside_address",
    "job",
    "work_place",
    "work_hours",
    "income_rp",
]


def close(batch_id: int, checked: CheckedFile) -> Sealed:
    """Seal the checked file for the column of one batch."""
    rows = [(row.number, row.values, [p.as_json() for p in row.problems]) for row in checked.rows]
    head = (checked.name, checked.understood.as_json())
    text = json.dumps([head, rows], ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
    return seal_bytes(_place(batch_id), zlib.compress(text.encode(), 1))


def open_(batch_id: int, sealed: Sealed | memoryview) -> CheckedFile:
    """Open what `close` sealed."""
    head, rows = json.loads(zlib.decompress(unseal_bytes(_place(batch_id), sealed)))
    name, *more = head
    is_older = len(more) > 1  # sealed before sheets and skipped rows were told
    understood = Understood() if is_older else Understood(**more[0])
    return CheckedFile(name, [_row(*row) for row in rows], understood)


def _row(number: int, values: dict[str, Any], problems: list[dict]) -> CheckedRow:
    if values.get("birth_date"):
        values["birth_date"] = date.fromisoformat(values["birth_date"])
    opened = [
        Problem(**(p | {"code": Code(p["code"]), "severity": Severity(p["severity"])})) for p in problems
    ]
    return CheckedRow(number, values, opened)


def person(row: CheckedRow) -> dict[str, Any]:
    """The values of an accepted row under the names of `people.NewWorker`; texts never None."""
    values = row.values
    kept: dict[str, Any] = {name: values.get(name) or "" for name in FIELDS}
    kept["kelurahan_code"], kept["income_rp"] = values.get("kelurahan_code"), values.get("income_rp")
    kept["job"] = values.get("occupation") or ""
    if kept["kelurahan_code"] is None:
        kept["outside_address"] = ", ".join(
            str(values[name]) for name in ("kelurahan", "kecamatan") if values.get(name)
        )[:120]
    return kept


def row_place(batch_id: int, row_number: int) -> str:
    """The place a saved row is sealed for."""
    return f"intake.row:{batch_id}:{row_number}"


def canonical(person: Mapping[str, Any]) -> str:
    """The one text form of a person's values: what is sealed, and what tells that a row was sent before."""
    values = [person.get(name) for name in FIELDS]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def from_canonical(text: str) -> dict[str, Any]:
    """The values again, by field."""
    values = dict(zip(FIELDS, json.loads(text), strict=True))
    return values | {"birth_date": date.fromisoformat(values["birth_date"])}


def without_accepted(checked: CheckedFile) -> CheckedFile:
    """Only the rows that are still to be mended: what stays downloadable after saving."""
    return CheckedFile(checked.name, checked.rejected, checked.understood)


def errors(rows: Iterable[CheckedRow]) -> list[tuple[CheckedRow, Problem]]:
    """What must be mended, one line a cell."""
    return [(row, p) for row in rows for p in row.problems if p.severity is Severity.ERROR]


def warnings(rows: Iterable[CheckedRow]) -> list[tuple[CheckedRow, Problem]]:
    """What may stay as it is, of rows that are taken."""
    return [(row, p) for row in rows if row.accepted for p in row.problems]


def _place(batch_id: int) -> str:
    return f"intake.checked:{batch_id}"
