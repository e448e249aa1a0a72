"""How often do strangers agree here? u is measured on pairs of people at hand, before anything is weighed.

A fixed draw (the smallest md5 of the id), so the same list gives the same model on every machine and engine.
"""

import numpy as np

from payung.matching.linkage.engine import Engine
from payung.matching.linkage.model import SHIPPED_PAIRS, Model

DRAWN = 500  # people; all their pairs are looked at: an eighth of a million


def filled_columns(engine: Engine, columns: tuple[str, ...]) -> set[str]:
    """Columns of `people` in which something stands."""
    counts = engine.rows(f"SELECT {', '.join(f'count({c})' for c in columns)} FROM people")[0]
    return {column for column, count in zip(columns, counts, strict=True) if count}


def fit(engine: Engine, model: Model) -> Model:
    """The model with u as measured here. True pairs that were drawn by chance do not count as strangers."""
    local = engine.drawn(DRAWN)
    levels = ", ".join(f"{level_sql(c)} AS g{i}" for i, c in enumerate(model["comparisons"]))
    both = ", ".join(f"a.{c} AS {c}_l, b.{c} AS {c}_r" for c in columns_of(local))
    sql = f"""SELECT count(*), {", ".join(f"g{i}" for i in range(len(model["comparisons"])))} FROM (
        SELECT {levels} FROM (SELECT {both} FROM drawn a JOIN drawn b ON a.n < b.n) x) y GROUP BY ALL"""
    counted = np.array(local.rows(sql), dtype=np.int64).reshape(-1, len(model["comparisons"]) + 1)
    return _with_u(model, counted[:, 0], counted[:, 1:]) if len(counted) else model


def level_sql(comparison: dict) -> str:
    """SQL: the place of the level that holds, 0 for the first; -1 where something is missing."""
    cases = [f"WHEN {level['if']} THEN {place}" for place, level in enumerate(comparison["levels"][:-1])]
    last = len(comparison["levels"]) - 1
    return f"CASE WHEN {comparison['missing']} THEN -1 {' '.join(cases)} ELSE {last} END"


def columns_of(engine: Engine) -> list[str]:
    return [row[0] for row in engine.rows("DESCRIBE drawn")]


def _with_u(model: Model, counts: np.ndarray, patterns: np.ndarray) -> Model:
    strangers = counts * (1 - _probability(model, patterns))
    comparisons = [
        c if c.get("fixed") else {**c, "levels": _measured(c["levels"], strangers, patterns[:, i])}
        for i, c in enumerate(model["comparisons"])
    ]
    return {**model, "comparisons": comparisons}


def _probability(model: Model, patterns: np.ndarray) -> np.ndarray:
    """Probability of each pattern under the shipped weights, among the drawn."""
    bits = np.full(len(patterns), np.log2(2 * model["doubles_per_person"] / DRAWN))
    for i, comparison in enumerate(model["comparisons"]):
        weights = np.array([np.log2(level["m"] / level["u"]) for level in comparison["levels"]] + [0.0])
        bits += weights[patterns[:, i]]  # -1, missing: the last, 0
    return 1 / (1 + np.exp2(-np.clip(bits, -60, 60)))


def _measured(levels: list[dict], strangers: np.ndarray, places: np.ndarray) -> list[dict]:
    seen = np.array([strangers[places == place].sum() for place in range(len(levels))])
    total = seen.sum() + SHIPPED_PAIRS
    return [
        {**level, "u": float((count + SHIPPED_PAIRS * level["u"]) / total)}
        for level, count in zip(levels, seen, strict=True)
    ]
