"""How does a command that reads a file answer: words or JSON, and with which exit code?

READ: read. DECIDE: a person must decide something first. REFUSED: refused, with one clear line.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from payung.language.formats import angka
from payung.tables.cells import FileRefused
from payung.tables.fields import Door
from payung.tables.places import order_of, row_of
from payung.tables.reading import CannotRead, Reading, read
from payung.tables.understood import Understood, understood

READ, REFUSED, DECIDE = 0, 2, 3


def run_check(
    path: Path,
    *,
    door: Door,
    answer: Callable[[Reading], dict[str, Any]],
    as_json: bool,
    out: TextIO,
) -> int:
    """Read a file through a door and write what it says; gives the exit code.

    `answer`: what the rows say, with `accepted`, `rejected`, `problems` [{sheet, row, why}] and the door's own lists.
    """
    if not path.is_file():
        return refuse(f"Berkas {path.name} tidak ditemukan.", path, "not_found", as_json=as_json, out=out)
    try:
        reading = read(path.read_bytes(), door)
        answered: dict[str, Any] = (
            {"accepted": 0, "rejected": 0, "problems": []} if reading.ask else answer(reading)
        )
    except FileRefused as refusal:
        return refuse(refusal.message, path, refusal.code, as_json=as_json, out=out)
    except CannotRead as refusal:
        return refuse(str(refusal), path, "rows", as_json=as_json, out=out)
    summary = understood(reading)
    if as_json:
        write_json({"file": path.name, **answered, **_with_notes(summary, answered)}, out)
    else:
        out.write("\n".join([f"{path.name}: {angka(answered['accepted'])} baris dapat dipakai, {angka(answered['rejected'])} tidak.",
                             *(f"  baris {p['row']}: {p['why']}" for p in answered["problems"]), *tell_understood(summary), ""]))  # fmt: skip
    return DECIDE if reading.ask else READ


def where(reading: Reading, place: int) -> dict[str, Any]:
    """{"sheet", "row"} of a place in the file."""
    names = reading.read_sheets
    return {"sheet": names[order] if (order := order_of(place)) < len(names) else "", "row": row_of(place)}


def _with_notes(summary: Understood, said: dict[str, Any]) -> dict[str, Any]:
    """The summary, with the skipped rows and sentences that only the door knows of."""
    shape = summary.as_json()
    return shape | {key: [*shape[key], *said.get(key, [])] for key in ("skipped", "notes")}


def write_json(answer: dict[str, Any], out: TextIO) -> None:
    json.dump(answer, out, ensure_ascii=False, indent=1, default=str)
    out.write("\n")


def refuse(line: str, path: Path, code: str, *, as_json: bool, out: TextIO) -> int:
    """Write why a file is refused; gives the exit code."""
    if as_json:
        json.dump({"file": path.name, "refused": code, "message": line}, out, ensure_ascii=False)
        out.write("\n")
    else:
        out.write(f"{path.name}: {line}\n")
    return REFUSED


def tell_understood(understood: Understood) -> list[str]:
    """What was understood, in lines: left-out sheets, skipped rows, notes, and what must be decided."""
    lines = []
    if len(understood.read_sheets) > 1:
        lines.append(f"Lembar yang dibaca: {', '.join(understood.read_sheets)}.")
    lines += [
        f"Lembar {s['name']} tidak dibaca ({angka(s['rows'])} baris): {s['why']}" for s in understood.left_out
    ]
    lines += [
        f"{angka(count)} baris dilewati, {why.lower()}: {rows}."
        for why, count, rows in understood.skipped_by_reason
    ]
    lines += understood.notes
    return [*lines, *(f"Putuskan: {question['why']}" for question in understood.ask)]
