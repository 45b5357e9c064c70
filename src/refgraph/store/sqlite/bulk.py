"""Many rows at once: sorted into place, and the indexes made anew behind them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from refgraph.store.sqlite.layout import create_table, id_index, quoted, sql, walked_indexes
from refgraph.store.telling import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.store.sqlite.layout import Layout
    from refgraph.store.sqlite.work import Work

MANY = 50_000
"""Rows from which on sorting an index once costs less than keeping it up to date row by row."""
_TWIN = "temp.rows_to_come"


@contextmanager
def in_bulk(work: Work, layout: Layout, rows: int) -> Iterator[str]:
    """Write `rows` rows into the table whose name comes back, without the indexes that would cost more than they give.

    Indexes for surroundings are down meanwhile where the rows are many against what is there; into an empty table
    the index of ids too, and a relation is written aside and then copied: pages filled row by row keep an eighth of
    their room free, those of a copy do not. Two rows of one key are found at the end at the latest.
    """
    there = work.sums.counters[layout.table.name].rows
    if rows < MANY or rows * 4 < there:
        yield layout.name
        return
    indexes = walked_indexes(layout) | (id_index(layout) if not there else {})
    for name in indexes:
        work.db.execute(sql("DROP INDEX", quoted(name)))
    if there or layout.has_num:
        yield layout.name
    else:
        work.db.execute(create_table(layout, _TWIN))
        yield _TWIN
        work.db.execute(sql("INSERT INTO", layout.name, "SELECT * FROM", _TWIN))
        work.db.execute(sql("DROP TABLE", _TWIN))
    told = Told(work.progress, "index", len(indexes))
    for statement in indexes.values():
        work.db.execute(statement)
        told.add(1)
