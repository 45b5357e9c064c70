"""All tables of a database as columns, with a sidecar on this machine where they are many."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from refgraph.store import whole
from refgraph.store.neo4j.changes import changed_rows, changes
from refgraph.store.neo4j.columns import columns, columns_behind, first_look
from refgraph.store.neo4j.scanning import SMALL
from refgraph.store.neo4j.sidecars import cache_folder, sidecar_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refgraph.model.changes import Changes
    from refgraph.model.columns import Columns
    from refgraph.store.neo4j.connection import Server
    from refgraph.store.neo4j.scanning import Look


class Whole(whole.Whole):
    """Reads all tables at one version; safe to share between threads."""

    def __init__(self, server: Server, *, small: int = SMALL, folder: Path | None = None) -> None:
        """Keep sidecars, in `folder` or the user's cache, of stores of more than `small` rows."""
        super().__init__(GraphTables(server, small, folder or cache_folder()), worth_keeping=small + 1)


class GraphTables:
    """`refgraph.store.whole.Tables` of one database."""

    def __init__(self, server: Server, small: int, folder: Path) -> None:
        self._server, self._small, self._folder = server, small, folder

    @contextmanager
    def at_one_state(self) -> Iterator[GraphState]:
        """Read what the store says of itself, and a small one whole."""
        yield GraphState(self._server, first_look(self._server, small=self._small))

    def columns(self) -> Columns:
        """All columns at the newest version."""
        return columns(self._server, small=self._small)

    def path(self, store_uuid: str) -> Path:
        """Where sidecars of a store are kept."""
        return sidecar_path(self._folder, store_uuid)


class GraphState:
    """`refgraph.store.whole.OneState` as a look found it; what it left is of that version or a later one."""

    def __init__(self, server: Server, seen: Look) -> None:
        self._server, self._seen = server, seen

    def state(self) -> tuple[str, int]:
        """Identity of the store and the version."""
        return self._seen.counted.store_uuid, self._seen.counted.version

    def rows(self) -> int:
        """Number of all rows, as counted."""
        return self._seen.counted.total

    def changed_rows(self, since: int) -> int:
        """Rows written and deleted after a version."""
        return changed_rows(self._server.ask, since)

    def changes(self, since: int) -> Changes:
        """What was written and deleted after a version."""
        return changes(self._server, since)

    def columns(self) -> Columns:
        """All columns."""
        return columns_behind(self._server, self._seen)
