"""Areas are those of Mann and Whitney, hits those expected where equal scores stand in random order."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from refgraph.evidence.ranking import areas, hits, runs


def drawn(number: int, *, candidates: int = 60, groups: int = 4) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores with many equal ones, outcomes, and groups of which some lack a class."""
    rng = np.random.default_rng(number)
    score = rng.integers(0, 8, candidates) / 7.0
    return score, rng.random(candidates) < rng.random(), rng.integers(0, groups, candidates)


@pytest.mark.parametrize("number", range(60))
def test_area_is_that_of_mann_and_whitney(number: int) -> None:
    score, won, group = drawn(number, groups=1 + number % 9)
    found = areas(runs(score, won, group, 10))
    for g in range(10):
        yes, no = score[(group == g) & won], score[(group == g) & ~won]
        if len(yes) and len(no):
            assert found[g] == pytest.approx(
                mannwhitneyu(yes, no).statistic / (len(yes) * len(no)), abs=1e-12
            )
        else:
            assert np.isnan(found[g])


def test_a_group_that_lacks_a_class_does_not_count() -> None:
    ranked = runs(np.arange(5.0), np.array([True, True, False, False, True]), np.array([0, 0, 1, 1, 2]), 4)
    assert ranked.counts.tolist() == [False, False, False, False]
    assert ranked.size.tolist() == [2, 2, 1, 0]
    assert ranked.positives.tolist() == [2, 0, 1, 0]


def test_nobody_to_rank_gives_no_area() -> None:
    none = runs(np.empty(0), np.empty(0, bool), np.empty(0, np.int64), 2)
    assert np.isnan(areas(none)).all()
    assert hits(none, 10).tolist() == [0.0, 0.0]


def test_equal_scores_rank_nothing() -> None:
    ranked = runs(np.full(9, 0.3), np.arange(9) < 4, np.zeros(9, np.int64), 1)
    assert areas(ranked).tolist() == [0.5]
    # 4 of 9 are positive, so 3 places hold 3 · 4/9
    assert hits(ranked, 3)[0] == pytest.approx(4 / 3)


@given(st.integers(0, 2**32 - 1))
def test_only_the_order_counts_and_turned_round_it_is_the_rest(number: int) -> None:
    score, won, group = drawn(number)
    found = areas(runs(score, won, group, 4))
    np.testing.assert_allclose(areas(runs(np.exp(score) - 7.0, won, group, 4)), found)
    np.testing.assert_allclose(areas(runs(-score, won, group, 4)), 1.0 - found, atol=1e-12)
    shuffled = np.random.default_rng(number).permutation(len(score))
    np.testing.assert_allclose(areas(runs(score[shuffled], won[shuffled], group[shuffled], 4)), found)


@given(
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=6),
    st.integers(1, 7),
)
def test_hits_are_the_mean_over_all_orders_of_equal_scores(
    candidates: list[tuple[int, bool]], k: int
) -> None:
    counted = []
    for order in permutations(range(len(candidates))):
        ranked = sorted(order, key=lambda i: -candidates[i][0])  # stable: equal ones stand as in `order`
        counted.append(sum(candidates[i][1] for i in ranked[:k]))
    score = np.array([s for s, _ in candidates], np.float64)
    won = np.array([w for _, w in candidates])
    found = hits(runs(score, won, np.zeros(len(won), np.int64), 1), k)
    assert found[0] == pytest.approx(np.mean(counted))
