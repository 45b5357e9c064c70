"""Sums of row digests while a batch is written: by table, and by the version that wrote the rows.

They tell damage that a database's own check does not see, such as a flipped bit inside a value.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.digests import MODULUS, row_digest, rows_sum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refgraph.model.tables import Row


@dataclass(slots=True)
class Counter:
    """What a table has, while a batch is written to it."""

    rows: int
    next_num: int
    """Number of the next row that is added."""
    digest: int
    """Sum of the digests of all rows, modulo `MODULUS`."""
    is_touched: bool = False
    """Whether rows of the table came or went."""


@dataclass(frozen=True, slots=True)
class LeftChange:
    """By how much there is more, or less, of the rows that one version wrote to a table."""

    rows: int
    digest: int
    """Of the sum of digests, modulo `MODULUS`."""


class Sums:
    """Counters of all tables, and how much of what each version wrote is left."""

    def __init__(self, counters: Mapping[str, Counter], at: int) -> None:
        self.counters = dict(counters)
        self.at = at
        self._left: defaultdict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])

    def add(self, table: str, rows: Sequence[Row], *, digest: int | None = None) -> None:
        """Count rows that this version writes; `digest` is the sum of theirs where it is known."""
        if rows:
            self.come(table, self.at, len(rows), rows_sum(rows) if digest is None else digest)

    def come(self, table: str, ver: int, rows: int, digest: int) -> None:
        """Count rows that carry a version, by the sum of their digests; a negative number of rows goes."""
        counter, left = self.counters[table], self._left[table, ver]
        counter.rows += rows
        counter.digest = (counter.digest + digest) % MODULUS
        counter.is_touched = True
        left[0] += rows
        left[1] += digest

    def remove(self, table: str, rows: Iterable[tuple[Row, int]]) -> None:
        """Count rows out, each with the version that had written it."""
        for row, ver in rows:
            self.come(table, ver, -1, -row_digest(row))

    def touched(self) -> dict[str, Counter]:
        """Counters to keep, by table: of those whose rows came or went."""
        return {table: counter for table, counter in self.counters.items() if counter.is_touched}

    def left(self) -> dict[tuple[str, int], LeftChange]:
        """What to add to what is kept, by (table, version); this version is there for each table touched, if by 0."""
        found = {(table, self.at): [0, 0] for table in self.touched()} | self._left
        return {at: LeftChange(rows, digest % MODULUS) for at, (rows, digest) in found.items()}
