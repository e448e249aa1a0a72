"""How is a seat given up, and who is called to it? One winner, whoever presses at the same moment (M5)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.language.formats import tanggal
from payung.programme import actions as programme
from payung.rules import months
from payung.selection import queries
from payung.selection.actions.rounds import lock_seating
from payung.selection.empty import empty_seats
from payung.selection.enums import PLACE_NEXT, SEATED, PlaceState, ReleaseReason
from payung.selection.models import Place
from payung.selection.refusals import SelectionRefused


@transaction.atomic
def release(place_id: int, reason: ReleaseReason, *, on: date, by: User | None, at: datetime) -> bool:
    """Give up a seat or a number on the waiting list. False when that has been done before."""
    lock_seating()
    sources = [state for state, targets in PLACE_NEXT.items() if PlaceState.RELEASED in targets]
    moved = Place.objects.filter(pk=place_id, state__in=sources).update(
        state=PlaceState.RELEASED, released_for=reason, released_on=on, changed_at=at
    )
    if moved:
        audit.record(
            "selection.released",
            by=by,
            at=at,
            on=("selection.place", place_id),
            sentence=f"Kursi dilepas: {ReleaseReason(reason).label.lower()}.",
        )
    return bool(moved)


@transaction.atomic
def call_next(freed_place_id: int, *, by: User | None, at: datetime) -> Place | None:
    """Give a freed seat to the first on the waiting list of its sector; None when nobody waits or no month remains.

    The quota row is locked: two callers never fill one seat twice, and never more seats than the quota. Nobody is
    called who has a seat in another round of the same months.
    """
    lock_seating()
    freed = Place.objects.select_related("round").get(pk=freed_place_id)
    quota = programme.lock_quota(freed.round_id, freed.sector_id)
    if filled := Place.objects.filter(replaces_id=freed_place_id).first():
        return filled
    if freed.state != PlaceState.RELEASED or freed.released_on is None:
        raise SelectionRefused("Kursi ini masih terisi. Lepas dulu dengan alasannya.")
    seated = Place.objects.filter(
        round_id=freed.round_id, sector_id=freed.sector_id, state__in=SEATED
    ).count()
    starts_month = queries.first_open_month(freed.round.first_month, freed.released_on, localdate(at))
    if seated >= quota or starts_month > freed.round.last_month:
        return None
    called = _seat_first_waiting(freed, starts_month, at)
    if called is None:
        return None
    audit.record(
        "selection.called",
        by=by,
        at=at,
        on=("selection.place", called.pk),
        sentence=f"Dipanggil dari cadangan nomor {called.rank} untuk kursi yang dilepas.",
    )
    called.refresh_from_db()
    return called


@transaction.atomic
def release_all(worker_id: UUID, reason: ReleaseReason, *, on: date, by: User | None, at: datetime) -> None:
    """Somebody who died holds nothing any more: neither a seat, whose next is called, nor a number in a queue."""
    held = Place.objects.filter(worker_id=worker_id).exclude(state=PlaceState.RELEASED)
    for place in list(held.order_by("id")):
        if release(place.pk, reason, on=on, by=by, at=at) and place.is_seated:
            call_next(place.pk, by=by, at=at)


def seat_is_taken(place_id: int, *, start_on: date, end_on: date | None) -> str:
    """ "" when a seat is free between two days; otherwise who had it before, or has it since (M5)."""
    place = Place.objects.select_related("replaces").get(pk=place_id)
    before = place.replaces
    if before and before.released_on and months.month_of(before.released_on) >= months.month_of(start_on):
        return f"Kursinya baru kosong sejak {tanggal(before.released_on)}. Mulai bulan berikutnya."
    after = Place.objects.filter(replaces=place).first()
    if after and (end_on is None or end_on > months.first_day(after.starts_month)):
        return f"Kursinya sudah diisi orang lain mulai {months.month_in_words(after.starts_month)}."
    return ""


@transaction.atomic
def start_in(place_id: int, month: int, *, at: datetime) -> None:
    """A seat begins in another month than was recorded, never before its round."""
    place = Place.objects.select_related("round").get(pk=place_id)
    Place.objects.filter(pk=place_id).update(
        starts_month=min(max(month, place.round.first_month), place.round.last_month), changed_at=at
    )


@transaction.atomic
def move_starts(place_ids: Sequence[int], month: int, *, at: datetime) -> int:
    """Seats that were to begin in a month that is over begin in this one; never later than their round. How many moved."""
    late = Place.objects.filter(pk__in=list(place_ids), starts_month__lt=month, round__last_month__gte=month)
    return late.update(starts_month=month, changed_at=at)


@transaction.atomic
def leave_on(place_id: int, on: date, *, at: datetime) -> None:
    """A released seat was left on another day than was recorded."""
    Place.objects.filter(pk=place_id, state=PlaceState.RELEASED).update(released_on=on, changed_at=at)


@transaction.atomic
def call_all(round_id: int, *, by: User | None, at: datetime) -> int:
    """Offer every freed seat of a round to the first who waits for it; how many came."""
    called = [
        call_next(seat.place_id, by=by, at=at)
        for seat in empty_seats(round_id, localdate(at))
        if seat.next_id
    ]
    return sum(place is not None for place in called)


def _seat_first_waiting(freed: Place, starts_month: int, at: datetime) -> Place | None:
    """The first who still waits when his turn comes: giving up a number takes no lock of the quota."""
    while waiting := queries.next_waiting(freed.round, freed.sector_id):
        if Place.objects.filter(pk=waiting.pk, state=PlaceState.WAITING).update(
            state=PlaceState.CALLED, replaces_id=freed.pk, starts_month=starts_month, changed_at=at
        ):
            return waiting
    return None
