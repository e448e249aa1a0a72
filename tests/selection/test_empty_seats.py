"""Slamet dies, Siti moves: who is offered their seats, with how much money, and what a cut would mean."""

from datetime import UTC, date, datetime

import pytest

from payung.reference import clock
from payung.rules.months import parse_month
from payung.selection import actions
from payung.selection.empty import empty_seats
from payung.selection.enums import ReleaseReason
from payung.selection.models import Place
from payung.selection.scenario import fitting
from tests import cast
from tests.selection import scene

JULY = parse_month("2025-07")
IN_JULY = datetime(2025, 7, 3, 2, 0, tzinfo=UTC)
LATE_JULY = datetime(2025, 7, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def people(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: IN_JULY)
    return cast.city()


@pytest.fixture
def round(people):
    """Three seats for petani, signed; Supardi, Bunawar and Toha wait."""
    round = cast.round_2025(people.rani, petani=3)
    scene.sign(scene.drafted(people, round), people)
    return round


def leaves(round, name, reason=ReleaseReason.MENINGGAL, on=date(2025, 6, 20)):
    place = Place.objects.get(round=round, worker__name=name)
    actions.release(place.pk, reason, on=on, by=None, at=cast.NOW)
    return place


def test_each_freed_seat_meets_another_who_waits(people, round):
    leaves(round, "SLAMET RIYADI")
    leaves(round, "SITI AMINAH", ReleaseReason.PINDAH, date(2025, 6, 25))
    first, second = empty_seats(round.pk, IN_JULY.date())
    assert (first.left_name, first.next_name, second.next_name) == ("SLAMET RIYADI", "SUPARMI", "BUNAWAR")
    assert (first.starts_month, first.months_left, first.money_rp) == (JULY, 6, 6 * 16_800)
    assert first.reaches_full


def test_after_the_due_day_the_successor_begins_a_month_later(people, round):
    leaves(round, "SLAMET RIYADI")
    assert empty_seats(round.pk, LATE_JULY.date())[0].starts_month == JULY + 1


def test_a_seat_freed_in_november_still_pays_but_misses_the_full_tier(people, round):
    leaves(round, "SLAMET RIYADI", on=date(2025, 10, 20))
    seat = empty_seats(round.pk, date(2025, 10, 25))[0]
    assert (seat.months_left, seat.reaches_full) == (2, False)
    leaves(round, "SITI AMINAH", on=date(2025, 12, 20))
    assert empty_seats(round.pk, date(2025, 12, 22))[1].months_left == 0


def test_all_seats_are_offered_at_once_and_lead_to_an_amendment(people, round, client):
    leaves(round, "SLAMET RIYADI")
    leaves(round, "SITI AMINAH", ReleaseReason.PINDAH)
    client.force_login(people.rani)
    page = client.get("/kursi/").content.decode()
    assert "Panggil 2 cadangan" in page
    client.post("/kursi/panggil/")
    page = client.get("/kursi/").content.decode()
    assert "2 orang keluar, 2 orang masuk" in page
    assert "Tidak ada kursi kosong" in page
    answer = client.post("/sk/susun/")
    assert "SUPARMI" in client.get(answer.url).content.decode()


def test_calling_twice_seats_nobody_twice(people, round):
    leaves(round, "SLAMET RIYADI")
    assert [actions.call_all(round.pk, by=None, at=IN_JULY) for _ in range(2)] == [1, 0]


def test_more_leave_than_wait(people, round):
    for name in ("SUPARMI", "BUNAWAR"):
        leaves(round, name, ReleaseReason.MENGUNDURKAN_DIRI, date(2025, 6, 1))
    for name in ("SLAMET RIYADI", "SITI AMINAH"):
        leaves(round, name)
    seats = empty_seats(round.pk, IN_JULY.date())
    assert [seat.left_name for seat in seats] == ["SLAMET RIYADI", "SITI AMINAH"]
    assert [seat.next_name for seat in seats] == ["TOHA", ""]
    assert actions.call_all(round.pk, by=None, at=IN_JULY) == 1


def test_another_agency_reads_no_names(people, round, client):
    leaves(round, "SLAMET RIYADI")
    client.force_login(people.joko)
    assert "SLAMET" not in client.get("/kursi/").content.decode()
    client.force_login(people.sri)
    assert "SLAMET" in client.get("/kursi/").content.decode()


def test_a_cut_takes_the_last_ranks_in_proportion():
    seated, package = (
        {"nelayan": 2, "petani": 4, "umkm": 6},
        dict.fromkeys(("nelayan", "petani", "umkm"), 100),
    )
    assert fitting(seated, package, 600) == {"nelayan": 1, "petani": 2, "umkm": 3}
    assert fitting(seated, package, 10_000) == seated
    assert fitting(seated, package, 99) == dict.fromkeys(seated, 0)


def test_the_page_of_the_cut_names_who_would_leave(people, round, client):
    client.force_login(people.rani)
    two_people = 2 * 6 * 16_800
    page = client.get(f"/kursi/skenario/?anggaran={two_people}").content.decode()
    assert "MOCH. HOLIL" in page
    assert "SLAMET RIYADI" not in page
    assert "Rp201.600" in page
    assert Place.objects.filter(state="released").count() == 0
    assert client.get(f"/kursi/skenario/?anggaran={two_people}&unduh=xlsx").content[:2] == b"PK"
