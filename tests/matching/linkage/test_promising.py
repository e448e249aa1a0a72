"""A town's lists, weighed whole and weighed after the hopeless candidates were left out: the same pairs, fewer to weigh."""

import pytest

from payung.demo.lists.rough import write_rough_lists
from payung.matching.linkage import candidates, fitting, preparing, promising, reading, scoring
from payung.matching.linkage.engine import DuckDB
from payung.matching.linkage.match import COMPARED
from payung.matching.linkage.model import load, with_columns


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """An engine with candidates, the model of the town and how many people and candidates there are."""
    engine = DuckDB()
    lists = write_rough_lists(tmp_path_factory.mktemp("town"), people=1_200, seed=8, error_rate=2.0)
    people, _ = reading.read_files(engine, lists)
    preparing.prepare(engine)
    compared = candidates.find_candidates(engine, people)
    model = with_columns(load(), fitting.filled_columns(engine, COMPARED))
    return engine, fitting.fit(engine, model, people, compared), people, compared


def weighed(town, threshold):
    engine, model, people, _ = town
    scoring.score(engine, model, people, threshold=threshold)
    return set(engine.rows("SELECT n_l, n_r, round(own, 9) FROM scored"))


@pytest.mark.parametrize("threshold", [0.9, 0.1, 0.999])
def test_no_pair_is_lost_and_most_candidates_need_no_weighing(town, threshold):
    engine, model, people, compared = town
    engine.keep("promising", "SELECT l, r FROM pairs")
    whole = weighed(town, threshold)
    kept = promising.keep_promising(engine, model, people, threshold=threshold)
    assert weighed(town, threshold) == whole
    assert len(whole) <= kept < compared / 2


def test_a_bound_that_is_too_low_would_be_seen(town, monkeypatch):
    """The seeded bug: a level that nobody looked at counts for nothing."""
    engine, model, people, _ = town
    engine.keep("promising", "SELECT l, r FROM pairs")
    whole = weighed(town, 0.9)
    monkeypatch.setattr(promising, "_weight", lambda level, people: "CAST(0 AS DOUBLE)")
    promising.keep_promising(engine, model, people, threshold=0.9)
    assert weighed(town, 0.9) < whole
