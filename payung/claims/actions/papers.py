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
from payung.claims.models import Claim, Paper, Scan
from payung.files import actions as files
from payung.files.models import StoredFile
from payung.files.queries import content as content_of
from payung.files.uploads import PDF, NotKept, clean
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
def add_scan(
    claim_id: int, kind: str, content: bytes, *, by: User, at: datetime, seen: int | None = None
) -> Scan:
    """Keep a photo or PDF of a paper, made anew and sealed; the paper counts as there. Raises Refused with a clear word."""
    try:
        made = clean(content)
    except NotKept as refusal:
        raise Refused(str(refusal)) from None
    paper = Paper.objects.filter(claim_id=claim_id, kind=kind).first()
    if paper is None:
        raise Refused("Berkas ini tidak ada dalam daftar klaim.")
    ending = "pdf" if made.content_type == PDF else "jpg"
    file = files.keep(
        made.content,
        name=f"{kind}.{ending}",
        content_type=made.content_type,
        purpose="claims.scan",
        by=by,
        at=at,
    )
    scan = Scan.objects.create(paper=paper, file=file, added_by=by, added_at=at)
    set_paper(claim_id, kind, PaperState.PRESENT, by=by, at=at, file=file, seen=seen)
    return scan


@transaction.atomic
def open_scan(scan: Scan, *, by: User, at: datetime) -> bytes:
    """The bytes of a scan; that somebody looked is written down first."""
    audit.record(
        "claims.scan_seen",
        by=by,
        at=at,
        on=("claim", scan.paper.claim_id),
        sentence=f"Melihat berkas “{KINDS[scan.paper.kind].label}”.",
        personal_read=True,
    )
    return content_of(scan.file)


@transaction.atomic
def note_letter(claim_id: int, *, what: str = "Surat pengantar", by: User, at: datetime) -> None:
    """Write down that a paper with personal data was made."""
    audit.record(
        "claims.letter",
        by=by,
        at=at,
        on=("claim", claim_id),
        sentence=f"{what} dicetak.",
        personal_read=True,
    )


def _follow_papers(claim: Claim, *, by: User, at: datetime) -> None:
    is_complete = not queries.missing_papers(claim)
    if is_complete and claim.state == ClaimState.COLLECTING:
        move_claim(claim.pk, ClaimState.COMPLETE, by=by, at=at)
    elif not is_complete and claim.state == ClaimState.COMPLETE:
        move_claim(claim.pk, ClaimState.COLLECTING, by=by, at=at)
