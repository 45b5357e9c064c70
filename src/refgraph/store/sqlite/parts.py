"""Hand over all that the store has, as one transaction sees it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

from refgraph.store.sqlite import fits
from refgraph.store.sqlite.decoding import Decoder
from refgraph.store.sqlite.layout import LAYOUTS, sql
from refgraph.store.sqlite.reading import all_cells, store_uuid, version
from refgraph.store.transfer import PART, Content, Kept, Part, StoredRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    import apsw

    from refgraph.store.sqlite.layout import Layout

_KEPT = {
    Kept.COUNTERS: 'SELECT tbl, "rows", next_num, lower(hex(digest)), last_ver FROM counters ORDER BY tbl',
    Kept.BATCHES: 'SELECT version, batch_id, source, base_version, digest, applied_at, "by", undoes FROM batches'
    " ORDER BY version",
    Kept.WRITTEN: 'SELECT tbl, ver, "rows", lower(hex(digest)), next_num FROM written ORDER BY tbl, ver',
    Kept.HISTORY: "SELECT row_number() OVER (ORDER BY seq) - 1, tbl, key, body, version, reason, ver FROM history"
    " ORDER BY seq",
    Kept.TOMBSTONES: "SELECT tbl, key, num, ver FROM tombstones ORDER BY tbl, key",
    Kept.HELD: "SELECT seq, lower(hex(key)), held.body, held_files.body, version, released"
    " FROM held LEFT JOIN held_files USING (file) ORDER BY seq",
    Kept.ALIASES: "SELECT tbl, id, ver, stands_for FROM aliases ORDER BY tbl, id, ver",
    Kept.DISTINCT: "SELECT tbl, one, other, ver FROM distinct_pairs ORDER BY tbl, one, other, ver",
    Kept.FITS: fits.ALL,
}


def content(db: apsw.Connection) -> Content:
    """All of it; the transaction must last until its parts have been gone through."""
    counted = dict(db.execute('SELECT tbl, "rows" FROM counters'))
    kept = {
        name: db.execute(sql("SELECT count(*) FROM (", query, ")")).get
        for name, query in _queries(db).items()
    }
    return Content(store_uuid(db), version(db), counted | kept, _parts(db))


def _queries(db: apsw.Connection) -> dict[Kept, str]:
    return {name: query for name, query in _KEPT.items() if name is not Kept.FITS or fits.has_fits(db)}


def _parts(db: apsw.Connection) -> Iterator[Part]:
    decoder = Decoder(db)
    for layout in LAYOUTS.values():
        yield from _table(db, layout, decoder)
    for name, query in _queries(db).items():
        found = db.execute(query)
        while rows := list(islice(found, PART)):
            yield Part(name, rows)


def _table(db: apsw.Connection, layout: Layout, decoder: Decoder) -> Iterator[Part]:
    found = db.execute(sql("SELECT", all_cells(layout), "FROM", layout.name))
    while stored := list(islice(found, PART)):
        rows = zip(decoder.rows(layout, stored), stored, strict=True)
        yield Part(
            layout.table.name,
            [StoredRow(row, cast("int | None", cells[-2]), cast("int", cells[-1])) for row, cells in rows],
        )
