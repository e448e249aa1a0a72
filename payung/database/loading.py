"""How do many rows come in at once, and does the planner know of them before the next question? It does.

The statistics of a table are made by autovacuum some time after a load. Until then the planner takes thousands of new
rows for one. So whoever loads many says so: the next statement, also of the same transaction, plans with what is there.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

MANY = 500  # rows; fewer change no plan


@contextmanager
def copying(model: type[models.Model] | str, columns: Sequence[str]) -> Iterator[Any]:
    """A psycopg Copy that takes rows for these columns of a table; at the end the planner learns of them."""
    table = _table(model)
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            yield copy
        learn(table, cursor.rowcount)


def learn(model: type[models.Model] | str, rows: int) -> None:
    """Make the statistics of a table into which `rows` rows have just come; a few of them are left to autovacuum.

    Where somebody else is making them at this moment nobody waits.
    """
    if rows >= MANY:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {_table(model)}")


def learn_what_grew(model: type[models.Model] | str) -> None:
    """The same for a table that triggers fill: where it has grown by half since the planner last looked."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT pg_relation_size(oid) / current_setting('block_size')::int > 1.5 * relpages + 10
               FROM pg_class WHERE oid = %s::regclass""",
            [_table(model)],
        )
        if cursor.fetchone()[0]:
            learn(model, MANY)


def _table(model: type[models.Model] | str) -> str:
    return model if isinstance(model, str) else model._meta.db_table
