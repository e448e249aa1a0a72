"""What can be done with an event and its claim? Report, collect papers, name heirs, file, record the result."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims import queries
from payung.claims.checklist import CHECKLISTS, KINDS
from payung.claims.enums import NEXT, ClaimState, EventKind, PaperState
from payung.claims.estimate import estimate
from payung.claims.models import Claim, Event, Heir, Paper, Step
from payung.contributions import queries as contributions
from payung.contributions.enums import CoverState
from payung.enrolment import actions as enrolment
from payung.enrolment.enums import EndReason
from payung.files.models import StoredFile
from payung.jobs.actions import Refused
from payung.people import queries as people
from payung.rules import law_lines
from payung.vault import seal

DEATHS = (EventKind.DEATH, EventKind.WORK_DEATH)
MAY_BE_COVERED = (CoverState.ACTIVE, CoverState.GRACE)


@transaction.atomic
def report_event(
    *,
    worker_id: UUID,
    kind: EventKind,
    happened_on: date,
    reporter_name: str,
    key: UUID,
    by: User | None,
    at: datetime,
    reporter_phone: str = "",
    reporter_kin: str = "",
    place: str = "",
    story: str = "",
) -> Claim:
    """Record what happened, ask whether he was covered that day, open the claim with its checklist.

    The same `key` again gives the same claim. A death ends the membership and calls the next in line.
    Raises Refused when the day cannot be right or the death is known already.
    """
    if known := Event.objects.filter(key=key).first():
        return known.claim
    _check_day(worker_id, happened_on, at)
    event = _add_event(
        worker_id=worker_id,
        kind=kind,
        happened_on=happened_on,
        place=place,
        story=story,
        reporter_name=reporter_name,
        reporter_phone_sealed=seal(f"claims.event.phone:{key}", reporter_phone),
        reporter_kin=reporter_kin,
        key=key,
        reported_by=by,
        reported_at=at,
    )
    claim = _open_claim(event, by=by, at=at)
    if kind in DEATHS:
        enrolment.end_membership(worker_id, reason=EndReason.MENINGGAL, on=happened_on, by=by, at=at)
    audit.record(
        "claims.reported",
        by=by,
        at=at,
        on=("claim", claim.pk),
        sentence=f"{event.get_kind_display()} dilaporkan; klaim {claim.number} dibuka.",
    )
    return claim


@transaction.atomic
def move_claim(
    claim_id: int, to: ClaimState, *, by: User | None, at: datetime, note: str = "", **fields: Any
) -> None:
    """Move a claim along `claims.enums.NEXT`. Two people pressing at once cannot both win."""
    sources = [state for state, targets in NEXT.items() if to in targets]
    moved = Claim.objects.filter(pk=claim_id, state__in=sources).update(state=to, changed_at=at, **fields)
    if not moved:
        raise Refused(
            f"Klaim ini sudah berpindah keadaan dan tidak dapat menjadi “{to.label}”. Muat ulang halaman."
        )
    Step.objects.create(claim_id=claim_id, state=to, note=note[:200], by=by, at=at)
    audit.record(
        "claims.moved",
        by=by,
        at=at,
        on=("claim", claim_id),
        sentence=f"Klaim menjadi “{to.label}”.",
        reason=note,
    )


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
) -> None:
    """Say of one paper whether it is there, missing, or must be corrected. A complete list completes the claim."""
    fields: dict[str, Any] = {"state": state, "note": note[:200], "changed_by": by, "changed_at": at}
    if file is not None:
        fields["file"] = file
    claim = Claim.objects.select_for_update().get(pk=claim_id)
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
def add_heir(
    claim_id: int, *, name: str, kin: str, birth_date: date | None, is_alive: bool, by: User, at: datetime
) -> Heir:
    """Add a member of the family; who is rightful and each share follow from PP 44/2015 Pasal 37 and 40."""
    heir = Heir.objects.create(
        claim_id=claim_id, name=name, kin=kin, birth_date=birth_date, is_alive=is_alive
    )
    _share_again(claim_id)
    audit.record(
        "claims.heir", by=by, at=at, on=("claim", claim_id), sentence="Keluarga ditambahkan pada klaim."
    )
    return heir


@transaction.atomic
def remove_heir(claim_id: int, heir_id: int, *, by: User, at: datetime) -> None:
    """Take somebody off who was entered by mistake."""
    Heir.objects.filter(pk=heir_id, claim_id=claim_id).delete()
    _share_again(claim_id)
    audit.record("claims.heir", by=by, at=at, on=("claim", claim_id), sentence="Keluarga dihapus dari klaim.")


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


def _check_day(worker_id: UUID, happened_on: date, at: datetime) -> None:
    worker = people.worker(worker_id)
    if worker is None:
        raise Refused("Pekerja tidak ditemukan.")
    if happened_on > at.date():
        raise Refused("Tanggal kejadian belum tiba. Periksa kembali tanggalnya.")
    if happened_on < worker.birth_date:
        raise Refused("Tanggal kejadian sebelum tanggal lahir pekerja. Periksa kembali tanggalnya.")


def _add_event(**fields: Any) -> Event:
    try:
        with transaction.atomic():
            return Event.objects.create(**fields)
    except IntegrityError:
        known = queries.death_of(fields["worker_id"])
        if known is None:
            raise
        raise Refused(f"Kematian ini sudah dilaporkan: klaim {known.claim.number}.") from None


def _open_claim(event: Event, *, by: User | None, at: datetime) -> Claim:
    cover = contributions.cover([event.worker_id], event.happened_on)[event.worker_id]
    paid = contributions.months_paid([event.worker_id])[event.worker_id]
    answer = estimate(EventKind(event.kind), on=event.happened_on, paid_months=paid)
    claim = Claim.objects.create(
        event=event,
        worker_id=event.worker_id,
        cover_state=cover.state,
        needs_confirmation=cover.needs_confirmation,
        estimate_rp=answer.get("total_rp") or 0,
        estimate=answer,
        changed_at=at,
    )
    Step.objects.create(claim=claim, state=ClaimState.REPORTED, by=by, at=at)
    Paper.objects.bulk_create(
        Paper(claim=claim, kind=kind.key, changed_at=at) for kind in CHECKLISTS[EventKind(event.kind)]
    )
    to = ClaimState.COLLECTING if cover.state in MAY_BE_COVERED else ClaimState.NOT_COVERED
    move_claim(claim.pk, to, by=by, at=at)
    claim.refresh_from_db()
    return claim


def _follow_papers(claim: Claim, *, by: User, at: datetime) -> None:
    is_complete = not queries.missing_papers(claim)
    if is_complete and claim.state == ClaimState.COLLECTING:
        move_claim(claim.pk, ClaimState.COMPLETE, by=by, at=at)
    elif not is_complete and claim.state == ClaimState.COMPLETE:
        move_claim(claim.pk, ClaimState.COLLECTING, by=by, at=at)


def _share_again(claim_id: int) -> None:
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    heirs = list(claim.heirs.all())
    shares = _rightful_shares(claim.estimate_rp, heirs)
    for heir, share_rp in zip(heirs, shares, strict=True):
        heir.is_rightful, heir.share_rp = share_rp is not None, share_rp or 0
    Heir.objects.bulk_update(heirs, ["is_rightful", "share_rp"])


def _rightful_shares(amount_rp: int, heirs: Sequence[Heir]) -> list[int | None]:
    """The share of each heir, None for who is not rightful. Names may repeat, so heirs go by number."""
    if not heirs or amount_rp <= 0:
        return [None] * len(heirs)
    relatives = [{"name": str(i), "kin": h.kin, "alive": h.is_alive} for i, h in enumerate(heirs)]
    answer = law_lines.answer(
        "heirs", {"id": "", "amount_rp": amount_rp, "relatives": relatives, "will": None}
    )
    shares = {int(heir["name"]): heir["share_rp"] for heir in answer.get("heirs", [])}
    return [shares.get(i) for i in range(len(heirs))]
