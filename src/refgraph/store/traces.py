"""What a backend must be able to tell of past versions, so that it can be worked out what one can be taken back.

Keys are texts as `keeping.key_json` makes them where they come from what is kept by key, so that who does not ask
for them need not read them. Rows that lost to another of their bundle (`superseded`) never count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refgraph.model.tables import Column, Key, Row
    from refgraph.store.port import Import


class Traces(Protocol):
    """Answers at one version of the store."""

    def imports(self) -> Sequence[Import]:
        """Applied batches, oldest first, each with the one that took it back."""
        ...

    def wrote(self, version: int) -> Mapping[str, Iterable[Key]]:
        """By table, keys of rows that a version wrote: rows now, and rows that a later version put aside."""
        ...

    def put_aside(self, version: int) -> Iterable[tuple[str, str, Row]]:
        """(table, `updated` or `deleted`, former row) of what a version put aside, in its order."""
        ...

    def aliases_before(self, version: int) -> Iterable[tuple[str, str, str | None]]:
        """(table, id, what it stood for before) of ids that a version merged or parted; None: for itself."""
        ...

    def versions(self, keys: Mapping[str, Sequence[Key]]) -> Mapping[str, Mapping[Key, int]]:
        """By table, version that wrote each row as it now is; keys without a row are left out."""
        ...

    def vers_before(self, table: str, version: int, keys: Sequence[Key]) -> Mapping[Key, int]:
        """Version that had written each row which `version` put aside; keys of no such row are left out."""
        ...

    def former_since(self, version: int) -> Iterable[tuple[str, int, str, int | None]]:
        """(table, version that put it aside, key, version that had written it) of rows put aside after a version."""
        ...

    def unknown_since(self, version: int) -> Iterable[int]:
        """Later versions that put rows aside of which is not known who had written them."""
        ...

    def tombstones_since(self, version: int) -> Iterable[tuple[str, str, int]]:
        """(table, key, version) of rows that later versions took out and that have not come back."""
        ...

    def aliases_since(self, version: int) -> Iterable[tuple[str, int, str, str | None]]:
        """(table, version, id, what it stands for) of ids that later versions merged, or parted (None)."""
        ...

    def vers_referring(self, ids: Mapping[str, Sequence[str]], since: int) -> Iterable[tuple[str, str, int]]:
        """(table, column, version) of rows written after `since` whose column holds one of the ids, each once.

        `ids` are by the table that is referred to.
        """
        ...

    def keys_referring(self, table: str, column: Column, ids: Sequence[str], ver: int) -> Iterable[Key]:
        """Keys of rows of one version whose column holds one of the ids."""
        ...

    def held_since(self, version: int) -> Iterable[tuple[str, int]]:
        """(`HeldRow.key`, version that holds it) of rows held now, by this version or a later one, as they came."""
        ...

    def held_before(self, released_by: int, keys: Sequence[str]) -> Mapping[str, int]:
        """By `HeldRow.key`, the version that had held a row which another was done with; others are left out."""
        ...
