"""What an import is planned on, in one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.store.ledger import ends_of
from refgraph.store.neo4j.arriving import only, require_whole
from refgraph.store.neo4j.gate import gated
from refgraph.store.neo4j.holding import KEYS
from refgraph.store.neo4j.layout import Label
from refgraph.store.neo4j.ledger import STANDING_FOR
from refgraph.store.port import Outset

if TYPE_CHECKING:
    from refgraph.store.neo4j.connection import Server

_OUTSET = gated(
    f"MATCH (s:{Label.STORE}) RETURN s.version AS version,"
    f" COLLECT {{ MATCH (c:{Label.TABLE_COUNT}) RETURN [c.table, c.rows] }} AS counted,"
    f" COLLECT {{ {KEYS} }} AS held,"
    f" COLLECT {{ MATCH (m:{Label.MERGED_ID}) {STANDING_FOR} RETURN [name, id, stands_for] }} AS merged",
    "version, counted, held, merged",
)


def outset(server: Server) -> Outset:
    """Version, counts, held rows and merged ids, at one version."""
    version, counted, held, merged = only(server.settled_ask(_OUTSET))
    require_whole(version)
    counts = dict(counted)
    direct: dict[str, dict[str, str]] = {}
    for table, id_, end in merged:
        direct.setdefault(table, {})[id_] = end
    return Outset(
        version=version,
        counts={name: int(counts[name]) for name in TABLES},
        held_keys=frozenset(held),
        aliases={table: ends_of(ids) for table, ids in direct.items()},
    )
