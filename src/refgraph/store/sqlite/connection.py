"""Connections to one file, lent to whoever asks, from any thread."""

from __future__ import annotations

from collections import deque
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import apsw

from refgraph.store.sqlite.faults import translated
from refgraph.store.sqlite.pages import RESERVED, page_vfs, plain_vfs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_TIMEOUT_S = 30.0
_IDLE = 8
"""Connections kept open while nobody uses them."""


def connect(
    path: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S, create: bool = False, verifies: bool = True
) -> apsw.Connection:
    """Open a file with the settings every connection has; only `create` makes one, with checksums in its pages.

    `verifies` False reads pages whatever their checksums say, and must not write: what it writes has none.
    """
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    sums = page_vfs()
    if path.with_name(f"{path.name}-journal").exists():
        _undo_unfinished(path, busy_timeout_s)
    db = _open(path, flags, busy_timeout_s, vfs=sums if sums and verifies else plain_vfs())
    if create and sums:
        db.reserve_bytes(None, RESERVED)
    db.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    db.config(apsw.SQLITE_DBCONFIG_DQS_DML, 0)
    db.config(apsw.SQLITE_DBCONFIG_DQS_DDL, 0)
    db.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    for setting in (
        "synchronous = FULL", "foreign_keys = ON", "cell_size_check = ON", "cache_size = -32768",
        "journal_size_limit = 67108864",
    ):  # fmt: skip
        db.execute(f"PRAGMA {setting}")
    return db


def _open(path: Path, flags: int, busy_timeout_s: float, *, vfs: str) -> apsw.Connection:
    # An absolute path: SQLite reads some relative names, such as :memory:, in its own way.
    db = apsw.Connection(str(path.absolute()), flags=flags, vfs=vfs)
    db.set_busy_timeout(int(busy_timeout_s * 1000))
    return db


def _undo_unfinished(path: Path, busy_timeout_s: float) -> None:
    """Have SQLite put back what a crash left half written over a store (`overwrite.alone`)."""
    # Below the checksums: pages from before may have had other content where those have theirs.
    with closing(_open(path, apsw.SQLITE_OPEN_READWRITE, busy_timeout_s, vfs=plain_vfs())) as db:
        db.execute("SELECT count(*) FROM sqlite_schema").fetchall()


class Connections:
    """A pool over one existing file in WAL mode: a connection serves one caller at a time."""

    def __init__(self, path: Path, *, busy_timeout_s: float) -> None:
        self.path = path
        self.busy_timeout_s = busy_timeout_s
        self._idle: deque[apsw.Connection] = deque()
        self._closed = False

    @contextmanager
    def lent(self) -> Iterator[apsw.Connection]:
        """A connection outside any transaction, with SQLite's errors translated; ValueError once closed."""
        if self._closed:
            raise ValueError(f"the store {self.path} is closed")
        with translated(self.path):
            db = self._taken()
            try:
                yield db
            finally:
                self._give_back(db)

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """A connection that sees one committed state until the end, whatever others write."""
        with self.lent() as db, _transaction(db, "BEGIN"):
            yield db

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """The only connection that writes: committed durably at the end, undone whole on any error.

        Raises `StoreBusy` when another writer does not finish within the busy timeout.
        """
        with self.lent() as db, _transaction(db, "BEGIN IMMEDIATE"):
            yield db

    def close(self) -> None:
        """Close what is idle now and the rest when it comes back."""
        self._closed = True
        self.close_idle()

    def close_idle(self) -> None:
        """Close what nobody uses now; more are opened when asked for."""
        with translated(self.path):
            while self._idle:
                self._idle.pop().close()

    def _taken(self) -> apsw.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return _connect_in_wal(self.path, self.busy_timeout_s)

    def _give_back(self, db: apsw.Connection) -> None:
        if self._closed or db.in_transaction or len(self._idle) >= _IDLE:
            db.close()
        else:
            self._idle.append(db)


def _connect_in_wal(path: Path, busy_timeout_s: float) -> apsw.Connection:
    db = connect(path, busy_timeout_s=busy_timeout_s)
    try:
        # Nothing is written before the file has shown that it can be read as a store.
        db.execute("SELECT version FROM meta").fetchall()
        # A backup comes without a log; the mode stays in the file once it is set.
        db.execute("PRAGMA journal_mode = WAL")
    except apsw.Error:
        db.close()
        raise
    return db


@contextmanager
def _transaction(db: apsw.Connection, begin: str) -> Iterator[None]:
    db.execute(begin)
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # A failed commit may have ended the transaction already.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
