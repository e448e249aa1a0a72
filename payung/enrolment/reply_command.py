"""`payung branch check --kind reply`: what does the branch's reply say? Needs no database."""

from typing import Any

from payung.enrolment.reply import ReplyRow, read_reply_file, reply_rows
from payung.tables.command import where
from payung.tables.reading import Reading

read = read_reply_file


def answer(reading: Reading) -> dict[str, Any]:
    """The rows of the reply; one whose day cannot be read counts as rejected."""
    rows = reply_rows(reading)
    places = [where(reading, place) for place, _ in reading.records()]
    told = list(zip(places, rows, strict=True))
    return {
        "accepted": sum(not row.day_trouble for row in rows),
        "rejected": sum(bool(row.day_trouble) for row in rows),
        "problems": [place | {"why": row.day_trouble} for place, row in told if row.day_trouble],
        "lines": [place | _shown(row) for place, row in told if not row.day_trouble],
    }


def _shown(row: ReplyRow) -> dict[str, Any]:
    return {
        "registration": row.registration_id,
        "nik": row.nik,
        "kpj": row.kpj,
        "status": row.status,
        "reason": row.reason,
        "start_on": row.start_on.isoformat() if row.start_on else None,
    }
