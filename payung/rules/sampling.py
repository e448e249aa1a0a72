"""How well does the program tell one person from two, judged on a sample that people labelled?

The sample is stratified by score: few pairs stand where the program errs, so that is where most are looked at. Each stratum
stands for all pairs of its kind. Precision and recall come with intervals: Wilson for a plain share, and for the whole a
Bayesian bootstrap (a share of each cell drawn from what its labels allow), so that a cell with few labels is as uncertain
as it is. Recall is of the pairs the program looked at: a double it never compared is not seen here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

Z95 = 1.959964
EDGES = (0.0, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 1.0)  # strata of the score; the last one holds 1.0 too
BINS = 1000  # of the kept histogram: thresholds in steps of 0.001
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval; all None when nothing is known."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Zone:
    """The pairs between two thresholds: how many, and how many of them are one person."""

    pairs: int
    same: float
    same_low: float
    same_high: float
    labelled: int

    @property
    def different(self) -> float:
        return self.pairs - self.same


@dataclass(frozen=True)
class Evaluation:
    """What happens when the program alone joins from `upper` on, leaves below `lower`, and people look at the rest."""

    lower: float
    upper: float
    joined: Zone
    review: Zone
    left: Zone
    precision: Share  # of what the program would join
    recall: Share  # of all pairs of one person: joined by the program alone
    recall_with_review: Share  # or found by people in the zone between


def wilson(successes: int, trials: int, z: float = Z95) -> Share:
    """The share of successes with Wilson's interval.

    >>> share = wilson(48, 50); round(share.value, 2), round(share.low, 3), round(share.high, 3)
    (0.96, 0.865, 0.989)
    """
    if trials == 0:
        return Share(None, None, None)
    p, n = successes / trials, trials
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Share(p, max(0.0, middle - half), min(1.0, middle + half))


def stratum_of(probabilities: Any) -> np.ndarray:
    """Which stratum (from 0) each probability stands in."""
    return np.clip(np.searchsorted(EDGES, probabilities, side="right") - 1, 0, len(EDGES) - 2)


def allocate(sizes: Sequence[int], wanted: int) -> list[int]:
    """How many to look at in each stratum: the same everywhere, no more than there are, the rest given on.

    >>> allocate([1000, 3, 0, 500], 100)
    [49, 3, 0, 48]
    """
    given = [0] * len(sizes)
    left = min(wanted, sum(sizes))
    while left:
        open_ = [i for i, size in enumerate(sizes) if given[i] < size]
        each, more = divmod(left, len(open_))
        for n, i in enumerate(open_):
            take = min(sizes[i] - given[i], each + (n < more))
            given[i] += take
            left -= take
    return given


def draw(probabilities: Any, wanted: int, seed: int) -> np.ndarray:
    """Places of the drawn pairs, by stratum. The same seed on the same pairs draws the same."""
    p = np.asarray(probabilities, dtype=float)
    strata = stratum_of(p)
    places = [np.flatnonzero(strata == s) for s in range(len(EDGES) - 1)]
    random = np.random.default_rng(seed)
    counts = allocate([len(place) for place in places], wanted)
    chosen = [random.choice(place, n, replace=False) for place, n in zip(places, counts, strict=True) if n]
    return np.concatenate(chosen) if chosen else np.empty(0, dtype=int)


def histogram(probabilities: Any) -> list[int]:
    """How many pairs have a probability in [0, 0.001), [0.001, 0.002), ... and the last one 1.0 as well."""
    places = np.minimum((np.asarray(probabilities, dtype=float) * BINS + 1e-9).astype(int), BINS - 1)
    return np.bincount(places, minlength=BINS).tolist()


def evaluate(
    counts: Sequence[int], probabilities: Any, same: Any, *, lower: float, upper: float, seed: int = 0
) -> Evaluation:
    """Precision, recall and expected errors for two thresholds.

    counts: the population's `histogram`; probabilities, same: of the labelled sample (bool, "belum yakin" left out).
    Thresholds count in steps of 0.001; lower > upper is read as lower = upper.
    """
    lower = min(lower, upper)
    size, labelled, hits = _cells(counts, probabilities, same, lower, upper)
    stratum_hits, stratum_n = hits.sum(axis=0), labelled.sum(axis=0)
    fallback = (stratum_hits + 0.5) / (stratum_n + 1.0)
    point = np.where(labelled > 0, hits / np.maximum(labelled, 1), fallback)
    random = np.random.default_rng(seed)
    shares = random.beta(hits + 0.5, labelled - hits + 0.5, size=(DRAWS, *hits.shape))
    drawn = (shares * size).sum(axis=2)  # draws x zones: pairs of one person
    expected = (point * size).sum(axis=1)
    zones = [
        Zone(
            pairs=int(size[z].sum()),
            same=float(expected[z]),
            same_low=float(np.percentile(drawn[:, z], 2.5)),
            same_high=float(np.percentile(drawn[:, z], 97.5)),
            labelled=int(labelled[z].sum()),
        )
        for z in range(3)
    ]
    left, review, joined = zones
    total, total_drawn = expected.sum(), drawn.sum(axis=1)
    return Evaluation(
        lower=lower,
        upper=upper,
        joined=joined,
        review=review,
        left=left,
        precision=_share(expected[2], joined.pairs, drawn[:, 2], np.full(DRAWS, joined.pairs)),
        recall=_share(expected[2], total, drawn[:, 2], total_drawn),
        recall_with_review=_share(expected[1] + expected[2], total, drawn[:, 1] + drawn[:, 2], total_drawn),
    )


def _cells(
    counts: Sequence[int], probabilities: Any, same: Any, lower: float, upper: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Population, labels and pairs of one person by zone (left, review, joined) and stratum; int64, 3 x strata."""
    bins = np.arange(BINS)
    low_bin, high_bin = round(lower * BINS), round(upper * BINS)
    strata = len(EDGES) - 1

    def table(places: np.ndarray, weights: np.ndarray) -> np.ndarray:
        zone = (places >= low_bin).astype(int) + (places >= high_bin)
        stratum = stratum_of((places + 0.5) / BINS)
        cells = np.bincount(zone * strata + stratum, weights=weights, minlength=3 * strata)
        return cells.reshape(3, strata)

    p = np.asarray(probabilities, dtype=float)
    places = np.minimum((p * BINS + 1e-9).astype(int), BINS - 1)
    is_same = np.asarray(same, dtype=float)
    return (
        table(bins, np.asarray(counts, dtype=float)),
        table(places, np.ones(len(p))),
        table(places, is_same),
    )


def _share(part: float, whole: float, parts: np.ndarray, wholes: np.ndarray) -> Share:
    if not whole:
        return Share(None, None, None)
    drawn = parts / np.maximum(wholes, 1e-9)
    return Share(float(part / whole), float(np.percentile(drawn, 2.5)), float(np.percentile(drawn, 97.5)))
