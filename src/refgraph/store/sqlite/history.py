"""Former rows: put aside when they are replaced or deleted, read by key and by version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from refgraph.store.port import Former
from refgraph.store.sqlite.rowcheck import layout_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import apsw

    from refgraph.model.tables import Key, Row
    from refgraph.store.sqlite.layout import Layout


def put_aside(
    db: apsw.Connection, layout: Layout, rows: Iterable[tuple[Row, int | None]], at: int, reason: str
) -> None:
    """Keep rows, each with the version that had written it (None for one that never stood in the table)."""
    names = [column.name for column in layout.table.columns]
    db.executemany(
        "INSERT INTO history (tbl, key, body, version, reason, ver) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                layout.table.name,
                key_json(layout.table.key_of(row)),
                json.dumps(dict(zip(names, row, strict=True))),
                at,
                reason,
                ver,
            )
            for row, ver in rows
        ],
    )


def history(db: apsw.Connection, table: str, key: Key) -> list[Former]:
    """Former rows of a key, oldest first; ValueError for an unknown table."""
    layout = layout_of(table)
    found = db.execute(
        "SELECT body, version, reason FROM history WHERE tbl = ? AND key = ? ORDER BY seq",
        (table, key_json(key)),
    )
    return [Former(row_of(layout, body), at, reason) for body, at, reason in found]


def row_of(layout: Layout, body: str) -> Row:
    """A row from the form it is kept in."""
    cells = json.loads(body)
    return tuple(cells.get(column.name) for column in layout.table.columns)


def key_json(key: Key) -> str:
    """A key as one text."""
    return json.dumps(key)
