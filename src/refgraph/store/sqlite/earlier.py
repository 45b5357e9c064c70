"""What formats 1 and 2 kept to tell damage by: a sum over each table's rows."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from refgraph.store.sqlite.layout import LAYOUTS, Layout, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    import apsw

    from refgraph.model.tables import Row

_MODULUS = 2**62


def earlier_findings(db: apsw.Connection) -> Iterator[str]:
    """One sentence for each table of a store of an earlier format that is not as it was written."""
    for layout in LAYOUTS.values():
        yield from _table(db, layout)


def _table(db: apsw.Connection, layout: Layout) -> Iterator[str]:
    name = layout.table.name
    ((count, checksum),) = db.execute('SELECT "rows", checksum FROM counters WHERE tbl = ?', (name,))
    rows, found = 0, 0
    for row in db.execute(sql("SELECT", layout.columns, ", num, ver FROM", layout.name)):
        rows += 1
        found += _digest(row)
    if rows != count:
        yield f"{name} has {rows} rows, {count} were counted as they were written"
    elif found % _MODULUS != checksum:
        yield f"{name} has a row that is not as it was written"


def _digest(stored: Row) -> int:
    return int.from_bytes(blake2b(ascii(stored).encode(), digest_size=8).digest(), "big")
