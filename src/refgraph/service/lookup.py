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
        outset = store.outset()
        self._store = store
        self._outset = outset
        self._expected: dict[str, dict[Key, Row | None]] = {}
        """By table, what is known of keys that were to be expected; None where there is no row."""
        self.version = outset.version

    def expect(self, keys: Mapping[str, Sequence[Key]]) -> None:
        """Look up rows that will be asked about, all at once."""
        asked = {table: those for table, those in keys.items() if those and self._outset.counts[table]}
        for table, found in (self._store.known_together(asked) if asked else {}).items():
            self._expected[table] = {key: found.get(key) for key in asked[table]}

    def known(self, table: str, keys: Sequence[Key]) -> dict[Key, Row]:
        """Look up rows by key."""
        expected = self._expected.get(table)
        if expected is None:
            return self._store.known(table, keys)
        others = [key for key in keys if key not in expected]
        found = self._store.known(table, others) if others else {}
        return found | {key: row for key in keys if (row := expected.get(key)) is not None}

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        return self._outset.counts[table]

    def held_keys(self) -> frozenset[str]:
        """Collect the keys of all rows held so far."""
        return self._outset.held_keys

    def held_rows(self) -> Sequence[HeldRow]:
        """List the rows held."""
        return self._store.held()

    def aliases(self, table: str) -> Mapping[str, str]:
        """Ids that were merged away, each with the one that stands for it."""
        return self._outset.aliases.get(table, {})


class NoStore:
    """The lookup of an import into a store that is yet to be created."""

    version = 0

    def expect(self, keys: Mapping[str, Sequence[Key]]) -> None:
        """Expect nothing."""

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
