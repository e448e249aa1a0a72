"""The long works of claims: a list of deaths, and the daily look into the register."""

from django.urls import reverse
from procrastinate.contrib.django import app

from payung.accounts.queries import user
from payung.claims import actions
from payung.claims.enums import Source
from payung.claims.lists import read_deaths
from payung.files.models import StoredFile
from payung.files.queries import content
from payung.files.tables import CannotRead
from payung.jobs.actions import Refused
from payung.jobs.registry import Progress, job
from payung.reference import clock


@job("claims.read_deaths")
def read_list(progress: Progress, *, file_id: int, source: str, user_id: int | None) -> str:
    """Match an uploaded list of deaths with the register."""
    file = StoredFile.objects.get(pk=file_id)
    try:
        told = read_deaths(content(file), name=file.name, source=Source(source), today=clock.today())
    except CannotRead as refusal:
        raise Refused(str(refusal)) from None
    actions.hear_many(told.news, by=user(user_id), at=clock.now())
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
