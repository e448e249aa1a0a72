"""The night asks every promise; the auditor reads the answer, asks again, and everybody is told when it is bad or old."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.audit import queries as audit
from payung.audit.models import AuditLine, PromiseRun
from payung.reference import clock
from payung.reports import actions
from payung.reports.jobs import verify as nightly
from payung.reports.promises import PROMISES
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
HALF_PAST_TWO = datetime(2025, 5, 7, 19, 30, tzinfo=UTC)  # 8 May in Probolinggo


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: HALF_PAST_TWO)
    return cast.city()


@pytest.fixture
def auditor(people, client):
    user = User.objects.create(username="tini", full_name="Tini Inspektorat", role=Role.AUDITOR)
    client.force_login(user)
    return user


def break_one(people):
    """More seats than a quota has, by hand at the database."""
    round = cast.round_2025(people.rani, petani=2)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "INSERT INTO contributions_account (fund_id, kind) VALUES (%s, 'paid'), (%s, 'reserved')",
            [round.fund_id] * 2,
        )
        cursor.execute(
            "INSERT INTO contributions_transfer (debit_id, credit_id, amount_rp, effective_on, recorded_at, key, note)"
            " SELECT max(id), min(id), 5, now(), now(), 'x', '' FROM contributions_account"
        )
        cursor.execute("SET session_replication_role = origin")


def test_the_night_asks_once_and_only_after_two(people):
    before_two = HALF_PAST_TWO - timedelta(hours=1)
    assert actions.verify_tonight(at=before_two) is None
    assert [bool(actions.verify_tonight(at=HALF_PAST_TWO)) for _ in range(2)] == [True, False]
    late = HALF_PAST_TWO + timedelta(days=1, hours=9)  # the machine slept at two
    actions.verify_tonight(at=late)
    assert [run.night_of for run in audit.promise_runs()] == [date(2025, 5, 9), date(2025, 5, 8)]
    run = audit.last_promise_run()
    assert (run.promises, run.broken) == (len(PROMISES), 0)
    assert [a.name for a in audit.promise_answers(run.pk)] == [p.name for p in PROMISES]
    assert AuditLine.objects.filter(verb="audit.promises_asked").count() == 2


def test_two_workers_in_one_night_keep_one_answer(people, monkeypatch):
    """The second looked before the first had written."""
    actions.verify_tonight(at=HALF_PAST_TWO)
    monkeypatch.setattr(actions, "was_asked_in_night", lambda night: False)
    assert actions.verify_tonight(at=HALF_PAST_TWO) is None
    assert PromiseRun.objects.count() == 1


def test_the_worker_has_it_in_its_calendar(people):
    from procrastinate.contrib.django import app  # noqa: PLC0415 (the calendar as the worker sees it)

    calendar = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert calendar["payung.reports.verify"] == "7 * * * *"
    nightly(0)
    assert PromiseRun.objects.get().night_of == date(2025, 5, 8)


def test_everybody_who_must_know_is_told_when_it_is_bad_or_old(people, auditor, client, monkeypatch):
    assert "Belum pernah diperiksa" in client.get("/beranda/").content.decode()
    actions.verify_tonight(at=HALF_PAST_TWO)
    assert "Janji sistem</strong>" not in client.get("/beranda/").content.decode()
    monkeypatch.setattr(clock, "now", lambda: HALF_PAST_TWO + timedelta(hours=36, minutes=1))
    assert "Lebih dari 36 jam" in client.get("/beranda/").content.decode()
    assert "Lebih dari 36 jam" in client.get("/janji/").content.decode()
    monkeypatch.setattr(clock, "now", lambda: HALF_PAST_TWO)
    break_one(people)
    actions.verify_and_keep(at=HALF_PAST_TWO + timedelta(minutes=5))
    for user in (auditor, people.rani):
        client.force_login(user)
        assert "1 janji dilanggar" in client.get("/beranda/").content.decode()
    client.force_login(people.joko)  # an agency has other worries
    assert "janji dilanggar" not in client.get("/beranda/").content.decode()
    assert client.get("/janji/").status_code == 403


def test_the_auditor_asks_now_sees_the_breach_and_takes_the_list(people, auditor, client):
    assert "Belum pernah diperiksa" in client.get("/janji/").content.decode()
    break_one(people)
    job = client.post("/janji/periksa/")
    assert client.get(job.url).status_code in (200, 302)
    run = PromiseRun.objects.get()
    assert (run.asked_by, run.broken, run.night_of) == (auditor, 1, None)
    page = client.get("/janji/?hasil=dilanggar").content.decode()
    assert ("Dilanggar 1 kali" in page, "L6" in page, "L10" in page) == (True, True, False)
    assert client.get("/janji/?unduh=xlsx").content[:2] == b"PK"
    assert "Tini Inspektorat" in client.get("/janji/riwayat/?hasil=dilanggar").content.decode()
    assert client.get("/janji/riwayat/?oleh=malam&unduh=xlsx").content[:2] == b"PK"
    assert client.get(f"/janji/{run.pk}/").status_code == 200
    assert client.get("/janji/4711/").status_code == 404


def test_who_only_verifies_reads_and_does_not_ask(people, client):
    client.force_login(people.budi)
    assert "Periksa sekarang" not in client.get("/janji/").content.decode()
    assert client.post("/janji/periksa/").status_code == 403
