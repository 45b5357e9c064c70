"""All tables of the graph as columns, at one version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.neo4j.joining import columns_of_lists
from refgraph.store.neo4j.scanning import SMALL, look, require_all, scanned
from refgraph.store.neo4j.steady import at_one_version

if TYPE_CHECKING:
    from refgraph.model.columns import Columns
    from refgraph.store.neo4j.connection import Server
    from refgraph.store.neo4j.scanning import Look


def columns(server: Server, *, small: int = SMALL) -> Columns:
    """Read all tables, sorted by key; raises `StoreCorrupt`."""
    return columns_behind(server, first_look(server, small=small))


def first_look(server: Server, *, small: int = SMALL) -> Look:
    """What the store says of itself, with all that is in it where that is at most `small` rows."""
    return look(server, small=small)


def columns_behind(server: Server, seen: Look) -> Columns:
    """Read what a look left to be read, at its version or a later one; raises `StoreCorrupt`."""
    if seen.lists is None:
        found, lists = at_one_version(server, lambda counted: scanned(server, counted), before=seen.counted)
    else:
        found, lists = seen.counted, seen.lists
    require_all(found, lists)
    return columns_of_lists(found, lists)
