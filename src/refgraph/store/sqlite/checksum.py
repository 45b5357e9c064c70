"""How the sums of row digests are kept, and read and written within one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from refgraph.model.digests import MODULUS
from refgraph.store.counting import Counter, Sums

if TYPE_CHECKING:
    import apsw

    from refgraph.store.counting import LeftChange

NO_ROWS = bytes(16)
"""The sum of no rows, as it is kept."""


def kept(digest: int) -> bytes:
    """A sum as it is kept."""
    return (digest % MODULUS).to_bytes(16, "big")


def sum_of(found: bytes) -> int:
    """A sum from the form it is kept in."""
    return int.from_bytes(found, "big")


def read_sums(db: apsw.Connection, at: int) -> Sums:
    """What all tables have, before a batch is written that leads to version `at`."""
    found = db.execute('SELECT tbl, "rows", next_num, digest FROM counters')
    return Sums(
        {tbl: Counter(rows, next_num, sum_of(digest)) for tbl, rows, next_num, digest in found},
        at,
    )


def write_sums(db: apsw.Connection, sums: Sums) -> None:
    """Put everything where it is kept."""
    for table, counter in sums.touched().items():
        db.execute(
            'UPDATE counters SET "rows" = ?, next_num = ?, digest = ?, last_ver = ? WHERE tbl = ?',
            (counter.rows, counter.next_num, kept(counter.digest), sums.at, table),
        )
    for (table, ver), change in sums.left().items():
        _write_left(db, (table, ver), change, sums.counters[table].next_num if ver == sums.at else 0)


def _write_left(db: apsw.Connection, at: tuple[str, int], change: LeftChange, next_num: int) -> None:
    found = db.execute('SELECT "rows", digest FROM written WHERE tbl = ? AND ver = ?', at)
    before = cast("list[tuple[int, bytes]]", found.fetchall())
    for rows, digest in before:
        db.execute(
            'UPDATE written SET "rows" = ?, digest = ? WHERE tbl = ? AND ver = ?',
            (rows + change.rows, kept(sum_of(digest) + change.digest), *at),
        )
    if not before:
        db.execute(
            "INSERT INTO written VALUES (?, ?, ?, ?, ?)", (*at, change.rows, kept(change.digest), next_num)
        )
