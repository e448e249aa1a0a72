"""Was he covered on that day, and what is due? Asked when the claim opens, and again whenever more is known.

Every answer is kept with what was known then, so that an official can say why the family was told what it was told.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims.actions.family import share_again
from payung.claims.actions.moving import take
from payung.claims.checklist import CHECKLISTS
from payung.claims.enums import EventKind, PaperState
from payung.claims.estimate import Aftermath, days_off, estimate
from payung.claims.models import Accident, Assessment, Claim, Event, Paper
from payung.contributions import queries as contributions
from payung.jobs.actions import Refused
from payung.language.formats import rupiah


def assess(claim: Claim, *, why: str, by: User | None, at: datetime) -> None:
    """Compute cover and estimate from what is known now, and keep both with the day. Inside a transaction."""
    event, worker_id = claim.event, claim.worker_id
    cover = contributions.cover([worker_id], event.happened_on)[worker_id]
    paid = contributions.months_paid([worker_id])[worker_id]
    answer = estimate(
        EventKind(event.kind), on=event.happened_on, paid_months=paid, children=_children(claim), aftermath=_aftermath(claim, at)
    )  # fmt: skip
    claim.cover_state, claim.needs_confirmation = cover.state, cover.needs_confirmation
    claim.estimate, claim.estimate_rp = answer, answer.get("total_rp") or 0
    claim.save(update_fields=["cover_state", "needs_confirmation", "estimate", "estimate_rp"])
    Assessment.objects.create(
        claim=claim,
        cover_state=cover.state,
        paid_months=paid,
        estimate_rp=claim.estimate_rp,
        why=why[:200],
        by=by,
        at=at,
    )


@transaction.atomic
def assess_again(claim_id: int, *, by: User, at: datetime, seen: int | None = None) -> Claim:
    """Ask again, for instance after a late payment was recorded. Shares follow."""
    claim = take(claim_id, by=by, at=at, seen=seen)
    before = claim.estimate_rp
    assess(claim, why="Dihitung ulang", by=by, at=at)
    share_again(claim_id)
    audit.record(
        "claims.assessed",
        by=by,
        at=at,
        on=("claim", claim_id),
        sentence=f"Perkiraan dihitung ulang: {rupiah(before)} menjadi {rupiah(claim.estimate_rp)}.",
    )
    return claim


@transaction.atomic
def change_kind(
    claim_id: int, kind: EventKind, *, why: str, by: User, at: datetime, seen: int | None = None
) -> Claim:
    """It was of another kind than reported: the amount and the checklist follow, nothing collected is lost."""
    claim = take(claim_id, by=by, at=at, seen=seen)
    _refuse_life_and_death(claim.event, kind)
    Event.objects.filter(pk=claim.event_id).update(kind=kind)
    claim.event.kind = kind
    wanted = [paper.key for paper in CHECKLISTS[kind]]
    claim.papers.filter(state=PaperState.MISSING, scans=None).exclude(kind__in=wanted).delete()
    Paper.objects.bulk_create(
        [Paper(claim=claim, kind=key, changed_at=at) for key in wanted], ignore_conflicts=True
    )
    assess(claim, why=f"Jenis kejadian menjadi {kind.label.lower()}: {why}", by=by, at=at)
    share_again(claim_id)
    audit.record(
        "claims.kind",
        by=by,
        at=at,
        on=("claim", claim_id),
        sentence=f"Jenis kejadian menjadi “{kind.label}”.",
        reason=why,
    )
    return claim


def _refuse_life_and_death(event: Event, kind: EventKind) -> None:
    """Another kind never ends or gives back a life in passing: membership, card and seat hang on it."""
    was_alive, is_alive = (each == EventKind.ACCIDENT for each in (event.kind, kind))
    if is_alive and not was_alive:
        raise Refused("Orangnya hidup? Ajukan Pembetulan kematian, lalu laporkan kecelakaannya.")
    if was_alive and not is_alive and event.died_on is None:
        raise Refused("Meninggal sesudah kecelakaan dicatat di laporan tahap II, dengan hari kematiannya.")


def _children(claim: Claim) -> list[dict]:
    """Children of the family with a known birth date, for the scholarship."""
    return [
        {"born": heir.birth_date.isoformat()}
        for heir in claim.heirs.filter(kin="anak", is_alive=True, birth_date__lte=claim.event.happened_on)
        if heir.birth_date
    ]


def _aftermath(claim: Claim, at: datetime) -> Aftermath | None:
    accident = Accident.objects.filter(claim=claim).first()
    if accident is None:
        return None
    off = days_off(accident.unable_from, accident.able_again_on, today=timezone.localdate(at))
    return Aftermath(off, accident.outcome, accident.disability_percent, accident.function_loss_percent)
