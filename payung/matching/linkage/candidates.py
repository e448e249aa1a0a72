"""Which records are worth comparing? Those that share a key; no key may bring more than a bounded number of pairs.

A block that is too large (a million bearers of one name) is sorted by everything known and cut into pieces, so that
records that are alike in more than the key still meet; weak keys are dropped there instead. Work stays linear.
"""

from dataclasses import dataclass

from payung.matching.linkage.engine import Engine

_DAY = (
    "substr(born, 1, 4) || least(substr(born, 5, 2), substr(born, 7, 2))"
    " || greatest(substr(born, 5, 2), substr(born, 7, 2))"
)
_YEAR = "substr(born, 1, 4)"


SMALL = 60_000  # rows; up to here looser keys are affordable and find what is written wrongly in two columns
WEAK_PAIRS_PER_PERSON = (
    250_000  # divided by the rows: the most records in a weak block, within the bounds below
)
FEWEST_WEAK, MOST_WEAK = 10, 60


@dataclass(frozen=True)
class Key:
    """Records with equal `sql` meet. `most`: records in one block; 0 for a weak key, whose larger blocks are dropped."""

    sql: str
    most: int = 0
    only_small: bool = False


KEYS = (
    Key("nik", 50),
    Key("nik_head", 30),
    Key("substr(nik, length(nik) - 7) || substr(name_first, 1, 1)", 30),
    Key("kk", 20),
    Key("phone", 20),
    Key(f"{_DAY} || substr(name_first, 1, 3)", 40),
    Key(f"{_DAY} || substr(name_last, 1, 3)", 40),
    Key(f"mother || {_DAY}", 30),
    Key(f"name || {_YEAR}", 30),
    Key("name || '/' || mother", 30),
    Key("name || '/' || address", 30),
    Key("name || kelurahan"),
    Key("name"),
    Key("address || '/' || substr(name_first, 1, 2)"),
    Key(f"address || '/' || {_YEAR}"),
    Key(_DAY),
    Key("name_first || '/' || name_last", only_small=True),
    Key("name_first", only_small=True),
    Key("name_last", only_small=True),
    Key("substr(name_joined, 1, 5)", only_small=True),
    Key("substr(born, 1, 6) || substr(name_joined, 1, 1)", only_small=True),
    Key("substr(born, 5, 4) || substr(name_last, 1, 1)", only_small=True),
    Key("nullif(rx_part(address, '^([a-z0-9]+ [a-z0-9]+)', 1), '')", only_small=True),
    Key(
        "nullif(rx_part(address, '([a-z0-9]+ [a-z0-9]+)$', 1), '') || substr(name_first, 1, 1)",
        only_small=True,
    ),
    Key(
        "nullif(rx_part(address, '([a-z0-9]+ [a-z0-9]+)$', 1), '') || substr(name_last, 1, 1)",
        only_small=True,
    ),
)


def find_candidates(engine: Engine, people: int, *, known: int = 0) -> int:
    """Table `pairs` (l, r: numbers of two people, l < r). Gives how many.

    The first `known` people are a register: they are not compared with each other.
    """
    weak = min(MOST_WEAK, max(FEWEST_WEAK, WEAK_PAIRS_PER_PERSON // max(people, 1)))
    used = [key for key in KEYS if people <= SMALL or not key.only_small]
    for place, key in enumerate(used):
        _meet(engine, key, key.most or weak, known, f"found_{place}")
    engine.keep(
        "pairs",
        "SELECT DISTINCT l, r FROM ("
        + " UNION ALL ".join(f"SELECT l, r FROM found_{i}" for i in range(len(used)))
        + ") f",
    )
    for place in range(len(used)):
        engine.drop(f"found_{place}")
    return int(engine.rows("SELECT count(*) FROM pairs")[0][0])


# The order in which a large block is cut: alike stand together; the id ends it, for both engines alike.
_ALIKE = ("name", "born", "nik", "kk", "mother", "phone", "address", "id")


def _meet(engine: Engine, key: Key, most: int, known: int, target: str) -> None:
    engine.keep("keyed", f"SELECT n, hashed({key.sql}) AS k FROM people WHERE {key.sql} IS NOT NULL")
    engine.keep(
        "sizes", f"SELECT k, count(*) AS size FROM keyed GROUP BY k HAVING count(*) > 1 AND max(n) > {known}"
    )
    small = f"SELECT n, k, 0 AS piece FROM keyed JOIN sizes USING (k) WHERE size <= {most}"
    known_first = ", ".join(f"{c} NULLS LAST" for c in _ALIKE)
    cut = f"""SELECT n, k, CAST(floor((row_number() OVER (PARTITION BY k
        ORDER BY {known_first}) - 1) / {most}) AS INT) AS piece
        FROM keyed JOIN sizes USING (k) JOIN people USING (n) WHERE size > {most}"""
    engine.keep("block", f"{small} UNION ALL {cut}" if key.most else small)
    engine.keep(
        target,
        "SELECT a.n AS l, b.n AS r FROM block a JOIN block b"
        f" ON a.k = b.k AND a.piece = b.piece AND a.n < b.n AND b.n > {known}",
    )
