"""What a store says of itself: its identity and version, and how much it has of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refgraph.errors import StoreCorrupt
from refgraph.model.tables import TABLES
from refgraph.store.neo4j.arriving import only, require_whole
from refgraph.store.neo4j.faults import DAMAGED_CURE
from refgraph.store.neo4j.gate import gated
from refgraph.store.neo4j.layout import NODES, Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refgraph.store.neo4j.connection import Settling

_IS_STATE, _IS_COUNT = "state", "count"
COUNTED = (
    f"MATCH (s:{Label.STORE}) RETURN '{_IS_STATE}' AS name, [s.store_uuid, s.version] AS lists"
    f" UNION ALL MATCH (c:{Label.TABLE_COUNT})"
    f" RETURN '{_IS_COUNT}' AS name, [c.table, c.rows, c.next_num, c.digest, c.last_ver] AS lists"
)
"""The rows of its answer are read by `counted_of`."""
_COUNTED = gated(COUNTED, "name, lists")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a store says of itself."""

    store_uuid: str
    version: int
    rows: Mapping[str, int]
    """By table."""
    next_nums: Mapping[str, int]
    """By table of nodes, the number that its next row has."""
    digests: Mapping[str, int]
    """By table, the sum of the digests of its rows."""
    last_vers: Mapping[str, int]
    """By table, the version that wrote to it last."""

    @property
    def total(self) -> int:
        """Rows of all tables."""
        return sum(self.rows.values())


def counted(settling: Settling) -> Counted:
    """Read what the store says of itself; raises `StoreCorrupt` where it does not say all of it."""
    return counted_of(settling.settled_ask(_COUNTED))


def counted_of(answers: Iterable[Sequence[Any]]) -> Counted:
    """Take it out of an answer with (name, list) in its rows, among others perhaps."""
    kept = [(name, cells) for name, cells in answers if name in (_IS_STATE, _IS_COUNT)]
    states = [cells for name, cells in kept if name == _IS_STATE]
    counts = {cells[0]: cells[1:] for name, cells in kept if name == _IS_COUNT}
    store_uuid, version = only(states)
    # First: the counts arrive last.
    require_whole(version)
    if len(states) > 1 or None in states[0] or not counts.keys() >= TABLES.keys():
        raise damaged("it does not say its version, or how many rows a table has")
    try:
        return Counted(
            store_uuid,
            int(version),
            {name: int(counts[name][0]) for name in TABLES},
            {name: int(counts[name][1]) for name in NODES},
            {name: int(counts[name][2], 16) for name in TABLES},
            {name: int(counts[name][3]) for name in TABLES},
        )
    except (TypeError, ValueError) as error:
        raise damaged("what it says of its version and its rows cannot be read") from error


def damaged(what: str) -> StoreCorrupt:
    """Say that the graph holds what no store writes."""
    return StoreCorrupt(f"the store is damaged: {what}", DAMAGED_CURE)
