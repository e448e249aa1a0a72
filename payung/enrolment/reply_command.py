"""`payung branch check --kind reply`: what does the branch's reply say? Needs no database."""

from typing import Any

from payung.enrolment.reply import ReplyRow, reply_rows, row_trouble
from payung.tables.command import where
from payung.tables.reading import Reading


def answer(reading: Reading) -> dict[str, Any]:
    """The rows of the reply; one that answers nothing we understand counts as rejected."""
    rows = reply_rows(reading)
    answers = [
        (where(reading, place), row, row_trouble(row))
        for (place, _), row in zip(reading.records(), rows, strict=True)
    ]
    return {
        "accepted": sum(not trouble for _, _, trouble in answers),
        "rejected": sum(bool(trouble) for _, _, trouble in answers),
        "problems": [place | {"why": trouble} for place, _, trouble in answers if trouble],
        "lines": [place | _shown(row) for place, row, trouble in answers if not trouble],
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
