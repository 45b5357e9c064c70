"""What is left of the rows each import wrote, read from the ledger and from the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from refgraph.store.soundness import TableSums
from refgraph.store.sqlite.checksum import sum_of
from refgraph.store.sqlite.reading import left_of_versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.store.sqlite.layout import Layout

_UNREADABLE = (apsw.Error, ValueError, OverflowError, TypeError, AssertionError)
"""What reading a row that nobody wrote may end in, such as a day beyond the calendar."""


def table_sums(db: apsw.Connection, layout: Layout, *, ledger: apsw.Connection | None = None) -> TableSums:
    """Read a table, and from `ledger`, another connection to the same state, what it should have."""
    written = (ledger or db).execute(
        'SELECT ver, "rows", digest FROM written WHERE tbl = ?', (layout.table.name,)
    )
    return TableSums(
        {ver: (rows, sum_of(digest)) for ver, rows, digest in written if rows}, _found(db, layout)
    )


def _found(db: apsw.Connection, layout: Layout) -> Mapping[int, tuple[int, int]] | None:
    try:
        return left_of_versions(db, layout)
    except _UNREADABLE:
        return None
