"""Sixteen at once for one seat, one budget, one key, one reservation, one signature: one wins, every time (M5, L5, L9, L10).

PAYUNG_ROUNDS=200 for the long run. The controls take one guard away and must see two winners: a race that cannot be
lost proves nothing.
"""

import os

import pytest

from payung.reports.verify import verify
from tests.at_once import windows
from tests.contributions import guards, races

ROUNDS = int(os.environ.get("PAYUNG_ROUNDS", "4"))
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("race", races.RACES, ids=lambda race: race.__name__)
def test_one_wins(race):
    scene = races.Scene()
    with windows() as opened:
        won = [race(scene, opened) for _ in range(ROUNDS)]
    assert won == [1] * ROUNDS
    assert [v.name for v in verify() if not v.holds] == []


CONTROLS = [
    (races.one_key, [guards.no_key]),
    (races.one_budget, [guards.no_row_locks]),
    (races.one_approval, [guards.no_row_locks, guards.no_conditional_update, guards.no_key]),
    (races.one_reservation, [guards.no_row_locks, guards.no_conditional_update]),
    (races.one_order, [guards.no_row_locks, guards.no_paid_once]),
    (races.one_seat, [guards.no_row_locks]),
    (races.one_end_of_month, [guards.no_month_lock]),
]


@pytest.mark.skipif("PAYUNG_ROUNDS" not in os.environ, reason="controls run in make nightly")
@pytest.mark.parametrize(("race", "gone"), CONTROLS, ids=lambda found: getattr(found, "__name__", ""))
def test_without_its_guard_a_race_is_lost(race, gone):
    """The seeded bug: within ten rounds the race must see it."""
    scene = races.Scene()
    with guards.without(gone), windows() as opened:
        try:
            won = [race(scene, opened) for _ in range(10)]
        except AssertionError:
            return
    assert won != [1] * 10, "the bug was not seen"
