"""The claim goes to BPJS, and BPJS answers: paid or refused."""

from datetime import date, datetime

from payung.accounts.models import User
from payung.claims.actions.moving import move_claim
from payung.claims.enums import ClaimState
from payung.jobs.actions import Refused


def file_claim(claim_id: int, *, filed_on: date, bpjs_number: str, by: User, at: datetime) -> None:
    """The papers went to the branch; its working days begin."""
    move_claim(claim_id, ClaimState.FILED, by=by, at=at, filed_on=filed_on, bpjs_number=bpjs_number)


def record_payment(claim_id: int, *, paid_on: date, paid_rp: int, by: User, at: datetime) -> None:
    """BPJS paid the family. Raises Refused for an amount that is not positive."""
    if paid_rp <= 0:
        raise Refused("Isi jumlah santunan yang diterima keluarga, dalam rupiah.")
    move_claim(claim_id, ClaimState.PAID, by=by, at=at, paid_on=paid_on, paid_rp=paid_rp)


def record_refusal(claim_id: int, *, reason: str, by: User, at: datetime) -> None:
    """BPJS refused; the reason is kept for the objection."""
    if not reason.strip():
        raise Refused("Tulis alasan penolakan dari BPJS, supaya keberatan dapat disiapkan.")
    move_claim(claim_id, ClaimState.REFUSED, by=by, at=at, note=reason, refusal=reason[:200])
