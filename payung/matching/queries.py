"""Which pairs wait for a person's eyes, and what do the registers say?"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Q, QuerySet

from payung.accounts.models import User
from payung.intake import queries as intake
from payung.matching.ages import (
    CIVIL,
    STOPPING,
    RegisterAge,
    RegisterAges,
    last_asked,
    register_ages,
    was_asked,
)
from payung.matching.answers import (
    WAITING,
    Death,
    Findings,
    Reason,
    Stop,
    answers_in_words,
    checks_of,
    deaths_found,
    decile_in_words,
    decile_quarters,
    deciles,
    extract,
    extracts,
    findings,
    jobs,
    register_counts,
    results,
    stop_list,
    unsaved_extracts,
)
from payung.matching.comparing import Bar, Side, side_by_side, waterfall
from payung.matching.enums import Decision, PairKind
from payung.matching.judging import evaluation, items, samples, steps, strata, unlabelled
from payung.matching.models import Pair, ReviewLimit
from payung.matching.registers import (
    ENGLISH_NOTE,
    days_are_exchanged,
    death_day_trouble,
    is_dead,
    is_not_dead,
    is_typed_in_english,
    register_of_file,
    unknown_death_word,
)
from payung.people import queries as people

__all__ = [
    "CIVIL",
    "ENGLISH_NOTE",
    "STOPPING",
    "WAITING",
    "Bar",
    "Death",
    "Findings",
    "Reason",
    "RegisterAge",
    "RegisterAges",
    "Side",
    "Stop",
    "answers_in_words",
    "checks_of",
    "days_are_exchanged",
    "death_day_trouble",
    "deaths_found",
    "decile_in_words",
    "decile_quarters",
    "deciles",
    "digest_of",
    "evaluation",
    "extract",
    "extracts",
    "findings",
    "is_dead",
    "is_not_dead",
    "is_typed_in_english",
    "items",
    "jobs",
    "last_asked",
    "register_ages",
    "register_counts",
    "register_of_file",
    "results",
    "samples",
    "side_by_side",
    "steps",
    "stop_list",
    "strata",
    "unknown_death_word",
    "unlabelled",
    "unsaved_extracts",
    "was_asked",
    "waterfall",
]
# How long the lists are that later stages lay beside the registers: the desk fills this, {url name: count on a day}.
LIST_COUNTS: dict[str, Callable[[date], int]] = {}
EVER = datetime(1970, 1, 2, tzinfo=UTC)
SECOND_PERSON_FROM_RP = 10_000_000  # until somebody sets another limit


def pairs(
    *, round_id: int | None = None, decision: str = "", kind: str = "", text: str = ""
) -> QuerySet[Pair]:
    """Suspected doubles, those worth most first."""
    found = Pair.objects.all()
    if round_id:
        found = found.filter(row__batch__round_id=round_id)
    if decision:
        found = found.filter(decision=decision)
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(
            Q(row__name__icontains=text) | Q(worker__name__icontains=text) | Q(other__name__icontains=text)
        )
    return found.select_related(
        "row__batch__sector", "worker__kelurahan", "other__kelurahan", "decided_by", "first_by"
    )


def pair(pair_id: int) -> Pair | None:
    return pairs().filter(pk=pair_id).first()


def queue(by: User | None = None, *, kind: str = "", text: str = "") -> QuerySet[Pair]:
    """What waits for this person, dearest first: open pairs, and those that a first person decided and that are dear."""
    waiting = Q(decision=Decision.OPEN)
    if by is not None:
        waiting |= Q(decision=Decision.SECOND) & ~Q(first_by=by)
    return pairs(kind=kind, text=text).filter(waiting)


def next_pair(*, by: User | None = None, after: int | None = None) -> Pair | None:
    """The pair that is worth most now; `after` skips the one just seen."""
    waiting = queue(by)
    return waiting.exclude(pk=after).first() if after else waiting.first()


def open_pairs_count(round_id: int | None = None) -> int:
    return pairs(round_id=round_id, decision=Decision.OPEN).count()


def certain_pairs(round_id: int) -> QuerySet[Pair]:
    """Open pairs where NIK, birth date and name agree: nothing is left to doubt."""
    return pairs(round_id=round_id, decision=Decision.OPEN, kind=PairKind.SAME_NIK).filter(
        score=100, row__worker=None
    )


def second_person_from_rp(on: date) -> int:
    """From how much at stake two people decide, on this day."""
    limit = ReviewLimit.objects.filter(valid_from__lte=on).first()
    return limit.second_person_from_rp if limit else SECOND_PERSON_FROM_RP


def needs_second(found: Pair, on: date) -> bool:
    return found.stake_rp >= second_person_from_rp(on)


def who_stays(found: Pair) -> tuple[UUID, UUID]:
    """(who stays, who points to him) of two workers: he on whom money has moved, else he who was registered first."""
    assert found.other_id is not None, "only two workers are merged"
    paid = [people.has_moved_money(w, since=EVER) for w in (found.worker_id, found.other_id)]
    return (found.other_id, found.worker_id) if paid == [False, True] else (found.worker_id, found.other_id)


def limits() -> QuerySet[ReviewLimit]:
    """All limits that were set, latest first."""
    return ReviewLimit.objects.select_related("set_by")


def rows_in_doubt(round_id: int) -> set[int]:
    """Rows that may not become a person yet: a pair of theirs waits."""
    waiting = Pair.objects.filter(row__batch__round_id=round_id, decision__in=WAITING)
    return set(waiting.values_list("row_id", flat=True))


def unmatched_count(round_id: int) -> int:
    """Saved rows that nobody has looked at: neither a person nor in doubt."""
    doubt = rows_in_doubt(round_id)
    return sum(1 for row in intake.unlinked_rows(round_id) if row["id"] not in doubt)


def digest_of(content: bytes) -> str:
    """SHA-256 of a file: proof of what came, after its bytes are gone."""
    return sha256(content).hexdigest()
