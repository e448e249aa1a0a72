"""`payung branch check --kind claims`: what does the branch answer to claims? Needs no database."""

from typing import Any

from payung.claims.branch_answer import NAMES_NOBODY, AnswerRow, answer_rows
from payung.tables.command import where
from payung.tables.reading import Reading


def answer(reading: Reading) -> dict[str, Any]:
    """The rows of the answer; a status in other words, or a day or sum that cannot be read, counts as rejected."""
    rows = list(zip(reading.records(), answer_rows(reading), strict=True))
    answers = [(where(reading, place), row, _trouble(row)) for (place, _), row in rows]
    return {
        "accepted": sum(not trouble for _, _, trouble in answers),
        "rejected": sum(bool(trouble) for _, _, trouble in answers),
        "problems": [place | {"why": trouble} for place, _, trouble in answers if trouble],
        "total_rp": sum(row.rp or 0 for _, row, _ in answers),
        "declared_rp": None,
        "lines": [place | _shown(row) for place, row, trouble in answers if not trouble],
    }


def _trouble(row: AnswerRow) -> str:
    if row.names_nobody:
        return NAMES_NOBODY
    if row.status.startswith("?"):
        return f"Status “{row.status[1:][:30]}” tidak dikenal."
    if row.has_date and row.on is None:
        return "Tanggal tidak terbaca. Tulis seperti 31-12-2025."
    if row.has_rp and row.rp is None:
        return "Jumlah tidak terbaca. Tulis rupiah penuh, misalnya 42.000.000."
    return ""


def _shown(row: AnswerRow) -> dict[str, Any]:
    return {
        "claim": row.claim_id,
        "kpj": row.kpj,
        "name": row.name,
        "heir": row.heir,
        "status": row.status,
        "on": row.on.isoformat() if row.on else None,
        "amount_rp": row.rp,
        "reason": row.reason,
    }
