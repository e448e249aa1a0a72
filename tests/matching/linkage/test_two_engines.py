"""DuckDB in the process and Spark on a cluster: one text of SQL, the same pairs, the same probabilities.

Spark takes minutes to say so: `make nightly` (PAYUNG_SPARK=1, needs Java 17).
"""

import csv
import os

import pytest

from payung.demo.lists.rough import write_rough_lists
from payung.matching.linkage.engine import DuckDB, drawn_pairs_sql
from tests import optional
from tests.matching.linkage.scene import pairs, run


def test_numbers_that_differ_are_keys_that_differ():
    """DuckDB's own hash takes these two family cards for one."""
    engine = DuckDB()
    ours = "hashed('3511130302220011') = hashed('3511130802220014')"
    assert engine.rows(f"SELECT {ours}, hash('3511130302220011') = hash('3511130802220014')") == [
        (False, True)
    ]


def test_which_pairs_are_drawn_does_not_hang_on_who_stands_left():
    engine = DuckDB()
    engine.run("CREATE TABLE people AS SELECT range AS n, 'orang-' || range AS id FROM range(200)")
    drawn = []
    for left, right in (("a.n", "b.n"), ("b.n", "a.n")):
        both = f"SELECT {left} AS l, {right} AS r FROM people a JOIN people b ON a.n < b.n"  # noqa: S608
        engine.keep("pairs", both)
        rows = engine.rows(drawn_pairs_sql(["id"], 0.3))
        drawn.append({frozenset(row) for row in rows})
    assert drawn[0] == drawn[1]
    assert 0.2 < len(drawn[0]) / (200 * 199 / 2) < 0.4


@pytest.mark.skipif(
    not (os.environ.get("PAYUNG_SPARK") and optional.is_here("java")),
    reason="runs in make nightly, with Java 17",
)
def test_spark_finds_the_very_same(tmp_path):
    lists = write_rough_lists(tmp_path, people=1_000, seed=11, error_rate=2.0)
    low = ("--threshold", "0.01")
    assert run(tmp_path / "duckdb.csv", *lists, options=low).exit_code == 0
    assert run(tmp_path / "spark.csv", *lists, options=(*low, "--engine", "spark")).exit_code == 0
    ours = pairs(tmp_path / "duckdb.csv")
    theirs = {}
    for part in (tmp_path / "spark.csv").glob("part-*.csv"):
        with part.open(encoding="utf-8") as stream:
            theirs |= {frozenset((row["id_left"], row["id_right"])): row for row in csv.DictReader(stream)}
    assert ours.keys() == theirs.keys()
    assert all(
        abs(float(row["probability"]) - float(theirs[pair]["probability"])) <= 1e-6
        for pair, row in ours.items()
    )
    assert all(row["reason"] == theirs[pair]["reason"] for pair, row in ours.items())
