"""How does the answer of a register come in? Looked at before it is saved; only what it says of our people is kept.

The extract lies sealed until somebody saves or drops it (a day at most), then its bytes are deleted.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.database.loading import learn
from payung.files import actions as files
from payung.files.queries import content as content_of
from payung.files.queries import remembered_layouts
from payung.jobs.actions import later
from payung.jobs.registry import Progress, no_progress
from payung.language.formats import angka
from payung.matching import queries
from payung.matching.enums import EXTRACT_NEXT, ExtractState, Register
from payung.matching.keeping import weigh_again
from payung.matching.models import RegisterCheck, RegisterExtract
from payung.matching.refusals import MatchingRefused
from payung.matching.registers import DOORS, Answer, Extract, answers_of
from payung.people import queries as people
from payung.reference import queries as reference
from payung.rules.matching import normal_name
from payung.tables.cells import FileRefused
from payung.tables.places import in_words
from payung.tables.reading import Decisions, Reading, read
from payung.vault import blind_indexes

KEPT_FOR = timedelta(days=1)
MOST_PROBLEMS = 5000
BATCH = 5000


@dataclass(frozen=True)
class RegisterLoaded:
    """What an extract gave: rows read, of whom we know so many; rows that could not be used."""

    rows: int
    known: int
    unusable: list[tuple[int, str]]


@transaction.atomic
def receive_extract(
    content: bytes, *, name: str, register: Register, as_of: date, by: User, at: datetime
) -> RegisterExtract:
    """Keep the file sealed and put its check in the queue. Extracts nobody saved within a day are thrown away."""
    forget_unsaved(at=at)
    if as_of > at.date():
        raise MatchingRefused("Tanggal data belum tiba. Tulis tanggal register itu ditarik.")
    kept = files.keep(
        content, name=name, content_type="application/octet-stream", purpose="matching.extract", by=by, at=at
    )
    extract = RegisterExtract.objects.create(
        register=register, name=name[-200:], sha256=kept.sha256, as_of=as_of, file=kept, uploaded_by=by, uploaded_at=at
    )  # fmt: skip
    _record(
        "matching.extract_received", extract, by, at, f"Mengunggah ekstrak {extract.get_register_display()}."
    )
    _enqueue("matching.check_extract", f"Memeriksa {name}", extract, by, at)
    return extract


def check_extract(extract_id: int, *, at: datetime, progress: Progress = no_progress) -> None:
    """Read the file, say what it would tell; nothing of it is saved yet. A second run changes nothing."""
    extract = RegisterExtract.objects.select_related("file").get(pk=extract_id)
    if extract.state != ExtractState.UPLOADED or extract.file is None:
        return
    progress(0, 0, "Membaca berkas")
    register = Register(extract.register)
    try:
        reading = read_waiting(extract)
    except FileRefused as refusal:
        _settle(
            extract,
            ExtractState.REFUSED,
            "Ekstrak ditolak.",
            at,
            refusal=f"{extract.name}: {refusal.message}",
        )
        return
    if reading.ask:
        _settle(extract, ExtractState.NEEDS_MAPPING, "Ekstrak menunggu keputusan: kolom atau lembar.", at)
        return
    answered = answers_of(reading, register, our_city=_our_city(), today=at.date())
    progress(0, len(answered.answers), "Mencocokkan dengan pekerja kita")
    checks = _checks(answered, register, extract, at)
    before = queries.findings({c.worker_id for c in checks})
    changed = [c for c in checks if before.get(c.worker_id, {}).get(register, ("", None))[0] != c.finding]
    _settle(
        extract,
        ExtractState.CHECKED,
        f"Selesai diperiksa: {angka(len(checks))} dari {angka(len(answered.answers))} baris cocok.",
        at,
        rows=len(answered.answers) + len(answered.unusable),
        known=len(checks),
        counts=dict(Counter(c.finding for c in checks)),
        changed=[[str(c.worker_id), c.finding] for c in changed],
        problems=_problems(answered, reading),
        notes=[*reading.notes, *answered.notes],
    )


@transaction.atomic
def decide_about_extract(extract_id: int, decisions: Decisions, *, by: User, at: datetime) -> None:
    """Say which column holds which field and which sheets belong to it; remembered for this register, then checked again."""
    extract = RegisterExtract.objects.get(pk=extract_id)
    for fields in decisions.columns.values():
        chosen = [name for name in fields.values() if name]
        if len(chosen) != len(set(chosen)):
            raise MatchingRefused("Satu isian dipilih untuk dua kolom. Pilih satu saja.")
    if not _move(extract_id, ExtractState.UPLOADED, decisions=decisions.as_json()):
        raise MatchingRefused("Kolom berkas ini sudah dicocokkan.")
    files.remember_layouts(DOORS[Register(extract.register)].name, "", decisions.columns, by=by, at=at)
    _record("matching.columns_matched", extract, by, at, "Mencocokkan kolom dan memilih lembar.")
    _enqueue("matching.check_extract", f"Memeriksa {extract.name}", extract, by, at)


@transaction.atomic
def ask_to_save_extract(extract_id: int, *, by: User, at: datetime) -> UUID:
    """Simpan N jawaban: put the saving in the queue, once. Gives the job's id."""
    extract = RegisterExtract.objects.select_for_update().get(pk=extract_id)
    if extract.state in (ExtractState.SAVING, ExtractState.SAVED) and extract.job_id:
        return extract.job_id
    if not extract.known or not _move(extract_id, ExtractState.SAVING):
        raise MatchingRefused("Tidak ada jawaban tentang pekerja kita yang dapat disimpan.")
    return _enqueue("matching.save_extract", f"Menyimpan jawaban {extract.name}", extract, by, at)


@transaction.atomic
def save_extract(extract_id: int, *, by: User, at: datetime, progress: Progress = no_progress) -> int:
    """Keep the answers about our people, weigh the waiting pairs anew, delete the file. Gives how many; 0 the second time."""
    extract = (
        RegisterExtract.objects.select_for_update(of=("self",)).select_related("file").get(pk=extract_id)
    )
    if extract.state != ExtractState.SAVING or extract.file is None:
        return 0
    register = Register(extract.register)
    answered = answers_of(read_waiting(extract), register, our_city=_our_city(), today=at.date())
    checks = _checks(answered, register, extract, at)
    progress(0, len(checks), "Menyimpan jawaban")
    RegisterCheck.objects.bulk_create(checks, batch_size=BATCH)
    learn(RegisterCheck, len(checks))
    weigh_again(at=at)
    files.forget(extract.file)
    _move(extract_id, ExtractState.SAVED, saved_by=by, saved_at=at)
    _record(
        "matching.register_loaded", extract, by, at,
        f"Register {register.label}: {angka(len(checks))} jawaban disimpan, berkasnya dihapus.",
    )  # fmt: skip
    return len(checks)


@transaction.atomic
def drop_extract(extract_id: int, *, by: User | None, at: datetime) -> None:
    """Throw an extract away unsaved; its bytes are deleted."""
    extract = RegisterExtract.objects.select_related("file").get(pk=extract_id)
    if not _move(extract_id, ExtractState.DROPPED):
        raise MatchingRefused("Berkas ini tidak sedang menunggu disimpan.")
    if extract.file:
        files.forget(extract.file)
    _record("matching.extract_dropped", extract, by, at, "Ekstrak dibuang tanpa disimpan, berkasnya dihapus.")


@transaction.atomic
def note_bad_rows(extract: RegisterExtract, *, by: User, at: datetime) -> None:
    """Leave the line of a download of rows that may hold numbers, before its first byte leaves."""
    audit.record(
        "matching.bad_rows_downloaded",
        by=by,
        at=at,
        on=("matching.extract", extract.pk),
        sentence=f"Mengunduh {angka(len(extract.problems))} baris salah dari ekstrak {extract.get_register_display()}.",
        personal_read=True,
    )


def forget_unsaved(*, at: datetime) -> int:
    """Drop what lies unsaved for more than a day. Gives how many."""
    waiting = [ExtractState.NEEDS_MAPPING, ExtractState.CHECKED]
    old = RegisterExtract.objects.filter(state__in=waiting, uploaded_at__lt=at - KEPT_FOR)
    numbers = list(old.values_list("pk", flat=True))
    for number in numbers:
        drop_extract(number, by=None, at=at)
    return len(numbers)


@transaction.atomic
def load_register(content: bytes, *, name: str, register: Register, by: User, at: datetime) -> RegisterLoaded:
    """The same in one step and without keeping the file at all, for the command line and the sample city.

    Raises MatchingRefused with one line for a file that cannot be read.
    """
    register = Register(register)
    try:
        door = DOORS[register]
        reading = read(content, door, remembered=remembered_layouts(door.name))
    except FileRefused as refusal:
        raise MatchingRefused(f"{name}: {refusal.message}") from None
    if reading.ask:
        raise MatchingRefused(f"{name}: {reading.ask[0].why}")
    answered = answers_of(reading, register, our_city=_our_city(), today=at.date())
    extract = RegisterExtract.objects.create(
        register=register, name=name[-200:], sha256=queries.digest_of(content), as_of=at.date(),
        state=ExtractState.SAVED, rows=len(answered.answers) + len(answered.unusable),
        problems=_problems(answered, reading), notes=[*reading.notes, *answered.notes], uploaded_by=by, uploaded_at=at, saved_by=by, saved_at=at,
    )  # fmt: skip
    checks = _checks(answered, register, extract, at)
    extract.known, extract.counts = len(checks), dict(Counter(c.finding for c in checks))
    extract.save(update_fields=["known", "counts"])
    RegisterCheck.objects.bulk_create(checks, batch_size=BATCH)
    learn(RegisterCheck, len(checks))
    weigh_again(at=at)
    _record(
        "matching.register_loaded", extract, by, at,
        f"Register {register.label}: {angka(len(answered.answers))} baris dibaca, {angka(len(checks))} cocok.",
    )  # fmt: skip
    return RegisterLoaded(len(answered.answers), len(checks), answered.unusable)


def read_waiting(extract: RegisterExtract) -> Reading:
    """The file of an extract that waits, read with what was decided about it. Raises FileRefused."""
    assert extract.file is not None, "a waiting extract has its file"
    door = DOORS[Register(extract.register)]
    return read(
        content_of(extract.file),
        door,
        decisions=Decisions.from_json(extract.decisions),
        remembered=remembered_layouts(door.name),
    )


def _problems(answered: Extract, reading: Reading) -> list[tuple[str, str]]:
    """(where, what is the matter), also of rows that are passed over although they hold something."""
    sheets = reading.read_sheets
    return [(in_words(place, sheets), why) for place, why in answered.unusable[:MOST_PROBLEMS]]


def _checks(
    answered: Extract, register: Register, extract: RegisterExtract, at: datetime
) -> list[RegisterCheck]:
    """One answer for each person of ours; strangers are left out here and never written anywhere."""
    indexes = blind_indexes("nik", (answer.nik for answer in answered.answers))
    known = people.by_nik_index(index for index in indexes if index)
    ours = [(a, known[i]) for a, i in zip(answered.answers, indexes, strict=True) if i in known]
    births = people.facts([worker_id for _, worker_id in ours]) if register == Register.DUKCAPIL else {}
    names = {w.pk: w.name for w in people.workers().filter(pk__in=births)} if births else {}
    return [
        RegisterCheck(
            worker_id=worker_id,
            register=register,
            finding=answer.finding,
            since=answer.since,
            payer=answer.payer,
            decile=answer.decile,
            differs=_differs(
                answer, names.get(worker_id, ""), births[worker_id].birth_date if births else None
            ),
            quarter=answer.quarter,
            job=answer.job,
            note=answer.note,
            is_day_sure=answer.is_day_sure,
            extract=extract,
            checked_at=at,
        )
        for answer, worker_id in ours
    ]


def _differs(answer: Answer, name: str, born: date | None) -> list[str]:
    """What the register has otherwise than we; its own values are not kept."""
    found = []
    if answer.name and name and normal_name(answer.name) != normal_name(name):
        found.append("nama")
    if answer.birth_date and born and answer.birth_date != born:
        found.append("tanggal lahir")
    return found or (["menurut register"] if answer.differs else [])


def _our_city() -> str:
    city = reference.city()
    return city.name if city else ""


def _enqueue(kind: str, label: str, extract: RegisterExtract, by: User, at: datetime) -> UUID:
    job = later(kind, label=label[:200], by=by, at=at, rows=extract.rows, extract_id=extract.pk, by_id=by.pk)
    RegisterExtract.objects.filter(pk=extract.pk).update(job=job)
    return job.pk


@transaction.atomic
def _settle(extract: RegisterExtract, to: ExtractState, sentence: str, at: datetime, **told: Any) -> None:
    if not _move(extract.pk, to, **told):
        return
    if to == ExtractState.REFUSED and extract.file:
        files.forget(extract.file)
    _record("matching.extract_checked", extract, None, at, sentence)


def _move(extract_id: int, to: ExtractState, **told: Any) -> bool:
    sources = [state for state, targets in EXTRACT_NEXT.items() if to in targets]
    return bool(RegisterExtract.objects.filter(pk=extract_id, state__in=sources).update(state=to, **told))


def _record(verb: str, extract: RegisterExtract, by: User | None, at: datetime, sentence: str) -> None:
    audit.record(verb, by=by, at=at, on=("matching.extract", extract.pk), sentence=sentence)
