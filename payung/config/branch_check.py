"""`payung branch check`: which room reads which kind of the branch's files?"""

from pathlib import Path
from typing import TextIO

from payung.claims import branch_answer
from payung.claims import branch_command as claims
from payung.contributions import active_list, invoice
from payung.contributions import branch_command as contributions
from payung.enrolment import reply
from payung.enrolment import reply_command as enrolment
from payung.tables.command import run_check

KINDS = {
    "reply": (reply.DOOR, enrolment.answer),
    "invoice": (invoice.DOOR, contributions.invoice_answer),
    "active": (active_list.DOOR, contributions.active_answer),
    "claims": (branch_answer.DOOR, claims.answer),
}


def run_branch_check(path: Path, *, kind: str, as_json: bool, out: TextIO) -> int:
    """Write what the file says. 0 when it is read, 3 when a person must decide first, 2 when it is refused."""
    door, answer = KINDS[kind]
    return run_check(path, door=door, answer=answer, as_json=as_json, out=out)
