"""Nobody edits the past: the chain over the audit lines."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from payung.audit.actions import NotInTransaction, record
from payung.audit.models import AuditLine
from payung.audit.queries import chain_state

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = datetime(2025, 5, 7, 1, 14, tzinfo=UTC)


def add(sentence: str) -> None:
    with transaction.atomic():
        record("test.done", by=None, at=MORNING, on=("test", 1), sentence=sentence)


def tamper(sql: str) -> None:
    """What a database administrator could do who switches the triggers off first."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_every_line_gets_its_link_at_commit():
    add("Bu Rani menyimpan 12 baris")
    add("Pak Budi memeriksa")
    assert chain_state().is_whole
    assert chain_state().lines == 2


def test_a_rolled_back_change_leaves_no_line():
    with transaction.atomic():
        record("test.done", by=None, at=MORNING, on=("test", 1), sentence="tidak jadi")
        transaction.set_rollback(True)
    assert AuditLine.objects.count() == 0


def test_a_line_outside_a_transaction_is_refused():
    with pytest.raises(NotInTransaction):
        record("test.done", by=None, at=MORNING, on=("test", 1), sentence="lepas")


@pytest.mark.parametrize(
    "sql",
    ["UPDATE audit_auditline SET sentence = 'x'", "DELETE FROM audit_auditline", "TRUNCATE audit_auditlink"],
)
def test_the_database_refuses_to_change_lines(sql):
    add("Bu Rani menyimpan 12 baris")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditline SET body = replace(body, '12', '13') WHERE id = (SELECT min(id) FROM audit_auditline)",
        "DELETE FROM audit_auditlink WHERE seq = 2",
        "UPDATE audit_auditlink SET hash = sha256('x') WHERE seq = 3",
        "DELETE FROM audit_auditlink WHERE seq = 1",
    ],
)
def test_tampering_behind_the_triggers_is_found(sql):
    for text in ("Bu Rani menyimpan 12 baris", "Pak Budi memeriksa", "Bu Sri menyetujui"):
        add(text)
    tamper(sql)
    assert not chain_state().is_whole
