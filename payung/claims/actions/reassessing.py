"""More is known, or the event was of another kind: how does an open claim follow, with the family's shares?"""

from datetime import datetime

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims.actions.assessing import assess
from payung.claims.actions.family import share_again
from payung.claims.actions.moving import take
from payung.claims.checklist import CHECKLISTS
from payung.claims.enums import EventKind, PaperState
from payung.claims.models import Claim, Event, Paper
from payung.jobs.actions import Refused
from payung.language.formats import rupiah


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
