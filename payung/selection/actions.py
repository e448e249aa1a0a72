"""How is a seat freed, and who is called to it from the waiting list?"""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit.actions import record
from payung.jobs.actions import Refused
from payung.rules import months
from payung.selection.enums import SEATED, PlaceState, ReleaseReason
from payung.selection.models import Place

LOCK_QUOTA = "SELECT places FROM programme_quota WHERE round_id = %s AND sector_id = %s FOR UPDATE"


@transaction.atomic
def release(place_id: int, reason: str, *, on: date, by: User | None, at: datetime) -> Place:
    """Free a seat, with the reason and its day. Freed already: nothing changes. Raises Refused."""
    freed = Place.objects.filter(pk=place_id, state__in=SEATED).update(
        state=PlaceState.RELEASED, released_for=ReleaseReason(reason), released_on=on, changed_at=at
    )
    place = Place.objects.get(pk=place_id)
    if not freed and place.state != PlaceState.RELEASED:
        raise Refused("Orang ini tidak memegang tempat, jadi tidak ada yang dilepas.")
    if freed:
        record(
            "selection.release",
            by=by,
            at=at,
            on=("place", place.pk),
            sentence=f"Melepas tempat peringkat {place.rank}.",
            reason=ReleaseReason(reason).label,
        )
    return place


@transaction.atomic
def call_next(freed_place_id: int, *, by: User | None, at: datetime) -> Place | None:
    """Give a freed seat to the first who waits in its sector; None when nobody waits or it was given already.

    The row of the quota is locked: of many callers at once, one calls (M5). Cover starts with the next month.
    """
    freed = Place.objects.select_related("round").get(pk=freed_place_id)
    with connection.cursor() as cursor:
        cursor.execute(LOCK_QUOTA, [freed.round_id, freed.sector_id])
    if freed.state != PlaceState.RELEASED or Place.objects.filter(replaces=freed).exists():
        return None
    queue = Place.objects.filter(round=freed.round, sector=freed.sector_id, state=PlaceState.WAITING)
    called = queue.order_by("rank").first()
    starts_month = max(months.month_of(localdate(at)) + 1, freed.round.first_month)
    if called is None or starts_month > freed.round.last_month:
        return None
    called.state, called.replaces, called.changed_at = PlaceState.CALLED, freed, at
    called.starts_month = starts_month
    called.save(update_fields=["state", "replaces", "changed_at", "starts_month"])
    record(
        "selection.call_next",
        by=by,
        at=at,
        on=("place", called.pk),
        sentence=f"Memanggil cadangan peringkat {called.rank} untuk tempat yang kosong.",
    )
    return called
