"""The long works of claims: a list of deaths, and the daily look into the register."""

from django.urls import reverse
from procrastinate.contrib.django import app

from payung.accounts.queries import user
from payung.claims import actions
from payung.claims.enums import Source
from payung.claims.lists import DOOR, deaths_of
from payung.files import actions as files
from payung.files.models import Incoming
from payung.files.queries import content, remembered_layouts
from payung.jobs.actions import Refused
from payung.jobs.registry import Progress, job
from payung.reference import clock
from payung.tables.reading import CannotRead, Decisions, read_settled


@job("claims.read_deaths")
def read_list(progress: Progress, *, incoming_id: int, user_id: int | None) -> str:
    """Match a list of deaths, as it was looked at before, with the register."""
    incoming = Incoming.objects.select_related("file").get(pk=incoming_id)
    if incoming.closed_at:
        return reverse("notices")
    decided = Decisions.from_json(incoming.decisions)
    try:
        reading = read_settled(
            content(incoming.file),
            DOOR,
            name=incoming.file.name,
            decisions=decided,
            remembered=remembered_layouts(DOOR.name),
        )
    except CannotRead as refusal:
        raise Refused(str(refusal)) from None
    deaths = deaths_of(reading, source=Source(incoming.details["source"]), today=clock.today())
    actions.hear_many([news for _, news in deaths.news], by=user(user_id), at=clock.now(), progress=progress)
    files.close(incoming.pk, at=clock.now())
    return reverse("notices")


@job("claims.match_notice")
def match_notice(progress: Progress, *, notice_id: int) -> str:
    """Find whom the public's report means."""
    actions.match_notice(notice_id, at=clock.now())
    return reverse("notice", args=[notice_id])


@app.periodic(cron="0 22 * * *")  # five in the morning, Western Indonesian Time
@app.task(name="payung.claims.find_deaths", queueing_lock="find_deaths")
def find_deaths(timestamp: int) -> None:
    """Every day: deaths that Dukcapil knows and we do not."""
    actions.find_in_register(by=None, at=clock.now())


@app.periodic(cron="30 22 * * *")
@app.task(name="payung.claims.open_school_years", queueing_lock="open_school_years")
def open_school_years(timestamp: int) -> None:
    """Every day: the school years that have come up become tasks."""
    actions.open_years(on=clock.today())
