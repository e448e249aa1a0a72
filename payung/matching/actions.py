"""How do proposed rows become people, and who decides that two are one? Never the program alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.files import actions as files
from payung.files.tables import CannotRead
from payung.intake import actions as intake
from payung.intake import queries as proposals
from payung.jobs.actions import Refused
from payung.jobs.registry import Progress, no_progress
from payung.language.formats import angka
from payung.matching import queries
from payung.matching.enums import Decision, PairKind, Register
from payung.matching.models import Pair, RegisterCheck
from payung.matching.registers import read_extract
from payung.people import actions as people
from payung.people import queries as register
from payung.rules.matching import Match, Person, find_pairs
from payung.vault import blind_indexes

SAME_NIK_TWO_PEOPLE = "NIK sama dengan orang lain. Cocokkan NIK dengan KTP, lalu usulkan lagi."


class MatchingRefused(Refused):
    """A decision that cannot be taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class Matched:
    """What a run gave: people registered, rows put in doubt."""

    registered: int
    doubtful: int


@dataclass(frozen=True)
class RegisterLoaded:
    """What an extract gave: rows read, of whom we know so many; rows that could not be used."""

    rows: int
    known: int
    unusable: list[tuple[int, str]]


@transaction.atomic
def match_rows(round_id: int, *, by: User | None, at: datetime, progress: Progress = no_progress) -> Matched:
    """Compare the new rows with each other and with everybody known. Rows without suspicion become people.

    Running it again looks only at what is new: rows in doubt wait for their decision.
    """
    _one_at_a_time()
    doubt = queries.rows_in_doubt(round_id)
    rows = [row for row in proposals.unlinked_rows(round_id) if row["id"] not in doubt]
    if not rows:
        return Matched(0, 0)
    progress(0, len(rows), "Membuka data yang sudah ada")
    known_ids, known = _everybody_known()
    matches = find_pairs([*known, *(_person(row) for row in rows)], known=len(known))
    suspected = _first_suspicions(matches, len(known))
    fresh = [row for n, row in enumerate(rows) if n not in suspected]
    progress(len(rows) // 2, len(rows), "Mencatat orang baru")
    ids = _register(fresh, by=by, at=at)
    worker_of = {row["id"]: worker_id for row, worker_id in zip(fresh, ids, strict=True)}
    _keep_pairs(rows, suspected, known_ids, worker_of)
    audit.record(
        "matching.matched",
        by=by,
        at=at,
        on=("programme.round", round_id),
        sentence=f"Periksa ganda: {angka(len(fresh))} orang dicatat, {angka(len(suspected))} baris diduga ganda.",
    )
    progress(len(rows), len(rows), "Selesai")
    return Matched(len(fresh), len(suspected))


@transaction.atomic
def open_pair(pair: Pair, *, by: User, at: datetime) -> list[queries.Side]:
    """Both records line by line; that somebody looked is written down first (mother's name, parts of NIK and KK)."""
    audit.record(
        "matching.looked",
        by=by,
        at=at,
        on=("matching.pair", pair.pk),
        sentence="Membuka dua data untuk dibandingkan.",
        personal_read=True,
    )
    return queries.side_by_side(pair)


@transaction.atomic
def decide(pair_id: int, decision: Decision, *, by: User, at: datetime) -> None:
    """Say whether a row is the known worker. SAME links it; DIFFERENT makes him a person of his own, or gives the row
    back to its agency when both carry one NIK. Raises MatchingRefused when somebody decided before."""
    siblings = _lock_pairs_of_row(pair_id)
    changed = Pair.objects.filter(pk=pair_id, decision__in=queries.WAITING).update(
        decision=decision, decided_by=by, decided_at=at
    )
    if not changed:
        raise MatchingRefused("Pasangan ini sudah diputuskan. Lanjut ke pasangan berikutnya.")
    is_joined = any(other.decision == Decision.SAME for other in siblings if other.pk != pair_id)
    if is_joined and decision == Decision.SAME:
        raise MatchingRefused(
            "Baris ini sudah digabungkan dengan orang lain. Buka kembali keputusan itu dulu bila keliru."
        )
    pair = Pair.objects.select_related("row").get(pk=pair_id)
    if decision == Decision.SAME:
        intake.link_rows({pair.row_id: pair.worker_id})
    elif decision == Decision.DIFFERENT and not is_joined:
        _part(pair, by=by, at=at)
    audit.record(
        "matching.decided",
        by=by,
        at=at,
        on=("matching.pair", pair_id),
        sentence=f"Pasangan diduga ganda: {Decision(decision).label.lower()} ({pair.why}).",
    )


@transaction.atomic
def decide_clear_pairs(round_id: int, *, by: User, at: datetime) -> int:
    """Join the pairs in which NIK, birth date and name agree, after a person has seen their list. Gives how many."""
    pairs = list(queries.certain_pairs(round_id).select_for_update(of=("self",)))
    Pair.objects.filter(pk__in=[pair.pk for pair in pairs]).update(
        decision=Decision.SAME, decided_by=by, decided_at=at
    )
    if pairs:
        intake.link_rows({pair.row_id: pair.worker_id for pair in pairs})
        audit.record(
            "matching.decided",
            by=by,
            at=at,
            on=("programme.round", round_id),
            sentence=f"{angka(len(pairs))} pasangan yang pasti digabungkan: NIK, nama dan tanggal lahir sama.",
        )
    return len(pairs)


@transaction.atomic
def undo_decision(pair_id: int, *, by: User, at: datetime) -> None:
    """Open a pair again. Only where nothing has followed from it: SAME and UNSURE."""
    pair = Pair.objects.select_for_update().get(pk=pair_id)
    if pair.decision not in (Decision.SAME, Decision.UNSURE):
        raise MatchingRefused(
            "Keputusan ini tidak dapat dibatalkan: orangnya sudah dicatat atau barisnya dikembalikan."
        )
    if pair.decision == Decision.SAME:
        intake.link_rows({pair.row_id: None})
    Pair.objects.filter(pk=pair_id).update(decision=Decision.OPEN, decided_by=None, decided_at=None)
    audit.record(
        "matching.undone",
        by=by,
        at=at,
        on=("matching.pair", pair_id),
        sentence="Keputusan pasangan ganda dibatalkan.",
    )


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
    audit.record(
        "matching.register_loaded",
        by=by,
        at=at,
        on=("files.file", file.pk),
        sentence=f"Register {Register(register).label}: {angka(len(extract.answers))} baris dibaca, {angka(len(checks))} cocok.",
    )
    return RegisterLoaded(len(extract.answers), len(checks), extract.unusable)


def _by_index(indexes: Sequence[bytes | None]) -> dict[bytes, UUID]:
    return register.by_nik_index(index for index in indexes if index)


def _one_at_a_time() -> None:
    """Two runs at once would each register the same new person."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('matching.match_rows', 0))")


def _everybody_known() -> tuple[list[UUID], list[Person]]:
    workers = list(register.workers().order_by("registered_at", "pk"))
    private = register.opened([w.pk for w in workers], ("nik", "kk", "mother_name"))
    people_known = [
        Person(
            nik=private[w.pk]["nik"],
            name=w.name,
            birth_date=w.birth_date,
            kk=private[w.pk]["kk"],
            mother_name=private[w.pk]["mother_name"],
            kelurahan=w.kelurahan_id or "",
        )
        for w in workers
    ]
    return [w.pk for w in workers], people_known


def _person(row: Mapping[str, Any]) -> Person:
    return Person(
        nik=row["nik"],
        name=row["name"],
        birth_date=_day(row["birth_date"]),
        kk=row.get("kk") or "",
        mother_name=row.get("mother_name") or "",
        kelurahan=row.get("kelurahan_code") or "",
    )


def _first_suspicions(matches: list[Match], known: int) -> dict[int, list[Match]]:
    """{place of a new row: its matches}. Of two new rows the earlier is taken, the later waits."""
    suspected: dict[int, list[Match]] = {}
    for match in matches:
        suspected.setdefault(match.later - known, []).append(match)
    return suspected


def _keep_pairs(
    rows: list[dict], suspected: dict[int, list[Match]], known_ids: list[UUID], worker_of: dict[int, UUID]
) -> None:
    """A pair needs a worker: of a chain of rows in doubt, all are compared with the one who was registered."""

    def worker_at(place: int, deep: int = 0) -> UUID | None:
        if place < len(known_ids):
            return known_ids[place]
        row = rows[place - len(known_ids)]
        if row["id"] in worker_of:
            return worker_of[row["id"]]
        before = suspected.get(place - len(known_ids), [])
        return worker_at(before[0].earlier, deep + 1) if before and deep < 50 else None

    pairs: dict[tuple[int, UUID], Pair] = {}
    for n, matches in suspected.items():
        for match in sorted(matches, key=lambda m: -m.score):
            worker_id = worker_at(match.earlier)
            if worker_id is None:
                continue
            kind = PairKind.SAME_NIK if match.is_same_nik else PairKind.NEAR
            pair = Pair(
                row_id=rows[n]["id"], worker_id=worker_id, kind=kind, score=match.score, why=match.why[:200]
            )
            pairs.setdefault((rows[n]["id"], worker_id), pair)
    Pair.objects.bulk_create(pairs.values(), ignore_conflicts=True, batch_size=5000)


def _register(rows: Sequence[Mapping[str, Any]], *, by: User | None, at: datetime) -> list[UUID]:
    """Rows become people, each row is linked to its person."""
    if not rows:
        return []
    ids = people.register_workers([_new_worker(row) for row in rows], by=by, at=at)
    intake.link_rows({row["id"]: worker_id for row, worker_id in zip(rows, ids, strict=True)})
    return ids


def _lock_pairs_of_row(pair_id: int) -> list[Pair]:
    """All pairs of the row of this pair, locked: two people cannot join one row with two workers."""
    row_id = Pair.objects.values_list("row_id", flat=True).get(pk=pair_id)
    return list(Pair.objects.select_for_update().filter(row_id=row_id).order_by("pk"))


def _part(pair: Pair, *, by: User, at: datetime) -> None:
    """The row is somebody else: with the same NIK its agency must look again, else he is a person of his own."""
    if pair.kind == PairKind.SAME_NIK:
        intake.send_back([pair.row_id], SAME_NIK_TWO_PEOPLE, by=by, at=at)
    else:
        _register_if_clear(pair, by=by, at=at)


def _register_if_clear(pair: Pair, *, by: User, at: datetime) -> None:
    """A row that is none of those it resembled becomes a person of its own."""
    if Pair.objects.filter(row_id=pair.row_id, decision__in=(*queries.WAITING, Decision.SAME)).exists():
        return
    _register([proposals.row_values([pair.row_id])[pair.row_id]], by=by, at=at)


def _new_worker(row: Mapping[str, Any]) -> people.NewWorker:
    outside = "" if row.get("kelurahan_code") else (row.get("kelurahan") or "")
    return people.NewWorker(
        name=row["name"],
        birth_date=_day(row["birth_date"]),
        sex=row["sex"],
        nik=row["nik"],
        sector=row["sector"],
        birth_place=row.get("birth_place") or "",
        kk=row.get("kk") or "",
        phone=row.get("phone") or "",
        mother_name=row.get("mother_name") or "",
        address=row.get("address") or "",
        rt=row.get("rt") or "",
        rw=row.get("rw") or "",
        kelurahan_code=row.get("kelurahan_code"),
        outside_address=outside,
        job=row.get("occupation") or "",
        work_place=row.get("work_place") or "",
        work_hours=row.get("work_hours") or "",
        income_rp=row.get("income_rp"),
    )


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
