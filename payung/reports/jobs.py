"""Every night, and whenever the auditor asks: does everything still hold?"""

from datetime import datetime

from django.urls import reverse
from procrastinate.contrib.django import app

from payung.accounts.queries import user
from payung.jobs.registry import Progress, job
from payung.reference import clock
from payung.reports.actions import verify_and_keep, verify_tonight


@app.periodic(
    cron="7 * * * *"
)  # asks every hour, works once a day: a machine off at two does it when it is on
@app.task(name="payung.reports.verify", queueing_lock="verify")
def verify(timestamp: int) -> None:
    verify_tonight(at=clock.now())


@job("reports.verify")
def verify_now(progress: Progress, *, by_id: int, asked_at: str) -> str:
    verify_and_keep(at=datetime.fromisoformat(asked_at), by=user(by_id), progress=progress)
    return reverse("promises")
