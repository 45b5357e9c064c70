"""What is near an account, a person or a circle: the part of the network that one picture shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from refgraph.views.network_neighbours import Link, Ref, index_of, neighbours

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Snapshot

LIMIT = 300
"""Nodes one picture holds at most."""
_TIES_A_NODE = 2


@dataclass(frozen=True, slots=True)
class Node:
    """An entity in the picture."""

    ref: Ref
    index: int
    """Index in its table of the snapshot."""
    name: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Part of the network; nodes in the order they were reached, edges strongest first, then by their ends."""

    start: Ref
    nodes: tuple[Node, ...]
    edges: tuple[Link, ...]
    left_out: int
    """Neighbours that found no room."""


def surroundings(
    scores: Scores,
    start: Ref,
    *,
    expanded: Sequence[Ref] = (),
    with_ties: bool = False,
    limit: int = LIMIT,
) -> Surroundings:
    """Collect what is near `start` and what was expanded, as of the snapshot's day, strongest first.

    Near an account: its people, their circles and acquaintances. Near a person or a circle: what it is directly
    related to. Accounts of the people found are added while there is room. `with_ties` draws the strongest ties
    between the people in place of acquaintances and reporting lines. Raises `UnknownId` for an unknown start.
    """
    found = _Found(scores.snapshot, limit)
    index_of(scores.snapshot, start)
    found.add([start])
    found.add_near([start])
    if start[0] == "accounts":
        found.add_near([ref for ref in found.refs if ref[0] == "people"])
    for ref in expanded:
        if ref in found.refs:
            found.add_near([ref])
    found.add_near([ref for ref in found.refs if ref[0] == "people"], only="works_at")
    nodes = tuple(_node(scores.snapshot, ref) for ref in found.refs)
    edges = _links(scores.snapshot, found.refs)
    if with_ties:
        kept = [edge for edge in edges if edge.relation not in ("knows", "reports_to")]
        edges = [*kept, *_ties(scores, nodes)]
    return Surroundings(start, nodes, tuple(edges), len(found.left_out))


@dataclass
class _Found:
    """What was reached so far, at most `limit`; a dict for its order."""

    snapshot: Snapshot
    limit: int
    refs: dict[Ref, None] = field(default_factory=dict)
    left_out: set[Ref] = field(default_factory=set)

    def add(self, refs: Iterable[Ref]) -> None:
        for ref in refs:
            if ref in self.refs:
                continue
            if len(self.refs) < self.limit:
                self.refs[ref] = None
            else:
                self.left_out.add(ref)

    def add_near(self, refs: Iterable[Ref], *, only: str | None = None) -> None:
        links = [link for ref in refs for link in neighbours(self.snapshot, ref)]
        wanted = [link for link in links if only in (None, link.relation)]
        wanted.sort(key=lambda link: (-link.strength, link.source, link.target))
        self.add(end for link in wanted for end in (link.source, link.target))


def _node(snapshot: Snapshot, ref: Ref) -> Node:
    names = {
        "accounts": snapshot.accounts.names, "people": snapshot.people.names, "circles": snapshot.circles.names
    }  # fmt: skip
    index = index_of(snapshot, ref)
    return Node(ref, index, names[ref[0]][index])


def _links(snapshot: Snapshot, refs: dict[Ref, None]) -> list[Link]:
    """All relations between the entities, one of a kind between two, the strongest."""
    best: dict[tuple[str, Ref, Ref], Link] = {}
    for ref in refs:
        for link in neighbours(snapshot, ref):
            key = (link.relation, link.source, link.target)
            if (
                link.source in refs
                and link.target in refs
                and (key not in best or best[key].strength < link.strength)
            ):
                best[key] = link
    return sorted(best.values(), key=lambda link: (-link.strength, link.relation, link.source, link.target))


def _ties(scores: Scores, nodes: Sequence[Node]) -> list[Link]:
    """The strongest ties between people, one a pair, by p falling; a few a person."""
    ties = scores.ties
    people = np.array(sorted(node.index for node in nodes if node.ref[0] == "people"), dtype=np.int64)
    ids = scores.snapshot.people.ids
    best: dict[tuple[int, int], Link] = {}
    for u in people.tolist():
        row = slice(int(ties.indptr[u]), int(ties.indptr[u + 1]))
        here = np.isin(ties.indices[row], people)
        for v, p in zip(ties.indices[row][here].tolist(), ties.probability[row][here].tolist(), strict=True):
            pair = (min(u, v), max(u, v))
            if pair not in best or best[pair].strength < p:
                best[pair] = Link(("people", ids[u]), ("people", ids[v]), "tie", p)
    ranked = sorted(best.values(), key=lambda link: (-round(link.strength, 12), link.source, link.target))
    return ranked[: _TIES_A_NODE * len(people)]
