"""How do proposed rows become people, and who decides that two are one? Never the program alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.intake import queries as proposals
from payung.jobs.registry import Progress, no_progress
from payung.language.formats import angka
from payung.matching import queries
from payung.matching.becoming import day_of, register_rows
from payung.matching.deciding import (
    decide,
    decide_clear_pairs,
    open_pair,
    open_pairs,
    set_limit,
    undo_decision,
)
from payung.matching.doubles import look_in_register, persons_known, propose_pair
from payung.matching.enums import PairKind
from payung.matching.extracts import (
    RegisterLoaded,
    ask_to_save_extract,
    check_extract,
    decide_about_extract,
    drop_extract,
    forget_unsaved,
    load_register,
    note_bad_rows,
    receive_extract,
    save_extract,
)
from payung.matching.judging import draw_sample, label_item, unlabel_item
from payung.matching.keeping import keep_pairs, weigh_again
from payung.matching.linkage.people import Match, Person, find_pairs
from payung.matching.models import Pair
from payung.matching.refusals import MatchingRefused

__all__ = [
    "Matched",
    "MatchingRefused",
    "RegisterLoaded",
    "ask_to_save_extract",
    "check_extract",
    "decide",
    "decide_about_extract",
    "decide_clear_pairs",
    "draw_sample",
    "drop_extract",
    "forget_unsaved",
    "keep_pairs",
    "label_item",
    "load_register",
    "look_in_register",
    "match_rows",
    "note_bad_rows",
    "open_pair",
    "open_pairs",
    "propose_pair",
    "receive_extract",
    "save_extract",
    "set_limit",
    "undo_decision",
    "unlabel_item",
    "weigh_again",
]


@dataclass(frozen=True)
class Matched:
    """What a run gave: people registered, rows put in doubt."""

    registered: int
    doubtful: int


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
    known_ids, known = persons_known()
    matches = find_pairs([*known, *(_person(row) for row in rows)], known=len(known))
    suspected = _first_suspicions(matches, len(known))
    fresh = [row for n, row in enumerate(rows) if n not in suspected]
    progress(len(rows) // 2, len(rows), "Mencatat orang baru")
    ids = register_rows(fresh, by=by, at=at)
    worker_of = {row["id"]: worker_id for row, worker_id in zip(fresh, ids, strict=True)}
    _keep_pairs(rows, suspected, known_ids, worker_of, by=by, at=at)
    audit.record(
        "matching.matched",
        by=by,
        at=at,
        on=("programme.round", round_id),
        sentence=f"Periksa ganda: {angka(len(fresh))} orang dicatat, {angka(len(suspected))} baris diduga ganda.",
    )
    progress(len(rows), len(rows), "Selesai")
    return Matched(len(fresh), len(suspected))


def _one_at_a_time() -> None:
    """Two runs at once would each register the same new person."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('matching.match_rows', 0))")


def _person(row: Mapping[str, Any]) -> Person:
    return Person(
        nik=row["nik"],
        name=row["name"],
        birth_date=day_of(row["birth_date"]),
        kk=row.get("kk") or "",
        mother_name=row.get("mother_name") or "",
        kelurahan=row.get("kelurahan_code") or "",
        sex=row.get("sex") or "",
        phone=row.get("phone") or "",
        address=row.get("address") or "",
        birth_place=row.get("birth_place") or "",
    )


def _first_suspicions(matches: list[Match], known: int) -> dict[int, list[Match]]:
    """{place of a new row: its matches}. Of two new rows the earlier is taken, the later waits."""
    suspected: dict[int, list[Match]] = {}
    for match in matches:
        suspected.setdefault(match.later - known, []).append(match)
    return suspected


def _keep_pairs(
    rows: list[dict],
    suspected: dict[int, list[Match]],
    known_ids: list[UUID],
    worker_of: dict[int, UUID],
    *,
    by: User | None,
    at: datetime,
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
                row_id=rows[n]["id"],
                worker_id=worker_id,
                kind=kind,
                score=match.score,
                probability=match.probability,
                why=match.why[:200],
                evidence=match.evidence,
            )
            pairs.setdefault((rows[n]["id"], worker_id), pair)
    keep_pairs(list(pairs.values()), by=by, at=at)
