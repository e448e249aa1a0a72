"""A whole city's list does not keep Bu Sri waiting."""

import time

import pytest

from payung.intake import actions, queries
from payung.intake.models import Row
from tests.cast import NOW
from tests.intake.lists import csv, row
from tests.patience import limit

pytestmark = pytest.mark.django_db
CITY = 11_023


def test_a_whole_city_is_saved_in_two_seconds(people, send):
    rows = [
        row(0, f"WARGA {chr(65 + n % 26)}", NIK=f"357403120980{n % 9000 + 1000:04d}") for n in range(CITY)
    ]
    batch = send(csv(rows))
    assert batch.accepted == CITY
    start = time.perf_counter()
    actions.save_batch(batch.pk, by=people.sri, at=NOW)
    seconds = time.perf_counter() - start
    assert Row.objects.count() == CITY
    assert len(queries.unlinked_rows(batch.round_id)) == CITY
    assert seconds < limit(4), f"{seconds:.2f} s; 2 s on a quiet machine"
