"""How is nobody seated in two rounds at once, and what happens to the ranks of a round that is mended or cancelled?"""

from django.db import connection

from payung.selection.enums import DecreeState, PlaceState
from payung.selection.models import Decree, Place
from payung.selection.refusals import SelectionRefused

ONE_SEATING_AT_A_TIME = (
    7_105_2026  # an advisory lock: two rounds never seat the same person at the same moment
)


def lock_seating() -> None:
    """Whoever gives somebody a seat, in whatever round, goes one after the other until the end of the transaction.

    Taken before any row is locked, so that two who seat people never wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_SEATING_AT_A_TIME])


def drop_ranks(round_id: int) -> None:
    """`programme` mends or cancels the round: its ranks were made by the old terms. Refused once a decree is drafted.

    Runs inside the transaction of programme.actions.
    """
    lock_seating()
    if Decree.objects.filter(round_id=round_id).exclude(state=DecreeState.DROPPED).exists():
        raise SelectionRefused(
            "SK putaran ini sudah disusun. Batalkan konsepnya dulu; SK yang ditetapkan tidak berubah."
        )
    Place.objects.filter(round_id=round_id).exclude(state=PlaceState.RELEASED).delete()
