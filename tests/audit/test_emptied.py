"""A test that commits leaves nothing of what it knew to the next one."""

import pytest
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import connection

from payung.reference.actions import set_up_city


@pytest.mark.django_db(transaction=True)
def test_the_past_is_emptied_with_the_tables():
    set_up_city()
    set_up_city(bpjs_branch="Cabang lain")
    assert past_of_the_city() > 0
    connection.ops.execute_sql_flush(sql_flush(no_style(), connection, allow_cascade=False))
    assert past_of_the_city() == 0


def past_of_the_city() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_past WHERE of_table = 'reference_city'")
        return cursor.fetchone()[0]
