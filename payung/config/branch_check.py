"""`payung branch check`: which room reads which kind of the branch's files?"""

from pathlib import Path
from typing import TextIO

from payung.claims import branch_command as claims
from payung.contributions import branch_command as contributions
from payung.enrolment import reply_command as enrolment
from payung.tables.command import run_check

KINDS = {
    "reply": (enrolment.read, enrolment.answer),
    "invoice": (contributions.read_invoice, contributions.invoice_answer),
    "active": (contributions.read_active, contributions.active_answer),
    "claims": (claims.read, claims.answer),
}


def run_branch_check(path: Path, *, kind: str, as_json: bool, out: TextIO) -> int:
    """Write what the file says. 0 when it is read, 3 when a person must decide first, 2 when it is refused."""
    read, answer = KINDS[kind]
    return run_check(path, read=read, answer=answer, as_json=as_json, out=out)
