"""The city's clock: its zone decides the date, and the demo may live on another day."""

from datetime import UTC, date, datetime, timedelta

import time_machine

from payung.reference import clock


@time_machine.travel(datetime(2025, 5, 31, 17, 30, tzinfo=UTC), tick=False)
def test_half_past_midnight_in_probolinggo_is_already_june():
    assert clock.today() == date(2025, 6, 1)


@time_machine.travel(datetime(2026, 11, 23, 1, 0, tzinfo=UTC), tick=False)
def test_a_demo_city_lives_on_its_own_day(settings):
    settings.CLOCK_SHIFT = date(2025, 10, 20) - date(2026, 11, 23)
    assert clock.today() == date(2025, 10, 20)
    assert clock.now() == datetime(2025, 10, 20, 1, 0, tzinfo=UTC)
    settings.CLOCK_SHIFT = timedelta()
    assert clock.today() == date(2026, 11, 23)
