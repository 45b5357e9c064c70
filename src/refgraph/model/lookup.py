"""What an import asks of the store while it plans: the rows that are there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.tables import Key, Row


class Lookup(Protocol):
    """The store as an import sees it, at one version."""

    @property
    def version(self) -> int:
        """Version all answers are from; the batch is planned on it."""
        ...

    def known(self, table: str, keys: Sequence[Key]) -> dict[Key, Row]:
        """Look up rows by key; keys without a row are left out."""
        ...

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        ...

    def held_keys(self) -> frozenset[str]:
        """Collect `HeldRow.key` of all rows held so far."""
        ...
