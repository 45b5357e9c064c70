"""Surroundings over a graph in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.errors import UnknownId
from refgraph.store.surroundings import EgoEdge
from refgraph.store.walking import Node, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


class Graph:
    """Relations among people `a` to `z` and an account; asked for all at once, it gives more than it must."""

    def __init__(self, **relations: float) -> None:
        self.asked: list[list[Node]] = []
        self._edges = [
            EgoEdge(("people", ends[0]), ("people", ends[1]), "knows", strength)
            for ends, strength in relations.items()
        ]

    def names(self, nodes: Collection[Node]) -> dict[Node, str]:
        return {node: node[1].upper() for node in nodes if node[1] < "z"}

    def near(self, frontier: Sequence[Node], limit: int) -> Iterator[tuple[Node, float]]:
        assert limit > 0
        self.asked.append([*frontier])
        for edge in self._edges:
            for here, there in [(edge.source, edge.target), (edge.target, edge.source)]:
                if here in frontier:
                    yield there, edge.strength

    def edges(self, nodes: Collection[Node]) -> Iterator[EgoEdge]:
        assert nodes
        yield from self._edges
        # Parallel ones, and loops.
        yield from (EgoEdge(edge.source, edge.target, edge.relation, 0.01) for edge in self._edges)
        yield from (EgoEdge(node, node, "knows", 1.0) for node in nodes)


def walked(graph: Graph, *, hops: int = 1, limit: int = 100) -> tuple[list[tuple[str, int]], list[str], bool]:
    found = walk(graph, "people", "a", hops=hops, limit=limit)
    edges = [f"{edge.source[1]}{edge.target[1]} {edge.strength}" for edge in found.edges]
    return [(node.id, node.hops) for node in found.nodes], edges, found.truncated


def test_nearer_ones_come_first_then_stronger_ones_then_by_id() -> None:
    graph = Graph(ab=0.2, ac=0.9, da=0.2, ce=0.1)
    assert walked(graph, hops=2) == (
        [("a", 0), ("c", 1), ("b", 1), ("d", 1), ("e", 2)],
        ["ac 0.9", "ab 0.2", "da 0.2", "ce 0.1"],
        False,
    )


def test_each_hop_asks_once_for_its_whole_frontier() -> None:
    graph = Graph(ab=0.2, ac=0.9, bd=0.5)
    walked(graph, hops=9)
    assert [[key for _, key in frontier] for frontier in graph.asked] == [["a"], ["c", "b"], ["d"]]


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (1, ([("a", 0)], [], True)),
        (2, ([("a", 0), ("c", 1)], ["ac 0.9"], True)),
        (3, ([("a", 0), ("c", 1), ("b", 1)], ["ac 0.9", "ab 0.2"], False)),
    ],
)
def test_the_limit_keeps_the_strongest_and_says_so(limit: int, expected: object) -> None:
    assert walked(Graph(ab=0.2, ac=0.9), limit=limit) == expected


def test_somebody_reached_twice_counts_by_the_better_relation() -> None:
    nodes, _, _ = walked(Graph(ab=0.9, ac=0.8, bd=0.1, ce=0.2, cd=0.3), hops=2)
    assert nodes == [("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 2)]


def test_nothing_is_walked_without_hops() -> None:
    assert walked(Graph(ab=0.2), hops=0) == ([("a", 0)], [], False)


def test_names_are_those_of_the_store() -> None:
    found = walk(Graph(ab=1.0), "people", "a", hops=1, limit=9)
    assert [node.name for node in found.nodes] == ["A", "B"]


@pytest.mark.parametrize("entity", ["z", "caf\udce9"])
def test_who_is_not_there_has_no_surroundings(entity: str) -> None:
    cure = "search for the person by name to find its id"
    with pytest.raises(UnknownId, match=f"there is no person .*; {cure}"):
        walk(Graph(), "people", entity, hops=1, limit=1)


@pytest.mark.parametrize(("table", "hops", "limit"), [("reps", 1, 1), ("people", -1, 1), ("people", 1, 0)])
def test_what_cannot_be_walked_is_refused(table: str, hops: int, limit: int) -> None:
    with pytest.raises(ValueError, match="hops >= 0 and limit >= 1"):
        walk(Graph(), table, "a", hops=hops, limit=limit)
