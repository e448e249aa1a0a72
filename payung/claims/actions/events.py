"""Something happened: how does it become a claim with cover, estimate, checklist, owner and deadline?"""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims import queries
from payung.claims.actions.assessing import assess
from payung.claims.actions.family import copy_known_family, share_again
from payung.claims.actions.moving import move_claim
from payung.claims.checklist import CHECKLISTS
from payung.claims.enums import ClaimState, EventKind, Source
from payung.claims.models import Claim, Event, Paper, Step
from payung.contributions.enums import CoverState
from payung.enrolment import actions as enrolment
from payung.enrolment.enums import EndReason
from payung.jobs.actions import Refused
from payung.matching import queries as matching
from payung.people import queries as people
from payung.rules import deadlines
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
    source: Source = Source.OFFICE,
) -> Claim:
    """Record what happened, ask whether he was covered that day, open the claim with its checklist.

    The same `key` again gives the same claim. A death ends the membership and calls the next in line.
    Raises Refused when the day cannot be right or the death is known already.
    """
    if known := Event.objects.filter(key=key).first():
        return known.claim
    check_day(worker_id, happened_on, at)
    event = _add_event(
        worker_id=worker_id,
        kind=kind,
        happened_on=happened_on,
        place=place,
        story=story,
        reporter_name=reporter_name,
        reporter_phone_sealed=seal(f"claims.event.phone:{key}", reporter_phone),
        reporter_kin=reporter_kin,
        source=source,
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


def check_day(worker_id: UUID, happened_on: date, at: datetime) -> None:
    """Raises Refused when something cannot have happened to this person on that day."""
    worker = people.worker(worker_id)
    if worker is None:
        raise Refused("Pekerja tidak ditemukan.")
    today = timezone.localdate(at)
    if trouble := matching.death_day_trouble(
        happened_on, worker.birth_date, "", today, what="Tanggal kejadian"
    ):
        raise Refused(trouble)


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
    claim = Claim.objects.create(
        event=event, worker_id=event.worker_id, cover_state=CoverState.NEVER, owner=queries.least_busy_owner(), changed_at=at
    )  # fmt: skip
    Step.objects.create(claim=claim, state=ClaimState.REPORTED, by=by, at=at)
    Paper.objects.bulk_create(
        Paper(claim=claim, kind=kind.key, changed_at=at) for kind in CHECKLISTS[EventKind(event.kind)]
    )
    if event.kind in DEATHS:
        copy_known_family(claim)
    assess(claim, why="Saat dilaporkan", by=by, at=at)
    share_again(claim.pk)
    to = ClaimState.COLLECTING if claim.cover_state in MAY_BE_COVERED else ClaimState.NOT_COVERED
    move_claim(claim.pk, to, by=by, at=at)
    if event.kind not in DEATHS:
        _hurry(claim)
    claim.refresh_from_db()
    return claim


def _hurry(claim: Claim) -> None:
    """The first report of an accident comes before everything else. Law: Permenaker 1/2025 Pasal 8 (2 x 24 hours)."""
    happened = timezone.make_aware(datetime.combine(claim.event.happened_on, time.min))
    due = timezone.localdate(deadlines.accident_report_due(happened))
    Claim.objects.filter(pk=claim.pk, due_on__gt=due).update(due_on=due)
