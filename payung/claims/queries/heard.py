"""What did we hear, whom may it mean, and what may the tracker tell?"""

from dataclasses import dataclass
from datetime import date
from hmac import compare_digest
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.claims.enums import NOTICE_WAITS, ClaimState, NoticeState
from payung.claims.finding import Finder, Found, Known, Told, birth_days, slips
from payung.claims.models import Candidate, Claim, Event, Notice
from payung.claims.queries.cases import death_of, family_papers, was_buried_by_mistake
from payung.contributions import queries as contributions
from payung.eligibility import queries as eligibility
from payung.eligibility.enums import FieldOutcome
from payung.enrolment import queries as enrolment
from payung.language.formats import rupiah, tanggal
from payung.matching import queries as matching
from payung.people import queries as people
from payung.reference import clock
from payung.vault import blind_indexes, unseal


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
    """What waits for somebody: to be looked at, or for the second of two."""
    return notices(scope=scope).filter(state__in=NOTICE_WAITS).count()


def second_count(*, scope: Scope = WHOLE_CITY) -> int:
    """Deaths of people who were seen or paid since: one officer has spoken, another must."""
    return notices(scope=scope, state=NoticeState.SECOND).count()


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
    is_known = day is not None and not _day_trouble(day, found)
    cover = contributions.cover([row.worker_id for row in rows], day) if is_known and day and rows else {}
    return [
        Choice(
            row,
            cover.get(row.worker_id),
            death_of(row.worker_id),
            sign_of_life(row.worker_id, day) if day else "",
        )
        for row in rows
    ]


def _day_trouble(day: date, notice: Notice) -> str:
    return matching.death_day_trouble(day, notice.birth_date, "", clock.today(), what="Tanggal kejadian")


TRACK = ("Diterima", "Diverifikasi", "Berkas", "BPJS", "Selesai")
TRACK_PLACE = {
    ClaimState.REPORTED: 2,
    ClaimState.NOT_COVERED: 2,
    ClaimState.COLLECTING: 3,
    ClaimState.COMPLETE: 3,
    ClaimState.FILED: 4,
    ClaimState.REFUSED: 4,
    ClaimState.PAID: 5,
    ClaimState.MISTAKEN: 5,
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


def needs_a_second(worker_id: UUID, day: date, *, of_an_authority: bool = False) -> str:
    """Why one officer's word is not enough for a death on that day: seen, paid, or buried by mistake before; "" when it is.

    A payment says little against a register that names the whole NIK (`of_an_authority`), much against one report.
    """
    if was_buried_by_mistake(worker_id):
        return "Orang ini pernah keliru dicatat meninggal."
    if seen := sign_of_life(worker_id, day):
        return seen
    if not of_an_authority and (paid_on := contributions.last_paid_on(worker_id)) and paid_on > day:
        return f"Iurannya dibayar pada {tanggal(paid_on)}, sesudah tanggal kematian."
    return ""


def notices_of(worker_id: UUID) -> QuerySet[Notice]:
    """What was heard of one person, as far as it was matched."""
    meant = Q(worker_id=worker_id) | Q(claim__worker_id=worker_id)
    return Notice.objects.filter(meant).select_related("heard_by", "decided_by", "claim")


@dataclass(frozen=True)
class Dead:
    """A recorded death as the first line of a person's page says it."""

    on: date
    standing: str  # "santunan Rp42.000.000 dibayar 3 November 2025"
    claim: Claim | None


def dead(worker_id: UUID) -> Dead | None:
    """The recorded death of a person and what became of the benefit; None for the living."""
    if event := death_of(worker_id):
        return Dead(event.death_on, _standing(event.claim), event.claim)
    notice = Notice.objects.filter(worker_id=worker_id, state=NoticeState.NOT_COVERED).order_by("-pk").first()
    if notice and notice.happened_on:
        return Dead(notice.happened_on, "belum pernah terlindungi pada hari itu", None)
    return None


def _standing(claim: Claim) -> str:
    if claim.state == ClaimState.PAID and claim.paid_on:
        return f"santunan {rupiah(claim.paid_rp or 0)} dibayar {tanggal(claim.paid_on)}"
    return f"klaim {claim.number}: {claim.get_state_display().lower()}"
