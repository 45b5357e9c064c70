"""Former rows: put aside when they are replaced or deleted, read by key and by version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.keeping import key_json, row_json, row_of_json
from refgraph.store.port import Former
from refgraph.store.rowcheck import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import apsw

    from refgraph.model.tables import Key, Row, Table


def put_aside(
    db: apsw.Connection, table: Table, rows: Iterable[tuple[Row, int | None]], at: int, reason: str
) -> None:
    """Keep rows, each with the version that had written it (None for one that never stood in the table)."""
    db.executemany(
        "INSERT INTO history (tbl, key, body, version, reason, ver) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (table.name, key_json(table.key_of(row)), row_json(table, row), at, reason, ver)
            for row, ver in rows
        ],
    )


def history(db: apsw.Connection, name: str, key: Key) -> list[Former]:
    """Former rows of a key, oldest first; ValueError for an unknown table."""
    table = table_of(name)
    found = db.execute(
        "SELECT body, version, reason FROM history WHERE tbl = ? AND key = ? ORDER BY seq",
        (name, key_json(key)),
    )
    return [Former(row_of_json(table, body), at, reason) for body, at, reason in found]
