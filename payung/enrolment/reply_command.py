"""`payung branch check --kind reply`: what does the branch's reply say? Needs no database."""

from typing import Any

from payung.enrolment.reply import ReplyRow, read_reply_file, reply_rows, row_trouble
from payung.tables.command import where
from payung.tables.reading import Reading

read = read_reply_file


def answer(reading: Reading) -> dict[str, Any]:
    """The rows of the reply; one that answers nothing we understand counts as rejected."""
    rows = reply_rows(reading)
    told = [
        (where(reading, place), row, row_trouble(row))
        for (place, _), row in zip(reading.records(), rows, strict=True)
    ]
    return {
        "accepted": sum(not trouble for _, _, trouble in told),
        "rejected": sum(bool(trouble) for _, _, trouble in told),
        "problems": [place | {"why": trouble} for place, _, trouble in told if trouble],
        "lines": [place | _shown(row) for place, row, trouble in told if not trouble],
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
