"""The whole store as columns: from the sidecar where there is one, else from the tables, of which one is written then."""

from __future__ import annotations

from threading import Lock, Thread
from typing import TYPE_CHECKING

from refgraph.model.changes import applied
from refgraph.store import sidecar
from refgraph.store.begun import begun
from refgraph.store.sqlite import reading
from refgraph.store.sqlite.changes import changes, next_num_at
from refgraph.store.sqlite.columns import columns_within
from refgraph.store.sqlite.layout import LAYOUTS, sql
from refgraph.store.sqlite.parallel import columns_by_processes
from refgraph.store.sqlite.raw_pieces import state_within

if TYPE_CHECKING:
    from datetime import date

    import apsw

    from refgraph.model.columns import Columns
    from refgraph.store.sqlite.connection import Connections

WORTH_KEEPING = 300_000
"""Rows from which a sidecar is kept: below, the tables are read in less than half a second."""
WORTH_PROCESSES = 1_000_000
"""Rows from which more processes than this one read."""
_MANY = 20_000
"""Changed rows up to which an older sidecar is brought up to date; beyond, the tables are read again."""
_SOME = 5_000
"""Changed rows from which a new sidecar is written, so that the next reader has less to do."""


class Whole:
    """Reads all tables at one version; safe to share between threads."""

    def __init__(
        self,
        connections: Connections,
        *,
        worth_keeping: int = WORTH_KEEPING,
        worth_processes: int = WORTH_PROCESSES,
    ) -> None:
        self._connections = connections
        self._worth_keeping, self._worth_processes = worth_keeping, worth_processes
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
        with self._connections.reading() as db:
            counts = reading.counts(db)
            rows = sum(counts.values())
            if rows < self._worth_keeping:
                return columns_within(db)
            found = self._up_to_date(db)
        if found is not None:
            return found
        if rows >= self._worth_processes:
            found = columns_by_processes(self._connections.path, counts)
        if found is None:
            with self._connections.reading() as db:
                found = columns_within(db)
        self._keep(found)
        return found

    def _up_to_date(self, db: apsw.Connection) -> Columns | None:
        """What the sidecar has, with the changes since; None without one, or where too much has changed."""
        store_uuid, version = state_within(db)
        kept = sidecar.read(self._connections.path, store_uuid, version)
        if kept is None or kept.version == version:
            return kept
        changed = _changed_rows(db, kept.version)
        if changed > _MANY:
            return None
        since = changes(db, kept.version)
        found = applied(kept, since)
        # A process that opened the file before it was upgraded does not say which tables it wrote to.
        if any(len(next(iter(cells.values()))) != since.counts[name] for name, cells in found.tables.items()):
            return None
        if changed > _SOME:
            self._keep(found)
        return found

    def _keep(self, columns: Columns) -> None:
        """Write a sidecar in the background, unless one is being written."""
        with self._lock:
            if self._writing is None or not self._writing.is_alive():
                arguments = (self._connections.path, columns)
                self._writing = Thread(target=sidecar.write, args=arguments, name="refgraph-sidecar")
                self._writing.start()


def _changed_rows(db: apsw.Connection, since: int) -> int:
    """Rows written and put aside after a version, counted up to a little over `_MANY`."""
    touched = [name for (name,) in db.execute("SELECT tbl FROM counters WHERE last_ver > ?", (since,))]
    now = reading.version(db)
    found = _counted(db, "SELECT 1 FROM history WHERE version > ?", since)
    for layout in (LAYOUTS[name] for name in touched):
        if layout.has_num:
            found += next_num_at(db, layout, now) - next_num_at(db, layout, since)
        elif found <= _MANY:
            found += _counted(db, sql("SELECT 1 FROM", layout.name, "WHERE ver > ?"), since)
    return found


def _counted(db: apsw.Connection, query: str, since: int) -> int:
    counted = sql("SELECT count(*) FROM (", query, "LIMIT", str(_MANY + 1), ")")
    return int(str(db.execute(counted, (since,)).get))
