"""A sample stands for all pairs, says how sure it is, and is the same again with the same seed."""

import numpy as np
import pytest

from payung.rules import sampling

EDGE_CASES = [0.0, 0.0099, 0.01, 0.5, 0.9899, 0.99, 1.0]


def population(seed, pairs=6000):
    """Scores as matching gives them, most near 0 or 1, and whether each pair is one person (what the score says)."""
    random = np.random.default_rng(seed)
    p = random.beta(0.25, 0.35, pairs)
    return p, random.random(pairs) < p


def sampled(p, same, wanted, seed, *, lower=0.2, upper=0.9):
    chosen = sampling.draw(p, wanted, seed)
    return sampling.evaluate(
        sampling.histogram(p), p[chosen], same[chosen], lower=lower, upper=upper, seed=seed
    )


def test_every_score_has_a_stratum_and_a_bin():
    assert sampling.stratum_of(EDGE_CASES).tolist() == [0, 0, 1, 4, 6, 7, 7]
    assert sum(sampling.histogram(EDGE_CASES)) == len(EDGE_CASES)


def test_the_same_seed_draws_the_same_and_another_another():
    p, _ = population(1)
    assert sampling.draw(p, 300, 7).tolist() == sampling.draw(p, 300, 7).tolist()
    assert sampling.draw(p, 300, 7).tolist() != sampling.draw(p, 300, 8).tolist()


def test_a_sample_looks_where_errors_stand():
    p, _ = population(1)
    chosen = p[sampling.draw(p, 300, 7)]
    assert len(set(sampling.draw(p, 300, 7).tolist())) == 300
    assert np.bincount(sampling.stratum_of(chosen)).min() >= 30


@pytest.mark.parametrize("sizes", [[0] * 8, [5] * 8, [10_000, 1, 0, 0, 2, 0, 0, 9]])
def test_no_stratum_gives_more_than_it_has(sizes):
    given = sampling.allocate(sizes, 300)
    assert sum(given) == min(300, sum(sizes))
    assert all(g <= s for g, s in zip(given, sizes, strict=True))


def test_when_everybody_is_labelled_the_estimate_is_the_truth():
    p, same = population(3, pairs=800)
    found = sampled(p, same, 800, 1)
    joined = p >= 0.9
    assert found.joined.pairs == joined.sum()
    assert found.precision.value == pytest.approx(same[joined].mean())
    assert found.recall.value == pytest.approx(same[joined].sum() / same.sum())
    assert found.left.same == pytest.approx(same[p < 0.2].sum())


def test_the_intervals_hold_the_truth_about_as_often_as_they_say():
    held = 0
    for seed in range(40):
        p, same = population(seed)
        found = sampled(p, same, 300, seed)
        truth = same[p >= 0.9].sum() / same.sum()
        held += found.recall.low <= truth <= found.recall.high
    assert held >= 34


def test_a_perfect_but_small_sample_does_not_claim_certainty():
    p = np.array([0.999] * 1000)
    found = sampling.evaluate(sampling.histogram(p), p[:10], np.ones(10, bool), lower=0.5, upper=0.9, seed=1)
    assert found.precision.value == 1
    assert found.precision.low < 0.9


def test_thresholds_the_wrong_way_round_leave_nothing_to_review():
    p, same = population(1, pairs=500)
    assert sampled(p, same, 200, 1, lower=0.95, upper=0.5).review.pairs == 0


def test_wilson_of_nothing_is_nothing():
    assert sampling.wilson(0, 0).value is None
    assert sampling.wilson(0, 20).high == pytest.approx(0.161, abs=0.001)
