"""What is left of the rows each import wrote, as the ledger has it and as the rows are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import apsw

from refgraph.model.digests import MODULUS
from refgraph.store.sqlite.checksum import sum_of
from refgraph.store.sqlite.reading import left_of_versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.store.sqlite.layout import Layout

_UNREADABLE = (apsw.Error, ValueError, OverflowError, TypeError, AssertionError)
"""What reading a row that nobody wrote may end in, such as a day beyond the calendar."""


@dataclass(frozen=True, slots=True)
class TableSums:
    """Rows of one table by the version that wrote them: (count, sum of their digests)."""

    expected: Mapping[int, tuple[int, int]]
    """As they were counted when they were written, changed or taken out."""
    found: Mapping[int, tuple[int, int]] | None
    """As they are; None where they cannot be read."""

    def is_sound(self, version: int) -> bool:
        """Whether the rows of a version are as they were written; never where they cannot be read."""
        return self.found is not None and self.found.get(version) == self.expected.get(version)

    @property
    def wrong(self) -> list[int]:
        """Versions whose rows are not as they were written."""
        return sorted(
            version for version in {*(self.found or ()), *self.expected} if not self.is_sound(version)
        )

    @property
    def total(self) -> tuple[int, int]:
        """All rows as they are."""
        found = (self.found or {}).values()
        return sum(rows for rows, _ in found), sum(digest for _, digest in found) % MODULUS


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
