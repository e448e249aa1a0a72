"""How are suspected pairs kept? With what hangs on them, and with what people said of the same two before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from payung.accounts.models import User
from payung.database.loading import learn
from payung.intake import actions as intake
from payung.intake import queries as proposals
from payung.matching import queries
from payung.matching.becoming import register_rows
from payung.matching.enums import Decision, Finding, PairKind, Register
from payung.matching.models import KnownDifferent, Pair
from payung.people import queries as people
from payung.programme import queries as programme
from payung.rules import months
from payung.rules.benefits.jkm import death_cash_rp
from payung.rules.matching import normal_name
from payung.vault import blind_indexes

if TYPE_CHECKING:
    from payung.programme.models import Round

SAME_NIK_TWO_PEOPLE = "NIK sama dengan orang lain. Cocokkan NIK dengan KTP, lalu usulkan lagi."
BATCH = 2000


def keep_pairs(pairs: Sequence[Pair], *, by: User | None, at: datetime) -> int:
    """Store new pairs, weighed and known by their key; of the same row and worker the first. Gives how many are new.

    Two of whom somebody said "berbeda" before stay decided, in that person's name; their rows go the way they went then.
    """
    fresh = list({(p.row_id, p.other_id, p.worker_id): p for p in reversed(pairs)}.values())[::-1]
    _put_keys(fresh)
    _weigh(fresh, at)
    remembered = _decide_as_before(fresh)
    Pair.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=BATCH)
    learn(Pair, len(fresh))
    part_rows({p.row_id for p in remembered if p.row_id}, by=by, at=at)
    return len(fresh) - len(remembered)


def part_rows(row_ids: Iterable[int], *, by: User | None, at: datetime) -> None:
    """Rows that are none of those they resembled: back to the agency where a NIK is shared, else people of their own."""
    decisions: dict[int, list[Pair]] = defaultdict(list)
    for pair in Pair.objects.filter(row_id__in=list(row_ids), row__worker=None, row__sent_back=""):
        decisions[pair.row_id or 0].append(pair)
    parted = {
        row: own for row, own in decisions.items() if all(p.decision == Decision.DIFFERENT for p in own)
    }
    back = [row for row, own in parted.items() if any(p.kind == PairKind.SAME_NIK for p in own)]
    if back:
        intake.send_back(back, SAME_NIK_TWO_PEOPLE, by=by, at=at)
    values = proposals.row_values(parted.keys() - set(back))
    register_rows(list(values.values()), by=by, at=at)


def weigh_again(*, at: datetime) -> int:
    """What hangs on the waiting pairs, anew: a month has passed, or a register told of a death."""
    waiting = list(queries.pairs().filter(decision__in=queries.WAITING))
    _weigh(waiting, at)
    Pair.objects.bulk_update(waiting, ["stake_rp", "worth_rp"], batch_size=BATCH)
    return len(waiting)


def _put_keys(pairs: Sequence[Pair]) -> None:
    rows = proposals.row_values({p.row_id for p in pairs if p.row_id})
    workers = _identities({w for p in pairs for w in (p.worker_id, p.other_id) if w})
    texts = []
    for pair in pairs:
        left = _identity(rows[pair.row_id]) if pair.row_id else workers[pair.other_id or pair.worker_id]
        texts.append("||".join(sorted((left, workers[pair.worker_id]))))
    for pair, key in zip(pairs, blind_indexes("matching.pair", texts), strict=True):
        pair.key = key


def _identities(worker_ids: set[UUID]) -> dict[UUID, str]:
    niks = people.opened(worker_ids, ["nik"])
    return {
        w.pk: _identity({"nik": niks[w.pk]["nik"], "name": w.name, "birth_date": w.birth_date})
        for w in people.workers().filter(pk__in=worker_ids)
    }


def _identity(values: Mapping[str, Any]) -> str:
    """Who somebody is by number, name and birth: what changes when the agency corrects him."""
    return f"{values['nik']}|{normal_name(values['name'])}|{values['birth_date']}"


def _decide_as_before(pairs: Sequence[Pair]) -> list[Pair]:
    known = {bytes(k.key): k for k in KnownDifferent.objects.filter(key__in=[p.key for p in pairs if p.key])}
    remembered = [pair for pair in pairs if pair.key in known]
    for pair in remembered:
        before = known[bytes(pair.key or b"")]
        pair.decision, pair.decided_at = Decision.DIFFERENT, before.decided_at
        pair.decided_by_id = before.decided_by_id
    return remembered


def _weigh(pairs: Sequence[Pair], at: datetime) -> None:
    """Stake: a person's contributions of the months to come, and the JKM where a register knows of a death."""
    today = at.date()
    dead = _dead({w for p in pairs for w in (p.worker_id, p.other_id) if w})
    rounds = {r.pk: _contributions_rp(r, today) for r in programme.rounds()}
    current = programme.running_round(today)
    of_row = proposals.rounds_of_rows({p.row_id for p in pairs if p.row_id})
    cash = jkm_rp(today) if dead else 0
    for pair in pairs:
        round_id = of_row.get(pair.row_id or 0) or (current.pk if current else 0)
        pair.stake_rp = rounds.get(round_id, 0) + (cash if {pair.worker_id, pair.other_id} & dead else 0)
        likely = pair.score / 100 if pair.probability is None else pair.probability
        pair.worth_rp = round(pair.stake_rp * min(likely, 1 - likely))


def _contributions_rp(round: "Round", today: date) -> int:
    first = max(round.first_month, months.month_of(today))
    return sum(programme.contribution_rp(round, month) for month in range(first, round.last_month + 1))


def jkm_rp(today: date) -> int:
    """The full cash of a death today, an estimate (PP 82/2019)."""
    return int(death_cash_rp([today], member_since=1, cover_started_on=None).total_rp[0])


def _dead(worker_ids: set[UUID]) -> set[UUID]:
    answers = queries.findings(worker_ids)
    return {w for w, told in answers.items() if told.get(Register.DUKCAPIL, ("",))[0] == Finding.DEAD}
