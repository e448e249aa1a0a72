"""Which claims are open, what does each miss, and how long has it waited?"""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.claims.checklist import CHECKLISTS, KINDS
from payung.claims.enums import ClaimState, EventKind, PaperState
from payung.claims.models import Claim, Event, Paper

OPEN = (ClaimState.REPORTED, ClaimState.COLLECTING, ClaimState.COMPLETE, ClaimState.FILED, ClaimState.REFUSED)


def claims(*, scope: Scope = WHOLE_CITY, state: str = "", kind: str = "", text: str = "") -> QuerySet[Claim]:
    """Claims in scope, latest first, each with `missing` (needed papers not yet there)."""
    needed = [kind.key for kind in KINDS.values() if kind.needed]
    found = Claim.objects.filter(**scope.within(kelurahan="worker__kelurahan_id"))
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(event__kind=kind)
    if text:
        number = text.upper().removeprefix("K-").lstrip("0")
        found = found.filter(
            Q(worker__name__icontains=text) | Q(pk=int(number) if number.isdigit() else None)
        )
    return (
        found.select_related("event", "worker", "worker__kelurahan")
        .annotate(
            missing=Count(
                "papers",
                filter=Q(papers__kind__in=needed) & ~Q(papers__state=PaperState.PRESENT),
                distinct=True,
            )
        )
        .order_by("-pk")
    )


def claim(claim_id: int, *, scope: Scope = WHOLE_CITY) -> Claim | None:
    """One claim if it is in scope."""
    return claims(scope=scope).filter(pk=claim_id).first()


def claims_of(worker_id: UUID | str) -> QuerySet[Claim]:
    return Claim.objects.filter(worker_id=worker_id).select_related("event")


def missing_papers(claim: Claim) -> list[Paper]:
    """The needed papers that are not there yet or must be corrected."""
    return [p for p in claim.papers.all() if KINDS[p.kind].needed and p.state != PaperState.PRESENT]


def death_of(worker_id: UUID | str) -> Event | None:
    """The recorded death of a person."""
    return Event.objects.filter(worker_id=worker_id, kind__in=["death", "work_death"]).first()


def counts_by_state(*, scope: Scope = WHOLE_CITY) -> dict[ClaimState, int]:
    """How many claims stand in each state; every state is there, also with 0."""
    found = dict(
        Claim.objects.filter(**scope.within(kelurahan="worker__kelurahan_id"))
        .values_list("state")
        .annotate(Count("id"))
        .order_by()
    )
    return {state: found.get(state, 0) for state in ClaimState}


def open_count(*, scope: Scope = WHOLE_CITY) -> int:
    return sum(n for state, n in counts_by_state(scope=scope).items() if state in OPEN)


def waiting_days(claim: Claim, *, on: date) -> int:
    """Days since the claim last moved."""
    return (on - claim.changed_at.date()).days


def needed_papers(kind: EventKind) -> list[str]:
    """The papers without which a claim of this kind is not complete, in the order of the checklist."""
    return [paper.key for paper in CHECKLISTS[kind] if paper.needed]
