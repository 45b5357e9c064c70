"""Keys near and beyond what an index of the server takes, about 8,000 bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.store.batches import add, deleting

if TYPE_CHECKING:
    from refgraph.store.neo4j.store import Neo4jStore
    from tests.facts import Cells

FACES = "😀" * 199
"""Kept of a former row as 12 letters each."""


def tied(store: Neo4jStore, kind: str, strength: float) -> tuple[str, ...]:
    """Make two acquainted, or say it anew; the key of their row."""
    ends = [f"{FACES}a", f"{FACES}b"]
    tie: Cells = {"person_a": ends[0], "person_b": ends[1], "kind": kind, "strength": strength}
    add(store, people=[{"person_id": end} for end in ends], knows=[tie])
    return (*ends, "false", kind)


def test_ids_and_a_kind_of_200_characters_of_any_script_can_be_changed_and_deleted(graph: Neo4jStore) -> None:
    tied(graph, f"{FACES}c", 0.5)
    key = tied(graph, f"{FACES}c", 0.6)
    graph.apply(deleting(graph, knows=[key]))
    assert [former.reason for former in graph.history("knows", key)] == ["updated", "deleted"]
    assert graph.check() == []


def test_a_key_longer_than_an_index_takes_is_changed_deleted_and_comes_back(graph: Neo4jStore) -> None:
    kind = "k" * 20_000
    tied(graph, kind, 0.5)
    key = tied(graph, kind, 0.6)
    other = tied(graph, f"{kind}2", 0.7)
    graph.apply(deleting(graph, knows=[key]))
    assert graph.changes_since(3).deleted == {"knows": [key]}
    tied(graph, kind, 0.8)
    assert [former.reason for former in graph.history("knows", key)] == ["updated", "deleted"]
    assert graph.history("knows", other) == []
    assert graph.written(4).later == [5]
    assert graph.changes_since(3).deleted == {}
    assert graph.check() == []
