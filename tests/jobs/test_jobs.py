"""A job happens exactly once in effect, whatever happens to the machine."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from payung.jobs import actions, jobs
from payung.jobs.enums import JobState
from payung.jobs.models import Job
from payung.jobs.registry import KINDS

NOW = datetime(2025, 5, 7, 1, 14, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def work(monkeypatch):
    """A registered job whose behaviour a test decides."""
    runs = []

    def register(behaviour):
        def job(progress, **arguments):
            runs.append(arguments)
            return behaviour(**arguments)

        monkeypatch.setitem(KINDS, "test.work", job)
        return runs

    return register


def test_a_job_runs_after_the_commit_and_keeps_its_result(work):
    runs = work(lambda batch: f"/unggah/{batch}/")
    with transaction.atomic():
        job = actions.later("test.work", label="Menyimpan 12 baris", by=None, at=NOW, batch=3)
        assert runs == []
    job.refresh_from_db()
    assert (runs, job.state, job.result_url) == ([{"batch": 3}], JobState.DONE, "/unggah/3/")


def test_no_commit_no_job(work):
    runs = work(lambda: None)
    with transaction.atomic():
        actions.later("test.work", label="x", by=None, at=NOW)
        transaction.set_rollback(True)
    assert runs == []
    assert not Job.objects.exists()


def test_a_refusal_is_told_in_its_own_words_and_a_surprise_by_a_number(work):
    def refuse(text):
        raise actions.Refused(text) if text else RuntimeError("3574011205809021 in a traceback")

    work(refuse)
    told = actions.later("test.work", label="x", by=None, at=NOW, text="Kolom NIK tidak ada.")
    surprise = actions.later("test.work", label="x", by=None, at=NOW, text="")
    told.refresh_from_db()
    surprise.refresh_from_db()
    assert told.error == "Kolom NIK tidak ada."
    assert "Nomor rujukan" in surprise.error
    assert "3574" not in surprise.error


def test_a_holder_that_was_overtaken_cannot_finish_the_job(work, settings):
    def overtaken():
        Job.objects.update(run=2)  # another worker took the job meanwhile

    work(overtaken)
    job = actions.later("test.work", label="x", by=None, at=NOW)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_a_job_whose_worker_was_killed_is_given_to_a_living_one(settings):
    settings.JOBS_INLINE = False
    for _ in range(2):
        app.configure_task("payung.jobs.run").defer(job_id="1")
    killed, working = ProcrastinateJob.objects.values_list("pk", flat=True)
    with connection.cursor() as cursor:
        for job, silent_s in ((killed, jobs.SECONDS_UNTIL_LOST + 5), (working, 5)):
            cursor.execute(
                "WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat) "
                "                VALUES (now() - make_interval(secs => %s)) RETURNING id) "
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = worker.id FROM worker WHERE procrastinate_jobs.id = %s",
                [silent_s, job],
            )
    async_to_sync(jobs.rescue.func)(SimpleNamespace(app=app), 0)
    assert list(ProcrastinateJob.objects.order_by("pk").values_list("status", flat=True)) == ["todo", "doing"]
