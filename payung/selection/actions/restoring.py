"""A death was a mistake: does the person get the seat back, or the first number of the waiting list?

The seat comes back while nobody holds it by a decree. Who was called to it and stands in no decree yet waits again at the
old number. A seat that a signed decree gave to somebody else stays theirs: the person is first in the queue.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.programme import actions as programme
from payung.rules import months
from payung.selection import queries
from payung.selection.enums import SEATED, DecreeState, PlaceState
from payung.selection.models import DecreeLine, Place
from payung.selection.refusals import SelectionRefused


@dataclass(frozen=True)
class PutBack:
    """What became of a place. `taken_from`: the month from which somebody else has the seat (None: nobody has)."""

    state: PlaceState
    sentence: str
    taken_from: int | None = None


@transaction.atomic
def put_back(place_id: int, before: PlaceState, *, by: User | None, at: datetime) -> PutBack:
    """Take back the release of a place that stood in `before`. Raises SelectionRefused while a draft decree names it."""
    place = Place.objects.select_related("round", "worker").get(pk=place_id)
    quota = programme.lock_quota(place.round_id, place.sector_id)
    place = Place.objects.select_for_update(of=("self",)).get(pk=place_id)
    if place.state != PlaceState.RELEASED:
        return PutBack(PlaceState(place.state), "Tempatnya tidak berubah.")
    next_one = Place.objects.select_related("worker").filter(replaces=place).first()
    _refuse_drafted([place, next_one] if next_one else [place])
    if before == PlaceState.WAITING:
        done = PutBack(PlaceState.WAITING, f"Kembali ke cadangan, nomor {place.rank}.")
    else:
        done = _seat_again(place, before, next_one, quota, by=by, at=at)
    Place.objects.filter(pk=place_id).update(
        state=done.state, released_for="", released_on=None, changed_at=at
    )
    audit.record(
        "selection.put_back", by=by, at=at, on=("selection.place", place_id),
        sentence=f"Pelepasan tempat dibatalkan karena kematian keliru dicatat. {done.sentence}",
    )  # fmt: skip
    return done


@transaction.atomic
def move_release(place_id: int, on: date, *, by: User | None, at: datetime) -> str:
    """A seat fell free on another day than was recorded; who was called to it and stands in no decree yet begins later.

    Gives one sentence on the successor, "" when nothing changes. A seat that a decree gave on is not moved.
    """
    place = Place.objects.select_related("round").get(pk=place_id)
    Place.objects.filter(pk=place_id, state=PlaceState.RELEASED).update(released_on=on, changed_at=at)
    next_one = Place.objects.select_related("worker").filter(replaces=place).first()
    if next_one is None or not next_one.is_seated:
        return ""
    first = _start_after(place, next_one, on, at)
    if first == next_one.starts_month:
        return ""
    if next_one.state != PlaceState.CALLED:
        return f"{next_one.worker.name} sudah ditetapkan di kursi ini mulai {months.month_in_words(next_one.starts_month)}."
    _refuse_drafted([next_one])
    if first > place.round.last_month:
        return _wait_again(next_one, by=by, at=at)
    Place.objects.filter(pk=next_one.pk).update(starts_month=first, changed_at=at)
    return f"{next_one.worker.name} mulai {months.month_in_words(first)}."


def _start_after(place: Place, next_one: Place, on: date, at: datetime) -> int:
    """The month in which a successor begins when the seat fell free on `on`: later if it must, earlier if it still can."""
    earliest = max(place.round.first_month, months.month_of(on) + 1)
    payable = queries.first_open_month(place.round.first_month, on, localdate(at))
    return max(earliest, min(next_one.starts_month, payable))


def _seat_again(
    place: Place, before: PlaceState, next_one: Place | None, quota: int, *, by: User | None, at: datetime
) -> PutBack:
    sentence = ""
    if next_one and next_one.state == PlaceState.CALLED:
        sentence = " " + _wait_again(next_one, by=by, at=at)
        next_one = None
    # Whoever sits there sits in their own right from now on: this person may sit, leave and be replaced again.
    Place.objects.filter(replaces=place).update(replaces=None, changed_at=at)
    seated = Place.objects.filter(
        round_id=place.round_id, sector_id=place.sector_id, state__in=SEATED
    ).count()
    if seated < quota:
        state = PlaceState.CALLED if queries.was_taken_out(place.pk) else before
        return PutBack(state, f"Kursinya kembali.{sentence}")
    if next_one is None or not next_one.is_seated:
        return PutBack(
            PlaceState.WAITING, f"Kuota sudah penuh: menjadi cadangan pertama.{sentence}", _now(place, at)
        )
    return PutBack(
        PlaceState.WAITING,
        f"Kursinya sudah ditetapkan untuk {next_one.worker.name} mulai {months.month_in_words(next_one.starts_month)}: "
        "menjadi cadangan pertama.",
        next_one.starts_month,
    )


def _now(place: Place, at: datetime) -> int:
    """The next month, when no one person has the seat but the quota is full all the same."""
    return max(months.month_of(localdate(at)) + 1, place.round.first_month)


def _wait_again(called: Place, *, by: User | None, at: datetime) -> str:
    """Called, and in no decree yet: back to the old number of the waiting list."""
    Place.objects.filter(pk=called.pk, state=PlaceState.CALLED).update(
        state=PlaceState.WAITING, replaces=None, starts_month=called.round.first_month, changed_at=at
    )
    audit.record(
        "selection.uncalled", by=by, at=at, on=("selection.place", called.pk),
        sentence="Panggilan dari cadangan dibatalkan: kursinya tidak pernah kosong.",
    )  # fmt: skip
    return f"{called.worker.name} kembali ke cadangan nomor {called.rank}; beri tahu orangnya."


def _refuse_drafted(places: list[Place]) -> None:
    drafts = DecreeLine.objects.filter(
        place_id__in=[place.pk for place in places], decree__state=DecreeState.DRAFT
    )
    if drafts.exists():
        raise SelectionRefused(
            "Konsep SK yang menunggu tanda tangan menyebut kursi ini. Tetapkan atau batalkan konsep itu dulu."
        )
