"""Paths on random networks: against networkx, and against all products where there are too many paths to list."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.params import Params
from refgraph.scores.fans import Fan, inward, outward
from refgraph.scores.paths import best_paths, paths_from, paths_to
from tests.decisions.network import Chances, graph_of, random_chances, ties_of

if TYPE_CHECKING:
    from refgraph.scores.paths import Found, Path
    from refgraph.scores.ties import Ties
    from refgraph.snapshot.snapshot import Bools

NUMBERS = st.integers(0, 2**32 - 1)
HOPS = st.integers(1, 4)
Listed = list[tuple[tuple[int, ...], float]]


def random_network(number: int) -> tuple[Ties, Bools]:
    """Ties between 2 to 8 people, and who carries."""
    rng = np.random.default_rng(number)
    n = int(rng.integers(2, 9))
    carries = rng.random(n) < rng.choice([0.5, 1.0])
    return ties_of(n, random_chances(rng, n, float(rng.uniform(0.1, 0.9)))), carries


def every_path(graph: nx.DiGraph[int], params: Params, start: int, end: int, carries: Bools) -> Listed:
    listed = []
    for path in nx.all_simple_paths(graph, start, end, cutoff=params.max_hops):
        chance = math.prod(graph.edges[a, b]["chance"] for a, b in pairwise(path))
        if round(chance, 12) >= params.min_probability and all(carries[p] for p in path[1:-1]):
            listed.append((tuple(path), chance))
    return sorted(listed, key=lambda path: (-round(path[1], 12), path[0]))


def of(found: Found, end: int) -> Listed:
    row = np.flatnonzero(found.ends == end)
    return listed(list(found.paths(int(row[0])))) if len(row) else []


def listed(paths: list[Path]) -> Listed:
    return [(path.people, path.probability) for path in paths]


def assert_same(found: Listed, expected: Listed) -> None:
    assert [people for people, _ in found] == [people for people, _ in expected]
    assert [chance for _, chance in found] == pytest.approx([chance for _, chance in expected], rel=1e-12)


@settings(max_examples=250, deadline=None)
@given(NUMBERS, HOPS, st.integers(1, 6))
def test_the_best_paths_are_the_first_of_all(number: int, hops: int, keep: int) -> None:
    ties, carries = random_network(number)
    params, graph = Params(max_hops=hops), graph_of(ties)
    everybody = np.ones(ties.n, np.bool_)
    for one in range(ties.n):
        onward = paths_from(outward(ties), params, one, everybody, carries, keep=keep)
        back = paths_to(inward(ties), params, one, everybody, carries, keep=keep)
        for other in set(range(ties.n)) - {one}:
            there = every_path(graph, params, one, other, carries)[:keep]
            assert_same(of(onward, other), there)
            assert_same(of(back, other), every_path(graph, params, other, one, carries)[:keep])
            if not graph.has_edge(one, other):
                assert_same(
                    listed(best_paths(outward(ties), params, one, other, k=keep, carries=carries)), there
                )
        assert one not in onward.ends
        assert one not in back.ends


@settings(max_examples=100, deadline=None)
@given(NUMBERS)
def test_both_ways_of_searching_give_the_same_paths_to_the_last_bit(number: int) -> None:
    ties, carries = random_network(number)
    everybody, params = np.ones(ties.n, np.bool_), Params()
    for one in range(ties.n):
        onward = paths_from(outward(ties), params, one, everybody, carries, keep=5)
        for other in onward.ends.tolist():
            back = paths_to(inward(ties), params, other, everybody, carries, keep=5)
            assert of(back, one) == of(onward, other)


@settings(max_examples=100, deadline=None)
@given(NUMBERS)
def test_only_wanted_people_are_answered(number: int) -> None:
    ties, carries = random_network(number)
    rng = np.random.default_rng(number)
    wanted, params = rng.random(ties.n) < 0.5, Params()
    everybody = paths_to(inward(ties), params, 0, np.ones(ties.n, np.bool_), carries, keep=5)
    some = paths_to(inward(ties), params, 0, wanted, carries, keep=5)
    assert some.ends.tolist() == [end for end in everybody.ends.tolist() if wanted[end]]
    assert all(of(some, end) == of(everybody, end) for end in some.ends.tolist())


@settings(max_examples=100, deadline=None)
@given(NUMBERS)
def test_the_best_path_is_the_shortest_by_the_logarithm(number: int) -> None:
    ties, _ = random_network(number)
    graph = graph_of(ties)
    for end, cost in nx.single_source_dijkstra_path_length(graph, 0, weight="cost").items():
        best = (
            best_paths(outward(ties), Params(max_hops=8, min_probability=1e-12), 0, end, k=2) if end else []
        )
        if best:
            assert best[0].probability == pytest.approx(math.exp(-cost), rel=1e-9)


def complete(n: int, rng: np.random.Generator, *, coarse: bool) -> tuple[np.ndarray, Fan, Fan]:
    """Everybody tied with everybody; `coarse` has many equal chances."""
    chance = rng.choice([0.1, 0.2, 0.4], (n, n)) if coarse else rng.uniform(0.05, 0.6, (n, n))
    pairs: Chances = {(u, v): float(chance[u, v]) for u in range(n) for v in range(n) if u != v}
    ties = ties_of(n, pairs)
    np.fill_diagonal(chance, 0.0)
    return chance, outward(ties), inward(ties)


def five_best_of_all_products(chance: np.ndarray, start: int, end: int) -> Listed:
    between = [v for v in range(len(chance)) if v not in (start, end)]
    paths: Listed = [((start, end), float(chance[start, end]))]
    paths += [((start, a, end), float(chance[start, a] * chance[a, end])) for a in between]
    product = chance[start, :, None] * chance * chance[None, :, end]
    product[[start, end], :] = product[:, [start, end]] = 0.0
    greatest = np.partition(product.ravel(), -300)[-300] - 1e-9
    paths += [
        ((start, int(a), int(b), end), float(product[a, b])) for a, b in np.argwhere(product > greatest)
    ]
    return sorted(paths, key=lambda path: (-round(path[1], 12), path[0]))[:5]


@pytest.mark.parametrize("coarse", [False, True])
def test_a_network_with_more_paths_than_can_be_listed_is_answered_exactly(coarse: bool) -> None:
    """300 people who all know each other: 26 million paths of three ties lead to each of them."""
    rng = np.random.default_rng(7)
    chance, onward, back = complete(300, rng, coarse=coarse)
    everybody = np.ones(300, np.bool_)
    found = paths_to(back, Params(), 17, everybody, everybody, keep=5)
    assert len(found.ends) == 299
    for start in (0, 16, 18, 299):
        assert_same(of(found, start), five_best_of_all_products(chance, start, 17))
    there = paths_from(onward, Params(), 0, everybody, everybody, keep=5)
    assert of(there, 17) == of(found, 0)
