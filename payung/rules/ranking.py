"""Who gets the places of a round, who waits, and why?

The rule is a short list of points that everybody may read. Equal points are ordered by a keyed number: the
same for everybody who repeats the run with the round's key, and not to be steered by the order of a list.
Law: none; the city chooses (dossier section 10: DTSEN decile 1-4 as priority, not as a bar).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from payung.rules import months
from payung.rules.eligibility import FieldCheck
from payung.rules.parameters import ParameterSet, law_in_force

SCORE_LIMIT = 1 << 18  # scores use 18 bits of the sort key
TIE_BITS = 38
SECTOR_LIMIT = 1 << (64 - 18 - TIE_BITS)


@dataclass(frozen=True)
class RankingRule:
    """How many points for what. Shown to everybody; a change is a new rule of a new round.

    Ages give one point per full year above `older_than`, at most `age_points_max`. Points are >= 0.
    """

    name: str = "Aturan peringkat bawaan"
    priority_deciles: tuple[int, ...] = (1, 2, 3, 4)
    decile_points: int = 400
    unlisted_points: int = 200  # DTSEN was asked and does not know the family: neither poor nor rich
    continuing_points: int = 200
    field_checked_points: int = 100
    older_than: int = 18
    age_points_max: int = 47

    @classmethod
    def of_law(cls, day: date, law: ParameterSet | None = None) -> RankingRule:
        law = law or law_in_force()
        return cls(
            priority_deciles=tuple(law.value("eligibility.dtsen_priority_deciles", day)),
            unlisted_points=law.value("eligibility.dtsen_unlisted_points", day),
        )

    def sentences(self) -> list[str]:
        """The rule in words, for the page and the decree."""
        deciles = ", ".join(map(str, self.priority_deciles))
        return [
            f"DTSEN desil {deciles}: {self.decile_points} poin; desil lain: 0 poin; tidak tercatat di DTSEN: "
            f"{self.unlisted_points} poin, karena belum tentu mampu. Bila DTSEN belum diminta, tidak ada yang mendapat poin ini."
            if deciles
            else "Desil DTSEN tidak dihitung.",
            f"Sudah menjadi peserta pada putaran sebelumnya: {self.continuing_points} poin.",
            f"Cek lapangan sudah dilakukan dan hasilnya baik: {self.field_checked_points} poin.",
            f"Umur: 1 poin untuk tiap tahun di atas {self.older_than}, paling banyak {self.age_points_max} poin.",
            "Poin sama: urutan acak yang tetap, dihitung dari kunci putaran.",
        ]


PARTS = ("desil", "tidak_terdata", "lanjutan", "cek_lapangan", "umur")
UNLISTED = -1  # the decile of somebody whom DTSEN, when asked, does not know


@dataclass(frozen=True)
class Ranking:
    """Arrays of one length. rank 1 is the first of its sector; 0 = refused, not ranked."""

    rank: np.ndarray  # int32
    selected: np.ndarray  # bool
    score: np.ndarray  # int32
    parts: dict[str, np.ndarray]  # int32 each, they sum to the score
    quotas: dict[int, int]  # places per sector code

    @property
    def waiting(self) -> np.ndarray:
        return (self.rank > 0) & ~self.selected

    def cutoff_score(self, sector: np.ndarray, code: int) -> int | None:
        """The lowest score that still got a place in a sector (None when nobody did)."""
        chosen = self.score[self.selected & (sector == code)]
        return int(chosen.min()) if chosen.size else None


def scores(
    rule: RankingRule,
    on: date,
    *,
    born_on: Any,
    decile: Any = None,
    field_check: Any = None,
    continuing: Any = None,
) -> dict[str, np.ndarray]:
    """Points of each person by part (int32). None = nobody has them; decile 0 = DTSEN was not asked."""
    born_on = months.day_numbers(born_on)
    size = len(born_on)
    return {
        "desil": _points(_any_of(decile, rule.priority_deciles), rule.decile_points, size),
        "tidak_terdata": _points(
            _any_of(decile, (UNLISTED,) if rule.priority_deciles else ()), rule.unlisted_points, size
        ),
        "lanjutan": _points(continuing, rule.continuing_points, size),
        "cek_lapangan": _points(
            None if field_check is None else np.asarray(field_check) == FieldCheck.POSITIVE,
            rule.field_checked_points,
            size,
        ),
        "umur": np.clip(full_years(born_on, on) - rule.older_than, 0, rule.age_points_max).astype(np.int32),
    }


def rank(
    parts: Mapping[str, np.ndarray],
    *,
    refused: Any,
    sector: Any,
    quotas: Mapping[int, int],
    tie: Any,
) -> Ranking:
    """Rank the eligible of each sector and fill its places.

    refused: `Refusal` masks (0 = eligible) or bool; sector: small codes (0-255); quotas: places by code, a
    sector without quota gets none; tie: uint64 from `keyed_order`. ValueError for negative places or scores.
    """
    sector = np.asarray(sector)
    if any(places < 0 for places in quotas.values()):
        raise ValueError("quotas: jumlah tempat tidak boleh negatif")
    score = sum(parts.values(), start=np.zeros(len(sector), np.int32))
    eligible = np.flatnonzero(np.asarray(refused) == 0)
    order = eligible[np.argsort(_sort_key(sector[eligible], score[eligible], np.asarray(tie)[eligible]))]
    ranks = np.zeros(len(sector), np.int32)
    ranks[order] = _place_in_sector(sector[order])
    places = np.zeros(SECTOR_LIMIT, np.int32)
    for code, quota in quotas.items():
        places[code] = quota
    selected = (ranks > 0) & (ranks <= places[sector])
    return Ranking(ranks, selected, score, dict(parts), dict(quotas))


def keyed_order(ids: Any, key: int) -> np.ndarray:
    """A fixed shuffling of ids (uint64) by a secret of the round: same ids and key, same order.

    splitmix64: well spread and repeatable; fair shuffling, not cryptography.
    """
    mixed = np.asarray(ids).astype(np.uint64) + np.uint64(key % (1 << 64))
    mixed += np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


def places_within(budget_rp: int, package_rp: int, month_count: int) -> int:
    """How many people a budget covers for all months. ValueError for a budget below zero or no months."""
    if budget_rp < 0 or package_rp <= 0 or month_count <= 0:
        raise ValueError("budget_rp: anggaran, iuran, dan jumlah bulan harus lebih dari nol")
    return budget_rp // (package_rp * month_count)


def fit_quotas(quotas: Mapping[int, int], places: int) -> dict[int, int]:
    """Shrink quotas in proportion until they fit the places (largest remainder; ties to the larger quota)."""
    total = sum(quotas.values())
    if total <= places:
        return dict(quotas)
    fitted = {code: quota * places // total for code, quota in quotas.items()}
    by_remainder = sorted(quotas, key=lambda code: (-(quotas[code] * places % total), -quotas[code], code))
    for code in by_remainder[: places - sum(fitted.values())]:
        fitted[code] += 1
    return fitted


def why_not(ranking: Ranking, sector: np.ndarray, row: int) -> str:
    """Kenapa tidak terpilih, for somebody on the waiting list (refusals have their own sentences)."""
    code = int(sector[row])
    ranked = int(np.count_nonzero((ranking.rank > 0) & (sector == code)))
    cutoff = ranking.cutoff_score(np.asarray(sector), code)
    points = " + ".join(f"{name.replace('_', ' ')} {int(ranking.parts[name][row])}" for name in ranking.parts)
    bound = "belum ada yang terpilih" if cutoff is None else f"nilai terendah yang terpilih {cutoff}"
    return (
        f"Peringkat {int(ranking.rank[row])} dari {ranked} untuk {ranking.quotas.get(code, 0)} tempat. "
        f"Nilai {int(ranking.score[row])} ({points}); {bound}. "
        "Nama ini ada di daftar tunggu dan dipanggil bila ada tempat kosong."
    )


def full_years(born_on: Any, on: date) -> np.ndarray:
    """Completed years of life on a day; 0 where the birth date is unknown."""
    days, place = months.distinct_days(months.day_numbers(born_on))
    month = days.astype("datetime64[M]")
    day = (days - month).astype(np.int64)  # 0-based day of the month
    not_yet = (day > on.day - 1).astype(np.int64)
    years = (months.month_of(on) - months.months_of(days) - not_yet) // 12
    years[np.isnat(days)] = 0
    return years[place]


def _any_of(codes: Any, wanted: tuple[int, ...]) -> np.ndarray | None:
    """Whether each code is one of a handful."""
    if codes is None:
        return None
    codes = np.asarray(codes)
    found = np.zeros(len(codes), bool)
    for code in wanted:
        found |= codes == code
    return found


def _points(flag: Any, points: int, size: int = 0) -> np.ndarray:
    if flag is None:
        return np.zeros(size, np.int32)
    return np.asarray(flag, dtype=bool).astype(np.int32) * np.int32(points)


def _sort_key(sector: np.ndarray, score: np.ndarray, tie: np.ndarray) -> np.ndarray:
    """Sector, then the higher score, then the keyed number, in one unsigned number."""
    if score.size and (score.min() < 0 or score.max() >= SCORE_LIMIT):
        raise ValueError("parts: nilai peringkat harus antara 0 dan 262143")
    if sector.size and (sector.min() < 0 or sector.max() >= SECTOR_LIMIT):
        raise ValueError("sector: kode sektor harus antara 0 dan 255")
    key = sector.astype(np.uint64) << np.uint64(18 + TIE_BITS)
    key |= (SCORE_LIMIT - 1 - score.astype(np.int64)).astype(np.uint64) << np.uint64(TIE_BITS)
    return key | (tie.astype(np.uint64) >> np.uint64(64 - TIE_BITS))


def _place_in_sector(sorted_sector: np.ndarray) -> np.ndarray:
    """1, 2, 3 ... within each run of equal sectors."""
    running = np.arange(len(sorted_sector), dtype=np.int32)
    starts = np.flatnonzero(np.r_[True, sorted_sector[1:] != sorted_sector[:-1]]) if len(running) else running
    return running - np.repeat(starts, np.diff(np.r_[starts, len(running)])).astype(np.int32) + 1
