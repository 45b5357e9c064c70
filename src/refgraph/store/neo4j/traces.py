"""What the store tells of past versions (`refgraph.store.traces.Traces`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.store.keeping import key_json, key_of_json, row_of_json
from refgraph.store.neo4j.arriving import only, require_whole
from refgraph.store.neo4j.gate import gated
from refgraph.store.neo4j.layout import LAYOUTS, Label, NodeLayout, beginning
from refgraph.store.neo4j.ledger import IMPORTED, imports_of
from refgraph.store.neo4j.reading import stored_rows, stored_together
from refgraph.store.neo4j.referring import KEYS, KEYS_REFERRING, VERS_REFERRING, ids_by_table
from refgraph.store.written import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refgraph.model.tables import Column, Key, Row
    from refgraph.store.neo4j.answering import Records
    from refgraph.store.neo4j.connection import Ask, Server, Settling
    from refgraph.store.neo4j.layout import Layout
    from refgraph.store.port import Import, Written

_TOGETHER = 5000
"""Keys of all tables up to which they are asked for together."""


def _wrote(layout: Layout) -> tuple[str, str]:
    if isinstance(layout, NodeLayout):
        return f"MATCH (n:{layout.label} {{ver: $at}})", KEYS[layout.table.name]
    ends = f"(a:{layout.start.label})-[r:{layout.type} {{ver: $at}}]->(b:{layout.end.label})"
    return f"MATCH {ends}", KEYS[layout.table.name]


_FORMER = f"MATCH (f:{Label.FORMER_ROW})"
_VERSION, _IMPORTS, _WROTE_ONCE, _PUT_ASIDE, _ALIASES_BEFORE, _FORMER_SINCE, _TOMBSTONES, _ALIASES_SINCE, _HELD = (
    "version", "imports", "wrote_once", "put_aside", "aliases_before", "former_since", "tombstones", "aliases_since", "held",
)  # fmt: skip
_PARTS = {
    _VERSION: (f"MATCH (s:{Label.STORE})", "[s.version]", ""),
    _IMPORTS: IMPORTED,
    **{name: (*_wrote(layout), "") for name, layout in LAYOUTS.items()},
    _WROTE_ONCE: (f"{_FORMER} WHERE f.ver = $at AND f.version > $at", "[f.table, f.key]", ""),
    _PUT_ASIDE: (
        f"{_FORMER} WHERE f.version = $at AND f.reason <> 'superseded'",
        "[f.table, f.reason, f.body]",
        "f.seq",
    ),
    _ALIASES_BEFORE: (
        f"MATCH (m:{Label.MERGED_ID} {{ver: $at}})",
        f"[m.table, m.id, COLLECT {{ MATCH (before:{Label.MERGED_ID} {{table: m.table, id: m.id}})"
        " WHERE before.ver < $at RETURN before.stands_for ORDER BY before.ver DESC LIMIT 1 }]",
        "",
    ),
    _FORMER_SINCE: (
        f"{_FORMER} WHERE f.version > $at AND f.reason <> 'superseded'",
        "[f.table, f.version, f.key, f.ver]",
        "",
    ),
    _TOMBSTONES: (f"MATCH (t:{Label.TOMBSTONE}) WHERE t.ver > $at", "[t.table, t.key, t.ver]", ""),
    _ALIASES_SINCE: (
        f"MATCH (m:{Label.MERGED_ID}) WHERE m.ver > $at",
        "[m.table, m.ver, m.id, m.stands_for]",
        "",
    ),
    _HELD: (
        f"MATCH (h:{Label.HELD_ROW}) WHERE h.version >= $at AND h.released IS NULL",
        "[h.key, h.version]",
        "h.seq",
    ),
}
"""By name of a part: where its rows are, their cells, and their order."""
_ALL = gated(
    " UNION ALL ".join(
        f"{match} RETURN '{name}' AS name, {cells} AS cells{f' ORDER BY {order}' if order else ''}"
        for name, (match, cells, order) in _PARTS.items()
    ),
    "name, cells",
)
"""All that can be told of a version alone, in one answer: rows of all parts."""
_VERS_BEFORE = (
    f"UNWIND $keys AS key MATCH (f:{Label.FORMER_ROW} {{table: $table, of: {beginning('key')}}}) WHERE f.key = key"
    " AND f.version = $at AND f.reason <> 'superseded' AND f.ver IS NOT NULL RETURN key, f.ver"
)
_STATE = gated(f"MATCH (s:{Label.STORE}) RETURN s.version AS version", "version")
_HELD_BEFORE = f"UNWIND $keys AS key MATCH (h:{Label.HELD_ROW} {{key: key}}) WHERE h.released = $by RETURN key, h.version"


def written_at(server: Server, version: int) -> Written:
    """What one import wrote, as `Store.written` says: of one version of the store."""
    traces = Traces(server, server.ask, version)
    found = written(traces, version)
    if traces.is_of_one_version():
        return found
    return server.settled(lambda gate: written(Traces(gate, gate.run, version), version))


class Traces:
    """Answers about one version: what depends on it alone is asked at once."""

    def __init__(self, settling: Settling, ask: Ask, at: int) -> None:
        self._settling, self._ask, self._at = settling, ask, at
        self._parts: dict[str, Records] = {name: [] for name in _PARTS}
        for name, cells in settling.settled_ask(_ALL, at=at):
            self._parts[name].append(cells)
        (self._version,) = only(self._parts[_VERSION])
        require_whole(self._version)
        self._seen = {self._version}
        self._is_seen = True

    def is_of_one_version(self) -> bool:
        """Whether nothing was committed between the first question and the last."""
        if not self._is_seen:
            self._note(self._settling.settled_ask(_STATE))
        return len(self._seen) == 1

    def imports(self) -> Sequence[Import]:
        """Applied batches, oldest first, each with the one that took it back."""
        return imports_of(self._parts[_IMPORTS])

    def wrote(self, version: int) -> Mapping[str, list[Key]]:
        """By table, keys of rows that a version wrote: rows now, and rows that a later version put aside."""
        self._require(version)
        keys: dict[str, list[Key]] = {name: list(map(tuple, self._parts[name])) for name in TABLES}
        for name, key in self._parts[_WROTE_ONCE]:
            keys[name].append(key_of_json(key))
        return {name: those for name, those in keys.items() if those}

    def put_aside(self, version: int) -> Iterator[tuple[str, str, Row]]:
        """(table, `updated` or `deleted`, former row) of what a version put aside, in its order."""
        self._require(version)
        for name, reason, body in self._parts[_PUT_ASIDE]:
            yield name, reason, row_of_json(TABLES[name], body)

    def aliases_before(self, version: int) -> Iterator[tuple[str, str, str | None]]:
        """(table, id, what it stood for before) of ids that a version merged or parted; None: for itself."""
        self._require(version)
        for name, merged, before in self._parts[_ALIASES_BEFORE]:
            yield name, merged, before[0] if before else None

    def versions(self, keys: Mapping[str, Sequence[Key]]) -> dict[str, dict[Key, int]]:
        """By table, version that wrote each row as it now is; keys without a row are left out."""
        if sum(map(len, keys.values())) <= _TOGETHER:
            version, found = stored_together(self._settling, keys)
            self._note([[version]])
        else:
            self._is_seen = False
            found = {name: stored_rows(self._ask, LAYOUTS[name], those) for name, those in keys.items()}
        return {name: {key: one.ver for key, one in found[name].items()} for name in keys}

    def vers_before(self, table: str, version: int, keys: Sequence[Key]) -> Mapping[Key, int]:
        """Version that had written each row which `version` put aside; keys of no such row are left out."""
        self._is_seen = False
        found = self._ask(_VERS_BEFORE, table=table, at=version, keys=list(map(key_json, keys)))
        return {key_of_json(key): int(ver) for key, ver in found}

    def former_since(self, version: int) -> Iterator[tuple[str, int, str, int | None]]:
        """(table, version that put it aside, key, version that had written it) of rows put aside after a version."""
        self._require(version)
        return ((name, at, key, ver) for name, at, key, ver in self._parts[_FORMER_SINCE])

    def unknown_since(self, version: int) -> set[int]:
        """Later versions that put rows aside of which is not known who had written them."""
        return {at for _, at, _, ver in self.former_since(version) if ver is None}

    def tombstones_since(self, version: int) -> list[tuple[str, str, int]]:
        """(table, key, version) of rows that later versions took out and that have not come back."""
        self._require(version)
        return [(name, key, ver) for name, key, ver in self._parts[_TOMBSTONES]]

    def aliases_since(self, version: int) -> list[tuple[str, int, str, str | None]]:
        """(table, version, id, what it stands for) of ids that later versions merged, or parted (None)."""
        self._require(version)
        return [(name, ver, merged, end) for name, ver, merged, end in self._parts[_ALIASES_SINCE]]

    def vers_referring(self, ids: Mapping[str, Sequence[str]], since: int) -> Iterator[tuple[str, str, int]]:
        """(table, column, version) of rows written after `since` whose column holds one of the ids, each once."""
        if since < self._version:
            found = self._settling.settled_ask(VERS_REFERRING, since=since, **ids_by_table(ids))
            self._note([[version] for version, *_ in found])
            yield from ((name, column, ver) for _, name, column, ver in found if name is not None)

    def keys_referring(self, table: str, column: Column, ids: Sequence[str], ver: int) -> list[Key]:
        """Keys of rows of one version whose column holds one of the ids."""
        self._is_seen = False
        found = self._ask(KEYS_REFERRING[table, column.name], ids=list(ids), ver=ver)
        return [tuple(key) for (key,) in found]

    def held_since(self, version: int) -> list[tuple[str, int]]:
        """(`HeldRow.key`, version that holds it) of rows held now, by this version or a later one, as they came."""
        self._require(version)
        return [(key, ver) for key, ver in self._parts[_HELD]]

    def held_before(self, released_by: int, keys: Sequence[str]) -> Mapping[str, int]:
        """By `HeldRow.key`, the version that had held a row which another was done with; others are left out."""
        self._is_seen = False
        return {str(key): int(ver) for key, ver in self._ask(_HELD_BEFORE, by=released_by, keys=list(keys))}

    def _require(self, version: int) -> None:
        if version != self._at:
            raise ValueError(f"asked about version {version}, not {self._at}")

    def _note(self, versions: Records) -> None:
        """Note versions that the store was at when all asked before had been answered."""
        self._seen.update(version for (version,) in versions)
        self._is_seen = True
