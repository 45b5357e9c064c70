"""Sums of row digests, kept up to date row by row: by table, and by the version that wrote the rows.

SQLite's own check finds a broken structure, not a flipped bit inside a value.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from refgraph.model.digests import MODULUS, row_digest, rows_sum

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import apsw

    from refgraph.model.tables import Row

NO_ROWS = bytes(16)
"""The sum of no rows, as it is kept."""


def kept(digest: int) -> bytes:
    """A sum as it is kept."""
    return (digest % MODULUS).to_bytes(16, "big")


def sum_of(found: bytes) -> int:
    """A sum from the form it is kept in."""
    return int.from_bytes(found, "big")


@dataclass(slots=True)
class Counter:
    """What a table has, while a batch is written to it."""

    rows: int
    next_num: int
    """Number of the next row that is added."""
    digest: int
    """Sum of the digests of all rows."""
    is_touched: bool = False


class Sums:
    """Counters of all tables, and how much of what each version wrote is left."""

    def __init__(self, db: apsw.Connection, at: int) -> None:
        self._db, self._at = db, at
        found = db.execute('SELECT tbl, "rows", next_num, digest FROM counters')
        self.counters = {
            tbl: Counter(rows, next_num, sum_of(digest)) for tbl, rows, next_num, digest in found
        }
        self._left: defaultdict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])

    def add(self, table: str, rows: Sequence[Row], *, digest: int | None = None) -> None:
        """Count rows that this version writes; `digest` is the sum of theirs where it is known."""
        if rows:
            self.come(table, self._at, len(rows), rows_sum(rows) if digest is None else digest)

    def come(self, table: str, ver: int, rows: int, digest: int) -> None:
        """Count rows that carry a version, by the sum of their digests; a negative number of rows goes."""
        counter, left = self.counters[table], self._left[table, ver]
        counter.rows += rows
        counter.digest += digest
        counter.is_touched = True
        left[0] += rows
        left[1] += digest

    def remove(self, table: str, rows: Iterable[tuple[Row, int]]) -> None:
        """Count rows out, each with the version that had written it."""
        for row, ver in rows:
            self.come(table, ver, -1, -row_digest(row))

    def write(self) -> None:
        """Put everything where it is kept."""
        for table, counter in self.counters.items():
            if counter.is_touched:
                self._db.execute(
                    'UPDATE counters SET "rows" = ?, next_num = ?, digest = ?, last_ver = ? WHERE tbl = ?',
                    (counter.rows, counter.next_num, kept(counter.digest), self._at, table),
                )
                self._write_left(table, self._at, counter.next_num)
        for table, ver in self._left:
            if ver != self._at:
                self._write_left(table, ver, 0)

    def _write_left(self, table: str, ver: int, next_num: int) -> None:
        rows, digest = self._left[table, ver]
        key = (table, ver)
        found = self._db.execute('SELECT "rows", digest FROM written WHERE tbl = ? AND ver = ?', key)
        before = cast("list[tuple[int, bytes]]", found.fetchall())
        for former_rows, former in before:
            self._db.execute(
                'UPDATE written SET "rows" = ?, digest = ? WHERE tbl = ? AND ver = ?',
                (former_rows + rows, kept(sum_of(former) + digest), *key),
            )
        if not before:
            self._db.execute(
                "INSERT INTO written VALUES (?, ?, ?, ?, ?)", (*key, rows, kept(digest), next_num)
            )
