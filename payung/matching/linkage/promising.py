"""Which candidates can still reach the threshold? The others are left before a single word is compared letter by letter.

For each comparison an upper bound of its weight is read off what is cheap to see (equal, missing, same half); nine in
ten candidates are out by that. A bound is never too low, so the pairs that come out are the same ones.
"""

import math
import re

from payung.matching.linkage.engine import Engine
from payung.matching.linkage.model import UNSEEN_PEOPLE, Model, prior_of

_DEAR = re.compile(r"\b(levenshtein|slip|near|meet|within|short_for|shared|how_many)\(")
_ROUNDING_BITS = 0.01
_NEVER = "CAST(-99 AS DOUBLE)"


def keep_promising(engine: Engine, model: Model, people: int, *, threshold: float, also: str = "") -> int:
    """Table `promising` (l, r): the `pairs` that may reach the threshold, and those of which `also` (SQL) holds.

    Gives how many.
    """
    prior = prior_of(model, people)
    wanted = _bits(max(threshold, 1e-9)) - _bits(prior) - _ROUNDING_BITS
    most = " + ".join(f"({_most(c, people)})" for c in model["comparisons"])
    columns = sorted(set(re.findall(r"\b([a-z_]+)_[lr]\b", f"{most} {also}")))
    both = "".join(f", a.{c} AS {c}_l, b.{c} AS {c}_r" for c in columns)
    engine.keep(
        "promising",
        f"""SELECT l, r FROM (SELECT l, r{both} FROM pairs p JOIN people a ON a.n = p.l JOIN people b ON b.n = p.r) c
        WHERE {most} >= {wanted!r}{f" OR {also}" if also else ""}""",
    )
    return int(engine.rows("SELECT count(*) FROM promising")[0][0])


def _most(comparison: dict, people: int) -> str:
    """SQL: at least as many bits as this comparison can weigh, without looking at letters."""
    *levels, last = comparison["levels"]
    bound = _weight(last, people)
    for level in reversed(levels):
        weight, cheap = _weight(level, people), _cheap(level["if"])
        if cheap == level["if"]:
            bound = f"CASE WHEN {cheap} THEN {weight} ELSE {bound} END"
        elif cheap:
            bound = f"greatest(CASE WHEN {cheap} THEN {weight} ELSE {_NEVER} END, {bound})"
        else:
            bound = f"greatest({weight}, {bound})"
    return f"CASE WHEN {comparison['missing']} THEN {_number(0)} ELSE {bound} END"


def _weight(level: dict, people: int) -> str:
    rarest = 1 + people / UNSEEN_PEOPLE if "rare_counts" in level and not level.get("never_rarer") else 1
    return _number(math.log2(level["m"] / level["u"] * rarest))


def _number(bits: float) -> str:
    """SQL that Spark and DuckDB do not take for a decimal of a few digits."""
    return f"CAST({bits!r} AS DOUBLE)"


def _cheap(condition: str) -> str:
    """Of the parts that must all hold, those that are cheap; "" where none is."""
    return " AND ".join(part for part in _parts(condition) if not _DEAR.search(part))


def _parts(condition: str) -> list[str]:
    """Split at the ANDs outside of all brackets; what is joined by OR there is one part."""
    depth, parts, start = 0, [], 0
    for found in re.finditer(r"[()]| AND | OR ", condition):
        sign = found.group()
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and sign == " OR ":
            return [condition]
        if depth == 0 and sign == " AND ":
            parts.append(condition[start : found.start()])
            start = found.end()
    return [*parts, condition[start:]]


def _bits(probability: float) -> float:
    return math.log2(probability / (1 - probability)) if probability < 1 else math.inf
