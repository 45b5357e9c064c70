"""What the steps of writing one batch share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.batch import Batch
    from refgraph.model.tables import Key
    from refgraph.store.counting import Sums
    from refgraph.store.neo4j.connection import Transaction
    from refgraph.store.neo4j.history import Aside
    from refgraph.store.neo4j.reading import Stored
    from refgraph.store.telling import Told

CHUNK = 5000
"""Rows a statement writes."""


@dataclass(slots=True)
class Work:
    """One batch on its way into the store, within one transaction."""

    transaction: Transaction
    batch: Batch
    at: int
    """Version it leads to."""
    sums: Sums
    aside: Aside
    told: Told
    """Counts rows of the batch."""
    graves: set[str]
    """Tables with keys that were taken out once and have not come back."""
    before: Mapping[str, Mapping[Key, Stored]] | None
    """Rows by table of all keys that a small batch writes or takes out; None where they are read as they are needed."""
    left: Sequence[Sequence[Any]] = ()
    """[table, version, rows, digest]: what was left of the versions that had written the rows in `before`."""
    taken: dict[str, list[list[str]]] = field(default_factory=dict)
    """By table, keys whose rows are to be taken out next."""
    buried: list[dict[str, object]] = field(default_factory=list)
    """Tombstones to be set."""
    risen: list[list[str]] = field(default_factory=list)
    """[table, key as JSON] of tombstones to be taken away."""
    gone: dict[str, set[Key]] = field(default_factory=dict)
    """By table, keys whose rows were taken out; of nodes those alone that do not come back with this batch."""
    rewritten: dict[str, dict[Key, int | None]] = field(default_factory=dict)
    """By table, keys whose nodes stay, as the batch takes their rows out and writes others; with their num."""
