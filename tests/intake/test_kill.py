"""The power fails while Bu Sri's list is being saved. It is there wholly or not at all, and saving again mends it (I2)."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from payung.intake import actions, queries
from payung.intake.models import Batch, Row
from tests import cast
from tests.intake.lists import csv, row

RANDOM_KILLS = int(os.environ.get("PAYUNG_KILLS", "40"))
ROWS = 900
pytestmark = pytest.mark.django_db(transaction=True)


class Saver:
    """The process that saves and dies."""

    def __init__(self):
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.intake.saver",
            connection.settings_dict["NAME"],
        ]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def save(self, batch_id, *, statements=0, kill_after=None):
        """Exit status of one saving: 0 ended, -9 killed."""
        self.process.stdin.write(f"{batch_id} {statements}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return int(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait(10)


@pytest.fixture
def saver():
    process = Saver()
    yield process
    process.end()


@pytest.fixture
def batch():
    people = cast.city()
    opened = cast.round_2025(people.rani)
    return actions.receive_file(
        csv([row(n, f"ORANG {chr(65 + n % 26)}") for n in range(ROWS)]),
        name="petani.csv",
        round_id=opened.pk,
        sector="petani",
        by=people.sri,
        at=cast.NOW,
    )


@pytest.fixture
def clean_run(saver, batch):
    """(seconds, digest) of a saving that nobody disturbs; the batch waits again afterwards."""
    waiting = Batch.objects.filter(pk=batch.pk).values().get()
    assert saver.save(batch.pk) == 0  # also waits until the process has started

    def wait_again():
        Row.objects.all().delete()
        Batch.objects.filter(pk=batch.pk).update(**waiting)

    wait_again()
    start = time.perf_counter()
    assert saver.save(batch.pk) == 0
    seconds = time.perf_counter() - start
    digest = queries.digest(batch.pk)
    wait_again()
    return seconds, digest, wait_again


def whole_or_nothing(batch):
    """Whether the batch is saved; fails when it is neither whole nor untouched."""
    # One statement: the server may still be finishing the commit of the process that was killed.
    rows_of_it = Row.objects.filter(batch=OuterRef("pk")).order_by().values("batch").annotate(n=Count("pk"))
    state, rows = (
        Batch.objects.annotate(stored=Coalesce(Subquery(rows_of_it.values("n")), 0))
        .values_list("state", "stored")
        .get(pk=batch.pk)
    )
    assert (state, rows) in {("checked", 0), ("saved", ROWS)}
    return state == "saved"


def killed_and_mended(saver, batch, clean_run, **kill):
    _, digest, wait_again = clean_run
    status = saver.save(batch.pk, **kill)
    was_saved = whole_or_nothing(batch)
    assert status == (0 if was_saved and status == 0 else -signal.SIGKILL)
    assert saver.save(batch.pk) == 0
    assert whole_or_nothing(batch)
    assert queries.digest(batch.pk) == digest
    wait_again()
    return was_saved


def test_killed_after_every_single_statement(saver, batch, clean_run):
    untouched = 0
    for statements in range(1, 40):
        if killed_and_mended(saver, batch, clean_run, statements=statements):
            break  # it had fewer statements than that and came to its end
        untouched += 1
    assert untouched >= 5


def test_killed_at_random_moments(saver, batch, clean_run):
    seconds = clean_run[0]
    chance = random.Random(2025)
    saved = [
        killed_and_mended(saver, batch, clean_run, kill_after=chance.uniform(0, seconds))
        for _ in range(RANDOM_KILLS)
    ]
    assert saved.count(False) > RANDOM_KILLS // 4, "hardly a kill came in time: little was tested"
