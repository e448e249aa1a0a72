"""Who may be covered in this round, who not, and for which reasons?"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.eligibility.enums import FieldOutcome, OverrideState
from payung.eligibility.models import CarriedOver, FieldCheck, Override, Verdict
from payung.matching import queries as matching
from payung.matching.enums import Register
from payung.rules import eligibility as rules
from payung.rules import months
from payung.rules.eligibility import Refusal, explain

ELIGIBLE = Q(refusals=0) | Q(overridden=True)
VISIT_STANDS_DAYS = 400  # a visit of an earlier year does not answer for this one


def verdicts(
    round_id: int,
    *,
    scope: Scope = WHOLE_CITY,
    sector: str = "",
    reason: str = "",
    state: str = "",
    text: str = "",
) -> QuerySet[Verdict]:
    """The verdicts of a round by name. `reason` is a name of Refusal; `state` "eligible" or "refused"."""
    found = Verdict.objects.filter(round_id=round_id, **scope.within(kelurahan="worker__kelurahan_id"))
    if scope.agency:
        found = found.filter(sector__agency_id=scope.agency)
    if sector:
        found = found.filter(sector_id=sector)
    if reason:
        found = found.extra(where=["refusals & %s <> 0"], params=[int(Refusal[reason])])
    if state:
        found = found.filter(ELIGIBLE) if state == "eligible" else found.exclude(ELIGIBLE)
    if text:
        found = found.filter(worker__name__icontains=text)
    return found.select_related("worker", "worker__kelurahan", "sector").order_by("worker__name", "pk")


def verdict(verdict_id: int, *, scope: Scope = WHOLE_CITY) -> Verdict | None:
    found = Verdict.objects.filter(
        pk=verdict_id, **scope.within(agency="sector__agency_id", kelurahan="worker__kelurahan_id")
    )
    return found.select_related("worker", "worker__kelurahan", "sector", "round").first()


def verdict_of(worker_id: UUID, round_id: int) -> Verdict | None:
    return Verdict.objects.filter(worker_id=worker_id, round_id=round_id).first()


def verdicts_of(worker_id: UUID) -> QuerySet[Verdict]:
    """What was judged of one person, in every round."""
    return Verdict.objects.filter(worker_id=worker_id).select_related("round")


def eligible(round_id: int) -> list[tuple[UUID, str]]:
    """(worker, sector) of everybody who may get a place."""
    return list(
        Verdict.objects.filter(ELIGIBLE, round_id=round_id)
        .order_by("pk")
        .values_list("worker_id", "sector_id")
    )


def eligible_workers(round_id: int) -> QuerySet:
    """The ids of the same people, to ask inside another question."""
    return Verdict.objects.filter(ELIGIBLE, round_id=round_id).order_by().values("worker_id")


def judged_before(round_id: int, at: datetime) -> bool:
    """Whether somebody's verdict in this round is older than a moment."""
    return Verdict.objects.filter(round_id=round_id, judged_at__lt=at).exists()


def carried_over(round_id: int) -> dict[UUID, str]:
    """{worker: sector} of those who go on from an earlier round."""
    return dict(CarriedOver.objects.filter(round_id=round_id).values_list("worker_id", "sector_id"))


def reasons(verdict: Verdict) -> list[str]:
    """Every reason against the person, in words that say what to do; [] for none."""
    return explain(verdict.refusals)


def limits_reached(verdict: Verdict) -> Refusal:
    """The refusals of a verdict that no exception may set aside."""
    start_on = months.first_day(verdict.round.first_month)
    return rules.limits_reached(verdict.refusals, born_on=verdict.worker.birth_date, start_on=start_on)


def refusal_counts(round_id: int) -> dict[Refusal, int]:
    """How many people each reason refuses; somebody may count under several. Only reasons that occur."""
    counts: dict[Refusal, int] = {}
    rows = (
        Verdict.objects.filter(round_id=round_id, refusals__gt=0)
        .values_list("refusals")
        .annotate(Count("id"))
    )
    for mask, people in rows.order_by():
        for refusal in Refusal:
            if mask & refusal:
                counts[refusal] = counts.get(refusal, 0) + people
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def totals(round_id: int) -> dict[str, int]:
    """People judged, eligible, refused, overridden."""
    of_round = Verdict.objects.filter(round_id=round_id)
    return of_round.aggregate(
        judged=Count("id"),
        eligible=Count("id", filter=ELIGIBLE),
        refused=Count("id", filter=~ELIGIBLE),
        overridden=Count("id", filter=Q(overridden=True)),
    )


def overrides(state: str = "") -> QuerySet[Override]:
    """Overrides, those that wait first."""
    found = Override.objects.select_related(
        "verdict", "verdict__worker", "verdict__round", "asked_by", "decided_by"
    )
    return found.filter(state=state) if state else found


def waiting_overrides() -> int:
    return Override.objects.filter(state=OverrideState.ASKED).count()


def latest_checks(worker_ids: Iterable[UUID]) -> dict[UUID, FieldOutcome]:
    """What an officer last found, of those who were visited."""
    checks = FieldCheck.objects.filter(worker_id__in=list(worker_ids))
    latest = checks.order_by("worker_id", "-checked_on", "-id").distinct("worker_id")
    return {
        worker_id: FieldOutcome(outcome) for worker_id, outcome in latest.values_list("worker_id", "outcome")
    }


def visit_stands(checked_on: date, on: date) -> bool:
    """Whether a visit is still young enough on a day to answer for a round that asks for one."""
    return (on - checked_on).days <= VISIT_STANDS_DAYS


def visited_since(worker_ids: Iterable[UUID], *, on: date) -> set[UUID]:
    """Who was visited so lately that the visit still stands on a day."""
    standing = FieldCheck.objects.filter(checked_on__gte=on - timedelta(days=VISIT_STANDS_DAYS))
    return set(standing.filter(worker_id__in=list(worker_ids)).values_list("worker_id", flat=True))


def visits_not_judged(round_id: int) -> int:
    """People of a round who were visited after they were judged: their verdict does not know what was seen."""
    later = FieldCheck.objects.filter(worker_id=OuterRef("worker_id"), recorded_at__gt=OuterRef("judged_at"))
    return Verdict.objects.filter(Exists(later), round_id=round_id).count()


def not_asked(round_id: int, registers: Iterable[Register]) -> list[tuple[Register, int]]:
    """People of a round about whom a register was never asked, or never answered."""
    people = Verdict.objects.filter(round_id=round_id)
    counts = []
    for register in registers:
        answers = matching.results(register=register).values("worker_id")
        counts.append((register, people.exclude(worker_id__in=answers).count()))
    return [(register, n) for register, n in counts if n]


def checks_of(worker_id: UUID) -> QuerySet[FieldCheck]:
    return FieldCheck.objects.filter(worker_id=worker_id).select_related("checked_by")


def to_visit(*, scope: Scope, on: date, text: str = "") -> QuerySet[Verdict]:
    """People of the officer's kelurahan whom nobody has visited lately, by RW and RT: the order of a walk."""
    lately = on - timedelta(days=VISIT_STANDS_DAYS)
    visited = FieldCheck.objects.filter(checked_on__gte=lately).values("worker_id")
    found = Verdict.objects.filter(**scope.within(kelurahan="worker__kelurahan_id")).exclude(
        worker_id__in=visited
    )
    if text:
        found = found.filter(worker__name__icontains=text)
    return found.select_related("worker", "sector").order_by("worker__rw", "worker__rt", "worker__name", "pk")
