"""The guards of the money, each of which can be taken away for the length of a test."""

from contextlib import ExitStack, contextmanager
from unittest import mock

from django.db import connection
from django.db.models import QuerySet

from payung.contributions.actions import closing, overpaid

plain_update = QuerySet.update


def _read_then_write(self, **values):
    """What `update()` with a condition protects from: look first, write whatever was there."""
    if self.query.where and not self.query.is_sliced:
        found = list(self.values_list("pk", flat=True))
        self = self.model._base_manager.filter(pk__in=found)
    return plain_update(self, **values)


@contextmanager
def no_row_locks():
    with mock.patch.object(QuerySet, "select_for_update", lambda self, **_: self._chain()):
        yield


@contextmanager
def no_conditional_update():
    with mock.patch.object(QuerySet, "update", _read_then_write):
        yield


@contextmanager
def no_month_lock():
    with mock.patch.object(closing, "_hold"):
        yield


@contextmanager
def no_key():
    """The same command may move money twice: nobody asks whether it was given, the database takes it."""
    forgotten = mock.patch.object(overpaid, "made_before", return_value=None)
    with forgotten, _without("contributions_transfer", "UNIQUE (key)"):
        yield


@contextmanager
def no_paid_once():
    """A month may stand in two live orders."""
    with _without("contributions_orderline", None):
        yield


@contextmanager
def _without(table, definition):
    with connection.cursor() as cursor:
        if definition is None:
            name = "a_month_is_paid_once"
            cursor.execute("SELECT pg_get_indexdef(%s::regclass)", [name])
            back, drop = cursor.fetchone()[0], f"DROP INDEX {name}"
        else:
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND pg_get_constraintdef(oid) = %s",
                [table, definition],
            )
            (name,) = cursor.fetchone()
            back = f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
            drop = f"ALTER TABLE {table} DROP CONSTRAINT {name}"
        cursor.execute(drop)
    try:
        yield
    finally:
        with connection.cursor() as cursor:  # what came in twice must go before the guard can stand again
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  our own words
            cursor.execute("RESET session_replication_role")
            cursor.execute(back)


@contextmanager
def without(guards):
    with ExitStack() as gone:
        for guard in guards:
            gone.enter_context(guard())
        yield
