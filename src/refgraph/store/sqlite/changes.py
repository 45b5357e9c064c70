"""What was written and deleted after a version, within the caller's transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from refgraph.model.changes import Changes
from refgraph.store.sqlite.decoding import Decoder
from refgraph.store.sqlite.layout import LAYOUTS, Layout, sql
from refgraph.store.sqlite.reading import counts, store_uuid, stored_keys, stored_rows, version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import apsw

    from refgraph.model.tables import Key, Row


def changes(db: apsw.Connection, since: int) -> Changes:
    """What leads from a version to this one; ValueError for one the store has not reached."""
    found = version(db)
    if not 0 <= since <= found:
        raise ValueError(f"the store is at version {found}, it has no changes since {since}")
    touched = {name for (name,) in db.execute("SELECT tbl FROM counters WHERE last_ver > ?", (since,))}
    rows = {name: _rows_since(db, layout, since) for name, layout in LAYOUTS.items() if name in touched}
    return Changes(
        store_uuid(db),
        since,
        found,
        {name: those for name, those in rows.items() if those},
        _deleted_since(db, rows, since),
        counts(db),
    )


def rows_added_since(layout: Layout) -> str:
    """Statement for the rows of a table that has numbers from a number on."""
    return sql("SELECT", layout.columns, "FROM", layout.name, "WHERE num >= ?")


def _rows_since(db: apsw.Connection, layout: Layout, since: int) -> list[Row]:
    """Rows written after a version, by key."""
    stored = _with_num_since(db, layout, since) if layout.has_num else _relations_since(db, layout, since)
    return sorted(Decoder(db).all_rows(layout, stored), key=layout.table.key_of)


def _relations_since(db: apsw.Connection, layout: Layout, since: int) -> Iterator[Row]:
    return db.execute(sql("SELECT", layout.columns, "FROM", layout.name, "WHERE ver > ?"), (since,))


def _with_num_since(db: apsw.Connection, layout: Layout, since: int) -> list[Row]:
    """Rows added by their number, and rows that were put aside and are there again, by their key."""
    first = next_num_at(db, layout, since)
    added = db.execute(rows_added_since(layout), (first,)).fetchall()
    former = db.execute(
        "SELECT DISTINCT key FROM history WHERE version > ? AND tbl = ? AND reason <> 'superseded'",
        (since, layout.table.name),
    )
    keys = stored_keys(db, layout, [tuple(json.loads(key)) for (key,) in former])
    again = [(row, cast("int", row[-2]), cast("int", row[-1])) for row in stored_rows(db, layout, keys)]
    return added + [row for row, num, ver in again if num < first and ver > since]


def next_num_at(db: apsw.Connection, layout: Layout, at: int) -> int:
    """Number that the next row of a table had after a version."""
    found: int | None = db.execute(
        "SELECT next_num FROM written WHERE tbl = ? AND ver <= ? ORDER BY ver DESC LIMIT 1",
        (layout.table.name, at),
    ).get
    return found or 0


def _deleted_since(
    db: apsw.Connection, rows: Mapping[str, Sequence[Row]], since: int
) -> dict[str, list[Key]]:
    """Keys deleted after a version, but for those that have a row again."""
    there = {(name, LAYOUTS[name].table.key_of(row)) for name, those in rows.items() for row in those}
    deleted: dict[str, list[Key]] = {}
    for name, text in db.execute("SELECT tbl, key FROM tombstones WHERE ver > ?", (since,)):
        key = tuple(json.loads(text))
        if (name, key) not in there:
            deleted.setdefault(name, []).append(key)
    return {name: sorted(keys) for name, keys in deleted.items()}
