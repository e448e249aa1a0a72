"""Who has a seat, who waits at which number, and why? Which decrees are there, and who stands in them?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.eligibility import queries as eligibility
from payung.programme import queries as programme
from payung.programme.enums import RoundState
from payung.reference.queries import holidays, sectors
from payung.rules import months
from payung.selection.canonical import digest, from_canonical, line_place
from payung.selection.documents import wording
from payung.selection.enums import SEATED, DecreeState, PlaceState
from payung.selection.models import Decree, DecreeLine, Place
from payung.vault import unseal_many

if TYPE_CHECKING:
    from payung.programme.models import Round

PART_LABELS = {
    "desil": "DTSEN desil",
    "tidak_terdata": "tidak tercatat di DTSEN",
    "lanjutan": "peserta lanjutan",
    "cek_lapangan": "cek lapangan",
    "umur": "umur",
}


@dataclass(frozen=True)
class SectorBoard:
    """One sector of a round: its quota, who is seated, who waits."""

    sector: str
    name: str
    quota: int
    seated: int
    waiting: int
    last_score: int | None  # the lowest score that has a seat

    @property
    def empty(self) -> int:
        return max(0, self.quota - self.seated)


def places(
    round_id: int,
    *,
    scope: Scope = WHOLE_CITY,
    sector: str = "",
    state: str = "",
    kelurahan: str = "",
    text: str = "",
) -> QuerySet[Place]:
    """The places of a round by sector and rank."""
    found = Place.objects.filter(round_id=round_id, **scope.within(kelurahan="worker__kelurahan_id"))
    if scope.agency:
        found = found.filter(sector__agency_id=scope.agency)
    for name, value in (("sector_id", sector), ("state", state), ("worker__kelurahan_id", kelurahan)):
        if value:
            found = found.filter(**{name: value})
    if text:
        found = found.filter(worker__name__icontains=text)
    return (
        found.select_related("worker")
        .prefetch_related("worker__kelurahan", "sector")
        .order_by("sector_id", "rank")
    )


def place(place_id: int, *, scope: Scope = WHOLE_CITY) -> Place | None:
    found = Place.objects.filter(
        pk=place_id, **scope.within(agency="sector__agency_id", kelurahan="worker__kelurahan_id")
    )
    return found.select_related("worker", "sector", "round").first()


def place_of(worker_id: UUID, round_id: int) -> Place | None:
    return (
        Place.objects.filter(worker_id=worker_id, round_id=round_id).select_related("sector", "round").first()
    )


def places_of_worker(worker_id: UUID) -> QuerySet[Place]:
    return Place.objects.filter(worker_id=worker_id).select_related("round", "sector")


def quota_board(round_id: int) -> list[SectorBoard]:
    """Every sector with a quota: places, seated, waiting."""
    counted = {
        row["sector_id"]: row
        for row in Place.objects.filter(round_id=round_id)
        .values("sector_id")
        .annotate(
            seated=Count("id", filter=Q(state__in=SEATED)),
            waiting=Count("id", filter=Q(state=PlaceState.WAITING)),
        )
        .order_by()
    }
    names = {sector.code: sector.name for sector in sectors()}
    board = []
    for sector, quota in programme.quotas(round_id).items():
        row: Any = counted.get(sector, {})
        board.append(
            SectorBoard(
                sector,
                names.get(sector, sector),
                quota,
                row.get("seated", 0),
                row.get("waiting", 0),
                _last(round_id, sector),
            )
        )
    return board


def why(found: Place) -> list[str]:
    """Kenapa terpilih atau tidak: rank, points and what the last seat had, in sentences."""
    board = next((b for b in quota_board(found.round_id) if b.sector == found.sector_id), None)
    ranked = Place.objects.filter(round_id=found.round_id, sector_id=found.sector_id).count()
    points = (
        " + ".join(f"{PART_LABELS.get(part, part)} {n}" for part, n in found.score_parts.items() if n) or "0"
    )
    quota = board.quota if board else 0
    told = [
        f"Peringkat {found.rank} dari {ranked} untuk {quota} tempat sektor {found.sector.name}.",
        f"Nilai {found.score}: {points}.",
    ]
    if found.state == PlaceState.WAITING and board and board.last_score is not None:
        told.append(
            f"Nilai terendah yang mendapat tempat: {board.last_score}. Nama ini dipanggil bila ada kursi kosong."
        )
        if board.last_score == found.score:
            told.append("Nilainya sama; urutan di antara nilai yang sama diundi tetap dengan kunci putaran.")
    if found.released_for:
        told.append(f"Kursi dilepas: {found.get_released_for_display()}.")
    return told


def unlisted_count(round_id: int) -> int:
    """People of a round's ranking whom DTSEN, when asked, did not know."""
    return Place.objects.filter(round_id=round_id, score_parts__tidak_terdata__gt=0).count()


def reasons_by_place(round_id: int, state: str) -> dict[int, str]:
    """One line of "mengapa" for everybody of a state: rank of how many, points, the last seat's points."""
    boards = {board.sector: board for board in quota_board(round_id)}
    ranked = dict(
        Place.objects.filter(round_id=round_id).values_list("sector_id").annotate(Count("id")).order_by()
    )
    told = {}
    for found in Place.objects.filter(round_id=round_id, state=state):
        board = boards[found.sector_id]
        told[found.pk] = (
            f"Peringkat {found.rank} dari {ranked[found.sector_id]} untuk {board.quota} tempat; nilai {found.score}, "
            f"nilai terendah yang mendapat tempat {'–' if board.last_score is None else board.last_score}."
        )
    return told


def seats(place_ids: Iterable[int]) -> QuerySet[Place]:
    """Places by id, with what a card shows, by kelurahan and name."""
    found = Place.objects.filter(pk__in=list(place_ids)).select_related("worker")
    found = found.prefetch_related(
        "worker__kelurahan", "sector", "round"
    )  # eleven thousand share a few dozen
    return found.order_by("worker__kelurahan__name", "worker__name", "pk")


def seated_elsewhere(round: "Round") -> QuerySet[Place]:
    """Seats of other rounds that pay some month of this one: whoever has one gets none here (M11)."""
    at_the_same_time = Place.objects.filter(
        state__in=SEATED,
        round__first_month__lte=round.last_month,
        round__last_month__gte=round.first_month,
    )
    return at_the_same_time.exclude(round_id=round.pk).exclude(round__state=RoundState.CANCELLED)


def left_out(round: "Round", *, scope: Scope = WHOLE_CITY) -> QuerySet[Place]:
    """Seats of other rounds that keep somebody eligible here from a seat, by name."""
    eligible = eligibility.eligible_workers(round.pk)
    elsewhere = seated_elsewhere(round).filter(worker__in=eligible)
    within = scope.within(agency="sector__agency_id", kelurahan="worker__kelurahan_id")
    return elsewhere.filter(**within).select_related("worker", "round").order_by("worker__name", "pk")


def released_workers(round_id: int) -> set[UUID]:
    """People who gave up their place or their number in this round."""
    released = Place.objects.filter(round_id=round_id, state=PlaceState.RELEASED)
    return set(released.values_list("worker_id", flat=True))


def freed_seats(round_id: int) -> QuerySet[Place]:
    """Seats that were given up and not yet filled again, in sectors where the quota leaves room."""
    filled = Place.objects.filter(replaces__isnull=False).values("replaces_id")
    with_room = [board.sector for board in quota_board(round_id) if board.empty]
    freed = Place.objects.filter(round_id=round_id, state=PlaceState.RELEASED, sector_id__in=with_room)
    freed = freed.exclude(pk__in=filled)
    return freed.select_related("worker", "sector").order_by("released_on", "pk")


def first_open_month(first_month: int, released_on: date, today: date) -> int:
    """The month a successor begins: after his predecessor's last, in the round, and still payable in time."""
    return max(first_month, months.month_of(released_on) + 1, payable_month(today))


def payable_month(today: date) -> int:
    """The first month that can still be paid in time: this one until its due day, then the next."""
    now = months.month_of(today)
    return now if today <= months.due_on(now, months.holidays() | holidays()) else now + 1


def next_waiting(round: "Round", sector: str) -> Place | None:
    """The first who waits and has no seat in another round of the same months."""
    waiting = places(round.pk, sector=sector, state=PlaceState.WAITING)
    return waiting.exclude(worker__in=seated_elsewhere(round).values("worker_id")).first()


def coming(round_id: int, version: int) -> list[Place]:
    """Who enters with the next version: everybody selected, later those called from the waiting list."""
    state = PlaceState.SELECTED if version == 1 else PlaceState.CALLED
    found = Place.objects.filter(round_id=round_id, state=state).select_related(
        "worker__kelurahan__parent", "sector", "replaces__worker"
    )
    return list(found.order_by("sector__name", "worker__kelurahan__name", "worker__name", "pk"))


def leaving(round_id: int, version: int) -> list[Place]:
    """People of earlier decrees who gave up their seat (or lost it to a mistaken death) and are in no amendment yet."""
    if version == 1:
        return []
    named = Decree.objects.filter(round_id=round_id, state=DecreeState.SIGNED)
    freed = Place.objects.filter(round_id=round_id, state__in=[PlaceState.RELEASED, PlaceState.WAITING])
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT place_id FROM selection_decreeline WHERE decree_id = ANY(%s)
               GROUP BY place_id HAVING NOT (array_agg(leaves ORDER BY decree_id DESC))[1]""",
            [list(named.values_list("pk", flat=True))],
        )
        still_named = [place_id for (place_id,) in cursor.fetchall()]
    freed = freed.filter(pk__in=still_named).select_related("worker__kelurahan__parent", "sector")
    return list(freed.order_by("sector__name", "worker__name", "pk"))


def decree_lines_of(worker_id: UUID) -> QuerySet[DecreeLine]:
    """Where signed decrees name one person, coming or leaving."""
    signed = DecreeLine.objects.filter(place__worker_id=worker_id, decree__state=DecreeState.SIGNED)
    return signed.select_related("decree", "decree__locked_by")


def was_taken_out(place_id: int) -> bool:
    """Whether the last signed decree that names a place says that this person leaves."""
    signed = DecreeLine.objects.filter(place_id=place_id, decree__state=DecreeState.SIGNED)
    last = signed.order_by("-decree__version").first()
    return last is not None and last.leaves


def next_version(round_id: int) -> int:
    """1 before the first signed decree, then 2, 3, ..."""
    return 1 + Decree.objects.filter(round_id=round_id, state=DecreeState.SIGNED).count()


def decrees(round_id: int | None = None) -> QuerySet[Decree]:
    """Decrees that stand or are drafted, latest first."""
    found = Decree.objects.exclude(state=DecreeState.DROPPED).select_related(
        "round", "round__fund", "drafted_by", "locked_by"
    )
    return (found.filter(round_id=round_id) if round_id else found).order_by("-round_id", "-version")


def standard_citations() -> tuple[str, ...]:
    """What decrees cite until the city has its own list; "…" stands for a number nobody has confirmed."""
    return wording.standard_citations()


def signed_before(found: Decree) -> list[tuple[str, date]]:
    """(number, date) of the decrees of the round that this one amends: the first, then every amendment, in order."""
    signed = Decree.objects.filter(
        round_id=found.round_id, state=DecreeState.SIGNED, version__lt=found.version
    )
    return [(one.number, one.signed_on) for one in signed.order_by("version") if one.signed_on]


def decree(decree_id: int) -> Decree | None:
    return (
        Decree.objects.select_related("round", "round__fund", "drafted_by", "locked_by")
        .filter(pk=decree_id)
        .first()
    )


def lines(decree_id: int, *, scope: Scope = WHOLE_CITY, text: str = "") -> QuerySet[DecreeLine]:
    """The people of a decree, as they stood on that day; an agency sees those of its sectors."""
    within = scope.within(agency="place__sector__agency_id", kelurahan="place__worker__kelurahan_id")
    found = DecreeLine.objects.filter(decree_id=decree_id, **within).select_related("place__sector")
    return found.filter(name__icontains=text) if text else found


LINE_WORDS = (
    "place_id",
    "number",
    "leaves",
    "reason",
    "name",
    "birth",
    "sex",
    "address",
    "kelurahan",
    "kecamatan",
    "job",
)


def annex_rows(decree_id: int) -> list[dict[str, Any]]:
    """The annex by number, private numbers opened. The caller leaves the audit line."""
    found = list(lines(decree_id).select_related("place__sector"))
    opened = unseal_many((line_place(decree_id, line.place_id), line.sealed) for line in found)
    rows = []
    for line, text in zip(found, opened, strict=True):
        private = from_canonical(text)
        rows.append(
            {
                "number": line.number,
                "nik": private["nik"],
                "kk": private["kk"],
                "name": line.name,
                "birth": line.birth,
                "sex": line.sex,
                "address": line.address,
                "kelurahan": line.kelurahan,
                "kecamatan": line.kecamatan,
                "job": line.job,
                "sector": line.place.sector.name,
                "leaves": line.leaves,
                "reason": line.reason,
                "starts_month": line.starts_month,
                "replaces": line.replaces,
            }
        )
    return rows


def digest_now(decree_id: int) -> str:
    """The digest of a decree's lines as they stand now, to compare with what was fixed (M9)."""
    found = list(lines(decree_id))
    opened = unseal_many((line_place(decree_id, line.place_id), line.sealed) for line in found)
    return digest(
        {field: getattr(line, field) for field in LINE_WORDS} | _of_amendments(line) | from_canonical(private)
        for line, private in zip(found, opened, strict=True)
    )


def _of_amendments(line: DecreeLine) -> dict[str, Any]:
    """What only lines of amendments have: lines without keep the digest they were signed with."""
    amendment = {"starts_month": line.starts_month, "replaces": line.replaces}
    return {field: value for field, value in amendment.items() if value}


@dataclass(frozen=True)
class Share:
    """What a decree promises to pay for one person."""

    starts_month: int
    months: int
    cost_rp: int


def shares(found: Decree) -> dict[int, Share]:
    """{line: from when, how many months, how much}, for those who come in: each in the round's own price of each month."""
    round = found.round
    named = found.lines.filter(leaves=False).values_list("pk", "starts_month", "place__sector_id")
    costs: dict[tuple[int, str], Share] = {}
    names = {}
    for pk, starts_month, sector in named:
        key = (starts_month or round.first_month, sector)
        if key not in costs:
            paid = range(key[0], round.last_month + 1)
            cost_rp = sum(programme.contribution_rp(round, month, sector) for month in paid)
            costs[key] = Share(key[0], len(paid), cost_rp)
        names[pk] = costs[key]
    return names


def people_by_sector(found: Decree) -> dict[str, int]:
    """{sector name: people}: of the first decree its lines; after an amendment everybody who is in."""
    if found.version > 1:
        seated = Place.objects.filter(round_id=found.round_id, state__in=SEATED)
        return dict(sorted(seated.values_list("sector__name").annotate(Count("id")).order_by()))
    named = DecreeLine.objects.filter(decree_id=found.pk, leaves=False)
    return dict(sorted(named.values_list("place__sector__name").annotate(Count("id")).order_by()))


def decreed_places(decree_id: int) -> list[Place]:
    """The places that came in with a decree and still stand."""
    ids = DecreeLine.objects.filter(decree_id=decree_id, leaves=False).values("place_id")
    return list(
        Place.objects.filter(pk__in=ids, state=PlaceState.DECREED).select_related("worker").order_by("pk")
    )


def seated_count(round_id: int) -> int:
    return Place.objects.filter(round_id=round_id, state__in=SEATED).count()


def monthly_rp(round_id: int) -> int:
    """What everybody seated costs a month."""
    found = programme.round_(round_id)
    if found is None:
        return 0
    by_sector = (
        Place.objects.filter(round_id=round_id, state__in=SEATED)
        .values_list("sector_id")
        .annotate(Count("id"))
    )
    return sum(n * programme.contribution_rp(found, sector=sector) for sector, n in by_sector.order_by())


def signed_people(round_id: int) -> int:
    """How many people all signed decrees of a round named."""
    return (
        Decree.objects.filter(round_id=round_id, state=DecreeState.SIGNED).aggregate(n=Sum("people"))["n"]
        or 0
    )


def _last(round_id: int, sector: str) -> int | None:
    last = (
        Place.objects.filter(round_id=round_id, sector_id=sector, state__in=SEATED).order_by("-rank").first()
    )
    return last.score if last else None
