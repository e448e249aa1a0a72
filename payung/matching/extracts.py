"""How does the answer of a register come in? Only what it says of our people is kept, never the extract."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.files import actions as files
from payung.files.tables import CannotRead
from payung.language.formats import angka
from payung.matching.enums import Register
from payung.matching.keeping import weigh_again
from payung.matching.models import RegisterCheck
from payung.matching.refusals import MatchingRefused
from payung.matching.registers import read_extract
from payung.people import queries as people
from payung.vault import blind_indexes


@dataclass(frozen=True)
class RegisterLoaded:
    """What an extract gave: rows read, of whom we know so many; rows that could not be used."""

    rows: int
    known: int
    unusable: list[tuple[int, str]]


@transaction.atomic
def load_register(content: bytes, *, name: str, register: Register, by: User, at: datetime) -> RegisterLoaded:
    """Keep what a register says of the people we know; of the others nothing is kept (data minimisation).

    Raises MatchingRefused with one line for a file that cannot be read.
    """
    try:
        extract = read_extract(content, name=name, register=register)
    except CannotRead as refusal:
        raise MatchingRefused(str(refusal)) from None
    indexes = blind_indexes("nik", (answer.nik for answer in extract.answers))
    known = _by_index(indexes)
    file = files.keep(
        f"{len(extract.answers)} baris; isi tidak disimpan.\n".encode(),
        name=name,
        content_type="text/plain",
        purpose="matching.register_note",
        by=by,
        at=at,
    )
    checks = [
        RegisterCheck(
            worker_id=known[index],
            register=register,
            finding=answer.finding,
            since=answer.since,
            note=answer.note,
            file=file,
            checked_at=at,
        )
        for answer, index in zip(extract.answers, indexes, strict=True)
        if index in known
    ]
    RegisterCheck.objects.bulk_create(checks, batch_size=5000)
    weigh_again(at=at)
    audit.record(
        "matching.register_loaded",
        by=by,
        at=at,
        on=("files.file", file.pk),
        sentence=f"Register {Register(register).label}: {angka(len(extract.answers))} baris dibaca, {angka(len(checks))} cocok.",
    )
    return RegisterLoaded(len(extract.answers), len(checks), extract.unusable)


def _by_index(indexes: Sequence[bytes | None]) -> dict[bytes, UUID]:
    return people.by_nik_index(index for index in indexes if index)
