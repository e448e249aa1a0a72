"""`payung register check FILE`: what does an extract of a register say? Needs no database."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from payung.matching.enums import Register
from payung.matching.registers import DOORS, Answer, answers_of
from payung.tables.command import run_check, where
from payung.tables.reading import Reading


def run_register_check(path: Path, *, register: Register, city: str, as_json: bool, out: TextIO) -> int:
    """Write every answer of the file. 0 when it is read, 3 when a person must decide first, 2 when it is refused."""
    today = datetime.now(tz=UTC).date()
    answer = partial(_answer, register=register, city=city, today=today)
    return run_check(path, door=DOORS[register], answer=answer, as_json=as_json, out=out)


def _answer(reading: Reading, *, register: Register, city: str, today: date) -> dict[str, Any]:
    extract = answers_of(reading, register, our_city=city, today=today)
    return {
        "register": register.value,
        "accepted": len(extract.answers),
        "rejected": len(extract.unusable),
        "problems": [where(reading, place) | {"why": why} for place, why in extract.unusable],
        "answers": [where(reading, answer.row) | _shown(answer) for answer in extract.answers],
        "notes": extract.notes,
    }


def _shown(answer: Answer) -> dict[str, Any]:
    return {
        "nik": answer.nik,
        "name": answer.name,
        "finding": answer.finding.value,
        "since": answer.since.isoformat() if answer.since else None,
        "is_day_sure": answer.is_day_sure,
        "payer": answer.payer,
        "decile": answer.decile,
        "quarter": answer.quarter,
        "job": answer.job,
        "note": answer.note,
    }
