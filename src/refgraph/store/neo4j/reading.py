"""Read rows and what is counted of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from refgraph.model.tables import TABLES
from refgraph.store.neo4j.arriving import only, require_whole
from refgraph.store.neo4j.gate import gated
from refgraph.store.neo4j.layout import LAYOUTS, Label, NodeLayout, num_and_ver, quoted, row_cells, text
from refgraph.store.port import StoreInfo
from refgraph.store.rowcheck import is_unicode, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refgraph.model.tables import Key, Row
    from refgraph.store.neo4j.connection import Ask, Server, Settling
    from refgraph.store.neo4j.layout import Layout

_ASKED = 5000
"""Keys asked for at a time."""

STATE = f"MATCH (s:{Label.STORE}) RETURN s.store_uuid, s.version"
_COUNTS = gated(
    f"MATCH (s:{Label.STORE}) RETURN s.store_uuid AS store_uuid, s.version AS version,"
    f" COLLECT {{ MATCH (c:{Label.TABLE_COUNT}) RETURN [c.table, c.rows] }} AS counted,"
    f" COLLECT {{ MATCH (e:{Label.EVENT}) WHERE e.date IS NOT NULL RETURN toString(e.date) ORDER BY e.date DESC LIMIT 1 }}"
    " AS last",
    "store_uuid, version, counted, last",
)


class Stored(NamedTuple):
    """A row as it stands in the store."""

    row: Row
    num: int | None
    """None in a relation."""
    ver: int


def where_key(layout: Layout, keys: str) -> str:
    """Pattern and condition for the row of a key in a list of texts; the row's variables are those of `row_cells`."""
    if isinstance(layout, NodeLayout):
        return f"MATCH (n:{layout.label} {{{quoted(layout.id)}: {keys}[0]}})"
    ends = [
        f"({variable}:{end.label} {{{quoted(end.id)}: {keys}[{at}]}})"
        for at, (variable, end) in enumerate((("a", layout.start), ("b", layout.end)))
    ]
    held = [f"{text('r', name)} = {keys}[{at}]" for at, name in enumerate(layout.table.key) if at > 1]
    return f"MATCH {ends[0]}-[r:{layout.type}]->{ends[1]} WHERE {' AND '.join(held)}"


def _known(layout: Layout) -> str:
    where = where_key(layout, "key")
    return f"UNWIND $keys AS key {where} RETURN {row_cells(layout)}, {num_and_ver(layout)}"


def _known_together() -> str:
    parts = []
    for name, layout in LAYOUTS.items():
        row = f"[{row_cells(layout)}, {num_and_ver(layout)}]"
        found = f"{where_key(layout, 'key')} RETURN collect({row}) AS {name}"
        parts.append(f"CALL () {{ UNWIND ${name} AS key {found} }}")
    return " ".join(parts)


KNOWN = {name: _known(layout) for name, layout in LAYOUTS.items()}
"""Statement by table for the rows of `$keys`, each with its num and ver behind its cells."""
KNOWN_TOGETHER = _known_together()
"""Clauses that give, under the name of each table, a list of what `KNOWN` gives for keys in the parameter of its name."""
_KNOWN_TOGETHER = gated(
    f"{KNOWN_TOGETHER} MATCH (s:{Label.STORE}) RETURN s.version AS version, {', '.join(LAYOUTS)}",
    f"version, {', '.join(LAYOUTS)}",
)


def state(ask: Ask) -> tuple[str, int]:
    """Identity of the store and its version."""
    store_uuid, version = only(ask(STATE))
    require_whole(version)
    return str(store_uuid), int(version)


def info(server: Server, url: str) -> StoreInfo:
    """Count everything at one version."""
    store_uuid, version, counted, last = only(server.settled_ask(_COUNTS))
    require_whole(version)
    counts = dict(counted)
    return StoreInfo(
        url=url,
        backend="neo4j",
        store_uuid=store_uuid,
        version=version,
        counts={name: int(counts[name]) for name in TABLES},
        last_event_date=last[0] if last else None,
    )


def stored_rows(ask: Ask, layout: Layout, keys: Iterable[Key]) -> dict[Key, Stored]:
    """Rows by key; keys without a row, and those no row can have, are left out."""
    asked = _askable(layout, keys)
    found: dict[Key, Stored] = {}
    for start in range(0, len(asked), _ASKED):
        found |= _stored(layout, ask(KNOWN[layout.table.name], keys=asked[start : start + _ASKED]))
    return found


def stored_together(
    settling: Settling, keys: Mapping[str, Iterable[Key]]
) -> tuple[int, dict[str, dict[Key, Stored]]]:
    """The store's version, and rows of it by table and key, in one round trip; for few keys."""
    ((version, *found),) = settling.settled_ask(_KNOWN_TOGETHER, **askable(keys))
    return int(version), stored_of(found)


def askable(keys: Mapping[str, Iterable[Key]]) -> dict[str, list[list[str]]]:
    """Parameters of `KNOWN_TOGETHER`, without keys that no row can have."""
    return {name: _askable(layout, keys.get(name, ())) for name, layout in LAYOUTS.items()}


def stored_of(found: Sequence[Iterable[Sequence[Any]]]) -> dict[str, dict[Key, Stored]]:
    """Rows by table and key from the lists of `KNOWN_TOGETHER`."""
    return {name: _stored(layout, rows) for (name, layout), rows in zip(LAYOUTS.items(), found, strict=True)}


def _askable(layout: Layout, keys: Iterable[Key]) -> list[list[str]]:
    width = len(layout.table.key)
    return [list(key) for key in dict.fromkeys(keys) if len(key) == width and is_unicode("".join(key))]


def _stored(layout: Layout, records: Iterable[Sequence[Any]]) -> dict[Key, Stored]:
    found = {}
    for *cells, num, ver in records:
        row = tuple(cells)
        found[layout.table.key_of(row)] = Stored(row, num, ver)
    return found


def known(ask: Ask, table: str, keys: Sequence[Key]) -> dict[Key, Row]:
    """Look up rows by key; ValueError for an unknown table."""
    found = stored_rows(ask, LAYOUTS[table_of(table).name], keys)
    return {key: stored.row for key, stored in found.items()}


def known_together(settling: Settling, keys: Mapping[str, Sequence[Key]]) -> dict[str, dict[Key, Row]]:
    """Look up rows by table and key, in one round trip; ValueError for an unknown table."""
    for table in keys:
        table_of(table)
    _, found = stored_together(settling, keys)
    return {table: {key: stored.row for key, stored in found[table].items()} for table in keys}


def versions(ask: Ask, table: str, keys: Sequence[Key]) -> dict[Key, int]:
    """Version that wrote each row as it now is; ValueError for an unknown table."""
    found = stored_rows(ask, LAYOUTS[table_of(table).name], keys)
    return {key: stored.ver for key, stored in found.items()}
