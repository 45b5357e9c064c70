"""The compiled swaps are those of the Python they were written in, and of a slow twin on sets."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from refgraph.scores.csr_kernels import grouped
from refgraph.scores.rewiring_kernels import swap_partners
from tests.scores.interpreted import interpreted

Pairs = list[tuple[int, int]]


class Swaps:
    """Pairs of a random graph in two strata, and what is drawn for 60 swaps."""

    def __init__(self, number: int) -> None:
        rng = np.random.default_rng(number)
        self.n = int(rng.integers(4, 14))
        pairs = np.array(nx.gnm_random_graph(self.n, 2 * self.n, seed=number).edges, np.int32).reshape(-1, 2)
        self.one, self.other = pairs[:, 0].copy(), pairs[:, 1].copy()
        m = len(pairs)
        begins = int(rng.integers(0, m))  # pairs before it are one stratum, the others the second
        self.first = np.where(np.arange(m) < begins, 0, begins)
        self.size = np.where(np.arange(m) < begins, begins, m - begins)
        self.chosen = rng.integers(0, m, 60)
        self.partner = rng.integers(0, 2**62, 60)
        self.turned = (rng.random(60) < 0.5) & (self.chosen < begins)

    def by(self, kernel: object) -> tuple[int, Pairs]:
        one, other = self.one.copy(), self.other.copy()
        indptr, order = grouped(np.append(one, other), self.n)
        neighbours = indptr, np.append(other, one)[order]
        draws = self.chosen, self.partner, self.turned
        made = kernel(one, other, neighbours, (self.first, self.size), draws)  # type: ignore[operator]
        known = {
            (v, int(u)) for v in range(self.n) for u in neighbours[1][indptr[v] : indptr[v + 1]].tolist()
        }
        pairs = list(zip(one.tolist(), other.tolist(), strict=True))
        assert known == {(a, b) for a, b in pairs} | {(b, a) for a, b in pairs}
        return made, pairs

    def twin(self) -> tuple[int, Pairs]:
        pairs = list(zip(self.one.tolist(), self.other.tolist(), strict=True))
        made = 0
        for i, drawn, turned in zip(
            self.chosen.tolist(), self.partner.tolist(), self.turned.tolist(), strict=True
        ):
            j = int(self.first[i]) + drawn % int(self.size[i])
            (a, b), (c, d) = pairs[i], pairs[j][::-1] if turned else pairs[j]
            there = {frozenset(pair) for pair in pairs}
            if a == d or b == c or {a, d} in there or {c, b} in there:
                continue
            pairs[i], pairs[j] = (a, d), (b, c) if turned else (c, b)
            made += 1
        return made, pairs


@pytest.mark.parametrize("number", range(40))
def test_swaps_are_those_of_a_twin_on_sets(number: int) -> None:
    swaps = Swaps(number)
    assert swaps.by(swap_partners) == swaps.twin()


@pytest.mark.parametrize("number", range(8))
def test_the_compiled_loop_is_the_one_that_was_written(number: int) -> None:
    swaps = Swaps(number)
    assert swaps.by(swap_partners) == swaps.by(interpreted(swap_partners))


def test_two_pairs_of_strangers_swap_partners() -> None:
    one, other = np.array([0, 2], np.int32), np.array([1, 3], np.int32)
    neighbours = np.arange(5), np.array([1, 0, 3, 2], np.int32)
    strata = np.zeros(2, np.int64), np.full(2, 2)
    draws = np.array([0]), np.array([5]), np.array([False])  # 5 modulo 2 is the second pair
    assert swap_partners(one, other, neighbours, strata, draws) == 1
    assert (one.tolist(), other.tolist()) == ([0, 2], [3, 1])


@pytest.mark.parametrize("partner", [0, 1])
def test_a_pair_swaps_neither_with_itself_nor_into_one_that_is_there(partner: int) -> None:
    # 0-1 and 2-3, and 0-3 is there already
    one, other = np.array([0, 2, 0], np.int32), np.array([1, 3, 3], np.int32)
    neighbours = np.array([0, 2, 3, 4, 6]), np.array([1, 3, 0, 3, 2, 0], np.int32)
    strata = np.zeros(3, np.int64), np.full(3, 2)
    draws = np.array([0]), np.array([partner]), np.array([False])
    assert swap_partners(one, other, neighbours, strata, draws) == 0
    assert other.tolist() == [1, 3, 3]
