"""One of thousands: the same answers as before, asked as one list."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payung.database.long_lists import FEW
from payung.people.actions import register_workers
from payung.people.models import Occupation, Worker
from payung.reference.models import Area
from tests import cast
from tests.cast import NOW, person

pytestmark = pytest.mark.django_db
MANY = 3 * FEW


@pytest.fixture
def ids():
    cast.city()
    return register_workers([person(n, f"ORANG {n}") for n in range(1, 4)], by=None, at=NOW)


def strangers():
    return [uuid4() for _ in range(MANY)]


@pytest.mark.parametrize("kind", [list, set, tuple, lambda values: dict.fromkeys(values).keys()])
def test_a_long_list_finds_whom_a_short_one_finds(ids, kind):
    asked = kind([*ids[:2], *strangers()])
    with CaptureQueriesContext(connection) as ran:
        found = set(Worker.objects.filter(pk__in=asked).values_list("pk", flat=True))
    assert found == set(ids[:2])
    assert "unnest" in ran[0]["sql"]
    assert set(Worker.objects.exclude(pk__in=asked).values_list("pk", flat=True)) == {ids[2]}


def test_a_short_list_stands_in_the_statement(ids):
    with CaptureQueriesContext(connection) as ran:
        assert Worker.objects.filter(pk__in=ids).count() == 3
    assert "unnest" not in ran[0]["sql"]


def test_foreign_keys_bytes_and_words(ids):
    workers = list(Worker.objects.all())
    many = strangers()
    assert Occupation.objects.filter(worker__in=[*ids, *many]).count() == 3
    assert Occupation.objects.filter(worker_id__in=[*ids, *many]).count() == 3
    assert (
        Worker.objects.filter(nik_index__in=[w.nik_index for w in workers] + [m.bytes for m in many]).count()
        == 3
    )
    codes = [*Area.objects.values_list("pk", flat=True)[:2], *map(str, many)]
    assert Area.objects.filter(pk__in=codes).count() == 2


def test_a_word_that_is_longer_than_the_column_is_not_cut_to_fit(ids):
    code = Worker.objects.first().kelurahan_id
    too_long = [f"{code} bukan {n}" for n in range(MANY)]
    assert Worker.objects.filter(kelurahan_id__in=too_long).count() == 0


def test_nothing_and_nobody(ids):
    assert Worker.objects.filter(pk__in=[None] * MANY).count() == 0
    assert Worker.objects.filter(pk__in=[]).count() == 0
    assert Worker.objects.filter(merged_into_id__in=[None, *strangers()]).count() == 0


def test_what_follows_from_other_tables_is_still_asked_of_them(ids):
    listed = Worker.objects.values("pk")
    assert Occupation.objects.filter(worker__in=listed).count() == 3


def test_many_are_changed_and_deleted_at_once(ids):
    asked = [*ids, *strangers()]
    assert Occupation.objects.filter(worker_id__in=asked).update(job="Petani") == 3
    assert Occupation.objects.filter(worker_id__in=asked).delete()[0] == 3
