"""A store in memory, as an import sees it: it can be asked and take a batch."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from refgraph.errors import BatchConflict, StaleBase
from refgraph.model.tables import TABLES, Key, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.batch import Batch, HeldRow


class MemoryStore:
    """Rows by key, former rows and held rows, at one version."""

    def __init__(self) -> None:
        self.version = 0
        self.rows: dict[str, dict[Key, Row]] = {name: {} for name in TABLES}
        self.former: dict[str, list[Row]] = defaultdict(list)
        self.held: dict[str, HeldRow] = {}
        self.merged: dict[str, dict[str, str]] = defaultdict(dict)
        self.calls = 0
        self._digests: dict[str, str] = {}

    def expect(self, keys: Mapping[str, Sequence[Key]]) -> None:
        """Everything is at hand."""

    def known(self, table: str, keys: Sequence[Key]) -> dict[Key, Row]:
        """Look up rows by key."""
        self.calls += 1
        return {key: self.rows[table][key] for key in keys if key in self.rows[table]}

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        return len(self.rows[table])

    def held_keys(self) -> frozenset[str]:
        """Collect the keys of held rows."""
        return frozenset(self.held)

    def held_rows(self) -> Sequence[HeldRow]:
        """List the held rows."""
        return list(self.held.values())

    def aliases(self, table: str) -> Mapping[str, str]:
        """Ids that were merged away, each with the one that stands for it."""
        return self.merged[table]

    def apply(self, batch: Batch) -> None:
        """Write a batch as a store does."""
        if batch.batch_id in self._digests:
            if self._digests[batch.batch_id] != batch.digest:
                raise BatchConflict("same id, other content")
            return
        if batch.base_version != self.version:
            raise StaleBase("planned on another version")
        for name, rows in batch.upserts.items():
            for row in rows:
                key = TABLES[name].key_of(row)
                if key in self.rows[name]:
                    self.former[name].append(self.rows[name][key])
                self.rows[name][key] = row
        for name, keys in batch.deletes.items():
            self.former[name] += [self.rows[name].pop(key) for key in keys]
        for name, rows in batch.superseded.items():
            self.former[name] += rows
        for name, ids in batch.aliases.items():
            self.merged[name].update({old: new for old, new in ids.items() if new is not None})
            for old in [old for old, new in ids.items() if new is None]:
                self.merged[name].pop(old, None)
        for released in batch.released:
            self.held.pop(released, None)
        self.held.update({row.key: row for row in batch.held})
        self._digests[batch.batch_id] = batch.digest
        self.version += 1
