"""Who says that two are one? A person, pair by pair, two where much hangs on it; what follows, and how it is taken back."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.intake import actions as intake
from payung.language.formats import angka, rupiah
from payung.matching import queries
from payung.matching.enums import Decision
from payung.matching.keeping import SAME_NIK_TWO_PEOPLE, part_rows
from payung.matching.models import KnownDifferent, Pair, ReviewLimit
from payung.matching.refusals import MatchingRefused
from payung.people import actions as people
from payung.people import queries as register

DECIDED = (Decision.SAME, Decision.DIFFERENT, Decision.UNSURE)


@transaction.atomic
def open_pair(pair: Pair, *, by: User, at: datetime) -> list[queries.Side]:
    """Both records line by line; that somebody looked is written down first (mother's name, parts of NIK and KK)."""
    return open_pairs([pair], by=by, at=at)[pair.pk]


@transaction.atomic
def open_pairs(pairs: Iterable[Pair], *, by: User, at: datetime) -> dict[int, list[queries.Side]]:
    """The same for the pairs that come next, so that they stand ready when the key is pressed."""
    pairs = list(pairs)
    for pair in pairs:
        audit.record(
            "matching.looked",
            by=by,
            at=at,
            on=("matching.pair", pair.pk),
            sentence="Membuka dua data untuk dibandingkan.",
            personal_read=True,
        )
    return queries.side_by_side(pairs)


@transaction.atomic
def decide(pair_id: int, decision: Decision, *, by: User, at: datetime) -> Decision:
    """Say whether both are one. Gives what the pair is now: SECOND when it is dear and waits for another person.

    SAME links the row to the worker (or joins two workers); DIFFERENT makes him a person of his own, or gives the row
    back to its agency when both carry one NIK. Two people who disagree make it UNSURE. Raises MatchingRefused.
    """
    decision = Decision(decision)
    if decision not in DECIDED:
        raise KeyError(f"no decision of a person: {decision}")
    pair, siblings = _locked(pair_id)
    if pair.decision not in queries.WAITING:
        raise MatchingRefused("Pasangan ini sudah diputuskan. Lanjut ke pasangan berikutnya.")
    now = _of_two_people(pair, decision, by=by, at=at)
    if now == Decision.SECOND:
        return now
    is_joined = any(other.decision == Decision.SAME for other in siblings if other.pk != pair_id)
    if is_joined and now == Decision.SAME:
        raise MatchingRefused(
            "Baris ini sudah digabungkan dengan orang lain. Buka kembali keputusan itu dulu bila keliru."
        )
    agreed = {"first_decision": "", "first_by": None, "first_at": None} if now != decision else {}
    Pair.objects.filter(pk=pair_id).update(decision=now, decided_by=by, decided_at=at, **agreed)
    _follow(pair, now, is_joined=is_joined, by=by, at=at)
    _record("matching.decided", pair_id, by, at, f"Pasangan diduga ganda: {now.label.lower()} ({pair.why}).")
    return now


def _of_two_people(pair: Pair, decision: Decision, *, by: User, at: datetime) -> Decision:
    """What one more voice makes of a pair: its decision, SECOND after the first of two, UNSURE when two disagree."""
    if pair.first_by_id is None:
        if decision == Decision.UNSURE or not queries.needs_second(pair, at.date()):
            return decision
        Pair.objects.filter(pk=pair.pk).update(
            decision=Decision.SECOND, first_decision=decision, first_by=by, first_at=at,
            decided_by=None, decided_at=None,
        )  # fmt: skip
        told = f"Keputusan pertama dicatat; {rupiah(pair.stake_rp)} dipertaruhkan, menunggu orang kedua."
        _record("matching.first_decided", pair.pk, by, at, told)
        return Decision.SECOND
    if pair.first_by_id == by.pk:
        raise MatchingRefused("Anda sudah memutuskan pasangan ini. Sekarang menunggu orang kedua.")
    return decision if decision == pair.first_decision else Decision.UNSURE


def _follow(pair: Pair, decision: Decision, *, is_joined: bool, by: User, at: datetime) -> None:
    if decision == Decision.SAME and pair.row_id:
        intake.link_rows({pair.row_id: pair.worker_id})
    elif decision == Decision.SAME and pair.other_id:
        kept_id, gone_id = queries.who_stays(pair)
        people.merge_workers(kept_id=kept_id, gone_id=gone_id, reason=pair.why, by=by, at=at)
    elif decision == Decision.DIFFERENT:
        if pair.key:
            KnownDifferent.objects.get_or_create(key=pair.key, defaults={"decided_by": by, "decided_at": at})
        if pair.row_id and not is_joined:
            part_rows([pair.row_id], by=by, at=at)


@transaction.atomic
def decide_clear_pairs(round_id: int, *, by: User, at: datetime) -> int:
    """Join the pairs in which NIK, birth date and name agree, after a person has seen their list. Gives how many.

    What is dear stays behind: it needs two people, one by one.
    """
    limit = queries.second_person_from_rp(at.date())
    certain = queries.certain_pairs(round_id).filter(stake_rp__lt=limit)
    pairs = list(certain.select_for_update(of=("self",)))
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
    """Open a pair again, as long as nothing has followed from its decision that cannot be taken back.

    Raises MatchingRefused: money moved on the one they became, or the person who came of it is in use.
    """
    pair, _ = _locked(pair_id)
    if pair.decision == Decision.OPEN:
        raise MatchingRefused("Pasangan ini belum diputuskan.")
    if pair.decision == Decision.SAME:
        _take_apart(pair, by=by, at=at)
    elif pair.decision == Decision.DIFFERENT:
        _bring_back(pair, by=by, at=at)
    elif pair.decision == Decision.SECOND and pair.first_by_id != by.pk:
        raise MatchingRefused("Keputusan pertama hanya dapat dibuka oleh yang memutuskannya.")
    Pair.objects.filter(pk=pair_id).update(
        decision=Decision.OPEN, decided_by=None, decided_at=None,
        first_decision="", first_by=None, first_at=None,
    )  # fmt: skip
    _record("matching.undone", pair_id, by, at, "Keputusan pasangan ganda dibatalkan.")


def _take_apart(pair: Pair, *, by: User, at: datetime) -> None:
    if pair.row_id and pair.decided_at and register.has_moved_money(pair.worker_id, since=pair.decided_at):
        raise MatchingRefused(
            "Uang sudah dibayarkan atas nama orang ini sejak digabungkan, jadi keputusan ini tidak dapat dibatalkan. "
            "Perbaiki lewat koreksi data, dan catat selisihnya di Iuran."
        )
    if pair.row_id:
        intake.link_rows({pair.row_id: None})
    elif pair.other_id:
        gone_id = pair.other_id if register.merge_of(pair.other_id) else pair.worker_id
        people.part_workers(gone_id=gone_id, by=by, at=at)


def _bring_back(pair: Pair, *, by: User, at: datetime) -> None:
    KnownDifferent.objects.filter(key=pair.key).delete()
    if pair.row_id is None:
        return
    joined = Pair.objects.filter(row_id=pair.row_id, decision=Decision.SAME).exists()
    if joined or intake.wait_again([pair.row_id], reason=SAME_NIK_TWO_PEOPLE, by=by, at=at):
        return
    worker_id = pair.proposal.worker_id
    if worker_id is not None:
        _unregister(worker_id, pair.proposal.pk, by=by, at=at)


def _unregister(worker_id: UUID, row_id: int, *, by: User, at: datetime) -> None:
    """The person who came of "berbeda" goes again, unless somebody has used him since."""
    intake.link_rows({row_id: None})
    if register.used_in(worker_id):
        raise MatchingRefused(
            "Keputusan ini tidak dapat dibatalkan: orangnya sudah dicatat dan dipakai. "
            "Bila ternyata sama, gabungkan keduanya dari halaman pekerja."
        )
    people.unregister(worker_id, reason="Keputusan “berbeda” dibatalkan.", by=by, at=at)


@transaction.atomic
def set_limit(
    *, second_person_from_rp: int, valid_from: date, reason: str, by: User, at: datetime
) -> ReviewLimit:
    """From that day on, pairs with this much at stake need two people. Raises MatchingRefused."""
    if valid_from < at.date():
        raise MatchingRefused(
            "Batas baru berlaku paling cepat hari ini: yang sudah diputuskan tidak berubah."
        )
    if not reason.strip():
        raise MatchingRefused("Tulis alasan perubahan, misalnya nomor nota dinas.")
    limit = ReviewLimit.objects.create(
        second_person_from_rp=second_person_from_rp, valid_from=valid_from,
        reason=reason.strip()[:200], set_by=by, set_at=at,
    )  # fmt: skip
    audit.record(
        "matching.limit_set",
        by=by,
        at=at,
        on=("matching.limit", limit.pk),
        sentence=f"Batas orang kedua: {rupiah(second_person_from_rp)}, mulai {valid_from:%d-%m-%Y}.",
        reason=reason,
    )
    return limit


def _locked(pair_id: int) -> tuple[Pair, list[Pair]]:
    """The pair and all pairs of its row, locked: two people cannot join one row with two workers."""
    row_id = Pair.objects.values_list("row_id", flat=True).get(pk=pair_id)
    chosen = Pair.objects.filter(row_id=row_id) if row_id else Pair.objects.filter(pk=pair_id)
    locked = list(chosen.select_for_update(of=("self",)).select_related("row").order_by("pk"))
    return next(pair for pair in locked if pair.pk == pair_id), locked


def _record(verb: str, pair_id: int, by: User, at: datetime, sentence: str) -> None:
    audit.record(verb, by=by, at=at, on=("matching.pair", pair_id), sentence=sentence)
