"""Two people press at the same moment: one of them wins, and nothing is there twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from payung.audit.models import AuditLine
from payung.intake import actions, queries
from payung.intake.models import Batch, Row
from payung.people import actions as people_actions
from tests import cast
from tests.cast import NOW
from tests.intake.lists import csv, row

pytestmark = pytest.mark.django_db(transaction=True)
LIST = csv([row(n, f"ORANG {chr(65 + n)}") for n in range(20)])


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def opened(people):
    return cast.round_2025(people.rani)


def at_once(*works: Callable) -> list:
    """Run all at the same moment, each on a connection of its own; a refusal is its answer."""
    together = Barrier(len(works))

    def run(work: Callable):
        try:
            together.wait()
            return work()
        except actions.IntakeRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def send(people, opened, name):
    return actions.receive_file(LIST, name=name, round_id=opened.pk, sector="petani", by=people.sri, at=NOW)


def test_the_same_file_from_four_windows_is_taken_once(people, opened):
    answers = at_once(*(lambda n=n: send(people, opened, f"{n}.csv") for n in range(4)))
    assert sum(isinstance(answer, actions.AlreadyReceived) for answer in answers) == 3
    assert Batch.objects.count() == 1


def test_four_clicks_on_simpan_save_once(people, opened):
    batch = send(people, opened, "petani.csv")
    answers = at_once(*[lambda: actions.save_batch(batch.pk, by=people.sri, at=NOW)] * 4)
    assert answers == [20] * 4
    assert Row.objects.count() == 20
    assert AuditLine.objects.filter(verb="intake.saved").count() == 1


def test_the_same_rows_in_two_files_saved_together_are_kept_once(people, opened):
    first = send(people, opened, "satu.csv")
    again = actions.receive_file(
        LIST + b"\n", name="dua.csv", round_id=opened.pk, sector="petani", by=people.sri, at=NOW
    )
    save = [lambda b=b: actions.save_batch(b.pk, by=people.sri, at=NOW) for b in (first, again)]
    assert sorted(at_once(*save)) == [0, 20]
    assert Row.objects.count() == 20


def test_a_list_is_either_used_or_undone(people, opened):
    batch = send(people, opened, "petani.csv")
    actions.save_batch(batch.pk, by=people.sri, at=NOW)
    (worker,) = people_actions.register_workers([cast.person(1, "ORANG A")], by=None, at=NOW)
    row_id = queries.unlinked_rows(opened.pk)[0]["id"]
    linked, undone = at_once(
        lambda: actions.link_rows({row_id: worker}),
        lambda: actions.undo_batch(batch.pk, by=people.sri, at=NOW),
    )
    batch.refresh_from_db()
    if linked:
        assert isinstance(undone, actions.IntakeRefused)
        assert (batch.state, Row.objects.count()) == ("saved", 20)
    else:
        assert (batch.state, Row.objects.count()) == ("undone", 0)
