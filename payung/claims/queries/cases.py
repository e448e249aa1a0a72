"""Which claims are open, what does each miss, how long has it waited; which school years follow?"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from payung.accounts.enums import Can
from payung.accounts.models import User
from payung.accounts.queries import WHOLE_CITY, Scope, who_may
from payung.claims.checklist import CHECKLISTS, KINDS, SURAT_PENGANTAR
from payung.claims.enums import ClaimState, DeathFix, DeathFixState, EventKind, PaperState
from payung.claims.models import (
    Claim,
    DeathCorrection,
    Event,
    Heir,
    Notice,
    Paper,
    Pupil,
    SchoolYear,
    Step,
)
from payung.people import queries as people
from payung.vault import unseal

COVERED = ("active", "grace")
OLD_DAYS = 90  # a covered death of so long ago without a filed claim: "santunan yang belum diklaim"
ESCALATED_DAYS = 7  # a step so long overdue goes to the verifier
OPEN = (ClaimState.REPORTED, ClaimState.COLLECTING, ClaimState.COMPLETE, ClaimState.FILED, ClaimState.REFUSED)
DEATHS = (EventKind.DEATH, EventKind.WORK_DEATH)


def claims(
    *,
    scope: Scope = WHOLE_CITY,
    state: str = "",
    kind: str = "",
    text: str = "",
    owner_id: int | None = None,
    paper: str = "",
    due_before: date | None = None,
    unclaimed_on: date | None = None,
) -> QuerySet[Claim]:
    """Claims in scope, latest first, each with `lacking` (needed papers not yet there).

    paper: only those that lack it. due_before: whose next step is late. unclaimed_on: covered deaths of more than
    `OLD_DAYS` before that day which nobody filed yet.
    """
    found = Claim.objects.filter(**scope.within(kelurahan="worker__kelurahan_id"))
    wanted = {"state": state, "event__kind": kind, "owner_id": owner_id, "due_on__lt": due_before}
    found = found.filter(**{road: value for road, value in wanted.items() if value})
    if paper:
        lacking_it = Paper.objects.filter(claim=OuterRef("pk"), kind=paper).exclude(state=PaperState.PRESENT)
        found = found.filter(Exists(lacking_it), state__in=OPEN)
    if unclaimed_on:
        old = unclaimed_on - timedelta(days=OLD_DAYS)
        found = found.filter(
            event__happened_on__lt=old,
            event__kind__in=DEATHS,
            event__is_mistaken=False,
            cover_state__in=COVERED,
            filed_on=None,
        )
    if text:
        found = found.filter(_named(text, scope))
    lacking = Prefetch(
        "papers", queryset=_lacking(), to_attr="lacking"
    )  # of the page's rows only, however deep it lies
    rows = found.select_related("event", "worker", "worker__kelurahan", "owner")
    return rows.prefetch_related(lacking).order_by("-pk")


def _lacking() -> QuerySet[Paper]:
    needed = [kind.key for kind in KINDS.values() if kind.needed]
    return Paper.objects.filter(kind__in=needed).exclude(state=PaperState.PRESENT)


def _named(text: str, scope: Scope) -> Q:
    """By the claim's number, or by beginnings of the name."""
    number = text.upper().strip().removeprefix("K-").lstrip("0")
    if number.isdigit() and len(number) < 10:
        return Q(pk=int(number))
    return _named_worker(text, scope)


def _named_worker(text: str, scope: Scope) -> Q:
    return Q(worker__in=people.find(text, scope=scope).values("pk"))


def claim(claim_id: int, *, scope: Scope = WHOLE_CITY) -> Claim | None:
    """One claim if it is in scope."""
    return claims(scope=scope).filter(pk=claim_id).first()


def claims_of(worker_id: UUID | str) -> QuerySet[Claim]:
    return Claim.objects.filter(worker_id=worker_id).select_related("event")


def steps_of(worker_id: UUID | str) -> QuerySet[Step]:
    """Every move of the claims of one person, the first first."""
    return Step.objects.filter(claim__worker_id=worker_id).select_related("claim", "by")


def heirs_of(worker_id: UUID | str) -> QuerySet[Heir]:
    """The family as the claims of one person name it; a mistaken claim names nobody."""
    named = Heir.objects.filter(claim__worker_id=worker_id).exclude(claim__state=ClaimState.MISTAKEN)
    return named.order_by("claim_id", "pk")


def missing_papers(claim: Claim) -> list[Paper]:
    """The needed papers that are not there yet or must be corrected."""
    return [p for p in claim.papers.all() if KINDS[p.kind].needed and p.state != PaperState.PRESENT]


def death_of(worker_id: UUID | str) -> Event | None:
    """The recorded death of a person; a mistaken one is none."""
    return deaths().filter(worker_id=worker_id).first()


def deaths() -> QuerySet[Event]:
    """Recorded deaths, without those that two persons found to be a mistake."""
    return Event.objects.filter(kind__in=DEATHS, is_mistaken=False)


def was_buried_by_mistake(worker_id: UUID | str) -> bool:
    """Whether this person was recorded as dead before, and lives."""
    return DeathCorrection.objects.filter(
        worker_id=worker_id, kind=DeathFix.PERSON, state=DeathFixState.DONE
    ).exists()


def death_corrections(
    *, scope: Scope = WHOLE_CITY, state: str = "", text: str = ""
) -> QuerySet[DeathCorrection]:
    """Pembetulan kematian in scope, latest first."""
    corrections = DeathCorrection.objects.filter(**scope.within(kelurahan="worker__kelurahan_id"))
    if state:
        corrections = corrections.filter(state=state)
    if text:
        corrections = corrections.filter(_named_worker(text, scope))
    return corrections.select_related("worker", "event__claim", "notice", "proposed_by", "decided_by")


def death_correction(correction_id: int, *, scope: Scope = WHOLE_CITY) -> DeathCorrection | None:
    return death_corrections(scope=scope).filter(pk=correction_id).first()


def death_corrections_of(worker_id: UUID | str) -> QuerySet[DeathCorrection]:
    return death_corrections().filter(worker_id=worker_id)


def waiting_death_corrections(*, scope: Scope = WHOLE_CITY) -> int:
    return death_corrections(scope=scope, state=DeathFixState.PROPOSED).count()


def counts_by_state(*, scope: Scope = WHOLE_CITY) -> dict[ClaimState, int]:
    """How many claims stand in each state; every state is there, also with 0."""
    found = dict(
        Claim.objects.filter(**scope.within(kelurahan="worker__kelurahan_id"))
        .values_list("state")
        .annotate(Count("id"))
        .order_by()
    )
    return {state: found.get(state, 0) for state in ClaimState}


def benefit_of(claim: Claim) -> str:
    """Which benefit this is, in words: JKM, funeral only, JKK, JKK death."""
    if claim.event.kind == EventKind.ACCIDENT:
        return "JKK, kecelakaan kerja"
    if claim.event.kind == EventKind.WORK_DEATH:
        return "JKK, meninggal dunia"
    is_alone = claim.heirs.exists() and not claim.heirs.filter(is_rightful=True).exists()
    funeral_only = is_alone or claim.estimate.get("tier") == "funeral_only"
    return "JKM, biaya pemakaman saja" if funeral_only else "JKM"


def contact_of(claim: Claim) -> tuple[str, str]:
    """Name and telephone of the family's voice; "" when not known. The caller leaves the audit line.

    Who sent a notice (a neighbour, a stranger) hears nothing of the claim until an officer made sure that he is of the family;
    until then the words are for the family at its door. A reporter whom an officer wrote down in the case itself was met.
    """
    vouched = Notice.objects.filter(claim=claim, is_family=True).order_by("-heard_at").first()
    if vouched:
        return vouched.reporter_name, unseal(
            f"claims.notice.phone:{vouched.key}", vouched.reporter_phone_sealed
        )
    event = claim.event
    if Notice.objects.filter(key=event.key).exists():
        return f"Keluarga {claim.worker.name}", ""
    return event.reporter_name, unseal(f"claims.event.phone:{event.key}", event.reporter_phone_sealed)


def family_papers(claim: Claim) -> list[str]:
    """Labels of what the family still has to bring; the office makes its own letter."""
    return [KINDS[p.kind].label for p in missing_papers(claim) if p.kind != SURAT_PENGANTAR.key]


def moved_since(moment: datetime, *, states: Iterable[str]) -> list[tuple[int, str]]:
    """(claim, state) of claims that came into one of these states since a moment."""
    moved = Claim.objects.filter(changed_at__gte=moment, state__in=states).order_by("pk")
    return list(moved.values_list("pk", "state"))


def differences(*, scope: Scope = WHOLE_CITY) -> QuerySet[Claim]:
    """Paid claims whose amount is not what we expected: evidence against a parameter, or against an answer."""
    paid = claims(scope=scope, state=ClaimState.PAID).exclude(paid_rp=F("estimate_rp"))
    return paid.prefetch_related("heirs").order_by("-paid_on", "-pk")


def late_claims(*, on: date, scope: Scope = WHOLE_CITY) -> QuerySet[Claim]:
    """Filed claims whose legal days have passed, the latest first."""
    return claims(scope=scope, state=ClaimState.FILED).filter(due_on__lt=on).order_by("due_on", "pk")


def grounds_of(claim: Claim) -> str:
    """What the office wrote as grounds of its last objection."""
    step = claim.steps.filter(state=ClaimState.OBJECTED).last()
    return step.note if step else ""


def least_busy_owner() -> User | None:
    """Whose next claim it is: of those who handle claims, who has the fewest open ones."""
    busy = Q(state__in=OPEN)
    counts = dict(Claim.objects.filter(busy).values_list("owner").annotate(Count("id")).order_by())
    return min(who_may(Can.HANDLE_CLAIM), key=lambda user: (counts.get(user.pk, 0), user.pk), default=None)


def late_count(*, on: date, scope: Scope = WHOLE_CITY) -> int:
    """Claims whose next step is overdue."""
    return Claim.objects.filter(**scope.within(kelurahan="worker__kelurahan_id"), due_on__lt=on).count()


def escalated_count(*, on: date) -> int:
    """Claims so long overdue that the verifier must look."""
    return late_count(on=on - timedelta(days=ESCALATED_DAYS))


def open_count(*, scope: Scope = WHOLE_CITY) -> int:
    return sum(n for state, n in counts_by_state(scope=scope).items() if state in OPEN)


def waiting_days(claim: Claim, *, on: date) -> int:
    """Days since the claim last moved."""
    return (on - claim.changed_at.date()).days


def needed_papers(kind: EventKind) -> list[str]:
    """The papers without which a claim of this kind is not complete, in the order of the checklist."""
    return [paper.key for paper in CHECKLISTS[kind] if paper.needed]


def school_years(
    *, scope: Scope = WHOLE_CITY, state: str = "", text: str = "", year: int | None = None
) -> QuerySet[SchoolYear]:
    """Yearly payments of all children in scope, the earliest due first."""
    found = SchoolYear.objects.filter(**scope.within(kelurahan="pupil__claim__worker__kelurahan_id"))
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(pupil__name__icontains=text)
    if year:
        found = found.filter(year=year)
    return found.select_related("pupil__claim").order_by("due_on", "pk")


def pupil(pupil_id: int, *, scope: Scope = WHOLE_CITY) -> Pupil | None:
    limits = scope.within(kelurahan="claim__worker__kelurahan_id")
    return Pupil.objects.filter(pk=pupil_id, **limits).select_related("claim__worker", "claim__event").first()
