"""Read rows; each function works within the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, cast

from refgraph.model.digests import MODULUS, digest_of_sums, row_digest
from refgraph.model.tables import TABLES, Cell, Key, Row
from refgraph.store.rowcheck import is_unicode
from refgraph.store.sqlite.cells import Found, day_number, day_text
from refgraph.store.sqlite.decoding import CHUNK, Decoder
from refgraph.store.sqlite.layout import LAYOUTS, As, Layout, Stored, layout_of, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import apsw


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
    found: int | None = db.execute("SELECT last_event FROM meta").get
    return None if found is None else day_text(found)


def known(db: apsw.Connection, table: str, keys: Sequence[Key]) -> dict[Key, Row]:
    """Look up rows by key; ValueError for an unknown table."""
    layout, decoder = layout_of(table), Decoder(db)
    found = stored_rows(db, layout, stored_keys(db, layout, keys))
    return {layout.table.key_of(row): row for row in decoder.all_rows(layout, found)}


def versions(db: apsw.Connection, table: str, keys: Sequence[Key]) -> dict[Key, int]:
    """Version that wrote each row as it now is; ValueError for an unknown table."""
    layout, decoder = layout_of(table), Decoder(db)
    found = list(stored_rows(db, layout, stored_keys(db, layout, keys)))
    rows = zip(decoder.all_rows(layout, found), found, strict=True)
    return {layout.table.key_of(row): int(str(stored[-1])) for row, stored in rows}


def stored_rows(db: apsw.Connection, layout: Layout, keys: Sequence[Row]) -> Iterator[Row]:
    """Rows of stored keys as they are stored, each with `num` (None in a relation) and `ver` behind it."""
    return db.executemany(select_one(layout), keys) if keys else iter(())


def select_one(layout: Layout) -> str:
    """Statement for the stored row of a stored key, with `num` and `ver` behind it."""
    return sql("SELECT", all_cells(layout), "FROM", layout.name, "WHERE", layout.where_key)


def all_cells(layout: Layout) -> str:
    """All stored columns as in a select, with `num` and `ver` behind them."""
    return sql(layout.columns, ", num" if layout.has_num else ", NULL", ", ver")


def stored_keys(db: apsw.Connection, layout: Layout, keys: Sequence[Key]) -> list[Row]:
    """Keys as they are stored, from their texts; those that no row can have are left out."""
    columns = [layout.stored[at] for at in layout.key_at]
    finders = [_Finder(db, column) for column in columns]
    asked = [
        tuple(finder(text) for finder, text in zip(finders, key, strict=True))
        for key in keys
        if len(key) == len(columns) and is_unicode("".join(key))
    ]
    return [key for key in asked if None not in key]


class _Finder:
    """Turns the text of one cell of a key into the stored cell, None where no row can have it."""

    def __init__(self, db: apsw.Connection, column: Stored) -> None:
        self._column = column
        self._nums = self._codes = Found(db, "SELECT code FROM texts WHERE text = ?")
        if column.column.refers_to:
            parent = LAYOUTS[column.column.refers_to]
            self._nums = Found(db, sql("SELECT num FROM", parent.name, "WHERE", parent.order, "= ?"))

    def __call__(self, text: str) -> Cell:
        """Find the cell of a text."""
        if not text and self._column.may_be_blank:
            return self._column.blank
        found: object = text
        match self._column.kept:
            case As.NUM:
                found = self._nums[text]
            case As.CODED:
                found = self._codes[text]
            case As.FLAG:
                found = {"true": 1, "false": 0}.get(text)
            case As.DAY:
                found = _day_or_none(text)
        return found if isinstance(found, str | int) else None


def _day_or_none(text: str) -> int | None:
    try:
        return day_number(text)
    except ValueError:
        return None


def digest(db: apsw.Connection) -> str:
    """Digest of all rows, as `model.digests` works it out."""
    sums = {name: _counted_sum(table_rows(db, layout)) for name, layout in LAYOUTS.items()}
    return digest_of_sums(sums)


def table_rows(db: apsw.Connection, layout: Layout) -> Iterator[Row]:
    """All rows of a table as they were given, in the order they lie in the file."""
    return Decoder(db).all_rows(layout, db.execute(sql("SELECT", layout.columns, "FROM", layout.name)))


def left_of_versions(db: apsw.Connection, layout: Layout) -> dict[int, tuple[int, int]]:
    """By version, how many rows of a table carry it and the sum of their digests, read and not remembered."""
    decoder, left = Decoder(db), defaultdict[int, list[int]](lambda: [0, 0])
    stored = db.execute(sql("SELECT", all_cells(layout), "FROM", layout.name))
    while chunk := list(islice(stored, CHUNK)):
        for row, cells in zip(decoder.rows(layout, chunk), chunk, strict=True):
            found = left[cast("int", cells[-1])]
            found[:] = found[0] + 1, found[1] + row_digest(row)
    return {ver: (rows, total % MODULUS) for ver, (rows, total) in left.items()}


def _counted_sum(rows: Iterable[Row]) -> tuple[int, int]:
    """Number of rows and the sum of their digests."""
    count = total = 0
    for row in rows:
        count += 1
        total += row_digest(row)
    return count, total % MODULUS
