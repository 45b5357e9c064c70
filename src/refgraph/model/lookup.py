"""What an import asks of the store while it plans: the rows that are there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.batch import HeldRow
    from refgraph.model.tables import Key, Row


class Lookup(Protocol):
    """The store as an import sees it, at one version."""

    @property
    def version(self) -> int:
        """Version all answers are from; the batch is planned on it."""
        ...

    def expect(self, keys: Mapping[str, Sequence[Key]]) -> None:
        """Be told by table of a few thousand keys that will be asked about, so that they can be looked up together."""
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

    def held_rows(self) -> Sequence[HeldRow]:
        """List the rows held so far; asked only where there are some."""
        ...

    def aliases(self, table: str) -> Mapping[str, str]:
        """Ids of a table that were merged away, each with the id that stands for it now."""
        ...
