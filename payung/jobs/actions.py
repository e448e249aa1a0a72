"""How is work put off until later, and how is it run exactly once in effect?"""

import logging
import time
from datetime import datetime
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from payung.accounts.models import User
from payung.jobs.enums import JobState
from payung.jobs.models import Job
from payung.jobs.registry import KINDS, Progress, no_progress
from payung.reference.actions import use_law

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_REPORTS = 0.4


class Refused(Exception):
    """Work that cannot be done, with a sentence for the person who asked. Not a surprise: no traceback."""


def later(kind: str, *, label: str, by: User | None, at: datetime, rows: int = 0, **arguments: Any) -> Job:
    """Enqueue a registered job in the caller's transaction: it exists only if that commits (J1)."""
    if kind not in KINDS:
        raise KeyError(f"no job is called {kind}")
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind, label=label, asked_by=by, asked_at=at, rows_total=rows, arguments=arguments
        )
        if settings.JOBS_INLINE:
            transaction.on_commit(lambda: run(str(job.pk)))
        else:
            app.configure_task("payung.jobs.run").defer(job_id=str(job.pk))
    return job


def run(job_id: str) -> None:
    """Run one job. A run that was overtaken by a later one changes nothing when it ends (J3)."""
    mine = _claim(job_id)
    if mine is None:
        return
    try:
        use_law()
        url = KINDS[mine.kind](_reporter(mine), **mine.arguments) or ""
    except Refused as refusal:
        _end(mine, JobState.FAILED, error=str(refusal))
    except Exception:
        logger.exception("job %s (%s) failed", mine.pk, mine.kind)
        reference = str(mine.pk)[:8]
        _end(
            mine,
            JobState.FAILED,
            error=f"Terjadi kesalahan. Tidak ada yang tersimpan. Nomor rujukan: {reference}.",
        )
    else:
        _end(mine, JobState.DONE, result_url=url)


def retry(job_id: str, *, by: User, at: datetime) -> None:
    """Put a failed job back in the queue."""
    with transaction.atomic():
        again = Job.objects.filter(pk=job_id, state=JobState.FAILED).update(
            state=JobState.WAITING, error="", ended_at=None, asked_by=by, asked_at=at
        )
        if again and not settings.JOBS_INLINE:
            app.configure_task("payung.jobs.run").defer(job_id=job_id)
    if again and settings.JOBS_INLINE:
        run(job_id)


def _claim(job_id: str) -> Job | None:
    """Take the job, also from a holder that died: the queue only gives it out again when that is sure."""
    claimed = Job.objects.filter(pk=job_id, state__in=[JobState.WAITING, JobState.RUNNING]).update(
        state=JobState.RUNNING, run=F("run") + 1
    )
    return Job.objects.get(pk=job_id) if claimed else None


def _end(job: Job, state: JobState, *, error: str = "", result_url: str = "") -> None:
    fields: dict[str, Any] = {
        "state": state,
        "error": error,
        "result_url": result_url,
        "ended_at": timezone.now(),
    }
    if state == JobState.DONE:
        fields["rows_done"] = F("rows_total")
    Job.objects.filter(pk=job.pk, run=job.run, state=JobState.RUNNING).update(**fields)


def _reporter(job: Job) -> Progress:
    """Progress on a connection of its own: the work's transaction is still open and invisible to others."""
    if settings.JOBS_INLINE:
        return no_progress
    last = 0.0

    def report(done: int, total: int, step: str = "") -> None:
        nonlocal last
        if time.monotonic() - last < SECONDS_BETWEEN_REPORTS:
            return
        last = time.monotonic()
        parameters = connection.get_connection_params()
        parameters.pop("pool", None)
        for private in ("context", "cursor_factory", "prepare_threshold"):
            parameters.pop(private, None)
        with psycopg.connect(**parameters, autocommit=True) as side:
            side.execute(
                "UPDATE jobs_job SET rows_done = %s, rows_total = %s, step = %s WHERE id = %s AND run = %s",
                (done, total, step[:120], job.pk, job.run),
            )

    return report
