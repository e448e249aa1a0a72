"""What do the registers say of our people, who must not be paid for, and who has died?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime, make_aware

from payung.language.formats import angka, tanggal
from payung.matching.enums import Decision, ExtractState, Finding, Register, StopReason
from payung.matching.models import Pair, RegisterCheck, RegisterExtract
from payung.people import queries as people
from payung.rules import dtsen

Findings = dict[UUID, dict[str, tuple[str, date | None]]]
WAITING = (Decision.OPEN, Decision.UNSURE, Decision.SECOND)
STOPS = {
    Finding.DEAD: StopReason.DEAD,
    Finding.MOVED: StopReason.MOVED,
    Finding.NOT_FOUND: StopReason.NOT_FOUND,
    Finding.PU_ACTIVE: StopReason.PU,
    Finding.BPU_ACTIVE: StopReason.PAID_ELSEWHERE,
    Finding.PAID_ELSEWHERE: StopReason.PAID_ELSEWHERE,
}
TO_DO = {
    StopReason.DEAD: "Hentikan iurannya, datangi keluarganya, buka klaim.",
    StopReason.MOVED: "Hentikan setelah dipastikan di kelurahan.",
    StopReason.PU: "Hentikan: pemberi kerjanya sudah membayar.",
    StopReason.PAID_ELSEWHERE: "Sepakati dengan pembayar lain siapa yang berhenti.",
    StopReason.NOT_FOUND: "Cocokkan NIK dengan KTP-nya sebelum dibayar lagi.",
    StopReason.DOUBLE: "Putuskan di Periksa ganda sebelum dibayar.",
}


@dataclass(frozen=True)
class Reason:
    """One reason to stop: what, since when, who says so and when they said it."""

    reason: StopReason
    words: str  # "Meninggal sejak 3 April 2025"
    source: str
    since: date | None
    said_on: date | None

    @property
    def to_do(self) -> str:
        return TO_DO[self.reason]


@dataclass(frozen=True)
class Stop:
    """A person whose contribution should not be paid for now, with every reason."""

    worker_id: UUID
    name: str
    kelurahan: str
    reasons: tuple[Reason, ...]

    @property
    def reason(self) -> StopReason:
        """The gravest: they come in the order of StopReason."""
        return self.reasons[0].reason


@dataclass(frozen=True)
class Death:
    """A death that Dukcapil told of."""

    worker_id: UUID
    name: str
    kelurahan: str
    died_on: date | None
    source: str
    told_on: date  # the day on which the register was asked, or answered
    is_day_sure: bool = True  # the day stood in a column named for the day of death


def findings(worker_ids: Iterable[UUID] | None = None, *, on: date | None = None) -> Findings:
    """{worker: {register: (finding, since)}}: the latest answer of each register (as known at the end of the day `on`)."""
    told: Findings = {}
    rows = _latest(worker_ids, on).values_list("worker_id", "register", "finding", "since")
    for worker_id, register, finding, since in rows:
        told.setdefault(worker_id, {})[register] = (finding, since)
    return told


def checks_of(worker_id: UUID) -> QuerySet[RegisterCheck]:
    return RegisterCheck.objects.filter(worker_id=worker_id)


def answers_in_words(worker_id: UUID, *, on: date) -> list[str]:
    """The latest answer of each register about a person, with the age of its data on a day."""
    latest = _latest([worker_id], on).select_related("extract").order_by("register")
    return [
        f"{check.get_register_display()}: {check.get_finding_display().lower()}"
        f"{f' {check.decile}' if check.decile is not None else ''}"
        f" (data per {tanggal(_said_on(check))}, {angka((on - _said_on(check)).days)} hari yang lalu)"
        for check in latest
    ]


def deciles(worker_ids: Iterable[UUID]) -> dict[UUID, int]:
    """{worker: his DTSEN decile} of those who are listed, as last told."""
    latest = _latest(worker_ids, None, register=Register.DTSEN).values_list("worker_id", "decile")
    return {worker_id: decile for worker_id, decile in latest if decile is not None}


def jobs(worker_ids: Iterable[UUID]) -> dict[UUID, str]:
    """{worker: his job as Dukcapil last told it}. Empty until register answers keep a `job`.

    The hook of the rule that ASN, TNI, Polri and pensioners are no BPU (`rules.eligibility.not_bpu`).
    """
    return _values(worker_ids, Register.DUKCAPIL, "job")


def decile_quarters(worker_ids: Iterable[UUID]) -> dict[UUID, str]:
    """{worker: the quarter his DTSEN decile is of, "2025-Q3"}. Empty until register answers keep a `quarter`."""
    return _values(worker_ids, Register.DTSEN, "quarter")


def decile_in_words(check: RegisterCheck, on: date) -> str:
    """A DTSEN answer with the quarter its decile is of; "" for the answer of another register."""
    if check.register != Register.DTSEN:
        return ""
    return dtsen.decile_in_words(check.decile, getattr(check, "quarter", ""), on)


def _values(worker_ids: Iterable[UUID], register: Register, field: str) -> dict[UUID, str]:
    """The latest text of one field of one register's answers; nothing while the table has no such field."""
    if field not in {kept.name for kept in RegisterCheck._meta.get_fields()}:
        return {}
    latest = _latest(worker_ids, None, register=register).values_list("worker_id", field)
    return {worker_id: told for worker_id, told in latest if told}


def register_counts() -> dict[str, dict[str, int]]:
    """{register: {finding: people}} of the latest answers."""
    counts: dict[str, dict[str, int]] = {register: dict.fromkeys(Finding, 0) for register in Register}
    latest = _latest(None, None).order_by().values_list("register", "finding").annotate(n=Count("pk"))
    for register, finding, people_ in latest:
        counts[register][finding] = people_
    return counts


def results(
    *, register: str = "", finding: str = "", text: str = "", differs: bool = False
) -> QuerySet[RegisterCheck]:
    """The latest answer of each register for each person, filtered."""
    found = _latest(None, None, register=register).select_related("worker__kelurahan", "extract")
    if finding:
        found = found.filter(finding=finding)
    if text:
        found = found.filter(worker__name__icontains=text)
    return found.exclude(differs=[]) if differs else found


def extracts() -> QuerySet[RegisterExtract]:
    """What came in, latest first."""
    return RegisterExtract.objects.select_related("uploaded_by", "saved_by", "file", "job")


def unsaved_extracts() -> QuerySet[RegisterExtract]:
    """What somebody must still save, match or drop."""
    return extracts().filter(state__in=[ExtractState.CHECKED, ExtractState.NEEDS_MAPPING])


def extract(extract_id: int) -> RegisterExtract | None:
    return extracts().filter(pk=extract_id).first()


def stop_list(*, on: date, worker_ids: Iterable[UUID] | None = None) -> list[Stop]:
    """Who should not be paid for, as known at the end of the day `on`: deaths, moves, PU, other payers, unknown NIK, doubles.

    `worker_ids`: only these (the month's active list); None: everybody in the register. The gravest reason first.
    """
    only = None if worker_ids is None else list(worker_ids)
    reasons: dict[UUID, list[Reason]] = defaultdict(list)
    for check in _latest(only, on).filter(finding__in=list(STOPS)).select_related("extract"):
        reasons[check.worker_id].append(_reason(check, STOPS[Finding(check.finding)]))
    for worker_id, other in _doubles(on, only):
        reasons[worker_id].append(
            Reason(StopReason.DOUBLE, f"Diduga orang yang sama dengan {other}", "Periksa ganda", None, None)
        )
    order = list(StopReason)
    stops = [
        Stop(w.pk, w.name, _area(w), tuple(sorted(reasons[w.pk], key=lambda r: order.index(r.reason))))
        for w in people.workers().filter(pk__in=list(reasons))
    ]
    return sorted(stops, key=lambda stop: (order.index(stop.reason), stop.name))


def deaths_found(*, since: date | None = None, until: date | None = None) -> list[Death]:
    """Deaths that Dukcapil told of, latest first; `since`/`until` limit the day of death (unknown days are always there)."""
    dead = _latest(None, None, register=Register.DUKCAPIL).filter(finding=Finding.DEAD)
    dead = dead.select_related("worker__kelurahan", "extract")
    if since:
        dead = dead.filter(Q(since=None) | Q(since__gte=since))
    if until:
        dead = dead.filter(Q(since=None) | Q(since__lte=until))
    told = [
        Death(
            c.worker_id,
            c.worker.name,
            _area(c.worker),
            c.since,
            c.get_register_display(),
            _said_on(c),
            c.is_day_sure,
        )
        for c in dead
    ]
    return sorted(told, key=lambda d: (d.died_on or date.max, d.name), reverse=True)


def _latest(
    worker_ids: Iterable[UUID] | None, on: date | None, *, register: str = ""
) -> QuerySet[RegisterCheck]:
    """Each answer after which the same register said nothing about the same person, up to the end of the day `on`.

    Asked as NOT EXISTS, so that what is filtered further (the few who died) decides how much is looked at.
    """
    known = (
        Q()
        if on is None
        else Q(checked_at__lt=make_aware(datetime.combine(on + timedelta(days=1), time.min)))
    )
    later = RegisterCheck.objects.filter(
        known,
        Q(checked_at__gt=OuterRef("checked_at"))
        | Q(checked_at=OuterRef("checked_at"), pk__gt=OuterRef("pk")),
        worker_id=OuterRef("worker_id"),
        register=OuterRef("register"),
    )
    checks = RegisterCheck.objects.filter(known, ~Exists(later), worker__merged_into=None)
    if worker_ids is not None:
        checks = checks.filter(worker_id__in=list(worker_ids))
    return checks.filter(register=register) if register else checks


def _reason(check: RegisterCheck, stop: StopReason) -> Reason:
    payer = f", dibayar {check.payer}" if check.payer else ""
    words = f"{Finding(check.finding).label}{payer}"
    return Reason(stop, words, check.get_register_display(), check.since, _said_on(check))


def _said_on(check: RegisterCheck) -> date:
    return check.extract.as_of if check.extract else localtime(check.checked_at).date()


def _doubles(on: date, only: list[UUID] | None) -> Iterable[tuple[UUID, str]]:
    """Both workers of each pair that waits: they may be paid for twice."""
    wanted = None if only is None else set(only)
    for pair in Pair.objects.filter(decision__in=WAITING, row=None).select_related("worker", "other"):
        if pair.other is None or pair.other.merged_into_id or pair.worker.merged_into_id:
            continue
        for one, two in ((pair.worker, pair.other), (pair.other, pair.worker)):
            if wanted is None or one.pk in wanted:
                yield one.pk, two.name


def _area(worker: object) -> str:
    area = getattr(worker, "kelurahan", None)
    return area.name if area else getattr(worker, "outside_address", "")
