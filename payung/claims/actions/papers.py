"""Which papers of a claim are there? The checklist, and the letters that name the NIK."""

from datetime import datetime
from typing import Any

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims import queries
from payung.claims.actions.moving import move_claim, take
from payung.claims.checklist import KINDS
from payung.claims.enums import ClaimState, PaperState
from payung.claims.models import Claim, Paper
from payung.files.models import StoredFile
from payung.jobs.actions import Refused


@transaction.atomic
def set_paper(
    claim_id: int,
    kind: str,
    state: PaperState,
    *,
    by: User,
    at: datetime,
    note: str = "",
    file: StoredFile | None = None,
    seen: int | None = None,
) -> None:
    """Say of one paper whether it is there, missing, or must be corrected. A complete list completes the claim."""
    fields: dict[str, Any] = {"state": state, "note": note[:200], "changed_by": by, "changed_at": at}
    if file is not None:
        fields["file"] = file
    claim = take(claim_id, by=by, at=at, seen=seen)
    if claim.state not in (ClaimState.COLLECTING, ClaimState.COMPLETE):
        raise Refused("Berkas hanya dapat diubah selama klaim masih dilengkapi.")
    if not Paper.objects.filter(claim=claim, kind=kind).update(**fields):
        raise Refused("Berkas ini tidak ada dalam daftar klaim.")
    audit.record(
        "claims.paper",
        by=by,
        at=at,
        on=("claim", claim_id),
        sentence=f"Berkas “{KINDS[kind].label}”: {PaperState(state).label.lower()}.",
    )
    _follow_papers(claim, by=by, at=at)


@transaction.atomic
def note_letter(claim_id: int, *, by: User, at: datetime) -> None:
    """Write down that the surat pengantar, which names the NIK, was made."""
    audit.record(
        "claims.letter",
        by=by,
        at=at,
        on=("claim", claim_id),
        sentence="Surat pengantar dicetak.",
        personal_read=True,
    )


def _follow_papers(claim: Claim, *, by: User, at: datetime) -> None:
    is_complete = not queries.missing_papers(claim)
    if is_complete and claim.state == ClaimState.COLLECTING:
        move_claim(claim.pk, ClaimState.COMPLETE, by=by, at=at)
    elif not is_complete and claim.state == ClaimState.COMPLETE:
        move_claim(claim.pk, ClaimState.COLLECTING, by=by, at=at)
