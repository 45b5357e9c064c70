"""All tables of the file as columns, by one process or several, with a sidecar beside the file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from refgraph.store.sqlite import reading
from refgraph.store.sqlite.changes import changes, next_num_at
from refgraph.store.sqlite.columns import columns_within
from refgraph.store.sqlite.layout import LAYOUTS, sql
from refgraph.store.sqlite.parallel import columns_by_processes
from refgraph.store.sqlite.raw_pieces import state_within
from refgraph.store.whole import MANY, Whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import apsw

    from refgraph.model.changes import Changes
    from refgraph.model.columns import Columns
    from refgraph.store.sqlite.connection import Connections

WORTH_KEEPING = 300_000
"""Rows from which a sidecar is kept: below, the tables are read in less than half a second."""
WORTH_PROCESSES = 1_000_000
"""Rows from which more processes than this one read."""


def whole_of(
    connections: Connections, *, worth_keeping: int = WORTH_KEEPING, worth_processes: int = WORTH_PROCESSES
) -> Whole:
    """Reads all tables of a file, from the sidecar beside it where there is one."""
    tables = SqliteTables(connections, worth_processes=worth_processes)
    return Whole(tables, worth_keeping=worth_keeping)


class SqliteTables:
    """`refgraph.store.whole.Tables` of one file."""

    def __init__(self, connections: Connections, *, worth_processes: int) -> None:
        self._connections = connections
        self._worth_processes = worth_processes

    @contextmanager
    def at_one_state(self) -> Iterator[SqliteState]:
        """Read within one transaction."""
        with self._connections.reading() as db:
            yield SqliteState(db)

    def columns(self) -> Columns:
        """All columns, read by several processes where that pays."""
        with self._connections.reading() as db:
            counts = reading.counts(db)
        if sum(counts.values()) >= self._worth_processes:
            found = columns_by_processes(self._connections.path, counts)
            if found is not None:
                return found
        with self._connections.reading() as db:
            return columns_within(db)

    def path(self, _: str) -> Path:
        """Sidecars lie beside the file."""
        return self._connections.path


class SqliteState:
    """`refgraph.store.whole.OneState` within one transaction."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db

    def state(self) -> tuple[str, int]:
        """Identity of the store and the version."""
        return state_within(self._db)

    def rows(self) -> int:
        """Number of all rows, as counted."""
        return sum(reading.counts(self._db).values())

    def changed_rows(self, since: int) -> int:
        """Rows written and put aside after a version, counted up to a little over `MANY`."""
        touched = [
            name for (name,) in self._db.execute("SELECT tbl FROM counters WHERE last_ver > ?", (since,))
        ]
        now = reading.version(self._db)
        found = self._counted("SELECT 1 FROM history WHERE version > ?", since)
        for layout in (LAYOUTS[name] for name in touched):
            if layout.has_num:
                found += next_num_at(self._db, layout, now) - next_num_at(self._db, layout, since)
            elif found <= MANY:
                found += self._counted(sql("SELECT 1 FROM", layout.name, "WHERE ver > ?"), since)
        return found

    def changes(self, since: int) -> Changes:
        """What was written and deleted after a version."""
        return changes(self._db, since)

    def columns(self) -> Columns:
        """All columns, read from the tables."""
        return columns_within(self._db)

    def _counted(self, query: str, since: int) -> int:
        counted = sql("SELECT count(*) FROM (", query, "LIMIT", str(MANY + 1), ")")
        return int(str(self._db.execute(counted, (since,)).get))
