"""Two rounds of the same months: nobody has a seat in both, whoever presses first (M11)."""

import pytest

from payung.eligibility.models import Verdict
from payung.programme import actions as programme
from payung.reports.promises import PROMISES
from payung.rules.months import parse_month
from payung.selection import actions, queries
from payung.selection.empty import empty_seats
from payung.selection.enums import ReleaseReason
from payung.selection.models import Place
from tests import cast
from tests.at_once import WINDOWS, windows
from tests.cast import NOW
from tests.selection.scene import eligible

TODAY = NOW.date()


def second_wave(people, first, workers, places=6, **months):
    """The same people, proposed to a second round of these months and judged eligible there."""
    wave = programme.open_round(
        name="Gelombang dua", fund=months.pop("fund", first.fund), programmes=["JKK", "JKM"],
        quotas={"petani": places}, by=people.rani, at=NOW,
        **({"first_month": parse_month("2025-09"), "last_month": parse_month("2025-12")} | months),
    )  # fmt: skip
    Verdict.objects.bulk_create(
        Verdict(round=wave, worker_id=worker, sector_id="petani", refusals=0, judged_at=NOW)
        for worker in workers
    )
    return wave


def seated(round):
    places = Place.objects.filter(round=round, state__in=("selected", "called", "decreed"))
    return set(places.values_list("worker_id", flat=True))


def select(round, people):
    return actions.select(round.pk, by=people.rani, at=NOW)


def broken_promises():
    return [words for promise in PROMISES if promise.name == "M11" for words in promise.breaches()]


@pytest.mark.django_db
def test_who_has_a_seat_gets_none_in_the_second_wave_and_it_is_said():
    people = cast.city()
    first = cast.round_2025(people.rani, petani=2)
    workers = eligible(first)
    select(first, people)
    wave = second_wave(people, first, workers)
    outcome = select(wave, people)
    assert (seated(first), seated(wave)) == (set(workers[:2]), set(workers[2:]))
    assert outcome.elsewhere == 2
    assert [place.worker_id for place in queries.left_out(wave)] == [
        place.worker_id
        for place in Place.objects.filter(round=first, state="selected").order_by("worker__name")
    ]
    assert broken_promises() == []


@pytest.mark.django_db
def test_a_freed_seat_is_not_offered_to_somebody_of_the_other_round():
    people = cast.city()
    first = cast.round_2025(people.rani, petani=2)
    workers = eligible(first)
    select(first, people)
    second_of_first = second_wave(people, first, [workers[2]])
    select(second_of_first, people)  # the first who waits has a seat there
    left = Place.objects.get(round=first, worker_id=workers[0])
    actions.release(left.pk, ReleaseReason.PINDAH, on=TODAY, by=people.rani, at=NOW)
    (seat,) = empty_seats(first.pk, TODAY)
    assert seat.next_name == "SUPARMI"  # not Holil, who is seated in the other round
    called = actions.call_next(left.pk, by=people.rani, at=NOW)
    assert called.worker_id == workers[3]
    assert broken_promises() == []


@pytest.mark.django_db
def test_next_year_is_not_the_same_time():
    people = cast.city()
    first = cast.round_2025(people.rani, petani=2)
    workers = eligible(first)
    select(first, people)
    money = cast.fund_of(people.rani, 2026)
    january = {"first_month": parse_month("2026-01"), "last_month": parse_month("2026-08"), "fund": money}
    after = second_wave(people, first, workers, 2, **january)
    assert select(after, people).elsewhere == 0
    assert seated(after) == seated(first)


@pytest.mark.django_db
def test_when_everybody_is_elsewhere_nothing_is_selected():
    people = cast.city()
    first = cast.round_2025(people.rani, petani=6)
    workers = eligible(first)
    select(first, people)
    with pytest.raises(actions.SelectionRefused, match="putaran lain"):
        select(second_wave(people, first, workers), people)


@pytest.mark.django_db
def test_a_seat_in_two_rounds_breaks_a_promise():
    people = cast.city()
    first = cast.round_2025(people.rani, petani=2)
    workers = eligible(first)
    select(first, people)
    wave = second_wave(people, first, workers)
    select(wave, people)
    Place.objects.filter(round=wave, worker_id=workers[5]).update(worker_id=workers[0])
    assert len(broken_promises()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_rounds_filled_at_the_same_moment_seat_nobody_twice():
    people = cast.city()
    first = cast.round_2025(people.rani, petani=4)
    workers = eligible(first)
    wave = second_wave(people, first, workers, 4)
    with windows() as opened:
        opened.press([lambda r=r: select(r, people) for r in [first, wave] * (WINDOWS // 2)])
    assert seated(first) & seated(wave) == set()
    assert seated(first) | seated(wave) == set(workers)
