"""How are the checked rows of a batch saved: all or nothing, and twice the same as once? (I2)"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.database.loading import copying
from payung.intake import queries
from payung.intake.checked import canonical, close, open_, person, row_place, without_accepted
from payung.intake.enums import BatchState
from payung.intake.models import Batch, Row
from payung.intake.reading import CheckedRow
from payung.intake.refusals import IntakeRefused
from payung.jobs.registry import Progress, no_progress
from payung.language.formats import angka
from payung.vault import blind_indexes, seal_many

ROWS_PER_REPORT = 1000
COLUMNS = [
    "batch_id",
    "row_number",
    "name",
    "birth_date",
    "kelurahan_id",
    "nik_index",
    "content_index",
    "sealed",
    "warnings",
    "sent_back",
]


@transaction.atomic
def save_batch(batch_id: int, *, by: User | None, at: datetime, progress: Progress = no_progress) -> int:
    """Save the accepted rows of a checked batch; gives how many it holds. Killed anywhere, nothing is saved.

    Saved before: changes nothing. Raises IntakeRefused for a batch that does not wait to be saved.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.state == BatchState.SAVED:
        return batch.accepted
    if batch.state not in (BatchState.CHECKED, BatchState.SAVING) or batch.checked_sealed is None:
        raise IntakeRefused("Berkas ini tidak sedang menunggu disimpan.")
    _one_at_a_time(batch)
    checked = open_(batch_id, batch.checked_sealed)
    rows = checked.accepted
    people = [person(row) for row in rows]
    indexes = queries.content_indexes(batch.sector_id, people)
    before = queries.sent_before(batch, indexes)
    new = [n for n, index in enumerate(indexes) if index not in before]
    _copy(batch, [rows[n] for n in new], [people[n] for n in new], [indexes[n] for n in new], progress)
    batch.state, batch.saved_by, batch.saved_at = BatchState.SAVED, by, at
    batch.accepted, batch.already = len(new), len(rows) - len(new)
    batch.checked_sealed = close(batch_id, without_accepted(checked)) if batch.rejected else None
    batch.save()
    sentence = f"Menyimpan {angka(len(new))} dari {angka(batch.rows)} baris {batch.receipt_number}."
    audit.record("intake.saved", by=by, at=at, on=("intake.batch", batch_id), sentence=sentence)
    return len(new)


def _one_at_a_time(batch: Batch) -> None:
    """Two lists of one sector saved at the same moment would not see each other's rows."""
    with connection.cursor() as cursor:
        key = f"intake.save:{batch.round_id}:{batch.sector_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _copy(
    batch: Batch,
    rows: Sequence[CheckedRow],
    people: Sequence[dict[str, Any]],
    indexes: Sequence[bytes],
    progress: Progress,
) -> None:
    sealed = seal_many(
        (row_place(batch.pk, row.number), canonical(p)) for row, p in zip(rows, people, strict=True)
    )
    niks = blind_indexes("nik", (p["nik"] for p in people))
    with copying(Row, COLUMNS) as copy:
        for n, (row, p) in enumerate(zip(rows, people, strict=True)):
            who = (p["name"], p["birth_date"], p["kelurahan_code"])
            copy.write_row((batch.pk, row.number, *who, niks[n], indexes[n], sealed[n], _warnings(row), ""))
            if n % ROWS_PER_REPORT == 0:
                progress(n, len(rows), "Menyimpan baris")


def _warnings(row: CheckedRow) -> str:
    codes = sorted({p.code.value for p in row.problems})
    return "[" + ", ".join(f'"{code}"' for code in codes) + "]"
