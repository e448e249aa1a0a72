"""How does a list come in, how is it checked and matched, and how is it taken back?"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.audit import actions as audit
from payung.files import actions as files
from payung.files import queries as kept_files
from payung.intake import queries
from payung.intake.checked import close
from payung.intake.enums import NEXT, BatchState
from payung.intake.models import Batch, Row
from payung.intake.reading import CheckedFile, FileRefused, Problem, Severity, check_file
from payung.intake.reading.fields import BY_FIELD, DOOR
from payung.intake.refusals import AlreadyReceived, IntakeRefused
from payung.intake.saving import save_batch
from payung.jobs.actions import later
from payung.jobs.registry import Progress, no_progress
from payung.language.formats import angka
from payung.programme import queries as programme
from payung.programme.enums import RoundState
from payung.reference import clock
from payung.reference.queries import sectors
from payung.tables.reading import Decisions

__all__ = [
    "AlreadyReceived",
    "IntakeRefused",
    "add_one_person",
    "ask_to_save",
    "check_batch",
    "decide",
    "drop_batch",
    "link_rows",
    "match_again",
    "note_download",
    "receive_file",
    "save_batch",
    "send_back",
    "undo_batch",
    "wait_again",
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def receive_file(content: bytes, *, name: str, round_id: int, sector: str, by: User, at: datetime) -> Batch:
    """Keep the file with its receipt, and put its check in the queue. Stores no row (I1).

    Raises IntakeRefused; AlreadyReceived (with the earlier batch) for the very same file (I3).
    """
    if not content:
        raise IntakeRefused("Berkas kosong. Pilih berkas yang berisi daftar.")
    owner = _refuse_foreign(round_id, sector, by)
    digest = sha256(content).hexdigest()
    try:
        with transaction.atomic():
            batch = _kept(content, digest, name, round_id, sector, owner, by, at)
    except IntegrityError:  # the database decides, so two uploads at the same moment cannot both win
        earlier = queries.same_file(round_id, digest)
        if earlier is None:
            raise
        raise AlreadyReceived(earlier) from None
    batch.refresh_from_db()
    return batch


def _kept(
    content: bytes, digest: str, name: str, round_id: int, sector: str, owner: str, by: User, at: datetime
) -> Batch:
    content_type = XLSX if content[:2] == b"PK" else "text/csv"
    file = files.keep(content, name=name, content_type=content_type, purpose="intake.list", by=by, at=at)
    batch = Batch.objects.create(
        round_id=round_id,
        sector_id=sector,
        agency_id=owner,
        file=file,
        file_sha256=digest,
        uploaded_by=by,
        uploaded_at=at,
    )
    _record("intake.received", batch, by, at, f"Mengunggah daftar {sector} ({batch.receipt_number}).")
    _enqueue_check(batch, by, at)
    return batch


def add_one_person(
    values: Mapping[str, str], *, round_id: int, sector: str, by: User, at: datetime
) -> tuple[Batch | None, list[Problem]]:
    """Tambah satu orang: a list of one row, checked by the same reader, saved at once.

    Gives (batch, []) when saved, (None, what is wrong) when not. Raises IntakeRefused.
    """
    content = _list_of_one(values)
    try:
        checked = check_file(content, name="satu-orang.csv", today=clock.today())
    except FileRefused as refusal:
        raise IntakeRefused(refusal.message) from None
    problems = [p for row in checked.rejected for p in row.problems if p.severity is Severity.ERROR]
    if problems or not checked.accepted:
        return None, problems
    name = f"satu-orang-{at:%Y%m%d-%H%M%S}.csv"
    with transaction.atomic():
        batch = receive_file(content, name=name, round_id=round_id, sector=sector, by=by, at=at)
        check_batch(batch.pk)
        if not save_batch(batch.pk, by=by, at=at):
            raise IntakeRefused("Orang ini, dengan isian yang sama, sudah ada dalam usulan yang tersimpan.")
    return batch, []


def _list_of_one(values: Mapping[str, str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([BY_FIELD[name].label for name in values])
    writer.writerow(values.values())
    return out.getvalue().encode()


def _refuse_foreign(round_id: int, sector: str, by: User) -> str:
    """The agency whose list it is. An agency's operator sends only lists of its own sectors."""
    owner = {s.code: s.agency_id for s in sectors()}.get(sector)
    if owner is None:
        raise IntakeRefused("Sektor tidak dikenal. Pilih sektor dari daftar.")
    if by.role == Role.AGENCY_OPERATOR and by.agency_id != owner:
        raise IntakeRefused("Daftar sektor ini diunggah oleh dinas lain. Pilih sektor dinas Anda.")
    round_ = programme.round_(round_id)
    if round_ is None or round_.state != RoundState.OPEN:
        raise IntakeRefused("Putaran ini tidak sedang menerima usulan. Tanyakan kepada Disperinaker.")
    return owner


def _enqueue_check(batch: Batch, by: User, at: datetime) -> None:
    job = later("intake.check", label=f"Memeriksa {batch.file.name}"[:200], by=by, at=at, batch_id=batch.pk)
    Batch.objects.filter(pk=batch.pk).update(job=job)


def check_batch(batch_id: int, *, with_macros: bool = False, progress: Progress = no_progress) -> None:
    """Read and check the file; a second run after the first ended changes nothing."""
    batch = Batch.objects.select_related("file", "uploaded_by").get(pk=batch_id)
    if batch.state != BatchState.UPLOADED:
        return
    try:
        checked = _checked(batch, progress, with_macros=with_macros)
    except FileRefused as refusal:
        _settle(batch, BatchState.REFUSED, "Berkas ditolak.", refusal=refusal.message)
        return
    if checked.needs_decision:
        _settle(batch, BatchState.NEEDS_MAPPING, "Berkas menunggu keputusan: kolom atau lembar.")
        return
    if not checked.rows:
        _settle(batch, BatchState.REFUSED, "Berkas ditolak.", refusal="Tidak ada baris isi di bawah judul.")
        return
    fields = _counts(batch, checked) | {"checked_sealed": close(batch.pk, checked)}
    sentence = f"Selesai diperiksa: {angka(fields['accepted'])} dari {angka(fields['rows'])} baris siap."
    _settle(batch, BatchState.CHECKED, sentence, **fields)


def _checked(batch: Batch, progress: Progress, *, with_macros: bool) -> CheckedFile:
    progress(0, 0, "Membaca berkas")
    return check_file(
        queries.original(batch),
        name=batch.file.name,
        decisions=Decisions.from_json(batch.decisions),
        remembered=kept_files.remembered_layouts(DOOR.name, batch.agency_id),
        today=clock.today(),
        with_macros=with_macros,
        on_progress=lambda done, total: progress(done, total, "Memeriksa baris"),
    )


def _counts(batch: Batch, checked: CheckedFile) -> dict[str, Any]:
    accepted = len(checked.accepted)
    before = queries.count_sent_before(batch, checked)
    return {
        "sheets": [_without_numbers(name) for name in checked.understood.read_sheets],
        "skipped": len(checked.understood.skipped),
        "rows": len(checked.rows),
        "accepted": accepted - before,
        "already": before,
        "rejected": len(checked.rows) - accepted,
        "warnings": checked.warnings,
    }


def _settle(batch: Batch, to: BatchState, sentence: str, **fields: Any) -> None:
    with transaction.atomic():
        if _move(batch.pk, to, **fields):
            _record("intake.checked", batch, None, clock.now(), sentence)


def _without_numbers(sheet: str) -> str:
    """The name of a sheet as it may stand unsealed: no number of six digits and more."""
    return re.sub(r"\d{6,}", "…", sheet)[:80]


@transaction.atomic
def decide(batch_id: int, decisions: Decisions, *, by: User, at: datetime) -> None:
    """Say which column holds which field and which sheets belong to the list; the file is checked again.

    How the columns were matched is remembered for the agency. Raises IntakeRefused when a field is chosen twice.
    """
    for fields in decisions.columns.values():
        chosen = [field for field in fields.values() if field]
        if twice := {BY_FIELD[field].label for field in chosen if chosen.count(field) > 1}:
            raise IntakeRefused(
                f"Satu isian dipilih untuk dua kolom: {', '.join(sorted(twice))}. Pilih satu saja."
            )
    batch = Batch.objects.select_related("file").get(pk=batch_id)
    if not _move(batch_id, BatchState.UPLOADED, decisions=decisions.as_json()):
        raise IntakeRefused("Kolom berkas ini sudah dicocokkan.")
    files.remember_layouts(DOOR.name, batch.agency_id, decisions.columns, by=by, at=at)
    _record("intake.columns_matched", batch, by, at, "Mencocokkan kolom dan memilih lembar.")
    _enqueue_check(batch, by, at)


@transaction.atomic
def match_again(batch_id: int, *, by: User, at: datetime) -> None:
    """Go back from the result to the columns."""
    if not _move(batch_id, BatchState.NEEDS_MAPPING, checked_sealed=None):
        raise IntakeRefused("Berkas ini tidak sedang menunggu disimpan.")
    _record("intake.columns_reopened", Batch(pk=batch_id), by, at, "Membuka lagi pencocokan kolom.")


@transaction.atomic
def ask_to_save(batch_id: int, *, by: User, at: datetime) -> UUID:
    """Simpan N baris: put the saving in the queue, once. Gives the job's id, also when it was asked before."""
    batch = Batch.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch_id)
    if batch.state in (BatchState.SAVING, BatchState.SAVED) and batch.job_id:
        return batch.job_id
    if not batch.accepted:
        raise IntakeRefused("Tidak ada baris baru yang dapat disimpan.")
    if programme.round_(batch.round_id) is None:
        raise IntakeRefused("Putarannya sudah dibatalkan. Unggah daftar ini ke putaran yang menerima usulan.")
    if not _move(batch_id, BatchState.SAVING):
        raise IntakeRefused("Berkas ini tidak sedang menunggu disimpan.")
    job = later(
        "intake.save",
        label=f"Menyimpan {angka(batch.accepted)} baris {batch.file.name}"[:200],
        by=by,
        at=at,
        rows=batch.accepted,
        batch_id=batch_id,
        by_id=by.pk,
        asked_at=at.isoformat(),
    )
    Batch.objects.filter(pk=batch_id).update(job=job)
    return job.pk


def stop_saving(batch_id: int) -> None:
    """A save that failed: nothing of it is there, and the list waits to be saved again."""
    Batch.objects.filter(pk=batch_id, state=BatchState.SAVING).update(state=BatchState.CHECKED)


@transaction.atomic
def undo_batch(batch_id: int, *, by: User, at: datetime) -> None:
    """Take a saved list back, until matching has used a row of it. The file and its receipt stay."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if queries.is_used(batch):
        raise IntakeRefused("Daftar ini sudah dipakai di Periksa ganda, jadi tidak dapat dibatalkan.")
    if not _move(batch_id, BatchState.UNDONE, undone_by=by, undone_at=at, checked_sealed=None):
        raise IntakeRefused("Hanya daftar yang tersimpan dapat dibatalkan.")
    gone, _ = Row.objects.filter(batch_id=batch_id).delete()
    _record("intake.undone", batch, by, at, f"Membatalkan {angka(gone)} baris {batch.receipt_number}.")


@transaction.atomic
def drop_batch(batch_id: int, *, by: User, at: datetime) -> None:
    """Throw away a checked file that was not saved. The file and its receipt stay."""
    if not _move(batch_id, BatchState.DROPPED, checked_sealed=None):
        raise IntakeRefused("Berkas ini tidak sedang menunggu disimpan.")
    batch = Batch.objects.get(pk=batch_id)
    _record("intake.dropped", batch, by, at, f"Tidak jadi menyimpan {batch.receipt_number}.")


@transaction.atomic
def link_rows(pairs: Mapping[int, UUID | None]) -> int:
    """Say which person each row is (None takes it back). One statement; gives how many rows changed.

    Locks the batches first: a list is either undone or used, never both. Matching leaves the audit line.
    """
    rows = Row.objects.filter(pk__in=list(pairs))
    batches = Batch.objects.select_for_update().filter(pk__in=rows.values("batch_id"), state=BatchState.SAVED)
    open_batches = list(batches.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_row r SET worker_id = p.worker"
            " FROM unnest(%s::bigint[], %s::uuid[]) AS p(id, worker)"
            " WHERE r.id = p.id AND r.batch_id = ANY(%s) AND r.worker_id IS DISTINCT FROM p.worker",
            [list(pairs), list(pairs.values()), open_batches],
        )
        return cursor.rowcount


@transaction.atomic
def send_back(row_ids: Sequence[int], reason: str, *, by: User | None = None, at: datetime) -> int:
    """Give rows back to their agency with the reason; they no longer wait for matching."""
    if not reason.strip():
        raise IntakeRefused("Tulis alasan pengembalian.")
    rows = Row.objects.filter(pk__in=list(row_ids), sent_back="")
    batch_ids = sorted(set(rows.values_list("batch_id", flat=True)))
    count = rows.update(sent_back=reason.strip()[:200], worker=None)
    for batch in Batch.objects.filter(pk__in=batch_ids):
        _record("intake.sent_back", batch, by, at, f"Mengembalikan baris {batch.receipt_number}.", reason)
    return count


@transaction.atomic
def wait_again(row_ids: Sequence[int], *, reason: str, by: User, at: datetime) -> int:
    """Take back that rows were sent back for this reason: they wait for matching again. Gives how many."""
    rows = Row.objects.filter(pk__in=list(row_ids), sent_back=reason, batch__state=BatchState.SAVED)
    batch_ids = sorted(set(rows.values_list("batch_id", flat=True)))
    count = rows.update(sent_back="")
    for batch in Batch.objects.filter(pk__in=batch_ids):
        _record("intake.waits_again", batch, by, at, f"Pengembalian baris {batch.receipt_number} dibatalkan.")
    return count


@transaction.atomic
def note_download(batch: Batch, what: str, *, rows: int, by: User, at: datetime) -> None:
    """Leave the line of a download of personal data, before its first byte leaves (I8)."""
    sentence = (
        f"Mengunduh {what} {batch.receipt_number} ({angka(rows)} baris), SHA-256 asal {batch.file_sha256}."
    )
    _record("intake.downloaded", batch, by, at, sentence, personal_read=True)


def _move(batch_id: int, to: BatchState, **fields: Any) -> bool:
    sources = [state for state, targets in NEXT.items() if to in targets]
    # The filter decides, not an `if`: two people pressing at once cannot both win.
    return bool(Batch.objects.filter(pk=batch_id, state__in=sources).update(state=to, **fields))


def _record(
    verb: str, batch: Batch, by: User | None, at: datetime, sentence: str, reason: str = "", **more: Any
) -> None:
    audit.record(verb, by=by, at=at, on=("intake.batch", batch.pk), sentence=sentence, reason=reason, **more)
