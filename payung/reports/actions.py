"""What the promises answered is kept: for the page, for the home page's warning, and for who comes after."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localtime

from payung.accounts.models import User
from payung.audit.actions import Answered, keep_promise_run
from payung.audit.models import PromiseRun
from payung.audit.queries import was_asked_in_night
from payung.jobs.registry import Progress, no_progress
from payung.reports.verify import Verdict, verify

FIRST_HOUR = 2  # of the city's night


def verify_and_keep(
    *, at: datetime, by: User | None = None, night_of: date | None = None, progress: Progress = no_progress
) -> PromiseRun | None:
    """Ask, and keep the answers. None when that night was kept already."""
    return keep(verify(progress), at=at, by=by, night_of=night_of)


def keep(
    found: Sequence[Verdict], *, at: datetime, by: User | None = None, night_of: date | None = None
) -> PromiseRun | None:
    """Keep what was answered to a question begun `at`."""
    answered = [Answered(v.name, v.says, v.breaches, v.examples, v.seconds) for v in found]
    return keep_promise_run(answered, begun_at=at, night_of=night_of, by=by)


def verify_tonight(*, at: datetime) -> PromiseRun | None:
    """Once a day after two in the morning of the city; a machine that slept then does it when it wakes."""
    local = localtime(at)
    if local.hour < FIRST_HOUR or was_asked_in_night(local.date()):
        return None
    return verify_and_keep(at=at, night_of=local.date())
