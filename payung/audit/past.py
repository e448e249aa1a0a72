"""What was known at a moment? Inside, every table answers as it did then, to whatever question is asked of it.

A table of the session stands before each one whose past is kept (`past.sql`): the rows known by then, each as it said
then. So a report is made again with the very statements of its page, and gives the same bytes (L14).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from payung.database.loading import learn_what_grew

NO_DERIVED: Mapping[str, str] = {}
KEPT = """
SELECT c.relname, (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attnum) FROM pg_attribute a
                   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
       quote_ident(convert_from(split_part(encode(t.tgargs, 'escape'), '\\000', 1)::bytea, 'UTF8'))
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'keep_past_update' ORDER BY 1
"""
COPY = """
CREATE TEMP TABLE {table} AS
SELECT {columns} FROM public.{table} m WHERE m.known_from <= {moment} AND NOT EXISTS (
    SELECT FROM audit_past p WHERE p.of_table = '{table}' AND p.known_until > {moment} AND p.row_id = m.{key}::text)
UNION ALL
SELECT {columns} FROM (
    SELECT DISTINCT ON (p.row_id) (jsonb_populate_record(NULL::public.{table}, p.body)).*
    FROM audit_past p WHERE p.of_table = '{table}' AND p.known_until > {moment} AND p.known_from <= {moment}
    ORDER BY p.row_id, p.known_until, p.id) past
"""


class NotSettled(RuntimeError):
    """A moment of which the last word is not spoken: the message is one Indonesian sentence that says what to do."""


@contextmanager
def as_known(moment: datetime, *, derived: Mapping[str, str] = NO_DERIVED) -> Iterator[None]:
    """Ask inside; nothing can be changed. `derived`: {table: SELECT} for tables that follow from others.

    Raises NotSettled for a moment that is still to come, still being written, or before the past was kept.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            _refuse_unsettled(cursor, moment)
            learn_what_grew("audit_past")
            literal = f"'{moment.isoformat()}'::timestamptz"
            cursor.execute(KEPT)
            for table, columns, key in cursor.fetchall():
                told = {"table": table, "columns": ", ".join(columns), "key": key, "moment": literal}
                cursor.execute(COPY.format(**told))
                # A key, so that statements may group by it as they do by the table's own.
                cursor.execute(
                    f"ALTER TABLE pg_temp.{table} ADD PRIMARY KEY ({key}); ANALYZE pg_temp.{table}"
                )
            for table, select in derived.items():
                cursor.execute(f"CREATE TEMP VIEW {table} AS {select}")
        yield
        transaction.set_rollback(True)  # the copies go; what was read stays with the reader


def live_at(moment: datetime | None) -> None:
    """A sample city is told as if it had been lived: what this session records is known since that moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('payung.moment', %s, false)", [moment.isoformat() if moment else ""]
        )


def _refuse_unsettled(cursor, moment: datetime) -> None:
    cursor.execute(
        "SELECT %s > payung_moment(), %s < (SELECT max(at) FROM audit_past_since), EXISTS ("
        "  SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        "  AND backend_type = 'client backend' AND state <> 'idle' AND xact_start <= %s)",
        [moment, moment, moment],
    )
    to_come, too_early, being_written = cursor.fetchone()
    if to_come:
        raise NotSettled("Saat itu belum tiba. Pilih saat yang sudah lewat.")
    if too_early:
        raise NotSettled("Riwayat kota ini belum disimpan pada saat itu. Pilih saat yang lebih baru.")
    if being_written:
        raise NotSettled("Masih ada yang sedang disimpan sejak saat itu. Coba lagi sebentar.")
