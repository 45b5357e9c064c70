"""Where a fact comes from: the import that wrote it as it now is, when, and who brought it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Key
    from refgraph.store.port import Former, Import, Store


@dataclass(frozen=True, slots=True)
class Origin:
    """What brought a row in, as it now is."""

    import_id: str
    source: str
    """Folder or file it came from."""
    version: int
    applied_at: str
    """UTC, ISO 8601 with seconds."""
    by: str
    """Who brought it in, '' where unknown."""

    @property
    def day(self) -> str:
        """ISO day of the import."""
        return self.applied_at[:10]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a row said before."""

    former: Former
    origin: Origin | None
    """The import that replaced it."""


def origins(
    store: Store, table: str, keys: Sequence[Key], *, imports: Sequence[Import] | None = None
) -> Mapping[Key, Origin]:
    """Tell where rows come from, by key; rows that are not there are left out.

    `imports` are those of the store, where the caller has them already.
    """
    by_version = {one.version: one for one in (store.imports() if imports is None else imports)}
    found = store.versions(table, keys)
    return {key: _origin(by_version[at]) for key, at in found.items() if at in by_version}


def earlier(store: Store, table: str, key: Key) -> list[Earlier]:
    """Tell what a row said before, oldest first, each with the import that put it aside."""
    by_version = {one.version: one for one in store.imports()}
    return [
        Earlier(former, _origin(by_version[former.version]) if former.version in by_version else None)
        for former in store.history(table, key)
    ]


def _origin(one: Import) -> Origin:
    return Origin(one.batch_id, one.source, one.version, one.applied_at, one.by)
