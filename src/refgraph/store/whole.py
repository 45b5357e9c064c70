"""The whole store as columns: from the sidecar where there is one, else from the tables, of which one is written then."""

from __future__ import annotations

from threading import Lock, Thread
from typing import TYPE_CHECKING, Protocol

from refgraph.model.changes import applied
from refgraph.store import sidecar
from refgraph.store.begun import begun

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from refgraph.model.changes import Changes
    from refgraph.model.columns import Columns

MANY = 20_000
"""Changed rows up to which an older sidecar is brought up to date; beyond, the tables are read again."""
_SOME = 5_000
"""Changed rows from which a new sidecar is written, so that the next reader has less to do."""


class OneState(Protocol):
    """All tables at one version."""

    def state(self) -> tuple[str, int]:
        """Identity of the store and the version."""
        ...

    def rows(self) -> int:
        """Number of all rows; cheap."""
        ...

    def changed_rows(self, since: int) -> int:
        """Rows written and put aside after a version; anything above `MANY` where there are more than `MANY`."""
        ...

    def changes(self, since: int) -> Changes:
        """What was written and deleted after a version, as `Store.changes_since` says."""
        ...

    def columns(self) -> Columns:
        """All columns, read from the tables."""
        ...


class Tables(Protocol):
    """The tables of a store, shared between threads."""

    def at_one_state(self) -> AbstractContextManager[OneState]:
        """Read at one version."""
        ...

    def columns(self) -> Columns:
        """All columns at the newest version, read the fastest way."""
        ...

    def path(self, store_uuid: str) -> Path:
        """Where sidecars of a store are kept (`sidecar`)."""
        ...


class Whole:
    """Reads all tables at one version; safe to share between threads."""

    def __init__(self, tables: Tables, *, worth_keeping: int) -> None:
        """Keep sidecars of stores of `worth_keeping` rows and more."""
        self._tables, self._worth_keeping = tables, worth_keeping
        self._writing: Thread | None = None
        self._lock = Lock()

    def columns(self, as_of: date | None = None) -> Columns:
        """All columns, rows sorted by key; with a day without what begins later, but for orders."""
        found = self._columns()
        return found if as_of is None else begun(found, as_of)

    def close(self) -> None:
        """Wait for a sidecar that is being written."""
        with self._lock:
            writing = self._writing
        if writing is not None:
            writing.join()

    def _columns(self) -> Columns:
        with self._tables.at_one_state() as state:
            if state.rows() < self._worth_keeping:
                return state.columns()
            found = self._up_to_date(state)
        if found is None:
            found = self._tables.columns()
            self._keep(found)
        return found

    def _up_to_date(self, state: OneState) -> Columns | None:
        """What the sidecar has, with the changes since; None without one, or where too much has changed."""
        store_uuid, version = state.state()
        kept = sidecar.read(self._tables.path(store_uuid), store_uuid, version)
        if kept is None or kept.version == version:
            return kept
        changed = state.changed_rows(kept.version)
        if changed > MANY:
            return None
        since = state.changes(kept.version)
        found = applied(kept, since)
        # A process that opened the store before it was upgraded does not say which tables it wrote to.
        if any(len(next(iter(cells.values()))) != since.counts[name] for name, cells in found.tables.items()):
            return None
        if changed > _SOME:
            self._keep(found)
        return found

    def _keep(self, columns: Columns) -> None:
        """Write a sidecar in the background, unless one is being written."""
        with self._lock:
            if self._writing is None or not self._writing.is_alive():
                arguments = (self._tables.path(columns.store_uuid), columns)
                self._writing = Thread(target=sidecar.write, args=arguments, name="refgraph-sidecar")
                self._writing.start()
