"""The claim goes to BPJS, and BPJS answers: complete, more papers, paid, refused; a refusal may be objected to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims.actions.family import refuse_while_in_doubt
from payung.claims.actions.moving import move_claim, take
from payung.claims.deadlines import next_deadline
from payung.claims.enums import ClaimState, PaperState
from payung.claims.models import Claim, Heir, Paper
from payung.jobs.actions import Refused
from payung.language.formats import tanggal
from payung.reference.queries import holidays


@transaction.atomic
def file_claim(
    claim_id: int, *, filed_on: date, bpjs_number: str, by: User, at: datetime, seen: int | None = None
) -> None:
    """The papers went to the branch; its working days begin. Raises Refused while an heir is in doubt."""
    claim = Claim.objects.select_related("event").get(pk=claim_id)
    if filed_on > timezone.localdate(at) or filed_on < claim.event.happened_on:
        raise Refused("Tanggal pengajuan harus antara hari kejadian dan hari ini.")
    refuse_while_in_doubt(claim, on=filed_on)
    move_claim(
        claim_id, ClaimState.FILED, by=by, at=at, seen=seen, filed_on=filed_on, bpjs_number=bpjs_number, complete_on=None
    )  # fmt: skip


@transaction.atomic
def record_complete(claim_id: int, *, on: date, by: User, at: datetime, seen: int | None = None) -> None:
    """BPJS says that nothing is missing: from this day its legal days count."""
    claim = take(claim_id, by=by, at=at, seen=seen)
    if claim.state != ClaimState.FILED:
        raise Refused("Klaim ini tidak sedang menunggu jawaban BPJS.")
    due = next_deadline(ClaimState.FILED, claim.event.kind, since=on, complete_on=on, off_days=holidays())
    Claim.objects.filter(pk=claim_id).update(complete_on=on, due_on=due.on if due else None)
    audit.record(
        "claims.complete",
        by=by,
        at=at,
        on=("claim", claim_id),
        sentence=f"BPJS menyatakan berkas lengkap {tanggal(on)}.",
    )


@transaction.atomic
def record_more_papers(
    claim_id: int, kinds: Sequence[str], *, note: str, by: User, at: datetime, seen: int | None = None
) -> None:
    """BPJS wants papers again or more of them: they must be corrected, and the claim is collected again."""
    if not note.strip():
        raise Refused("Tulis apa yang diminta BPJS.")
    move_claim(claim_id, ClaimState.COLLECTING, by=by, at=at, note=note, seen=seen)
    Paper.objects.filter(claim_id=claim_id, kind__in=kinds).update(
        state=PaperState.TO_FIX, note=note[:200], changed_by=by, changed_at=at
    )


@transaction.atomic
def record_payment(
    claim_id: int,
    *,
    paid_on: date,
    by: User,
    at: datetime,
    paid_rp: int = 0,
    to_heirs: Mapping[int, int] | None = None,
    seen: int | None = None,
) -> None:
    """BPJS paid the family, in one sum or to each heir ({heir: rupiah}). Raises Refused for what cannot be.

    A total beside the heirs' amounts must be their sum.
    """
    shares = {heir_id: rp for heir_id, rp in (to_heirs or {}).items() if rp}
    total = paid_rp or sum(shares.values())
    if total <= 0 or min(shares.values(), default=1) < 0:
        raise Refused("Isi jumlah santunan yang diterima keluarga, dalam rupiah.")
    if shares and sum(shares.values()) != total:
        raise Refused("Jumlah per ahli waris tidak sama dengan jumlah seluruhnya.")
    if paid_on > timezone.localdate(at):
        raise Refused("Tanggal dibayar belum tiba.")
    heirs = {heir.pk: heir for heir in Heir.objects.filter(claim_id=claim_id, pk__in=shares)}
    if set(shares) - set(heirs):
        raise Refused("Ada penerima yang bukan ahli waris klaim ini.")
    move_claim(claim_id, ClaimState.PAID, by=by, at=at, seen=seen, paid_on=paid_on, paid_rp=total)
    for heir_id, rp in shares.items():
        Heir.objects.filter(pk=heir_id).update(paid_rp=rp)


def record_refusal(claim_id: int, *, reason: str, by: User, at: datetime, seen: int | None = None) -> None:
    """BPJS refused; the reason is kept for the objection."""
    if not reason.strip():
        raise Refused("Tulis alasan penolakan dari BPJS, supaya keberatan dapat disiapkan.")
    move_claim(
        claim_id, ClaimState.REFUSED, by=by, at=at, seen=seen, note=reason, refusal=reason.strip()[:200]
    )


def object_to_refusal(
    claim_id: int, *, grounds: str, by: User, at: datetime, seen: int | None = None
) -> None:
    """The office objects, with its grounds; the letter is made from them and the facts."""
    if not grounds.strip():
        raise Refused("Tulis alasan keberatan: fakta apa yang berbeda dari alasan BPJS.")
    move_claim(claim_id, ClaimState.OBJECTED, by=by, at=at, seen=seen, note=grounds)
