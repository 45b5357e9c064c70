"""Greedy choice on the same sets as the naive one: same picks, same gains, same bound; and that bound is one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from refgraph.scores.coins import drawn_key
from refgraph.scores.coverage_kernels import covered_in_order, greedy_cover, transposed
from refgraph.scores.rr_sets import RRSets
from tests.scores.interpreted import interpreted
from tests.scores.spread_world import INTERPRETED
from tests.scores.test_spread_sampled import aim_of, wide_world

Sets = list[set[int]]


def csr(sets: Sets) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.concatenate(([0], np.cumsum([len(row) for row in sets]))).astype(np.int64),
        np.array([g for row in sets for g in sorted(row)], np.int32),
    )


def naive(sets: Sets, groups: int, k: int) -> tuple[list[int], list[int], list[int]]:
    """Recount everything before every pick."""
    left, chosen, gain, above = list(sets), list[int](), list[int](), list[int]()
    while True:
        count = [sum(g in row for row in left) for g in range(groups)]
        above.append(len(sets) - len(left) + sum(sorted(count, reverse=True)[:k]))
        if len(chosen) == k or not any(count):
            return chosen, gain, above
        pick = count.index(max(count))
        chosen.append(pick)
        gain.append(count[pick])
        left = [row for row in left if pick not in row]


def random_sets(number: int) -> tuple[Sets, int]:
    """Up to 80 sets; groups differ in how often they are met, in half of the cases widely."""
    rng = np.random.default_rng(number)
    groups = int(rng.integers(1, 14))
    often = rng.random(groups) ** (1 if number % 2 else 6)
    sets = [set(np.flatnonzero(rng.random(groups) < often).tolist()) for _ in range(int(rng.integers(0, 80)))]
    return sets, groups


def chosen_by(kernel: object, sets: Sets, groups: int, k: int) -> tuple[list[int], list[int], list[int]]:
    rows = csr(sets)
    chosen, gain, above = kernel(rows, transposed(rows, groups), k)  # type: ignore[operator]
    return chosen.tolist(), gain.tolist(), above.tolist()


@pytest.mark.parametrize("number", range(150))
def test_greedy_is_naive_greedy_replayed(number: int) -> None:
    sets, groups = random_sets(number)
    for k in (0, 1, 3, groups):
        expected = naive(sets, groups, k)
        assert chosen_by(greedy_cover, sets, groups, k) == expected
        assert chosen_by(interpreted(greedy_cover), sets, groups, k) == expected


@pytest.mark.parametrize("number", range(40))
def test_no_choice_covers_more_than_the_bound(number: int) -> None:
    sets, groups = random_sets(number)
    for k in (1, 2, 3):
        best = max(
            sum(not row.isdisjoint(choice) for row in sets)
            for choice in combinations(range(groups), min(k, groups))
        )
        chosen, gain, above = chosen_by(greedy_cover, sets, groups, k)
        assert sum(gain) <= best <= min(above)
        assert sum(gain) == sum(not row.isdisjoint(chosen) for row in sets)


def test_greedy_on_drawn_sets_is_naive_greedy_replayed() -> None:
    aim = aim_of(wide_world(2, 60))
    drawn = RRSets(aim, drawn_key(np.random.default_rng(1)))
    drawn.draw(200 if INTERPRETED else 3000)
    sets = [set(drawn.member[a:b].tolist()) for a, b in zip(drawn.indptr[:-1], drawn.indptr[1:], strict=True)]
    assert chosen_by(greedy_cover, sets, 60, 10) == naive(sets, 60, 10)


def test_greedy_takes_the_smallest_of_equal_groups() -> None:
    sets = [{1, 3}, {2, 0}, {3, 1}, {0, 2}, {4}]
    # Bounds: 2+2+2+2; 2 covered and 2+2+1; 4 covered and 1; 5 covered.
    assert chosen_by(greedy_cover, sets, 5, 4) == ([0, 1, 4], [2, 2, 1], [8, 7, 5, 5])


def test_transposed_lists_the_sets_of_each_group() -> None:
    indptr, in_set = transposed(csr([{0, 2}, set(), {2}]), 4)
    assert (indptr.tolist(), in_set.tolist()) == ([0, 1, 1, 3, 3], [0, 0, 2])


@pytest.mark.parametrize("number", range(30))
def test_each_set_is_counted_for_the_first_chosen_group_it_holds(number: int) -> None:
    sets, groups = random_sets(number)
    chosen = np.random.default_rng(number).permutation(groups)[:3].tolist()
    order = np.full(groups, len(chosen), np.int32)
    order[chosen] = range(len(chosen))
    firsts = [next((i for i, g in enumerate(chosen) if g in row), None) for row in sets]
    expected = [firsts.count(i) for i in range(len(chosen))]
    for kernel in (covered_in_order, interpreted(covered_in_order)):
        assert kernel(csr(sets), order, len(chosen), 3).tolist() == expected
