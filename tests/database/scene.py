"""A database in its first minute, and somebody who counts the pages every statement touches."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

from payung.database.loading import MANY

FETCHED = "SELECT coalesce(sum(pg_stat_get_xact_blocks_fetched(oid)), 0) FROM pg_class WHERE relkind IN ('r', 'i', 't')"
# Of the tables of the city: no statistics, and nobody who would make some of his own accord.
TABLES = """SELECT c.oid::regclass::text, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r'"""
FORGET = """SELECT pg_clear_relation_stats('public', %(table)s),
    (SELECT count(pg_clear_attribute_stats('public', %(table)s, attname, inherited)) FROM pg_stats
     WHERE schemaname = 'public' AND tablename = %(table)s)"""


@dataclass
class Statement:
    """One statement and the pages (8 kB) it touched, its own fetches included."""

    sql: str
    pages: int = 0

    def __str__(self) -> str:
        return f"{self.pages:,} pages: {self.sql[:300]}"


@dataclass
class Watch:
    """What ran, in order."""

    statements: list[Statement] = field(default_factory=list)
    _before: int = 0

    def __call__(self, execute, sql, params, many, context):
        self._settle()
        self.statements.append(Statement(str(sql)))
        return execute(sql, params, many, context)

    def _settle(self) -> None:
        """Rows of a statement may be fetched long after it was executed: it is settled when the next one begins."""
        now = _fetched()
        if self.statements:
            self.statements[-1].pages = now - self._before
        self._before = now

    def worst(self) -> Statement:
        self._settle()
        return max(self.statements, key=lambda statement: statement.pages)


@contextmanager
def watched() -> Iterator[Watch]:
    """Count inside; the transaction must be one."""
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch


def never_analysed() -> None:
    """As on a machine where Payung was installed a minute ago: until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
            cursor.execute(FORGET, {"table": name})


def unknown_to_the_planner() -> list[str]:
    """Tables that hold many rows of which the planner knows nothing, or less than half."""
    unknown = []
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for table, name in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (a name from the catalogue)
            rows = cursor.fetchone()[0]
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
            known = cursor.fetchone()[0]
            if rows >= MANY and not rows / 2 <= known <= rows * 2:
                unknown.append(f"{name}: {rows} rows, {known:.0f} known")
    return unknown


def _fetched() -> int:
    with connection.connection.cursor() as cursor:  # past the wrapper
        cursor.execute(FETCHED)
        return int(cursor.fetchone()[0])
