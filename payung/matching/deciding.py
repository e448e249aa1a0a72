"""Who says that two are one? A person, pair by pair; what follows from it, and how it is taken back."""

from datetime import datetime

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.intake import actions as intake
from payung.intake import queries as proposals
from payung.language.formats import angka
from payung.matching import queries
from payung.matching.becoming import register_rows
from payung.matching.enums import Decision, PairKind
from payung.matching.models import Pair
from payung.matching.refusals import MatchingRefused

SAME_NIK_TWO_PEOPLE = "NIK sama dengan orang lain. Cocokkan NIK dengan KTP, lalu usulkan lagi."


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
        intake.link_rows({pair.proposal.pk: pair.worker_id})
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
        intake.link_rows({pair.proposal.pk: pair.worker_id for pair in pairs})
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
    pair = Pair.objects.select_for_update(of=("self",)).select_related("row").get(pk=pair_id)
    if pair.decision not in (Decision.SAME, Decision.UNSURE):
        raise MatchingRefused(
            "Keputusan ini tidak dapat dibatalkan: orangnya sudah dicatat atau barisnya dikembalikan."
        )
    if pair.decision == Decision.SAME:
        intake.link_rows({pair.proposal.pk: None})
    Pair.objects.filter(pk=pair_id).update(decision=Decision.OPEN, decided_by=None, decided_at=None)
    audit.record(
        "matching.undone",
        by=by,
        at=at,
        on=("matching.pair", pair_id),
        sentence="Keputusan pasangan ganda dibatalkan.",
    )


def _lock_pairs_of_row(pair_id: int) -> list[Pair]:
    """All pairs of the row of this pair, locked: two people cannot join one row with two workers."""
    row_id = Pair.objects.values_list("row_id", flat=True).get(pk=pair_id)
    return list(Pair.objects.select_for_update().filter(row_id=row_id).order_by("pk"))


def _part(pair: Pair, *, by: User, at: datetime) -> None:
    """The row is somebody else: with the same NIK its agency must look again, else he is a person of his own."""
    if pair.kind == PairKind.SAME_NIK:
        intake.send_back([pair.proposal.pk], SAME_NIK_TWO_PEOPLE, by=by, at=at)
    else:
        _register_if_clear(pair, by=by, at=at)


def _register_if_clear(pair: Pair, *, by: User, at: datetime) -> None:
    """A row that is none of those it resembled becomes a person of its own."""
    if Pair.objects.filter(row_id=pair.proposal.pk, decision__in=(*queries.WAITING, Decision.SAME)).exists():
        return
    register_rows([proposals.row_values([pair.proposal.pk])[pair.proposal.pk]], by=by, at=at)
