"""Who is registered, who has a KPJ, and whose card is where?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.enrolment.enums import CardState, EndReason, RegistrationState
from payung.enrolment.models import (
    Card,
    DeactivationFile,
    ExportProfile,
    Membership,
    Registration,
    RegistrationFile,
    Reply,
)
from payung.language.formats import mask_name
from payung.people import queries as people
from payung.rules import months
from payung.rules.card_code import is_card_code, normalise_card_code
from payung.rules.standing import Span
from payung.selection.enums import SEATED


class MemberRow(NamedTuple):
    """One person of the active list of a month."""

    membership_id: int
    worker_id: UUID
    kpj: str
    name: str
    sector: str
    kelurahan: str | None


@dataclass(frozen=True)
class CardSeen:
    """All that a scan may reveal (K4)."""

    name: str  # masked, "Sit••• Ami•••"
    is_valid: bool

    @property
    def status(self) -> str:
        return "Berlaku" if self.is_valid else "Tidak berlaku"


# -- Registrations ---------------------------------------------------------------------------------------
def registrations(
    scope: Scope = WHOLE_CITY,
    *,
    round_id: int | None = None,
    decree_id: int | None = None,
    state: str = "",
    sector: str = "",
    kelurahan: str = "",
    text: str = "",
) -> QuerySet[Registration]:
    """Decreed people on the way to a KPJ, by name. `text`: beginnings of names, or a whole NIK."""
    found = Registration.objects.filter(**scope.within(**_ROADS))
    if decree_id is not None:
        found = found.filter(place_id__in=_decreed_places(decree_id))
    given = {
        "place__round_id": round_id,
        "state": state,
        "place__sector_id": sector,
        "worker__kelurahan_id": kelurahan,
    }
    found = found.filter(**{road: value for road, value in given.items() if value})
    if text:
        found = found.filter(worker__in=people.find(text, scope=scope).values("id"))
    found = found.select_related("worker__kelurahan", "place__sector", "place__round", "sent_in")
    return found.order_by("worker__name", "id")


_ROADS = {"kelurahan": "worker__kelurahan_id", "agency": "place__sector__agency_id"}


def ready_to_send(decree_id: int) -> QuerySet[Registration]:
    """Registrations of a decree that no file holds yet; without joins, so that they can be locked."""
    return Registration.objects.filter(
        place_id__in=_decreed_places(decree_id), state=RegistrationState.READY
    ).order_by("id")


def starting_late(decree_id: int, today: date) -> int:
    """How many of a decree still go to the branch although the month they were to begin in is over."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM selection_decreeline l JOIN selection_place p ON p.id = l.place_id
                WHERE l.decree_id = %s AND NOT l.leaves AND p.state = 'decreed' AND p.starts_month < %s
                  AND NOT EXISTS (SELECT 1 FROM enrolment_registration r
                                  WHERE r.place_id = p.id AND r.state <> %s)""",
            [decree_id, months.month_of(today), RegistrationState.READY],
        )
        return cursor.fetchone()[0]


def _decreed_places(decree_id: int) -> RawSQL:
    return RawSQL(
        "SELECT place_id FROM selection_decreeline WHERE decree_id = %s AND NOT leaves", [decree_id]
    )


def registration_counts(scope: Scope = WHOLE_CITY, **filters) -> dict[str, int]:
    """{state: people}; every state has an entry."""
    found = registrations(scope, **filters).order_by().values_list("state").annotate(n=Count("id"))
    return {state.value: 0 for state in RegistrationState} | dict(found)


def registration_files(
    decree_id: int | None = None, *, round_id: int | None = None
) -> QuerySet[RegistrationFile]:
    found = RegistrationFile.objects.select_related("decree", "profile", "file", "made_by")
    given = {"decree_id": decree_id, "decree__round_id": round_id}
    return found.filter(**{road: value for road, value in given.items() if value is not None})


class SignedDecree(NamedTuple):
    """A decree whose people may be registered."""

    id: int
    number: str
    people: int
    missing: int  # seated people who have no registration yet
    ready: int  # not yet in a file


def signed_decrees(round_id: int | None = None) -> list[SignedDecree]:
    """Signed decrees, newest first, with how many people still have to go to the branch."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT decree.id, decree.number, decree.people,
                      count(*) FILTER (WHERE place.state = 'decreed' AND (r.id IS NULL OR (r.state IN ('accepted', 'refused')
                          AND NOT EXISTS (SELECT FROM enrolment_membership m WHERE m.place_id = place.id AND m.end_on IS NULL)))),
                      count(*) FILTER (WHERE r.state = 'ready')
               FROM selection_decree AS decree
               JOIN selection_decreeline AS line ON line.decree_id = decree.id AND NOT line.leaves
               JOIN selection_place AS place ON place.id = line.place_id
               LEFT JOIN enrolment_registration AS r ON r.place_id = place.id
               WHERE decree.state = 'signed' AND (%s::bigint IS NULL OR decree.round_id = %s)
               GROUP BY decree.id ORDER BY decree.id DESC""",
            [round_id, round_id],
        )
        return [SignedDecree(*row) for row in cursor.fetchall()]


def registration_file(file_id: int) -> RegistrationFile | None:
    return registration_files().filter(pk=file_id).first()


def replies() -> QuerySet[Reply]:
    return Reply.objects.select_related("file", "read_by")


def reply(reply_id: int) -> Reply | None:
    return replies().filter(pk=reply_id).first()


def profiles(purpose: str = "registration") -> QuerySet[ExportProfile]:
    """The branch's templates of one purpose, the one in use first."""
    return ExportProfile.objects.filter(purpose=purpose).order_by("-is_default", "name")


def profile(profile_id: int, purpose: str = "registration") -> ExportProfile | None:
    return profiles(purpose).filter(pk=profile_id).first()


def export_rows(registration_ids: Iterable[int]) -> list[dict]:
    """Everything a profile may ask about these registrations, private numbers opened: one dict a person.

    The caller leaves the audit line.
    """
    found = list(
        Registration.objects.filter(pk__in=list(registration_ids))
        .select_related("worker__kelurahan__parent", "place__sector", "place__round")
        .order_by("place__sector_id", "worker__name", "id")
    )
    ids = [registration.worker_id for registration in found]
    opened, work = people.opened(ids, ["nik", "phone", "mother_name"]), people.latest_occupation(ids)
    return [_export_row(r, opened[r.worker_id], work.get(r.worker_id)) for r in found]


def _export_row(registration: Registration, private: dict[str, str], work) -> dict:
    worker, place = registration.worker, registration.place
    area = worker.kelurahan
    return {
        "registration_id": registration.pk,
        "nik": private["nik"],
        "phone": private["phone"],
        "mother_name": private["mother_name"],
        "name": worker.name,
        "birth_place": worker.birth_place,
        "birth_date": worker.birth_date,
        "sex": worker.sex,
        "address": worker.address,
        "rt": worker.rt,
        "rw": worker.rw,
        "kelurahan": area.name if area else worker.outside_address,
        "kecamatan": area.parent.name if area and area.parent else "",
        "sector": place.sector.name,
        "job": work.job if work else "",
        "work_place": work.work_place if work else "",
        "work_hours": work.work_hours if work else "",
        "income_rp": work.income_rp if work else None,
        "programmes": "+".join(place.round.programmes),
        "first_month": place.starts_month,
        "months": place.round.last_month - place.starts_month + 1,
    }


# -- Memberships -----------------------------------------------------------------------------------------
def _in_month(month: int, round_id: int | None) -> QuerySet[Membership]:
    """Started by the month's last day, not ended before its second nor before it began, in the months its round pays."""
    found = Membership.objects.filter(
        Q(end_on=None) | (Q(end_on__gt=months.first_day(month)) & Q(end_on__gt=F("start_on"))),
        # Who sat here before the seat was given on (a mistaken death) and was called again: the earlier months count as they were.
        Q(place__starts_month__lte=month) | Q(end_reason=EndReason.KURSI_TERISI),
        # Nobody is paid without a seat, whatever a membership says.
        ~Q(end_on=None) | Q(place__state__in=SEATED),
        start_on__lte=months.last_day(month),
        place__round__last_month__gte=month,
    )
    return found if round_id is None else found.filter(place__round_id=round_id)


def memberships_in(
    month: int, *, round_id: int | None = None, worker_ids: Iterable[UUID] | None = None
) -> list[MemberRow]:
    """The active list of a contribution month: whom BPJS should bill. `worker_ids`: only these."""
    found = _in_month(month, round_id).order_by("id")
    if worker_ids is not None:
        found = found.filter(worker_id__in=list(worker_ids))
    return [
        MemberRow(*row)
        for row in found.values_list(
            "id", "worker_id", "kpj", "worker__name", "place__sector_id", "worker__kelurahan_id"
        )
    ]


def active_in(month: int, *, round_id: int | None = None) -> QuerySet:
    """The ids of the same list, to ask inside another question."""
    return _in_month(month, round_id).order_by().values("id")


def active_rows(month: int, *, round_id: int | None = None) -> tuple[str, tuple]:
    """The same list as a statement (membership, worker, KPJ, sector), for questions about all of it at once."""
    found = _in_month(month, round_id).order_by().values_list("id", "worker_id", "kpj", "place__sector_id")
    return found.query.sql_with_params()


def people_in(month: int, *, round_id: int | None = None) -> int:
    """How many people the active list of a month has."""
    return _in_month(month, round_id).count()


def members_among(worker_ids: Iterable[UUID], on: date) -> set[UUID]:
    """Of these, whose membership runs on a day, or begins after it."""
    running = Membership.objects.filter(
        Q(end_on=None) | (Q(end_on__gt=on) & Q(end_on__gt=F("start_on"))), worker_id__in=list(worker_ids)
    )
    return set(running.values_list("worker_id", flat=True))


def ever_members(worker_ids: Iterable[UUID]) -> set[UUID]:
    """Of these, who is or was a member."""
    return set(Membership.objects.filter(worker_id__in=list(worker_ids)).values_list("worker_id", flat=True))


def membership_of(worker_id: UUID, on: date) -> Membership | None:
    """The membership that runs on that day. Whether it was paid, `contributions` knows."""
    running = Membership.objects.filter(
        Q(end_on=None) | Q(end_on__gt=on), worker_id=worker_id, start_on__lte=on
    )
    return running.select_related("worker", "place__round", "place__sector").order_by("-start_on").first()


def membership(membership_id: int) -> Membership | None:
    found = Membership.objects.select_related("worker", "place__round__fund", "place__sector")
    return found.filter(pk=membership_id).first()


def memberships(
    scope: Scope = WHOLE_CITY, *, text: str = "", running: bool | None = None
) -> QuerySet[Membership]:
    found = Membership.objects.filter(**scope.within(**_ROADS))
    if running is not None:
        found = found.filter(end_on__isnull=running)
    if text:
        named = Q(worker__in=people.find(text, scope=scope).values("id"))
        found = found.filter(named | Q(kpj=text.strip()))
    return found.select_related("worker__kelurahan", "place__sector").order_by("worker__name", "id")


def memberships_of_worker(worker_id: UUID) -> QuerySet[Membership]:
    """All of one person, latest first."""
    memberships = Membership.objects.filter(worker_id=worker_id).order_by("-start_on")
    return memberships.select_related("place__round", "deactivated_in__made_by")


def registrations_of_worker(worker_id: UUID) -> QuerySet[Registration]:
    """Every way to a KPJ of one person."""
    return Registration.objects.filter(worker_id=worker_id).select_related("sent_in", "sent_in__made_by")


def is_being_registered(place_id: int) -> bool:
    """Whether somebody is on the way to a KPJ for this seat."""
    not_yet = (RegistrationState.READY, RegistrationState.SENT)
    return Registration.objects.filter(place_id=place_id, state__in=not_yet).exists()


def running_on(place_id: int) -> Membership | None:
    """The membership that runs on a seat."""
    return Membership.objects.filter(place_id=place_id, end_on=None).select_related("worker").first()


def to_deactivate(scope: Scope = WHOLE_CITY, *, text: str = "") -> QuerySet[Membership]:
    """Memberships that have ended, that go on in no other one, and that no *Nonaktif TK* file named yet."""
    goes_on = Membership.objects.filter(worker_id=OuterRef("worker_id"), end_on=None)
    ended = memberships(scope, text=text, running=False).filter(~Exists(goes_on), deactivated_in=None)
    return ended.order_by("end_on", "id")


def deactivation_files() -> QuerySet[DeactivationFile]:
    return DeactivationFile.objects.select_related("file", "made_by", "profile")


def deactivation_file(file_id: int) -> DeactivationFile | None:
    return deactivation_files().filter(pk=file_id).first()


def deactivation_rows(membership_ids: Iterable[int]) -> list[dict]:
    """Everything a *Nonaktif TK* profile may ask, NIKs opened: one dict a person. The caller leaves the audit line."""
    ended = Membership.objects.filter(pk__in=list(membership_ids), end_on__isnull=False)
    ended = ended.select_related("worker").order_by("worker__name", "id")
    opened = people.opened([member.worker_id for member in ended], ["nik"])
    return [
        {
            "kpj": member.kpj,
            "nik": opened[member.worker_id]["nik"],
            "name": member.worker.name,
            "birth_date": member.worker.birth_date,
            "last_on": member.last_on,
            "off_month": off_month(member),
            "reason": member.get_end_reason_display(),
        }
        for member in ended
    ]


def off_month(member: Membership) -> int | None:
    """The first month that is no longer to be billed; None while a membership runs."""
    if member.end_on is None:
        return None
    if member.end_on <= member.start_on:  # it never ran
        return months.month_of(member.start_on)
    return months.month_of(member.end_on - timedelta(days=1)) + 1


def spans(worker_ids: Iterable[UUID]) -> dict[UUID, list[Span]]:
    """{worker: his memberships as days, the earliest first}; the first day is the branch's (TMT).

    Also one that ended before it began (a death before the first day): its first day is still the day cover would begin.
    """
    spans: dict[UUID, list[Span]] = {}
    memberships = Membership.objects.filter(worker_id__in=list(worker_ids)).order_by("start_on", "pk")
    for worker_id, start_on, end_on in memberships.values_list("worker_id", "start_on", "end_on"):
        spans.setdefault(worker_id, []).append(Span(start_on, end_on))
    return spans


# -- Cards -----------------------------------------------------------------------------------------------
def kpjs(worker_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The latest KPJ of each, also when the membership has ended."""
    found = Membership.objects.filter(worker_id__in=list(worker_ids)).order_by("worker_id", "start_on", "pk")
    return dict(found.values_list("worker_id", "kpj"))


def workers_of_kpjs(numbers: Iterable[str]) -> list[UUID]:
    """Whose these KPJ are or were."""
    return list(
        Membership.objects.filter(kpj__in=list(numbers)).values_list("worker_id", flat=True).distinct()
    )


def cards(
    scope: Scope = WHOLE_CITY,
    *,
    state: str = "",
    sector: str = "",
    kelurahan: str = "",
    text: str = "",
) -> QuerySet[Card]:
    """Active cards by kelurahan and name. `state`: "unprinted", "undelivered" (printed, the chase list), "delivered"."""
    found = Card.objects.filter(
        state=CardState.ACTIVE, **scope.within(**{key: f"membership__{road}" for key, road in _ROADS.items()})
    )
    if state:
        found = found.filter(**_CARD_STATES[state])
    if sector:
        found = found.filter(membership__place__sector_id=sector)
    if kelurahan:
        found = found.filter(membership__worker__kelurahan_id=kelurahan)
    if text:
        code = normalise_card_code(text)
        named = Q(membership__worker__in=people.find(text, scope=scope).values("id"))
        found = found.filter(Q(code=code) if is_card_code(code) else named | Q(membership__kpj=text.strip()))
    found = found.select_related("membership__worker__kelurahan__parent", "membership__place__sector")
    found = found.select_related("membership__place__round")
    return found.order_by("membership__worker__kelurahan_id", "membership__worker__name", "id")


_CARD_STATES: dict[str, dict[str, Any]] = {
    "unprinted": {"printed_at": None},
    "undelivered": {"printed_at__isnull": False, "handed_over_on": None},
    "delivered": {"handed_over_on__isnull": False},
}


def card_counts(scope: Scope = WHOLE_CITY) -> dict[str, int]:
    """{"active", "unprinted", "undelivered", "delivered"}"""
    return cards(scope).order_by().aggregate(active=Count("id"), **_COUNTS)


_COUNTS = {name: Count("id", filter=Q(**rule)) for name, rule in _CARD_STATES.items()}


def cards_by_kelurahan(scope: Scope = WHOLE_CITY) -> list[Any]:
    """Hand-over per kelurahan: [{"kelurahan","name","active","unprinted","undelivered","delivered"}]."""
    road = "membership__worker__kelurahan"
    found = cards(scope).order_by().values(kelurahan=F(f"{road}_id"), name=F(f"{road}__name"))
    return list(found.annotate(active=Count("id"), **_COUNTS).order_by("name"))


def cards_of_worker(worker_id: UUID) -> QuerySet[Card]:
    """Every card of one person, latest first, also revoked ones."""
    return Card.objects.filter(membership__worker_id=worker_id).order_by("-id")


def card_codes(worker_ids: Iterable[UUID]) -> dict[UUID, str]:
    """{worker: the code of his active card}"""
    found = Card.objects.filter(membership__worker_id__in=list(worker_ids), state=CardState.ACTIVE)
    return dict(found.values_list("membership__worker_id", "code"))


def card(card_id: int, scope: Scope = WHOLE_CITY) -> Card | None:
    return cards(scope).filter(pk=card_id).first()


def card_by_code(code: str) -> CardSeen | None:
    """What anybody who scans a card may see (K4); None for a code we never gave."""
    found = _card(code)
    if found is None:
        return None
    return CardSeen(mask_name(found.membership.worker.name), found.state == CardState.ACTIVE)


def bereaved(
    *, since: date | None = None, kelurahan: str = "", worker_ids: Iterable[UUID] | None = None
) -> list[MemberRow]:
    """Members who died as members, in any round: whose families are looked after. `since`: died on it or later."""
    dead = Membership.objects.filter(end_reason=EndReason.MENINGGAL).order_by("worker_id", "-start_on")
    if since:
        dead = dead.filter(died_on__gte=since)
    if kelurahan:
        dead = dead.filter(worker__kelurahan_id=kelurahan)
    if worker_ids is not None:
        dead = dead.filter(worker_id__in=list(worker_ids))
    named = ("id", "worker_id", "kpj", "worker__name", "place__sector_id", "worker__kelurahan_id")
    return [MemberRow(*row) for row in dead.distinct("worker_id").values_list(*named)]


def worker_of_any_card(code: str) -> UUID | None:
    """Whose card this is or was: the family of a member who died shows a card that is revoked."""
    issued = _card(code)
    return issued.membership.worker_id if issued else None


def card_begins_later(code: str, *, on: date) -> date | None:
    """The day from which a card protects, while it is still to come on the day of the scan; None from then on.

    A card may be in the hand before the branch lets cover begin (TMT): whoever scans it must not be promised more.
    """
    issued = _card(code)
    if issued is None or issued.state != CardState.ACTIVE or issued.membership.start_on <= on:
        return None
    return issued.membership.start_on


def worker_of_card(code: str) -> UUID | None:
    """Whose active card this is, for staff who hand something over; None for a revoked or unknown one."""
    found = _card(code)
    return found.membership.worker_id if found and found.state == CardState.ACTIVE else None


def _card(code: str) -> Card | None:
    code = normalise_card_code(code)
    if not is_card_code(code):
        return None
    return Card.objects.filter(code=code).select_related("membership__worker").first()
