from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.scores.arrival import arrivals, entries, strongest
from tests.decisions.network import random_chances, ties_of

CHAIN = {(0, 1): 0.5, (1, 2): 0.4, (2, 3): 0.2, (0, 2): 0.1}


def reached(*speakers: int, hops: int = 3, least: float = 1e-4) -> dict[int, float]:
    ties = ties_of(4, CHAIN)
    people, chance = arrivals(
        ties, np.array(speakers, np.int64), np.ones(len(speakers)), hops=hops, min_probability=least
    )
    return dict(zip(people.tolist(), chance.tolist(), strict=True))


def test_the_best_way_counts() -> None:
    assert reached(0) == pytest.approx({1: 0.5, 2: 0.2, 3: 0.04}, abs=1e-12)


def test_no_more_ties_than_hops() -> None:
    assert reached(0, hops=1) == pytest.approx({1: 0.5, 2: 0.1}, abs=1e-12)
    assert reached(0, hops=0) == {}


def test_ways_below_the_least_chance_do_not_count() -> None:
    assert reached(0, least=0.05) == pytest.approx({1: 0.5, 2: 0.2}, abs=1e-12)


def test_of_several_speakers_the_one_heard_best_counts() -> None:
    assert reached(0, 2) == pytest.approx({1: 0.5, 2: 0.2, 3: 0.2}, abs=1e-12)
    assert reached() == {}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_arrivals_equal_the_greatest_products_over_walks(number: int, hops: int) -> None:
    """Max-product powers of the matrix of chances."""
    rng = np.random.default_rng(number)
    n = int(rng.integers(2, 8))
    chances = random_chances(rng, n, 0.4)
    matrix = np.zeros((n, n))
    for pair, passes in chances.items():
        matrix[pair] = passes
    said = np.where(rng.random(n) < 0.5, rng.uniform(0.1, 1, n), 0.0)
    at, best = said, np.zeros(n)
    for _ in range(hops):
        at = (at[:, np.newaxis] * matrix).max(axis=0)
        best = np.maximum(best, at)
    speakers = np.flatnonzero(said)
    people, chance = arrivals(ties_of(n, chances), speakers, said[speakers], hops=hops, min_probability=0.0)
    expected = np.flatnonzero(best)
    assert people.tolist() == expected.tolist()
    np.testing.assert_allclose(chance, best[expected], rtol=1e-12)


def test_strongest_keeps_the_greatest_of_each_row() -> None:
    rows, chance = strongest(np.array([5, 2, 5, 2]), np.array([0.1, 0.3, 0.4, 0.2]))
    assert (rows.tolist(), chance.tolist()) == ([2, 5], [0.3, 0.4])


def test_entries_are_those_of_the_rows_in_order() -> None:
    at, count = entries(np.array([0, 2, 2, 5]), np.array([2, 1, 0]))
    assert (at.tolist(), count.tolist()) == ([2, 3, 4, 0, 1], [3, 0, 2])
