"""All that a store has, as a stream of parts: how it goes from one backend to another, and the proof that it did.

Parts come by table, each after those it refers to (accounts may come before their parents), and then by what the
store keeps of its imports. Texts are those of `keeping`, sums of digests 32 hexadecimal digits.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from refgraph.errors import StoreCorrupt
from refgraph.model.digests import MODULUS, digest_of_sums, rows_sum
from refgraph.model.progress import silent
from refgraph.model.tables import TABLES
from refgraph.store.telling import Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from refgraph.model.progress import Progress
    from refgraph.model.tables import Row

PART = 5000
"""Rows of a part, about; of relations there may be several times as many."""


class Kept(StrEnum):
    """What a store keeps of its imports; `COLUMNS` says what a row of each has."""

    COUNTERS = "counters"
    BATCHES = "batches"
    WRITTEN = "written"
    HISTORY = "history"
    TOMBSTONES = "tombstones"
    HELD = "held"
    ALIASES = "aliases"
    DISTINCT = "distinct"
    FITS = "fits"


COLUMNS: dict[Kept, tuple[str, ...]] = {
    Kept.COUNTERS: ("table", "rows", "next_num", "digest", "last_ver"),
    Kept.BATCHES: ("version", "batch_id", "source", "base_version", "digest", "applied_at", "by", "undoes"),
    Kept.WRITTEN: ("table", "ver", "rows", "digest", "next_num"),
    Kept.HISTORY: ("seq", "table", "key", "body", "version", "reason", "ver"),
    Kept.TOMBSTONES: ("table", "key", "num", "ver"),
    Kept.HELD: ("seq", "key", "body", "file", "version", "released"),
    Kept.ALIASES: ("table", "id", "ver", "stands_for"),
    Kept.DISTINCT: ("table", "one", "other", "ver"),
    Kept.FITS: ("ver", "document", "digest"),
}
"""Columns of the rows of each. `seq` of history counts 0, 1, 2 … in the order the rows were put aside."""


class StoredRow(NamedTuple):
    """A row of a table with what the store gave it."""

    row: Row
    num: int | None
    """None in a relation."""
    ver: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of one table, or of what is kept of imports."""

    of: str
    """Name of a table, or a `Kept`."""
    rows: Sequence[Any]
    """`StoredRow`s of a table, else tuples of `COLUMNS`."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a store has at one version, to be gone through once."""

    store_uuid: str
    """Identity of the store."""
    version: int
    sizes: Mapping[str, int]
    """Rows by table and by `Kept`."""
    parts: Iterator[Part]


@dataclass(slots=True)
class Tally:
    """What went by of a content: equal ones are of equal contents. For comparisons within one process."""

    version: int = -1
    counts: Counter[str] = field(default_factory=Counter)
    """Rows by table and by `Kept`."""
    held: int = 0
    """Rows that are held; the others were."""
    _sums: Counter[str] = field(default_factory=Counter)
    _digests: Counter[str] = field(default_factory=Counter)
    _counted: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Digest of the rows of the eight tables, as `Store.digest`."""
        return digest_of_sums({name: self._found(name) for name in TABLES})

    def counting(self, content: Content, progress: Progress = silent, stage: str = "copy") -> Content:
        """The same content, counted as it goes by; `StoreCorrupt` at its end for one that is not as it was written."""
        self.version = content.version
        told = Told(progress, stage, sum(content.sizes.values()))
        return replace(content, parts=self._counted_parts(content.parts, told))

    def differences(self, other: Tally) -> list[str]:
        """What another content has otherwise: tables and what is kept of imports, one phrase each."""
        found = [] if self.version == other.version else [f"version {self.version} and {other.version}"]
        for name in (*TABLES, *Kept):
            if self.counts[name] != other.counts[name]:
                found.append(f"{self.counts[name]} and {other.counts[name]} rows of {name}")
            elif (self._sums[name], self._found(name)) != (other._sums[name], other._found(name)):
                found.append(f"rows of {name}")
        return found

    def _counted_parts(self, parts: Iterator[Part], told: Told) -> Iterator[Part]:
        for part in parts:
            self._count(part)
            told.add(len(part.rows))
            yield part
        for name, counted in self._counted.items():
            if self._found(name) != counted:
                raise StoreCorrupt(
                    f"what is to be copied is damaged: {name} has rows that are not as they were written",
                    "look at it with 'refgraph verify', and copy a backup of it instead",
                )

    def _count(self, part: Part) -> None:
        self.counts[part.of] += len(part.rows)
        # In this process alone the same value has the same hash.
        self._sums[part.of] = (self._sums[part.of] + sum(map(hash, part.rows))) % MODULUS
        if part.of in TABLES:
            self._digests[part.of] = (
                self._digests[part.of] + rows_sum(row for row, _, _ in part.rows)
            ) % MODULUS
        elif part.of == Kept.HELD:
            self.held += sum(released is None for *_, released in part.rows)
        elif part.of == Kept.COUNTERS:
            self._counted |= {table: (rows, int(digest, 16)) for table, rows, _, digest, _ in part.rows}

    def _found(self, name: str) -> tuple[int, int]:
        return self.counts[name], self._digests[name]
