"""Walk the relations around an entity, breadth first, over a backend that answers for a whole frontier at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from refgraph.errors import UnknownId
from refgraph.store.names import NAMED
from refgraph.store.rowcheck import is_unicode
from refgraph.store.surroundings import Ego, EgoEdge, EgoNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

Node = tuple[str, str]
"""(table, id) of an account, a person or a circle."""

_WHAT = {"accounts": "account", "people": "person", "circles": "circle"}


class Surroundings(Protocol):
    """Relations as they hold on one day, at one version of the store."""

    def names(self, nodes: Collection[Node]) -> Mapping[Node, str]:
        """Name of each entity; those that are not there are left out."""
        ...

    def near(self, frontier: Sequence[Node], limit: int) -> Iterable[tuple[Node, float]]:
        """Entities related to those of a frontier, with the strength of the relation, in any order and repeated.

        Of each kind of relation, either way, at least the strongest `limit` entities, then by id.
        """
        ...

    def edges(self, nodes: Collection[Node]) -> Iterable[EgoEdge]:
        """Relations between nodes, in any order; others, loops and parallel ones may be among them."""
        ...


def walk(around: Surroundings, table: str, entity_id: str, *, hops: int, limit: int) -> Ego:
    """The surroundings of an entity, as `Store.ego` says."""
    if table not in NAMED or hops < 0 or limit < 1:
        raise ValueError(f"expected one of {NAMED}, hops >= 0 and limit >= 1, found {(table, hops, limit)}")
    start = (table, entity_id)
    nodes, is_cut = _walked(around, start, hops, limit) if is_unicode(entity_id) else ({}, False)
    names = around.names(nodes)
    if start not in names:
        what = _WHAT[table]
        raise UnknownId(f"there is no {what} '{entity_id}'", f"search for the {what} by name to find its id")
    named = [EgoNode(*node, names.get(node, ""), hop) for node, hop in nodes.items()]
    return Ego(named, _between(around.edges(nodes), nodes), is_cut)


def _walked(around: Surroundings, start: Node, hops: int, limit: int) -> tuple[dict[Node, int], bool]:
    """Hops by entity, in the order they are found, and whether there are more than `limit`."""
    nodes = {start: 0}
    frontier = [start]
    is_cut = False
    for hop in range(1, hops + 1):
        if not frontier:
            break
        # Of the best limit + 1 more than there is room for are not among the nodes yet.
        ranked = _ranked(around.near(frontier, limit + 1), nodes)
        room = limit - len(nodes)
        is_cut = is_cut or len(ranked) > room
        frontier = ranked[:room]
        nodes |= dict.fromkeys(frontier, hop)
    return nodes, is_cut


def _ranked(related: Iterable[tuple[Node, float]], nodes: Mapping[Node, int]) -> list[Node]:
    """Entities that are not among the nodes yet, strongest first."""
    best: dict[Node, float] = {}
    for node, strength in related:
        best[node] = max(strength, best.get(node, 0.0))
    return sorted(best.keys() - nodes.keys(), key=lambda node: (-best[node], node[1], NAMED.index(node[0])))


def _between(edges: Iterable[EgoEdge], nodes: Mapping[Node, int]) -> list[EgoEdge]:
    """Edges between two of the nodes, each once with its greatest strength, strongest first."""
    best: dict[tuple[Node, Node, str], EgoEdge] = {}
    for edge in edges:
        if edge.source != edge.target and edge.source in nodes and edge.target in nodes:
            ends = (edge.source, edge.target, edge.relation)
            if ends not in best or best[ends].strength < edge.strength:
                best[ends] = edge
    return sorted(best.values(), key=lambda edge: (-edge.strength, edge.source, edge.target, edge.relation))
