from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.params import Params
from refgraph.scores.reach import reach
from refgraph.scores.reach_kernels import best_chance_sums
from refgraph.scores.scores import score
from tests.facts import snapshot_of
from tests.scores.interpreted import interpreted
from tests.scores.path_world import Network, fan_of, random_network

NUMBERS = st.integers(0, 2**32 - 1)


def listed_reach(network: Network, max_hops: int, least: float) -> list[float]:
    """Best of all simple paths to each other person, summed."""
    everybody = Network(network.chance, np.ones(network.n, np.bool_))
    return [
        sum(
            max((p for p, _ in everybody.paths(u, v, max_hops, least)), default=0.0) for v in range(network.n)
        )
        for u in range(network.n)
    ]


def large_network(n: int, degree: int, number: int) -> Network:
    rng = np.random.default_rng(number)
    chance = np.where(rng.random((n, n)) < degree / n, rng.random((n, n)) ** 3, 0.0)
    np.fill_diagonal(chance, 0.0)
    return Network(chance, np.ones(n, np.bool_))


def best_products(network: Network, max_hops: int, least: float) -> np.ndarray:
    """Reach from matrices: the best walk of one more tie is the best over all last ties."""
    best = network.chance.copy()
    for _ in range(max_hops - 1):
        longer = np.stack([(row[:, np.newaxis] * network.chance).max(axis=0) for row in best])
        best = np.maximum(best, longer)
    np.fill_diagonal(best, 0.0)
    sums: np.ndarray = np.where(best >= least, best, 0.0).sum(axis=1)
    return sums


@settings(max_examples=150)
@given(NUMBERS, st.sampled_from([1, 2, 3, 4]), st.sampled_from([1e-9, 0.00123, 0.0123, 0.123]))
def test_reach_is_the_sum_of_the_best_simple_paths(number: int, hops: int, least: float) -> None:
    network = random_network(number)
    arrays = network.outward.arrays
    expected = listed_reach(network, hops, least)
    assert best_chance_sums(arrays, hops, least, 3).tolist() == pytest.approx(expected, rel=1e-12)
    assert interpreted(best_chance_sums)(arrays, hops, least, 3).tolist() == pytest.approx(
        expected, rel=1e-12
    )


@pytest.mark.parametrize("workers", [1, 2, 3, 8, 17, 300])
def test_every_number_of_workers_gives_the_same_sums_for_everybody(workers: int) -> None:
    network = large_network(203, 8, number=5)
    arrays = network.outward.arrays
    parallel = best_chance_sums(arrays, 3, 1e-4, workers)
    np.testing.assert_array_equal(parallel, interpreted(best_chance_sums)(arrays, 3, 1e-4, 1))
    np.testing.assert_allclose(parallel, best_products(network, 3, 1e-4), rtol=1e-12)


def test_several_threads_may_ask_at_once() -> None:
    fan = large_network(150, 6, number=9).outward
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: reach(fan, Params()), range(24)))
    for answer in answers:
        np.testing.assert_array_equal(answer, answers[0])


def test_only_the_best_path_to_each_counts() -> None:
    chance = np.zeros((4, 4))
    chance[0, 1], chance[0, 2], chance[1, 2], chance[2, 3] = 0.5, 0.1, 0.4, 0.5
    # To 1: .5. To 2: over 1 with .5 * .4 = .2, better than .1. To 3: over 1 and 2 with .1.
    assert reach(fan_of(chance), Params()).tolist() == pytest.approx([0.8, 0.4 + 0.2, 0.5, 0.0])


def test_a_word_that_returns_to_its_speaker_reaches_nobody_new() -> None:
    chance = np.array([[0.0, 0.5], [0.5, 0.0]])
    assert reach(fan_of(chance), Params()).tolist() == [0.5, 0.5]


def test_a_better_way_of_more_ties_does_not_lengthen_what_follows() -> None:
    chance = np.zeros((4, 4))
    chance[0, 2], chance[0, 1], chance[1, 2], chance[2, 3] = 0.1, 0.9, 0.9, 0.5
    # With two ties at most: to 2 over 1 with .81, but to 3 directly from 2 after the weak tie, .1 * .5.
    assert reach(fan_of(chance), Params(max_hops=2))[0] == pytest.approx(0.9 + 0.81 + 0.05)


def test_a_best_path_of_exactly_the_least_probability_counts_and_one_below_does_not() -> None:
    chance = np.zeros((3, 3))
    chance[0, 1], chance[1, 2] = 0.25, 0.5
    for least, expected in ((0.125, 0.25 + 0.125), (float(np.nextafter(0.125, 1)), 0.25)):
        assert reach(fan_of(chance), Params(min_probability=least))[0] == expected


def test_nobody_to_speak_with_is_zero() -> None:
    assert reach(fan_of(np.zeros((3, 3))), Params()).tolist() == [0.0, 0.0, 0.0]
    assert reach(fan_of(np.zeros((0, 0))), Params()).tolist() == []


def test_reach_by_hand_from_facts() -> None:
    scores = score(
        snapshot_of(
            people=[{"person_id": p} for p in "abc"],
            knows=[
                {"person_a": "a", "person_b": "b", "strength": 1.0},
                {"person_a": "b", "person_b": "c", "strength": 0.5, "directed": True},
            ],
        )
    )
    ab, bc = 1 - np.exp(-0.05 * 3), 1 - np.exp(-0.05 * 1.5)
    assert scores.reach.tolist() == pytest.approx([ab + ab * bc, ab + bc, 0.0])
