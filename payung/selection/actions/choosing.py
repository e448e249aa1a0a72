"""How do the eligible fill the places of a round, within quota and budget, by a rule everybody may read?"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from django.db import connection, transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.database.loading import copying
from payung.eligibility import queries as eligibility
from payung.eligibility.enums import FieldOutcome
from payung.jobs.registry import Progress, no_progress
from payung.language.formats import angka, rupiah
from payung.matching import queries as matching
from payung.matching.enums import Register
from payung.people import queries as people
from payung.programme import actions as programme_actions
from payung.programme import queries as programme
from payung.programme.enums import RoundState
from payung.rules import months, ranking
from payung.rules.eligibility import FieldCheck
from payung.selection import queries
from payung.selection.actions.rounds import lock_seating
from payung.selection.canonical import canonical
from payung.selection.enums import DecreeState, PlaceState
from payung.selection.models import Decree, Place
from payung.selection.refusals import SelectionRefused
from payung.vault import blind_index

if TYPE_CHECKING:
    from payung.programme.models import Round


@dataclass(frozen=True)
class Selected:
    """People with a seat and people waiting, by sector."""

    selected: dict[str, int]
    waiting: dict[str, int]
    elsewhere: int = 0  # eligible, but seated in another round of the same months


@transaction.atomic
def select(round_id: int, *, by: User | None, at: datetime, progress: Progress = no_progress) -> Selected:
    """Rank everybody eligible and fill the quotas; the rest wait in their order. Selecting again starts anew,
    but who gave up a place in this round does not come back, and who is seated in another round of the same months
    gets none here.

    Raises SelectionRefused when a decree exists, nobody is eligible, the verdicts are older than the round's terms, or
    the quotas cost more than the fund has.
    """
    lock_seating()
    round = programme.round_(round_id)
    if round is None:
        raise SelectionRefused("Putaran tidak ditemukan.")
    _refuse_after_decree(round_id)
    _refuse_over_budget(round)
    _refuse_old_verdicts(round)
    elsewhere = set(queries.seated_elsewhere(round).values_list("worker_id", flat=True))
    gone = queries.released_workers(round_id)
    judged = [(worker, sector) for worker, sector in eligibility.eligible(round_id) if worker not in gone]
    chosen = [(worker, sector) for worker, sector in judged if worker not in elsewhere]
    if not judged:
        raise SelectionRefused("Belum ada orang yang layak. Jalankan Kelayakan lebih dulu.")
    if not chosen:
        raise SelectionRefused("Semua yang layak sudah punya kursi di putaran lain pada bulan yang sama.")
    progress(0, len(chosen), "Menghitung peringkat")
    ids, sectors = [w for w, _ in chosen], [s for _, s in chosen]
    ranked = _rank(round, ids, sectors)
    progress(len(chosen) // 2, len(chosen), "Menyimpan tempat")
    _clear_places(round_id, Counter(sectors))
    _copy_places(round, ids, sectors, ranked, at)
    if round.state == RoundState.OPEN:
        programme_actions.move_round(round_id, RoundState.SELECTED, by=by, at=at)
    outcome = _count(ranked, sectors, len(judged) - len(chosen))
    audit.record(
        "selection.selected",
        by=by,
        at=at,
        on=("programme.round", round_id),
        sentence=f"Seleksi: {angka(sum(outcome.selected.values()))} terpilih, {angka(sum(outcome.waiting.values()))} cadangan"
        + (f", {angka(outcome.elsewhere)} punya kursi di putaran lain." if outcome.elsewhere else "."),
    )
    progress(len(chosen), len(chosen), "Selesai")
    return outcome


def _refuse_after_decree(round_id: int) -> None:
    if Decree.objects.filter(round_id=round_id).exclude(state=DecreeState.DROPPED).exists():
        raise SelectionRefused(
            "SK putaran ini sudah disusun. Batalkan konsepnya dulu; SK yang ditetapkan tidak berubah."
        )


def _refuse_old_verdicts(round: "Round") -> None:
    if round.mended_at and eligibility.judged_before(round.pk, round.mended_at):
        raise SelectionRefused("Bulan atau syarat putaran ini sudah diubah. Nilai kelayakan lagi lebih dulu.")


def _refuse_over_budget(round: "Round") -> None:
    cost = programme.cost(round)
    free_rp = cost.appropriation_rp - cost.other_rounds_rp
    if cost.total_rp > free_rp:
        raise SelectionRefused(
            f"Kuota memerlukan {rupiah(cost.total_rp)}, pagu {round.fund.name} yang tersisa {rupiah(free_rp)}. "
            "Kurangi kuota atau bulan, atau tambah pagu."
        )


def _clear_places(round_id: int, ranked: Counter[str]) -> None:
    """Make room for the new ranks; released places stay, behind everybody who is ranked now."""
    Place.objects.filter(round_id=round_id).exclude(state=PlaceState.RELEASED).delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE selection_place SET rank = rank + 1000000 WHERE round_id = %s", [round_id])
        cursor.execute(
            """UPDATE selection_place p SET rank = n.rank
               FROM (SELECT q.id, coalesce(r.people, 0) + row_number() OVER (PARTITION BY q.sector_id ORDER BY q.rank)
                     AS rank FROM selection_place q
                     LEFT JOIN unnest(%s::text[], %s::int[]) AS r(sector, people) ON r.sector = q.sector_id
                     WHERE q.round_id = %s) n
               WHERE p.id = n.id""",
            [list(ranked), list(ranked.values()), round_id],
        )


def _rank(round: "Round", ids: list[UUID], sectors: list[str]) -> ranking.Ranking:
    quotas = programme.quotas(round.pk)
    codes = {sector: n for n, sector in enumerate(sorted({*quotas, *sectors}))}
    facts, checks = people.facts(ids), eligibility.latest_checks(ids)
    start_on, going_on = months.first_day(round.first_month), eligibility.carried_over(round.pk)
    deciles = matching.deciles(ids)  # as DTSEN last told
    unlisted = ranking.UNLISTED if deciles or matching.was_asked(Register.DTSEN) else 0
    positive = [checks.get(i) == FieldOutcome.WORKING for i in ids]
    parts = ranking.scores(
        ranking.RankingRule.of_law(start_on),
        start_on,
        born_on=np.array([facts[i].birth_date for i in ids], "datetime64[D]"),
        decile=np.array([deciles.get(i, unlisted) for i in ids], np.int16),
        continuing=np.array([i in going_on for i in ids], bool),
        field_check=np.where(positive, FieldCheck.POSITIVE, FieldCheck.NOT_DONE),
    )
    return ranking.rank(
        parts,
        refused=np.zeros(len(ids), np.uint32),
        sector=np.array([codes[sector] for sector in sectors], np.int16),
        quotas={codes[sector]: places for sector, places in quotas.items()},
        tie=ranking.keyed_order(_numbers(ids), _round_key(round.pk)),
    )


def _numbers(ids: list[UUID]) -> np.ndarray:
    return np.fromiter((i.int & (2**64 - 1) for i in ids), np.uint64, len(ids))


def _round_key(round_id: int) -> int:
    """The secret of the round: the same on every run, known to nobody who could push himself forward."""
    return int.from_bytes((blind_index("selection.round", str(round_id)) or b"")[:8], "big")


def _copy_places(
    round: "Round", ids: list[UUID], sectors: list[str], ranked: ranking.Ranking, at: datetime
) -> None:
    columns = "round_id sector_id worker_id rank score score_parts state starts_month released_for changed_at"
    with copying(Place, columns.split()) as copy:
        for n, (worker_id, sector) in enumerate(zip(ids, sectors, strict=True)):
            state = PlaceState.SELECTED if ranked.selected[n] else PlaceState.WAITING
            parts = canonical({name: int(points[n]) for name, points in ranked.parts.items()})
            score = (int(ranked.rank[n]), int(ranked.score[n]), parts)
            copy.write_row((round.pk, sector, worker_id, *score, state.value, round.first_month, "", at))


def _count(ranked: ranking.Ranking, sectors: list[str], elsewhere: int) -> Selected:
    seated = Counter(sector for sector, chosen in zip(sectors, ranked.selected, strict=True) if chosen)
    return Selected(dict(seated), dict(Counter(sectors) - seated), elsewhere)
