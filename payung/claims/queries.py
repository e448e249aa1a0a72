"""Which claims are open, what does each miss, and how long has it waited?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from payung.accounts.enums import Can
from payung.accounts.models import User
from payung.accounts.queries import WHOLE_CITY, Scope, who_may
from payung.claims.checklist import CHECKLISTS, KINDS, SURAT_PENGANTAR
from payung.claims.enums import ClaimState, EventKind, NoticeState, PaperState
from payung.claims.finding import Finder, Found, Known, Told, birth_days, slips
from payung.claims.models import Candidate, Claim, Event, Notice, Paper, Pupil, SchoolYear
from payung.contributions import queries as contributions
from payung.eligibility import queries as eligibility
from payung.eligibility.enums import FieldOutcome
from payung.enrolment import queries as enrolment
from payung.language.formats import tanggal
from payung.people import queries as people
from payung.vault import blind_indexes, unseal

COVERED = ("active", "grace")
OLD_DAYS = (
    90  # a covered death of so long ago without a filed claim stands under "santunan yang belum diklaim"
)
ESCALATED_DAYS = 7  # a step so long overdue goes to the verifier
DEATHS = (EventKind.DEATH, EventKind.WORK_DEATH)
OPEN = (ClaimState.REPORTED, ClaimState.COLLECTING, ClaimState.COMPLETE, ClaimState.FILED, ClaimState.REFUSED)


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
            event__happened_on__lt=old, event__kind__in=DEATHS, cover_state__in=COVERED, filed_on=None
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
    return Q(worker__in=people.find(text, scope=scope).values("pk"))


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


# -- The children's schooling ----------------------------------------------------------------------------
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


# -- Notices ---------------------------------------------------------------------------------------------
def notices(
    *, scope: Scope = WHOLE_CITY, state: str = "", source: str = "", text: str = ""
) -> QuerySet[Notice]:
    """What we heard, latest first, with the number of `found` candidates."""
    rows = Notice.objects.filter(**scope.within(kelurahan="kelurahan_id"))
    if state:
        rows = rows.filter(state=state)
    if source:
        rows = rows.filter(source=source)
    if text:
        rows = rows.filter(name__icontains=text)
    found = (
        Candidate.objects.filter(notice=OuterRef("pk")).order_by().values("notice").annotate(n=Count("id"))
    )
    return rows.select_related("kelurahan", "claim", "heard_by", "decided_by").annotate(
        found=Coalesce(Subquery(found.values("n")), 0)
    )


def notice(notice_id: int, *, scope: Scope = WHOLE_CITY) -> Notice | None:
    return notices(scope=scope).filter(pk=notice_id).first()


def open_notices_count(*, scope: Scope = WHOLE_CITY) -> int:
    return notices(scope=scope, state=NoticeState.OPEN).count()


@dataclass(frozen=True)
class Choice:
    """A candidate as the person who chooses sees him: who, why, whether covered on the day."""

    candidate: Candidate
    cover: contributions.Cover | None
    known_death: Event | None
    sign_of_life: str


def choices(found: Notice) -> list[Choice]:
    """The candidates of a notice, with their cover on the day of the event."""
    rows = list(found.candidates.select_related("worker", "worker__kelurahan"))
    day = found.happened_on
    cover = contributions.cover([row.worker_id for row in rows], day) if day and rows else {}
    return [
        Choice(
            row,
            cover.get(row.worker_id),
            death_of(row.worker_id),
            sign_of_life(row.worker_id, day) if day else "",
        )
        for row in rows
    ]


TRACK = ("Diterima", "Diverifikasi", "Berkas", "BPJS", "Selesai")
TRACK_PLACE = {
    ClaimState.REPORTED: 2,
    ClaimState.NOT_COVERED: 2,
    ClaimState.COLLECTING: 3,
    ClaimState.COMPLETE: 3,
    ClaimState.FILED: 4,
    ClaimState.REFUSED: 4,
    ClaimState.PAID: 5,
}


@dataclass(frozen=True)
class Tracked:
    """What the public tracker may tell the reporter. `place` of TRACK, from 1; a stranger never gets beyond 1."""

    number: str
    place: int
    state: str  # in words
    missing: list[str]  # labels of papers
    contact: str


def tracked(number: str, last_digits: str) -> Tracked | None:
    """The state of a report, for who knows its number and the end of the telephone number given with it.

    Whether the person is a member is told only after an officer made sure that the reporter is of the family: anybody may
    report anybody, and must not learn from it.
    """
    found = Notice.objects.filter(number=number).select_related("claim__event", "claim__owner").first()
    phone = unseal(f"claims.notice.phone:{found.key}", found.reporter_phone_sealed) if found else "0000"
    is_right = compare_digest(phone[-4:], last_digits) and bool(phone)
    if found is None or not is_right:
        return None
    if not found.is_family:
        return Tracked(
            number, 1, "Laporan sudah diterima. Petugas akan menghubungi atau mendatangi pelapor.", [], ""
        )
    return _told_to_family(found)


def _told_to_family(found: Notice) -> Tracked:
    claim = found.claim
    if claim is None:
        words = {
            NoticeState.NOT_OURS: "Menurut catatan kami, bukan peserta program ini. Petugas menjelaskan langsung.",
            NoticeState.NOT_COVERED: "Menurut catatan kami belum terlindungi pada hari itu. Petugas menjelaskan langsung.",
        }
        return Tracked(
            found.number, 2, words.get(NoticeState(found.state), "Sedang diperiksa petugas."), [], ""
        )
    owner = claim.owner.full_name if claim.owner else ""
    return Tracked(
        found.number,
        TRACK_PLACE[ClaimState(claim.state)],
        claim.get_state_display(),
        family_papers(claim),
        owner,
    )


def candidates_of(told: Told) -> list[Found]:
    """Whom one notice may mean: what `finder().candidates` says, without opening the NIKs of everybody.

    The 160 numbers one slip away are asked by their blind index; only the few who have one of them are opened.
    """
    asked = list(slips(told.nik))
    by_number = list(people.by_nik_index(index for index in blind_indexes("nik", asked) if index).values())
    near = Q(pk__in=by_number)
    if told.birth_date:
        near |= Q(birth_date__in=birth_days(told.birth_date))
    everybody = people.workers().order_by("pk")
    if told.name and everybody.filter(kelurahan_id=told.kelurahan).exists():
        near |= Q(kelurahan_id=told.kelurahan)
    elif told.name:
        near = Q()  # a name alone may be anybody's in the city
    niks = people.opened(by_number, ("nik",))
    rows = everybody.filter(near).values_list("pk", "name", "birth_date", "kelurahan_id")
    known = [
        Known(pk, niks.get(pk, {}).get("nik", ""), name, born, area or "") for pk, name, born, area in rows
    ]
    return Finder(known).candidates(told)


def finder() -> Finder:
    """Everybody of the register, ready to be matched with a whole list of notices. Opens NIKs in memory only."""
    workers = list(people.workers().order_by("pk").values_list("pk", "name", "birth_date", "kelurahan_id"))
    niks = people.opened([row[0] for row in workers], ("nik",))
    return Finder([Known(pk, niks[pk]["nik"], name, born, area or "") for pk, name, born, area in workers])


def sign_of_life(worker_id: UUID, day: date) -> str:
    """A sentence when somebody met the person after the day of his death; "" otherwise."""
    for check in eligibility.checks_of(worker_id):
        if check.outcome in (FieldOutcome.WORKING, FieldOutcome.NOT_WORKING) and check.checked_on > day:
            return f"Ditemui petugas pada {tanggal(check.checked_on)}, sesudah tanggal kematian."
    for card in enrolment.cards_of_worker(worker_id):
        if card.handed_over_on and card.handed_over_on > day and not card.handed_over_to:
            return f"Menerima sendiri kartunya pada {tanggal(card.handed_over_on)}, sesudah tanggal kematian."
    return ""


# -- Reach: of the covered deaths that we know, how many were filed and paid? -----------------------------
@dataclass(frozen=True)
class Reach:
    """Covered deaths known, filed and paid, and the median days between. None = nobody yet."""

    known: int
    filed: int
    paid: int
    unclaimed_old: int  # known, covered, older than the days in which a claim should be filed, and not filed
    days_to_know: int | None
    days_to_file: int | None
    days_to_pay: int | None

    @property
    def filed_percent(self) -> int:
        return round(100 * self.filed / self.known) if self.known else 0

    @property
    def paid_percent(self) -> int:
        return round(100 * self.paid / self.known) if self.known else 0


def reach(*, on: date, scope: Scope = WHOLE_CITY) -> Reach:
    """The measure of the whole programme: covered deaths known, against claims filed and paid."""
    road = "JOIN people_worker w ON w.id = e.worker_id AND w.kelurahan_id = %s" if scope.kelurahan else ""
    params = [scope.kelurahan] if scope.kelurahan else []
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT count(*), count(c.filed_on), count(c.paid_on),
                       count(*) FILTER (WHERE c.filed_on IS NULL AND e.happened_on < %s),
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY e.reported_at::date - e.happened_on),
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY c.filed_on - e.reported_at::date),
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY c.paid_on - c.filed_on)
                FROM claims_event e JOIN claims_claim c ON c.event_id = e.id {road}
                WHERE e.kind IN ('death', 'work_death') AND c.cover_state IN ('active', 'grace')""",  # noqa: S608
            [on - timedelta(days=OLD_DAYS), *params],
        )
        return Reach(*cursor.fetchone())
