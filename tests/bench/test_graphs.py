from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.bench.graphs import GRAPHS, TIES_A_NODE, Graph
from refgraph.bench.place import STARTS, load, save, starts
from refgraph.bench.subjects import inward_of, ties_of
from refgraph.scores.fans import inward

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MAKERS = list(GRAPHS)


def drawn(name: str, n: int, number: int = 1) -> Graph:
    return GRAPHS[name](n, np.random.default_rng(number))


def speakers(graph: Graph) -> NDArray[np.int64]:
    return np.repeat(np.arange(graph.n), np.diff(graph.indptr))


@pytest.mark.parametrize("name", MAKERS)
@settings(max_examples=30)
@given(n=st.integers(12, 200), number=st.integers(0, 2**32 - 1))
def test_a_graph_has_ten_distinct_ties_a_node_and_no_loop(name: str, n: int, number: int) -> None:
    graph = drawn(name, n, number)
    speaker = speakers(graph)
    assert len(graph.indices) == TIES_A_NODE * n == graph.indptr[-1]
    assert len(set(zip(speaker.tolist(), graph.indices.tolist(), strict=True))) == TIES_A_NODE * n
    assert (speaker != graph.indices).all()
    assert all(np.all(np.diff(row) > 0) for row in np.split(graph.indices, graph.indptr[1:-1]))


@pytest.mark.parametrize("name", MAKERS)
def test_what_everybody_hears_weighs_one(name: str) -> None:
    graph = drawn(name, 500)
    weight = np.bincount(graph.indices, graph.chance, minlength=500)
    assert weight[weight > 0] == pytest.approx(1.0)


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_rng_gives_the_same_graph(name: str) -> None:
    one, same, other = drawn(name, 300), drawn(name, 300), drawn(name, 300, 2)
    assert one.indices.tolist() == same.indices.tolist() != other.indices.tolist()


def test_ties_of_barabasi_albert_go_both_ways() -> None:
    graph = drawn("barabasi_albert", 400)
    pairs = set(zip(speakers(graph).tolist(), graph.indices.tolist(), strict=True))
    assert pairs == {(other, one) for one, other in pairs}


def test_degrees_of_barabasi_albert_fall_as_those_of_networkx() -> None:
    """Both follow d^-3: the share of nodes with at least 20 of 10 ties on average is about (5/20)^2."""
    n = 20_000
    ours = np.diff(drawn("barabasi_albert", n).indptr)
    theirs = np.array(
        [degree for _, degree in nx.barabasi_albert_graph(n, TIES_A_NODE // 2, seed=1).degree()]
    )
    for least in (10, 20, 40, 80):
        assert (ours >= least).mean() == pytest.approx((theirs >= least).mean(), rel=0.2)


def test_degrees_of_the_power_law_graph_fall_with_its_exponent() -> None:
    """P(degree ≥ d) falls as d^-1.3: from 20 to 160, three doublings, by 2^-3.9."""
    graph = drawn("power_law", 100_000)
    for degree in (np.diff(graph.indptr), np.bincount(graph.indices, minlength=graph.n)):
        fall = np.log2((degree >= 20).mean() / (degree >= 160).mean())
        assert fall == pytest.approx(3.9, abs=0.5)


@pytest.mark.parametrize("name", MAKERS)
def test_too_few_nodes_for_ten_ties_each_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="11 nodes, expected at least 12 for 10 ties each"):
        drawn(name, 11)


def test_a_graph_comes_back_from_its_folder(tmp_path: Path) -> None:
    graph = drawn("power_law", 300)
    save(graph, tmp_path)
    back = load(tmp_path)
    for name in ("indptr", "indices", "chance"):
        assert getattr(back, name).tolist() == getattr(graph, name).tolist()
    listeners = np.diff(graph.indptr)
    found = starts(tmp_path)
    assert len(found) == STARTS
    assert listeners[found].min() >= np.sort(listeners)[-STARTS]


@pytest.mark.parametrize("name", MAKERS)
def test_the_saved_fan_is_the_one_that_scores_sort(tmp_path: Path, name: str) -> None:
    graph = drawn(name, 300)
    save(graph, tmp_path)
    read, sorted_by_us = inward_of(tmp_path), inward(ties_of(graph))
    assert read.indptr.tolist() == sorted_by_us.indptr.tolist()
    assert read.neighbour.tolist() == sorted_by_us.neighbour.tolist()
    assert read.chance == pytest.approx(sorted_by_us.chance, abs=0)
