"""The days of a whole year: never on a day off, never fewer working days than the law says, in every zone the same."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from payung.claims.deadlines import next_deadline
from payung.claims.enums import ClaimState, EventKind
from payung.rules.deadlines import claim_lapses_on
from payung.rules.months import holidays, is_working_day

YEAR = [date(2025, 1, 1) + timedelta(days=n) for n in range(365)]
OFF = holidays(shared_leave=True)


@pytest.mark.parametrize(
    ("kind", "days"), [(EventKind.DEATH, 3), (EventKind.ACCIDENT, 7), (EventKind.WORK_DEATH, 7)]
)
def test_bpjs_has_exactly_its_working_days(kind, days):
    for complete_on in YEAR:
        due = next_deadline(ClaimState.FILED, kind, since=complete_on, complete_on=complete_on, off_days=OFF)
        assert due.is_law
        assert is_working_day(due.on, OFF), complete_on
        between = [complete_on + timedelta(n) for n in range(1, (due.on - complete_on).days + 1)]
        assert sum(is_working_day(day, OFF) for day in between) == days, complete_on


def test_every_open_state_has_a_next_step_and_ends_have_none():
    for state in ClaimState:
        due = next_deadline(state, EventKind.DEATH, since=date(2025, 12, 24), complete_on=None, off_days=OFF)
        is_over = state in (
            ClaimState.PAID,
            ClaimState.NOT_COVERED,
            ClaimState.OBJECTED,
            ClaimState.MISTAKEN,
        )
        assert (due is None) is is_over, state
        assert due is None or due.on > date(2025, 12, 26), "Christmas and shared leave are no working days"


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_a_day_begins_at_the_citys_midnight(zone):
    evening = datetime(2025, 9, 9, 16, 30, tzinfo=UTC)  # 23.30 WIB, already tomorrow in WITA and WIT
    day = evening.astimezone(ZoneInfo(zone)).date()
    due = next_deadline(ClaimState.FILED, EventKind.DEATH, since=day, complete_on=None, off_days=OFF)
    assert due.on == (date(2025, 9, 12) if zone == "Asia/Jakarta" else date(2025, 9, 15))


def test_jkk_lapses_jkm_does_not():
    assert claim_lapses_on("jkk", date(2020, 2, 29)) == date(2025, 3, 1)
    assert claim_lapses_on("jkm", date(2020, 2, 29)) is None
