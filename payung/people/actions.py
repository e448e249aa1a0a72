"""How does a person come into the register, and how is a mistake about him mended?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.database.loading import copying
from payung.language.formats import angka
from payung.people import queries
from payung.people.enums import Kin
from payung.people.merging import merge_workers, part_workers
from payung.people.models import Correction, Occupation, Relative, Worker
from payung.people.refusals import PeopleRefused
from payung.people.sealing import INDEXED, SEALED, correction_place, index_form, place
from payung.vault import blind_index, blind_indexes, seal, seal_many, unseal

__all__ = [
    "WORDS",
    "NewWorker",
    "PeopleRefused",
    "add_relative",
    "correct_identity",
    "merge_workers",
    "part_workers",
    "register_workers",
    "remove_relative",
    "reveal",
    "unregister",
]
WORDS = {
    "name": "nama",
    "birth_date": "tanggal lahir",
    "birth_place": "tempat lahir",
    "sex": "jenis kelamin",
    "address": "alamat",
    "rt": "RT",
    "rw": "RW",
    "kelurahan_code": "kelurahan",
    "outside_address": "alamat luar kota",
    "nik": "NIK",
    "kk": "nomor KK",
    "phone": "nomor telepon",
    "mother_name": "nama ibu kandung",
}


@dataclass(frozen=True, slots=True)
class NewWorker:
    """A person as an agency proposed him. Texts are clean already (`intake.reading`); kelurahan None = outside."""

    name: str
    birth_date: date
    sex: str
    nik: str
    sector: str
    birth_place: str = ""
    kk: str = ""
    phone: str = ""
    mother_name: str = ""
    address: str = ""
    rt: str = ""
    rw: str = ""
    kelurahan_code: str | None = None
    outside_address: str = ""
    job: str = ""
    work_place: str = ""
    work_hours: str = ""
    income_rp: int | None = None


@transaction.atomic
def register_workers(persons: Sequence[NewWorker], *, by: User | None, at: datetime) -> list[UUID]:
    """Put many people in the register, in order; all or nothing. Two COPYs, whatever their number.

    Raises PeopleRefused when a NIK stands there already or twice in the list (M1).
    """
    if not persons:
        return []
    ids = [uuid4() for _ in persons]
    sealed = {
        column: seal_many((place(column, i), getattr(p, column)) for i, p in zip(ids, persons, strict=True))
        for column in SEALED
    }
    indexes = {
        column: blind_indexes(column, (index_form(column, getattr(p, column)) for p in persons))
        for column in INDEXED
    }
    _refuse_known(indexes["nik"])
    _copy_workers(ids, persons, sealed, indexes, at)
    _copy_occupations(ids, persons, at)
    audit.record(
        "people.registered",
        by=by,
        at=at,
        on=("people.worker", ids[0] if len(ids) == 1 else "banyak"),
        sentence=f"Mencatat {angka(len(ids))} pekerja dalam daftar induk.",
    )
    return ids


@transaction.atomic
def unregister(worker_id: UUID, *, reason: str, by: User, at: datetime) -> None:
    """Take back that somebody was registered, as long as nothing but his own record speaks of him.

    Raises PeopleRefused with what holds him.
    """
    if held := queries.used_in(worker_id):
        raise PeopleRefused(f"Orang ini sudah dipakai di {', '.join(held)}. Ia tidak dapat dihapus.")
    Worker.objects.filter(pk=worker_id).delete()
    audit.record(
        "people.unregistered",
        by=by,
        at=at,
        on=("people.worker", worker_id),
        sentence="Pencatatan pekerja dibatalkan.",
        reason=reason,
    )


def _refuse_known(nik_indexes: list[bytes | None]) -> None:
    twice = len(nik_indexes) - len(set(nik_indexes))
    known = len(queries.by_nik_index(index for index in nik_indexes if index))
    if twice or known:
        raise PeopleRefused(
            f"{angka(known)} NIK sudah ada dalam daftar induk dan {angka(twice)} NIK muncul dua kali. "
            "Putuskan dulu di Periksa ganda; tidak ada yang disimpan."
        )


def _copy_workers(ids: list[UUID], persons: Sequence[NewWorker], sealed: dict, indexes: dict, at) -> None:
    columns = (
        "id name birth_date birth_place sex address rt rw kelurahan_id outside_address registered_at"
        " nik_sealed kk_sealed phone_sealed mother_name_sealed nik_index kk_index phone_index"
    )
    with copying(Worker, columns.split()) as copy:
        for n, (i, p) in enumerate(zip(ids, persons, strict=True)):
            copy.write_row(
                [i, p.name, p.birth_date, p.birth_place, p.sex, p.address, p.rt, p.rw]
                + [p.kelurahan_code, p.outside_address, at]
                + [sealed[column][n] for column in SEALED]
                + [indexes[column][n] for column in INDEXED]
            )


def _copy_occupations(ids: list[UUID], persons: Sequence[NewWorker], at: datetime) -> None:
    columns = "worker_id sector_id job work_place work_hours income_rp said_at"
    with copying(Occupation, columns.split()) as copy:
        for i, p in zip(ids, persons, strict=True):
            copy.write_row((i, p.sector, p.job, p.work_place, p.work_hours, p.income_rp, at))


@transaction.atomic
def correct_identity(
    worker_id: UUID | str, *, changes: dict[str, Any], reason: str, by: User, at: datetime
) -> list[str]:
    """Mend fields of a person; each old value is kept, sealed. Gives the names of the fields that changed.

    `changes` holds fields of NewWorker (identity and address only). Raises PeopleRefused.
    """
    if not reason.strip():
        raise PeopleRefused("Tulis alasan perbaikan, misalnya “sesuai KTP yang ditunjukkan”.")
    if unknown := set(changes) - set(WORDS):
        raise KeyError(f"not fields of a person's identity: {sorted(unknown)}")
    worker = Worker.objects.select_for_update().get(pk=worker_id)
    before = _identity(worker)
    changed = {field: value for field, value in changes.items() if _text(value) != before[field]}
    if not changed:
        return []
    _refuse_taken_nik(worker, changed)
    for field, value in changed.items():
        _set(worker, field, value)
        _keep_correction(worker, field, before[field], _text(value), reason.strip(), by, at)
    worker.save()
    audit.record(
        "people.corrected",
        by=by,
        at=at,
        on=("people.worker", worker.pk),
        sentence=f"Memperbaiki {', '.join(WORDS[field] for field in changed)}.",
        reason=reason.strip(),
    )
    return list(changed)


def _identity(worker: Worker) -> dict[str, str]:
    plain = {f: _text(getattr(worker, "kelurahan_id" if f == "kelurahan_code" else f, "")) for f in WORDS}
    private = {f: unseal(place(f, worker.pk), getattr(worker, f"{f}_sealed")) for f in SEALED}
    return plain | private


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _set(worker: Worker, field: str, value: Any) -> None:
    if field in SEALED:
        setattr(worker, f"{field}_sealed", seal(place(field, worker.pk), value))
        if field in INDEXED:
            setattr(worker, f"{field}_index", blind_index(field, index_form(field, value)))
    elif field == "kelurahan_code":
        worker.kelurahan_id = value or None
    else:
        setattr(worker, field, value)


def _refuse_taken_nik(worker: Worker, changed: dict[str, Any]) -> None:
    if "nik" not in changed:
        return
    index = blind_index("nik", changed["nik"])
    if index is None:
        raise PeopleRefused("NIK tidak boleh kosong.")
    if queries.by_nik_index([index]).get(index, worker.pk) != worker.pk:
        raise PeopleRefused("NIK ini sudah dipakai pekerja lain. Periksa keduanya di Periksa ganda.")


def _keep_correction(
    worker: Worker, field: str, before: str, after: str, reason: str, by: User, at: datetime
) -> None:
    correction = Correction(worker=worker, field=field, reason=reason[:300], corrected_by=by, corrected_at=at)
    correction.before_sealed = seal(correction_place("before", correction.pk), before)
    correction.after_sealed = seal(correction_place("after", correction.pk), after)
    correction.save(force_insert=True)


def reveal(worker_id: UUID | str, field: str, *, purpose: str, by: User, at: datetime) -> str:
    """Open one private value. The audit line is committed first: no line, no value (V4).

    Raises PeopleRefused without a purpose, Worker.DoesNotExist for nobody.
    """
    if field not in SEALED:
        raise KeyError(f"not a sealed field: {field}")
    if not purpose.strip():
        raise PeopleRefused("Tulis keperluan melihat nomor ini.")
    worker = Worker.objects.get(pk=worker_id)
    with transaction.atomic(durable=True):
        audit.record(
            "people.revealed",
            by=by,
            at=at,
            on=("people.worker", worker.pk),
            sentence=f"Melihat {WORDS[field]} lengkap.",
            reason=purpose.strip(),
            personal_read=True,
        )
    return unseal(place(field, worker.pk), getattr(worker, f"{field}_sealed"))


@transaction.atomic
def add_relative(
    worker_id: UUID | str,
    *,
    name: str,
    kin: str,
    birth_date: date | None = None,
    is_alive: bool = True,
    by: User,
    at: datetime,
) -> Relative:
    """Add a member of the family, as it was told."""
    relative = Relative.objects.create(
        worker_id=worker_id, name=name, kin=kin, birth_date=birth_date, is_alive=is_alive, said_at=at
    )
    audit.record(
        "people.relative_added",
        by=by,
        at=at,
        on=("people.worker", worker_id),
        sentence=f"Menambah anggota keluarga: {Kin(kin).label.lower()}.",
    )
    return relative


@transaction.atomic
def remove_relative(relative_id: int, *, worker_id: UUID | str, reason: str, by: User, at: datetime) -> None:
    """Take back a member of the family who was told in error."""
    relative = Relative.objects.filter(pk=relative_id, worker_id=worker_id).first()
    if relative is None:
        raise PeopleRefused("Anggota keluarga ini sudah dihapus.")
    relative.delete()
    audit.record(
        "people.relative_removed",
        by=by,
        at=at,
        on=("people.worker", worker_id),
        sentence=f"Menghapus anggota keluarga: {Kin(relative.kin).label.lower()}.",
        reason=reason,
    )
