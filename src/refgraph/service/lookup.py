"""The store as an import sees it while it plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.batch import HeldRow
    from refgraph.model.tables import Key, Row
    from refgraph.store.port import Store


class StoreLookup:
    """Answers from a store; the version is read first, so a batch planned on later answers is refused as stale."""

    def __init__(self, store: Store) -> None:
        info = store.info()
        self._store = store
        self._counts = info.counts
        self.version = info.version

    def known(self, table: str, keys: Sequence[Key]) -> dict[Key, Row]:
        """Look up rows by key."""
        return self._store.known(table, keys)

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        return self._counts[table]

    def held_keys(self) -> frozenset[str]:
        """Collect the keys of all rows held so far."""
        return self._store.held_keys()

    def held_rows(self) -> Sequence[HeldRow]:
        """List the rows held."""
        return self._store.held()

    def aliases(self, table: str) -> Mapping[str, str]:
        """Ids that were merged away, each with the one that stands for it."""
        return self._store.aliases(table)


class NoStore:
    """The lookup of an import into a store that is yet to be created."""

    version = 0

    def known(self, table: str, keys: Sequence[Key]) -> dict[Key, Row]:
        """Know nothing."""
        return {}

    def count(self, table: str) -> int:
        """Count no rows."""
        return 0

    def held_keys(self) -> frozenset[str]:
        """Hold nothing."""
        return frozenset()

    def held_rows(self) -> Sequence[HeldRow]:
        """Hold nothing."""
        return ()

    def aliases(self, table: str) -> Mapping[str, str]:
        """Know of no merges."""
        return {}
