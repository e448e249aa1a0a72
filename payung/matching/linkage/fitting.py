"""What is common here, and how do clerks here err? The shipped model is fitted to the people at hand before it weighs.

u (how often strangers agree) is measured on all pairs of a few drawn people; m (how often a person agrees with himself)
and the number of doubles follow from the candidates by expectation-maximisation, with the shipped m as so many pairs seen
before. What is drawn depends only on the ids: the same list gives the same model on every machine and engine.

A family is many candidates who share a house and nothing else. A pair teaches only where something of its own (PERSONAL)
speaks for one person: else fourteen brothers and sisters in one list are taken for fourteen doubles, and from them is
learnt that one person may well bear another name, another sex and another birthday.
"""

from dataclasses import dataclass

import numpy as np

from payung.matching.linkage.engine import DuckDB, Engine
from payung.matching.linkage.model import SHIPPED_PAIRS, SHIPPED_TRUE_PAIRS, Model

DRAWN = 500  # people; all their pairs are looked at: an eighth of a million
DRAWN_CANDIDATES = 40_000
ROUNDS = 15
FEWEST_PEOPLE = 100  # fewer tell nothing about what is common
FEWEST_DOUBLES, MOST_DOUBLES = 0.005, 3.0  # per person
SHIPPED_DOUBLES = 10  # so many doubles does the shipped share of them stand for: a few rows tell little of it
PERSONAL = ("name", "nik", "born", "sex", "twins")  # what two of one house do not share


@dataclass(frozen=True)
class _Patterns:
    """How many pairs show which levels. `levels`: one column per comparison, -1 where something is missing."""

    counts: np.ndarray
    levels: np.ndarray


def filled_columns(engine: Engine, columns: tuple[str, ...]) -> set[str]:
    """Columns of `people` in which something stands."""
    counts = engine.rows(f"SELECT {', '.join(f'count({c})' for c in columns)} FROM people")[0]
    return {column for column, count in zip(columns, counts, strict=True) if count}


def fit(engine: Engine, model: Model, people: int, candidates: int, *, known: int = 0) -> Model:
    """The model with u, m and doubles_per_person of these people; `pairs` holds the candidates.

    The first `known` people are in no pair with each other.
    """
    if people < FEWEST_PEOPLE or not candidates:
        return model
    model = with_measured_u(engine, model)
    share = min(1.0, DRAWN_CANDIDATES / candidates)
    patterns = _patterns(engine.drawn_pairs(share), model, "drawn_pairs")
    return _with_learnt_m(model, patterns, people, share, pairs=(people**2 - known**2) / 2)


def with_measured_u(engine: Engine, model: Model, drawn: int = DRAWN) -> Model:
    """True pairs that were drawn by chance do not count as strangers."""
    local = engine.drawn(drawn)
    both = ", ".join(f"a.{c} AS {c}_l, b.{c} AS {c}_r" for c in local.columns("drawn"))
    patterns = _patterns(local, model, f"(SELECT {both} FROM drawn a JOIN drawn b ON a.n < b.n)")
    strangers = patterns.counts * (1 - _probability(model, patterns, 2 * model["doubles_per_person"] / drawn))
    return _replaced(model, "u", patterns, strangers, SHIPPED_PAIRS)


def level_sql(comparison: dict) -> str:
    """SQL: the place of the level that holds, 0 for the first; -1 where something is missing."""
    cases = [f"WHEN {level['if']} THEN {place}" for place, level in enumerate(comparison["levels"][:-1])]
    last = len(comparison["levels"]) - 1
    return f"CASE WHEN {comparison['missing']} THEN -1 {' '.join(cases)} ELSE {last} END"


def _patterns(engine: DuckDB, model: Model, pairs: str) -> _Patterns:
    names = [f"g{i}" for i in range(len(model["comparisons"]))]
    levels = ", ".join(f"{level_sql(c)} AS {g}" for c, g in zip(model["comparisons"], names, strict=True))
    rows = engine.rows(
        f"SELECT count(*), {', '.join(names)} FROM (SELECT {levels} FROM {pairs} p) q GROUP BY ALL ORDER BY ALL"
    )
    table = np.array(rows, dtype=np.int64).reshape(-1, len(names) + 1)
    return _Patterns(table[:, 0].astype(float), table[:, 1:])


def _with_learnt_m(model: Model, patterns: _Patterns, people: int, share: float, *, pairs: float) -> Model:
    """`pairs`: of how many pairs do the doubles come? doubles_per_person is kept as if of all people with all."""
    shipped = model
    teaching = patterns.counts * (_bits(model, patterns, PERSONAL) > 0)
    looked_at = 2 * pairs / people  # so many doubles would be one a person
    for _ in range(ROUNDS):
        prior = 2 * model["doubles_per_person"] / people
        doubles = teaching * _probability(model, patterns, prior)
        before = SHIPPED_DOUBLES / shipped["doubles_per_person"]
        per_person = float(
            np.clip(
                (doubles.sum() / share + SHIPPED_DOUBLES) / (looked_at + before),
                FEWEST_DOUBLES,
                min(MOST_DOUBLES, pairs / people / 2),
            )
        )
        learnt = _replaced(shipped, "m", patterns, doubles, SHIPPED_TRUE_PAIRS)
        model = {**learnt, "doubles_per_person": per_person}
    return model


def _probability(model: Model, patterns: _Patterns, prior: float) -> np.ndarray:
    bits = np.log2(prior / (1 - min(prior, 0.5))) + _bits(model, patterns)
    return 1 / (1 + np.exp2(-np.clip(bits, -60, 60)))


def _bits(model: Model, patterns: _Patterns, only: tuple[str, ...] = ()) -> np.ndarray:
    """What speaks for one person in each pattern; `only`: of these comparisons."""
    bits = np.zeros(len(patterns.counts))
    for i, comparison in enumerate(model["comparisons"]):
        if only and comparison["name"] not in only:
            continue
        weights = np.array([np.log2(level["m"] / level["u"]) for level in comparison["levels"]] + [0.0])
        bits += weights[patterns.levels[:, i]]  # -1, missing: the last, 0
    return bits


def _replaced(model: Model, what: str, patterns: _Patterns, counts: np.ndarray, shipped: float) -> Model:
    """The model with m or u of the counted pairs; its own values count as `shipped` pairs."""
    comparisons = [
        c
        if c.get("fixed")
        else {**c, "levels": _measured(c["levels"], what, counts, patterns.levels[:, i], shipped)}
        for i, c in enumerate(model["comparisons"])
    ]
    return {**model, "comparisons": comparisons}


def _measured(
    levels: list[dict], what: str, counts: np.ndarray, places: np.ndarray, shipped: float
) -> list[dict]:
    seen = [counts[places == place].sum() for place in range(len(levels))]
    total = sum(seen) + shipped
    return [
        level if level.get("fixed") else {**level, what: float((count + shipped * level[what]) / total)}
        for level, count in zip(levels, seen, strict=True)
    ]
