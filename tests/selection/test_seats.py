"""Pak Slamet dies, his seat is free. Sixteen clerks call the next at the same moment: one of them does (M5)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from payung.audit.models import AuditLine
from payung.rules.months import parse_month
from payung.selection import actions, queries
from payung.selection.actions import SelectionRefused
from payung.selection.enums import PLACE_NEXT, SEATED, PlaceState, ReleaseReason
from payung.selection.models import Place
from tests import cast
from tests.cast import NOW
from tests.selection.scene import eligible

pytestmark = pytest.mark.django_db(transaction=True)
ON = NOW.date()


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    """Two seats for petani: Slamet and Siti have them; Holil, Suparmi, Bunawar and Toha wait."""
    opened = cast.round_2025(people.rani, petani=2)
    eligible(opened)
    actions.select(opened.pk, by=people.rani, at=NOW)
    return opened


def place(name):
    return Place.objects.get(worker__name=name)


def release(people, name, reason=ReleaseReason.MENINGGAL, on=ON):
    found = place(name)
    actions.release(found.pk, reason, on=on, by=people.rani, at=NOW)
    return found


def seated():
    return sorted(Place.objects.filter(state__in=SEATED).values_list("worker__name", flat=True))


def at_once(count, work):
    """The same work in many windows at the same moment, each on a connection of its own."""
    together = Barrier(count)

    def run(_):
        try:
            together.wait()
            return work()
        except SelectionRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_the_first_in_line_takes_the_seat_from_the_next_month(people, round):
    freed = release(people, "SLAMET RIYADI", on=date(2025, 7, 20))
    called = actions.call_next(freed.pk, by=people.rani, at=NOW)
    assert (called.worker.name, called.state, called.replaces_id) == (
        "MOCH. HOLIL",
        PlaceState.CALLED,
        freed.pk,
    )
    assert called.starts_month == parse_month("2025-08")
    assert seated() == ["MOCH. HOLIL", "SITI AMINAH"]


def test_sixteen_windows_call_one(people, round):
    freed = release(people, "SLAMET RIYADI")
    answers = at_once(16, lambda: actions.call_next(freed.pk, by=people.rani, at=NOW))
    assert {answer.worker.name for answer in answers} == {"MOCH. HOLIL"}
    assert len(seated()) == 2
    assert AuditLine.objects.filter(verb="selection.called").count() == 1


def test_sixteen_windows_and_two_freed_seats(people, round):
    freed = [release(people, name).pk for name in ("SLAMET RIYADI", "SITI AMINAH")]
    turns = iter(freed * 8)
    answers = at_once(16, lambda: actions.call_next(next(turns), by=people.rani, at=NOW))
    assert {answer.worker.name for answer in answers} == {"MOCH. HOLIL", "SUPARMI"}
    assert seated() == ["MOCH. HOLIL", "SUPARMI"]
    assert sorted(
        Place.objects.filter(replaces__isnull=False).values_list("replaces_id", flat=True)
    ) == sorted(freed)


def test_sixteen_windows_give_up_one_seat_once(people, round):
    found = place("SLAMET RIYADI")
    answers = at_once(16, lambda: actions.release(found.pk, "pindah", on=ON, by=people.rani, at=NOW))
    assert answers.count(True) == 1
    assert AuditLine.objects.filter(verb="selection.released").count() == 1


def test_a_taken_seat_is_not_called_for(people, round):
    with pytest.raises(SelectionRefused, match="masih terisi"):
        actions.call_next(place("SLAMET RIYADI").pk, by=people.rani, at=NOW)


def test_a_number_given_up_frees_no_seat(people, round):
    """Holil leaves the waiting list: nobody gets a third seat, and no empty one is shown."""
    left = release(people, "MOCH. HOLIL", ReleaseReason.MENGUNDURKAN_DIRI)
    assert actions.call_next(left.pk, by=people.rani, at=NOW) is None
    assert seated() == ["SITI AMINAH", "SLAMET RIYADI"]
    assert list(queries.freed_seats(round.pk)) == []


def test_who_leaves_while_being_called_is_passed_over(people, round, monkeypatch):
    """Between the look and the call Holil gives up his number: Suparmi is called, not a man who has left."""
    freed = release(people, "SLAMET RIYADI")
    look = queries.next_waiting

    def look_and_lose(*args):
        found = look(*args)
        monkeypatch.setattr(queries, "next_waiting", look)
        Place.objects.filter(pk=found.pk).update(
            state=PlaceState.RELEASED, released_for="pindah", released_on=ON
        )
        return found

    monkeypatch.setattr(queries, "next_waiting", look_and_lose)
    called = actions.call_next(freed.pk, by=people.rani, at=NOW)
    assert (called.worker.name, called.state) == ("SUPARMI", PlaceState.CALLED)


def test_nobody_waits_or_no_month_remains(people, round):
    late = release(people, "SLAMET RIYADI", on=date(2025, 12, 3))
    assert actions.call_next(late.pk, by=people.rani, at=NOW) is None
    Place.objects.filter(state=PlaceState.WAITING).delete()
    freed = release(people, "SITI AMINAH")
    assert actions.call_next(freed.pk, by=people.rani, at=NOW) is None
    assert [p.worker.name for p in queries.freed_seats(round.pk)] == ["SITI AMINAH", "SLAMET RIYADI"]


def test_who_was_called_can_leave_in_turn(people, round):
    first = release(people, "SLAMET RIYADI")
    actions.call_next(first.pk, by=people.rani, at=NOW)
    second = release(people, "MOCH. HOLIL", ReleaseReason.DITOLAK_BPJS)
    assert actions.call_next(second.pk, by=people.rani, at=NOW).worker.name == "SUPARMI"
    assert actions.call_next(first.pk, by=people.rani, at=NOW).worker.name == "MOCH. HOLIL"
    assert len(seated()) == 2


@pytest.mark.parametrize("state", PlaceState)
def test_only_the_ways_of_the_table_lead_out_of_a_seat(people, round, state):
    """M8: what is released stays released."""
    found = place("SLAMET RIYADI")
    reason = "pindah" if state == PlaceState.RELEASED else ""
    Place.objects.filter(pk=found.pk).update(state=state, released_for=reason)
    moved = actions.release(found.pk, "meninggal", on=ON, by=people.rani, at=NOW)
    assert moved == (PlaceState.RELEASED in PLACE_NEXT[state])
