"""Which of these people may be one? The same model for people in memory: a new batch against a register.

What is compared stays in this process: nothing is written to a disk, no number stands in a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from payung.matching.linkage import candidates, fitting, preparing, promising, reasons, scoring
from payung.matching.linkage.columns import COLUMNS
from payung.matching.linkage.engine import DuckDB
from payung.matching.linkage.match import COMPARED
from payung.matching.linkage.model import Model, load, with_columns

DOUBTFUL = 0.3  # from this probability on a person looks at the pair
FIELDS = {"born": "birth_date", "mother": "mother_name", "twins": "birth_date"}
HOUSE = "house"  # the reason that takes back what a shared house counted more than once
HOUSE_WORDS = "serumah: KK, ibu dan alamat yang sama belum berarti satu orang"
HALFWAY_BITS = 24  # so many bits of odds bring the score half of the way that is left to 100


@dataclass(frozen=True, slots=True)
class Person:
    """What two records of a person can be compared by. Missing values are empty."""

    nik: str
    name: str
    birth_date: date | None = None
    kk: str = ""
    mother_name: str = ""
    kelurahan: str = ""
    sex: str = ""
    phone: str = ""
    address: str = ""
    birth_place: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Two places in the list of people; `earlier` comes first. `evidence`: [{"field", "words", "bits"}], heaviest first.

    is_certain: NIK, birth date and name agree.
    """

    earlier: int
    later: int
    probability: float
    odds_bits: float  # log2 of the odds behind `probability`, which is 1.0 for everything above 53 bits
    is_same_nik: bool
    is_certain: bool
    evidence: list[dict[str, Any]] = field(default_factory=list)

    @property
    def score(self) -> int:
        """0-99 by the odds, not by the probability: of two pairs that are both sure, the surer one stands higher."""
        return 100 if self.is_certain else score_of(self.odds_bits)

    @property
    def why(self) -> str:
        """The four heaviest reasons. What corrects for a shared house says nothing to somebody who reads a list."""
        reasons = [reason["words"] for reason in self.evidence if reason["field"] != HOUSE]
        return ", ".join(reasons[:4])


def score_of(odds_bits: float) -> int:
    """0-99 of the log2 odds: 50 where one person and two are as likely, the chance in per cent below it.

    >>> [score_of(bits) for bits in (-1.2, 0, 3.2, 10, 36, 60)]
    [30, 50, 54, 62, 81, 90]
    """
    if odds_bits < 0:
        return int(100 / (1 + 2**-odds_bits))
    return min(99, int(50 + 50 * (1 - 0.5 ** (odds_bits / HALFWAY_BITS))))


def find_pairs(people: Sequence[Person], *, known: int = 0) -> list[Match]:
    """Suspected doubles, each once: of DOUBTFUL probability at least, or of one NIK. The first `known` are not compared
    with each other."""
    if len(people) < 2:
        return []
    engine = DuckDB()
    engine.con.register("given", _table(people))
    engine.run("CREATE TABLE input AS SELECT * FROM given")
    preparing.prepare(engine)
    compared = candidates.find_candidates(engine, len(people), known=known)
    if not compared:
        return []
    model = with_columns(load(), fitting.filled_columns(engine, COMPARED))
    model = fitting.fit(engine, model, len(people), compared, known=known)
    if not promising.keep_promising(engine, model, len(people), threshold=DOUBTFUL, also="nik_l = nik_r"):
        return []
    scoring.score(engine, model, len(people), threshold=0.0, explain=True)
    return [_match(row) for row in _found(engine, model)]


def compare(people: Sequence[Person], i: int, j: int) -> Match | None:
    """Whether two people may be one; None when they are two."""
    found = find_pairs([people[i], people[j]])
    return found[0] if found else None


def _table(people: Sequence[Person]) -> pa.Table:
    written: dict[str, list[str | None]] = {column: [None] * len(people) for column in COLUMNS}
    written["id"] = [str(n) for n in range(1, len(people) + 1)]
    written["birth_date"] = [p.birth_date.isoformat() if p.birth_date else None for p in people]
    written["kelurahan_code"] = [p.kelurahan or None for p in people]
    for column in ("nik", "name", "kk", "mother_name", "sex", "phone", "address", "birth_place"):
        written[column] = [getattr(p, column) or None for p in people]
    columns = {column: pa.array(values, pa.string()) for column, values in written.items()}
    return pa.table({"n": pa.array(range(1, len(people) + 1), pa.int64()), **columns})


def _found(engine: DuckDB, model: Model) -> list[dict[str, Any]]:
    both = ", ".join(f"a.{c} AS {c}_l, b.{c} AS {c}_r" for c in preparing.PEOPLE if c != "n")
    sql = f"""SELECT n_l, n_r, own AS probability, match_weight AS odds_bits, coalesce(nik_l = nik_r, false) AS is_same_nik,
        coalesce(nik_l = nik_r AND born_l = born_r AND levenshtein(name_joined_l, name_joined_r) <= 1, false) AS is_certain,
        {reasons.evidence_sql(model)}
        FROM (SELECT w.*, {both} FROM scored w JOIN people a ON a.n = n_l JOIN people b ON b.n = n_r) found
        WHERE own >= {DOUBTFUL} OR nik_l = nik_r ORDER BY n_r, n_l"""
    cursor = engine.con.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _match(row: dict[str, Any]) -> Match:
    evidence = [
        {
            "field": FIELDS.get(name, name),
            "words": HOUSE_WORDS if name == HOUSE else row[f"words_{name}"],
            "bits": round(row[f"bits_{name}"], 2),
        }
        for name in (column[6:] for column in row if column.startswith("words_"))
        if row[f"words_{name}"]
    ]
    return Match(
        earlier=row["n_l"] - 1,
        later=row["n_r"] - 1,
        probability=row["probability"],
        odds_bits=row["odds_bits"],
        is_same_nik=row["is_same_nik"],
        is_certain=row["is_certain"],
        evidence=sorted(evidence, key=lambda reason: -abs(reason["bits"])),
    )
