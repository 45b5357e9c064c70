from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.params import Params
from refgraph.scores.fans import inward, outward
from refgraph.scores.path_kernels import best_simple_paths
from refgraph.scores.paths import Path, best_paths, paths_from, paths_to
from refgraph.scores.ties import ties
from tests.scores.interpreted import interpreted
from tests.scores.path_world import Listed, Network, fan_of, random_network
from tests.scores.tie_world import random_world

NUMBERS = st.integers(0, 2**32 - 1)
HOPS = st.sampled_from([1, 2, 3, 4])
KEEP = st.sampled_from([1, 2, 5, 100])
# None of them is a product of the chances that random networks draw from.
LEAST = st.sampled_from([1e-9, 0.00123, 0.0123, 0.123])


def listed(
    kernel: Any,
    network: Network,
    start: int,
    limits: tuple[int, float, int],
    *,
    backward: bool,
    over_bad: bool = False,
) -> list[Listed]:
    """Paths that a kernel finds from or to `start`, by other end."""
    fan = network.inward if backward else network.outward
    everybody, space = np.ones(network.n, np.bool_), np.full((2, network.n), -1, np.int32)
    way = int(backward), int(over_bad)
    rows, ends, count, chance, people = kernel(
        start, fan.arrays, network.carries, everybody, limits, way, space
    )
    assert (space == -1).all()
    assert (people[np.arange(limits[2]) >= count[:, np.newaxis]] == -1).all()
    assert rows[0] == len(ends) == len(set(ends.tolist()))
    found: list[Listed] = [[] for _ in range(network.n)]
    for row, end in enumerate(ends.tolist()):
        speaker = end if backward else start
        found[end] = [
            (chance[row, i], (speaker, *people[row, i][people[row, i] >= 0].tolist()))
            for i in range(count[row])
        ]
    return found


def assert_same(got: Listed, expected: Listed) -> None:
    assert [path for _, path in got] == [path for _, path in expected]
    assert [p for p, _ in got] == pytest.approx([p for p, _ in expected], rel=1e-12)


@settings(max_examples=200)
@given(NUMBERS, HOPS, LEAST, KEEP)
def test_the_paths_are_the_best_of_all_simple_paths(number: int, hops: int, least: float, keep: int) -> None:
    network, limits = random_network(number), (hops, least, keep)
    for start in range(network.n):
        forward = listed(best_simple_paths, network, start, limits, backward=False)
        back = listed(best_simple_paths, network, start, limits, backward=True)
        for other in range(network.n):
            assert_same(forward[other], network.paths(start, other, hops, least)[:keep])
            assert_same(back[other], network.paths(other, start, hops, least)[:keep])


@settings(max_examples=200)
@given(NUMBERS, HOPS, LEAST, KEEP)
def test_over_bad_carriers_the_paths_are_the_best_of_those_with_one_between(
    number: int, hops: int, least: float, keep: int
) -> None:
    network, limits = random_network(number), (hops, least, keep)
    everybody = Network(network.chance, np.ones(network.n, np.bool_))
    for start in range(network.n):
        forward = listed(best_simple_paths, network, start, limits, backward=False, over_bad=True)
        back = listed(best_simple_paths, network, start, limits, backward=True, over_bad=True)
        for other in range(network.n):
            for got, ends in ((forward, (start, other)), (back, (other, start))):
                paths = everybody.paths(*ends, hops, least)
                over_bad = [path for path in paths if not network.carries[list(path[1][1:-1])].all()]
                assert_same(got[other], over_bad[:keep])


@settings(max_examples=60)
@given(NUMBERS, HOPS, LEAST, KEEP, st.booleans(), st.booleans())
def test_the_compiled_loop_equals_the_interpreted_one(
    number: int, hops: int, least: float, keep: int, backward: bool, over_bad: bool
) -> None:
    network, limits = random_network(number), (hops, least, keep)
    compiled, slow = (
        listed(kernel, network, 0, limits, backward=backward, over_bad=over_bad)
        for kernel in (best_simple_paths, interpreted(best_simple_paths))
    )
    assert compiled == slow


@settings(max_examples=100)
@given(NUMBERS, st.integers(0, 6))
def test_only_wanted_people_are_given_and_none_of_them_is_lost(number: int, start: int) -> None:
    network = random_network(number)
    start %= network.n
    wanted = np.random.default_rng(number).random(network.n) < 0.5
    params = Params(min_probability=0.00123)
    for search, fan in ((paths_from, network.outward), (paths_to, network.inward)):
        found = search(fan, params, start, wanted, network.carries, keep=5)
        got = {int(end): found.paths(row) for row, end in enumerate(found.ends)}
        expected = {
            end: network.paths(*((end, start) if found.is_backward else (start, end)), 3, 0.00123)[:5]
            for end in np.flatnonzero(wanted).tolist()
        }
        assert set(got) == {end for end, paths in expected.items() if paths}
        for end, paths in got.items():
            assert_same([(path.probability, path.people) for path in paths], expected[end])


@settings(max_examples=100)
@given(NUMBERS, st.integers(1, 4))
def test_between_two_people_the_best_paths_and_always_the_direct_tie(number: int, k: int) -> None:
    network, least = random_network(number), 0.0456
    everybody = Network(network.chance, np.ones(network.n, np.bool_))
    for speaker in range(network.n):
        for listener in range(network.n):
            paths = best_paths(network.outward, Params(min_probability=least), speaker, listener, k=k)
            expected = everybody.paths(speaker, listener, 3, least)[:k]
            direct = (float(network.chance[speaker, listener]), (speaker, listener))
            if direct[0] > 0 and direct[1] not in [people for _, people in expected]:
                expected = [*expected, direct]
            assert_same([(path.probability, path.people) for path in paths], expected)


def chance_of(n: int, **ties: float) -> Any:
    """Chances from keywords such as `_01=.5` for a tie from 0 to 1."""
    chance = np.zeros((n, n))
    for pair, p in ties.items():
        chance[int(pair[1]), int(pair[2])] = p
    return chance


def test_a_path_is_as_probable_as_the_product_of_its_ties() -> None:
    fan = fan_of(chance_of(4, _01=0.5, _12=0.4, _23=0.2))
    (path,) = best_paths(fan, Params(), 0, 3, k=5)
    assert path.people == (0, 1, 2, 3)
    assert path.probability == pytest.approx(0.5 * 0.4 * 0.2)


def test_no_path_has_more_than_three_ties() -> None:
    fan = fan_of(chance_of(5, _01=0.9, _12=0.9, _23=0.9, _34=0.9))
    assert best_paths(fan, Params(), 0, 4, k=5) == []
    assert len(best_paths(fan, Params(max_hops=4), 0, 4, k=5)) == 1


def test_ties_lead_one_way() -> None:
    fan = fan_of(chance_of(2, _01=0.5))
    assert best_paths(fan, Params(), 1, 0, k=5) == []
    assert best_paths(fan, Params(), 0, 0, k=5) == []


def test_a_path_of_exactly_the_least_probability_counts_and_one_below_does_not() -> None:
    chance, both = chance_of(3, _01=0.25, _12=0.5), np.ones(3, np.bool_)
    for least, ends in ((0.125, [1, 2]), (float(np.nextafter(0.125, 1)), [1])):
        params = Params(min_probability=least)
        assert paths_from(fan_of(chance), params, 0, both, both, keep=5).ends.tolist() == ends
    assert paths_to(fan_of(chance.T), Params(min_probability=0.125), 2, both, both, keep=5).ends.tolist() == [
        0,
        1,
    ]


def test_a_direct_tie_below_the_least_probability_is_listed_last() -> None:
    fan = fan_of(chance_of(3, _02=0.00001, _01=0.1, _12=0.1))
    assert [path.people for path in best_paths(fan, Params(), 0, 2, k=3)] == [(0, 1, 2), (0, 2)]
    assert [path.people for path in best_paths(fan, Params(), 0, 2, k=1)] == [(0, 1, 2), (0, 2)]


def test_equally_good_paths_stand_in_the_order_of_ids() -> None:
    detours = {f"_0{v}": 0.2 for v in range(1, 5)} | {f"_{v}5": 0.3 for v in range(1, 5)}
    fan = fan_of(chance_of(6, **detours))
    assert [path.people[1] for path in best_paths(fan, Params(), 0, 5, k=3)] == [1, 2, 3]


def test_chances_that_differ_in_the_order_of_multiplication_alone_are_equal() -> None:
    assert (0.1 * 0.2) * 0.3 != (0.3 * 0.2) * 0.1
    fan = fan_of(chance_of(6, _03=0.1, _34=0.2, _45=0.3, _01=0.3, _12=0.2, _25=0.1))
    assert [path.people for path in best_paths(fan, Params(), 0, 5, k=1)] == [(0, 1, 2, 5)]
    fan = fan_of(chance_of(6, _03=0.3, _34=0.2, _45=0.1, _01=0.1, _12=0.2, _25=0.3))
    assert [path.people for path in best_paths(fan, Params(), 0, 5, k=1)] == [(0, 1, 2, 5)]


def test_with_nobody_to_carry_only_the_direct_tie_is_left() -> None:
    fan, nobody = fan_of(chance_of(3, _02=0.1, _01=0.9, _12=0.9)), np.zeros(3, np.bool_)
    assert best_paths(fan, Params(), 0, 2, k=5, carries=nobody) == [Path((0, 2), 0.1)]


def test_who_does_not_carry_still_begins_and_ends_paths() -> None:
    fan = fan_of(chance_of(3, _01=0.9, _12=0.9))
    only_the_middle = np.array([False, True, False])
    assert [p.people for p in best_paths(fan, Params(), 0, 2, k=5, carries=only_the_middle)] == [(0, 1, 2)]


def test_reach_is_the_chance_that_at_least_one_path_delivers() -> None:
    fan, everybody = fan_of(chance_of(3, _02=0.5, _01=0.5, _12=0.5)), np.ones(3, np.bool_)
    found = paths_from(fan, Params(), 0, everybody, everybody, keep=5)
    assert found.ends.tolist() == [1, 2]
    assert found.reach.tolist() == pytest.approx([0.5, 1 - 0.5 * 0.75])
    best_alone = paths_from(fan, Params(), 0, everybody, everybody, keep=1)
    assert best_alone.reach.tolist() == pytest.approx([0.5, 0.5])


def test_nobody_wanted_and_nobody_at_all_are_found_nowhere() -> None:
    nobody = np.zeros(2, np.bool_)
    assert len(paths_from(fan_of(chance_of(2, _01=0.5)), Params(), 0, nobody, ~nobody, keep=5).ends) == 0
    assert len(paths_to(fan_of(chance_of(2)), Params(), 0, ~nobody, ~nobody, keep=5).ends) == 0


@settings(max_examples=40)
@given(NUMBERS)
def test_fans_hold_every_tie_once_the_strongest_first(number: int) -> None:
    found = ties(random_world(number), Params())
    chance = np.zeros((found.n, found.n))
    chance[np.repeat(np.arange(found.n), np.diff(found.indptr)), found.indices] = found.probability
    for fan, expected in ((outward(found), fan_of(chance)), (inward(found), fan_of(chance.T))):
        for name in ("indptr", "neighbour", "chance"):
            got, wanted = getattr(fan, name), getattr(expected, name)
            assert got.dtype == wanted.dtype
            np.testing.assert_array_equal(got, wanted)
