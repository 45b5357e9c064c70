"""Read rows, columns and the ledger of imports; each function works within the caller's transaction."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from refgraph.model.batch import HeldRow
from refgraph.model.changes import Changes
from refgraph.model.columns import Columns
from refgraph.model.tables import TABLES, Cell, Key, Kind, Row
from refgraph.store.port import Former, Import
from refgraph.store.sqlite.schema import LAYOUTS, Layout, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import apsw

_CHUNK = 200
"""Rows turned into columns at a time: as many as the garbage collector does not yet look through."""
_REPEATING = (Kind.ID, Kind.TEXT, Kind.CHOICE, Kind.DAY)
"""Kinds whose texts recur across rows and tables, kept once in memory."""
_BEGINS = {
    "roles": '"from" <= ?',
    "memberships": '"from" <= ?',
    "knows": "since IS NULL OR since <= ?",
    "events": "\"date\" <= ? OR kind = 'deal_won'",
}
"""Rows that had begun by a day, by table; an empty beginning is '' in a key and sorts before all days."""


def layout_of(table: str) -> Layout:
    """Layout of a table; ValueError for an unknown one."""
    if table not in LAYOUTS:
        raise ValueError(f"there is no table '{table}', expected one of {', '.join(LAYOUTS)}")
    return LAYOUTS[table]


def version(db: apsw.Connection) -> int:
    """Version of the state this transaction sees."""
    return int(db.execute("SELECT version FROM meta").get)


def store_uuid(db: apsw.Connection) -> str:
    """Identity of the store; a restored one has its own."""
    return str(db.execute("SELECT store_uuid FROM meta").get)


def counts(db: apsw.Connection) -> dict[str, int]:
    """Rows by table, in the order of `TABLES`."""
    found = dict(db.execute('SELECT tbl, "rows" FROM counters'))
    return {name: int(found[name]) for name in TABLES}


def last_event_date(db: apsw.Connection) -> str | None:
    """ISO day of the latest event."""
    found: str | None = db.execute('SELECT max("date") FROM events').get
    return found


def known(db: apsw.Connection, table: str, keys: Sequence[Key]) -> dict[Key, Row]:
    """Look up rows by key; ValueError for an unknown table."""
    layout = layout_of(table)
    asked = [key for text in keys if (key := _sql_key(layout, text)) is not None]
    found = (layout.loaded(stored[:-2]) for stored in stored_rows(db, layout, asked))
    return {layout.table.key_of(row): row for row in found}


def stored_rows(db: apsw.Connection, layout: Layout, keys: Sequence[Row]) -> Iterator[Row]:
    """Rows of the keys as they are stored, each with `num` and `ver` behind it."""
    return db.executemany(layout.select_one, keys) if keys else iter(())


def _sql_key(layout: Layout, key: Key) -> Row | None:
    """Turn the texts of a key into cells; None where no row can have it."""
    if len(key) != len(layout.key_at) or not is_unicode("".join(key)):
        return None
    cells: list[Cell] = list(key)
    for i, at in enumerate(layout.key_at):
        if at in layout.flags_at:
            if key[i] not in ("true", "false"):
                return None
            cells[i] = key[i] == "true"
    return tuple(cells)


def is_unicode(text: str) -> bool:
    """Whether a text has no lone surrogates, which a file in a wrong encoding may leave in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def columns(db: apsw.Connection, as_of: date | None) -> Columns:
    """Read all tables, sorted by key; with a day, without what begins later (but for orders)."""
    texts: dict[Cell, Cell] = {}
    tables = {name: _table_columns(db, layout, as_of, texts) for name, layout in LAYOUTS.items()}
    return Columns(store_uuid(db), version(db), tables)


def _table_columns(
    db: apsw.Connection, layout: Layout, as_of: date | None, texts: dict[Cell, Cell]
) -> Mapping[str, Sequence[Cell]]:
    begun = _BEGINS.get(layout.table.name) if as_of else None
    where = sql("WHERE", begun) if begun else ""
    rows = db.execute(
        sql("SELECT", layout.columns, "FROM", layout.name, where, "ORDER BY", layout.order),
        (as_of.isoformat(),) if begun and as_of else (),
    )
    parts: list[list[Cell]] = [[] for _ in layout.table.columns]
    repeating = [column.kind in _REPEATING for column in layout.table.columns]
    while chunk := list(islice(rows, _CHUNK)):
        for part, repeats, cells in zip(parts, repeating, zip(*chunk, strict=True), strict=True):
            part.extend(map(texts.setdefault, cells, cells) if repeats else cells)
    for at in layout.blanks_at:
        parts[at] = [cell or None for cell in parts[at]]
    for at in layout.flags_at:
        parts[at] = [None if cell is None else bool(cell) for cell in parts[at]]
    return {column.name: part for column, part in zip(layout.table.columns, parts, strict=True)}


def changes(db: apsw.Connection, since: int) -> Changes:
    """What was written and deleted after a version; ValueError for one the store has not reached."""
    found = version(db)
    if not 0 <= since <= found:
        raise ValueError(f"the store is at version {found}, it has no changes since {since}")
    touched = [name for (name,) in db.execute("SELECT tbl FROM counters WHERE last_ver > ?", (since,))]
    rows = {name: _rows_since(db, layout, since) for name, layout in LAYOUTS.items() if name in touched}
    return Changes(
        store_uuid(db),
        since,
        found,
        {name: those for name, those in rows.items() if those},
        _deleted_since(db, rows, since),
        counts(db),
    )


def _rows_since(db: apsw.Connection, layout: Layout, since: int) -> list[Row]:
    return [layout.loaded(stored) for stored in db.execute(layout.select_since, (since,))]


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


def held(db: apsw.Connection, limit: int | None) -> list[HeldRow]:
    """Rows held back, in the order they came."""
    found = db.execute("SELECT body FROM held ORDER BY seq LIMIT ?", (-1 if limit is None else limit,))
    return [HeldRow(**json.loads(body)) for (body,) in found]


def held_keys(db: apsw.Connection) -> frozenset[str]:
    """Keys of all held rows."""
    return frozenset(key for (key,) in db.execute("SELECT key FROM held"))


def history(db: apsw.Connection, table: str, key: Key) -> list[Former]:
    """Former rows of a key, oldest first; ValueError for an unknown table."""
    layout = layout_of(table)
    found = db.execute(
        "SELECT body, version, reason FROM history WHERE tbl = ? AND key = ? ORDER BY seq",
        (table, key_text(key)),
    )
    return [Former(_row_of(layout, body), at, reason) for body, at, reason in found]


def _row_of(layout: Layout, body: str) -> Row:
    cells = json.loads(body)
    return tuple(cells.get(column.name) for column in layout.table.columns)


def key_text(key: Key) -> str:
    """A key as one text."""
    return json.dumps(key)


def imports(db: apsw.Connection) -> list[Import]:
    """Applied batches, oldest first."""
    found = db.execute("SELECT batch_id, source, version, applied_at, digest FROM batches ORDER BY version")
    return [Import(*batch) for batch in found]
