"""Which lists came in, what stands in them, and which rows wait for a person?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.files import queries as files
from payung.intake.checked import canonical, errors, from_canonical, open_, person, row_place, warnings
from payung.intake.enums import LIVE, BatchState
from payung.intake.models import Batch, Row
from payung.intake.reading import CheckedFile, CheckedRow, Problem
from payung.intake.reading.fields import BY_FIELD, DOOR
from payung.language.formats import mask_nik
from payung.reference.queries import sectors
from payung.tables.cells import Cell, Sheet
from payung.tables.places import in_words
from payung.tables.reading import Decisions, Reading, read, read_tables
from payung.vault import blind_indexes, unseal_many


def batches(scope: Scope = WHOLE_CITY, round_id: int | None = None) -> QuerySet[Batch]:
    """Uploads this scope may see, latest first."""
    found = Batch.objects.filter(**scope.within(agency="agency_id")).defer("checked_sealed")
    if scope.kelurahan is not None:
        return found.none()  # lists belong to agencies
    if round_id is not None:
        found = found.filter(round_id=round_id)
    return found.select_related(
        "round", "sector", "agency", "file", "job", "uploaded_by", "saved_by", "undone_by"
    )


def search(found: QuerySet[Batch], *, text: str = "", sector: str = "", state: str = "") -> QuerySet[Batch]:
    """Narrow a list by file name, sender or receipt number, sector and state."""
    if text:
        number = text.rsplit("-", 1)[-1]
        by_number = Q(pk=int(number)) if number.isdecimal() and len(number) < 10 else Q()
        found = found.filter(
            Q(file__name__icontains=text)
            | Q(uploaded_by__full_name__icontains=text)
            | Q(agency__name__icontains=text)
            | by_number
        )
    if sector:
        found = found.filter(sector_id=sector)
    return found.filter(state=state) if state else found


def batch(batch_id: int, scope: Scope = WHOLE_CITY) -> Batch | None:
    """The upload, or None: also when it belongs to another agency."""
    return batches(scope).filter(pk=batch_id).first()


def same_file(round_id: int, digest: str) -> Batch | None:
    """The upload of the very same file that already counts in this round."""
    return batches(round_id=round_id).filter(file_sha256=digest, state__in=LIVE).first()


def checked(batch: Batch) -> CheckedFile | None:
    """The checked rows that wait to be saved (after saving: those to be mended); None when nothing waits."""
    sealed = Batch.objects.values_list("checked_sealed", flat=True).get(pk=batch.pk)
    return None if sealed is None else open_(batch.pk, sealed)


@dataclass(frozen=True)
class Finding:
    """One cell that is wrong, as the screen shows it. NIK and KK of full length come masked."""

    row: str  # "12", or "Pilang baris 12" where the file has several sheets
    name: str
    column: str  # "C (NIK)"
    value: str
    message: str
    cure: str


def findings(batch: Batch, *, kind: str = "errors", text: str = "") -> list[Finding]:
    """What must be mended ("errors") or may stay ("warnings"), by row; `text` narrows by name, row or words."""
    waiting = checked(batch)
    if waiting is None:
        return []
    sheets = waiting.understood.read_sheets
    lines = [_finding(row, p, sheets) for row, p in (errors if kind == "errors" else warnings)(waiting.rows)]
    word = text.lower()
    return [line for line in lines if word in f"{line.row} {line.name} {line.column} {line.message}".lower()]


def _finding(row: CheckedRow, problem: Problem, sheets: Sequence[str]) -> Finding:
    label = BY_FIELD[problem.field].label if problem.field in BY_FIELD else problem.field
    column = f"{problem.column} ({label})" if problem.column else label
    return Finding(
        in_words(row.number, sheets),
        str(row.values.get("name") or ""),
        column,
        _shown(problem.value),
        problem.message,
        problem.cure,
    )


def reading(batch: Batch) -> Reading:
    """The file read again, with what was decided about it: its titles and first rows are kept nowhere."""
    return read(
        original(batch),
        DOOR,
        decisions=Decisions.from_json(batch.decisions),
        remembered=files.remembered_layouts(DOOR.name, batch.agency_id),
        with_macros=True,  # whoever took it in has decided that
    )


def is_list(sheets: list[Sheet]) -> bool:
    """Whether sheets of a file are a list of proposed workers, all columns known. Raises FileRefused without a table."""
    return not read_tables(sheets, DOOR).ask


def _shown(cell: Cell) -> str:
    text = f"{cell:%d-%m-%Y}" if isinstance(cell, date) else str(cell)[:40]
    return mask_nik(text) if len(text) == 16 and text.isdigit() else text


def original(batch: Batch) -> bytes:
    """The file as it was sent."""
    return files.content(batch.file)


def sectors_of(scope: Scope) -> list:
    """The sectors whose lists this scope may send."""
    return [sector for sector in sectors() if scope.agency in (None, sector.agency_id)]


def content_indexes(batch_sector: str, people: Iterable[Mapping[str, Any]]) -> list[bytes]:
    """One keyed index per row over all its values: the same row sent again has the same."""
    return blind_indexes(f"intake.row:{batch_sector}", map(canonical, people))  # type: ignore[return-value]


def sent_before(batch: Batch, indexes: Iterable[bytes]) -> set[bytes]:
    """Which of these rows another saved batch of the round holds, letter for letter (I3)."""
    rows = Row.objects.filter(batch__round_id=batch.round_id, batch__state=BatchState.SAVED, sent_back="")
    found = rows.exclude(batch_id=batch.pk).filter(content_index__in=list(indexes))
    return {bytes(index) for index in found.values_list("content_index", flat=True)}


def count_sent_before(batch: Batch, checked: CheckedFile) -> int:
    """How many accepted rows a saved batch of this round holds already."""
    indexes = content_indexes(batch.sector_id, map(person, checked.accepted))
    before = sent_before(batch, indexes)
    return sum(index in before for index in indexes)


def unlinked_rows(round_id: int) -> list[dict[str, Any]]:
    """Saved rows that matching has not given a person yet, opened; in the order they came."""
    waiting = Row.objects.filter(
        batch__round_id=round_id, batch__state=BatchState.SAVED, worker=None, sent_back=""
    )
    return list(_opened(waiting.order_by("batch_id", "row_number")))


def row_values(row_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """All values of some rows, by row id. Personal: the caller leaves the audit line."""
    return {row["id"]: row for row in _opened(Row.objects.filter(pk__in=list(row_ids)))}


def rounds_of_rows(row_ids: Iterable[int]) -> dict[int, int]:
    """{row: its round}"""
    return dict(Row.objects.filter(pk__in=list(row_ids)).values_list("pk", "batch__round_id"))


def rows_of_worker(worker_ids: Iterable) -> QuerySet[Row]:
    """The proposals that belong to these people, for the worker's page."""
    found = Row.objects.filter(worker_id__in=list(worker_ids))
    return found.select_related("batch__sector", "batch__agency", "batch__file")


def unlinked_count(batch: Batch) -> int:
    return Row.objects.filter(batch=batch, worker=None, sent_back="").count()


def is_used(batch: Batch) -> bool:
    """Whether matching has linked a row of it: from then on it cannot be undone."""
    return Row.objects.filter(batch=batch, worker__isnull=False).exists()


def sent_back_rows(batch: Batch) -> QuerySet[Row]:
    """Rows the agency must correct, with the reason."""
    return Row.objects.filter(batch=batch).exclude(sent_back="")


def digest(batch_id: int) -> str:
    """SHA-256 over everything a saved batch holds: two savings of one file must give the same (I2)."""
    total = sha256()
    for row in _opened(Row.objects.filter(batch_id=batch_id).order_by("row_number")):
        total.update(repr((row["row_number"], canonical(row), sorted(row["warnings"]))).encode())
    return total.hexdigest()


def _opened(rows: QuerySet[Row]) -> Iterable[dict[str, Any]]:
    kept = list(
        rows.values("id", "batch_id", "row_number", "worker_id", "warnings", "sealed", "batch__sector_id")
    )
    texts = unseal_many((row_place(row["batch_id"], row["row_number"]), row["sealed"]) for row in kept)
    for row, text in zip(kept, texts, strict=True):
        known = {name: value for name, value in row.items() if name not in ("sealed", "batch__sector_id")}
        yield known | {"sector": row["batch__sector_id"]} | from_canonical(text)


def proposed(round_id: int) -> list[tuple[UUID, str]]:
    """(worker, sector) of everybody proposed for a round, once each, as they came: the sector of the first list."""
    linked = Row.objects.filter(batch__round_id=round_id, batch__state=BatchState.SAVED, worker__isnull=False)
    first = linked.order_by("worker_id", "batch_id", "row_number").distinct("worker_id")
    rows = first.values_list("batch_id", "row_number", "worker_id", "batch__sector_id")
    return [(worker_id, sector) for _, _, worker_id, sector in sorted(rows)]
