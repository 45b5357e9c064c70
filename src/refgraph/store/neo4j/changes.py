"""What was written and deleted after a version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refgraph.model.changes import Changes
from refgraph.model.tables import TABLES
from refgraph.store.keeping import key_of_json
from refgraph.store.neo4j.arriving import only, require_whole
from refgraph.store.neo4j.layout import LAYOUTS, Label, Layout, NodeLayout, pattern, row_cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Key, Row
    from refgraph.store.neo4j.answering import Records
    from refgraph.store.neo4j.connection import Ask, Server

_STATE, _COUNT, _GONE = "", "count", "gone"
"""Names of answers that are no tables."""


def _rows_since(layout: Layout) -> str:
    # "SEEK": with the bare hint a planner whose sample is old may read the index from end to end.
    if isinstance(layout, NodeLayout):
        where = f"MATCH (n:{layout.label}) USING INDEX SEEK n:{layout.label}(ver) WHERE n.ver > $since"
    else:
        where = f"MATCH {pattern(layout)} USING INDEX SEEK r:{layout.type}(ver) WHERE r.ver > $since"
    return f"{where} RETURN '{layout.table.name}' AS name, [{row_cells(layout)}] AS cells"


CHANGES = " UNION ALL ".join(
    [
        f"MATCH (s:{Label.STORE}) RETURN '{_STATE}' AS name, [s.store_uuid, s.version] AS cells",
        f"MATCH (c:{Label.TABLE_COUNT}) RETURN '{_COUNT}' AS name, [c.table, c.rows] AS cells",
        f"MATCH (t:{Label.TOMBSTONE}) USING INDEX SEEK t:{Label.TOMBSTONE}(ver) WHERE t.ver > $since"
        f" RETURN '{_GONE}' AS name, [t.table, t.key] AS cells",
        *map(_rows_since, LAYOUTS.values()),
    ]
)
"""All that is newer than a version, in one answer."""
# What is left of the rows that later versions wrote; a deleted row is a change too.
_CHANGED = (
    f"UNWIND $tables AS name MATCH (b:{Label.BATCH_COUNT} {{table: name}}) WHERE b.ver > $since"
    " WITH sum(b.rows) AS written"
    f" OPTIONAL MATCH (t:{Label.TOMBSTONE}) WHERE t.ver > $since WITH written, count(t) AS gone RETURN written + gone"
)


def changes(server: Server, since: int) -> Changes:
    """What leads from a version to this one; ValueError for one the store has not reached."""
    return server.settled(lambda transaction: _changes_within(transaction.run, since))


def _changes_within(ask: Ask, since: int) -> Changes:
    """What leads from a version to the one that is read, while nothing is committed."""
    answers = _by_name(ask(CHANGES, since=since))
    store_uuid, version = only(answers.get(_STATE, []))
    require_whole(version)
    if not 0 <= since <= version:
        raise ValueError(f"the store is at version {version}, it has no changes since {since}")
    rows = {name: _sorted_rows(name, answers[name]) for name in TABLES if name in answers}
    counts = dict(answers[_COUNT])
    return Changes(
        store_uuid,
        since,
        version,
        rows,
        _deleted(answers.get(_GONE, ()), rows),
        {name: int(counts[name]) for name in TABLES},
    )


def changed_rows(ask: Ask, since: int) -> int:
    """Rows written and deleted after a version, as counted."""
    ((found,),) = ask(_CHANGED, since=since, tables=list(TABLES))
    return int(found)


def _by_name(answers: Records) -> dict[str, list[list[Any]]]:
    found: dict[str, list[list[Any]]] = {}
    for name, cells in answers:
        found.setdefault(name, []).append(cells)
    return found


def _sorted_rows(table: str, answers: Sequence[Sequence[Any]]) -> list[Row]:
    return sorted(map(tuple, answers), key=TABLES[table].key_of)


def _deleted(gone: Sequence[Sequence[str]], rows: Mapping[str, Sequence[Row]]) -> dict[str, list[Key]]:
    """Keys that are gone, but for those that have a row again."""
    there = {(name, TABLES[name].key_of(row)) for name, those in rows.items() for row in those}
    deleted: dict[str, set[Key]] = {}
    for name, text in gone:
        key = key_of_json(text)
        if (name, key) not in there:
            deleted.setdefault(name, set()).add(key)
    return {name: sorted(keys) for name, keys in deleted.items()}
