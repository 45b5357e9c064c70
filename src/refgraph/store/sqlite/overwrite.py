"""Put what one store file has in the place of what another has, as one transaction of the other."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import apsw

from refgraph.store.sqlite.connection import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def copy_pages(source: apsw.Connection, dest: apsw.Connection) -> None:
    """Copy one committed state of `source` over all that `dest` has, whole or not at all.

    In a single step: those who write to `source` meanwhile neither wait nor make it start again. Whoever has `dest`
    open sees the new content from then on. Both must have checksums in their pages, or neither, or `dest` must be
    empty or held `alone`. Raises `apsw.BusyError` while another connection writes to `dest`.
    """
    # SQLite's VACUUM INTO is no way: most pages of what it makes lack the checksum.
    with dest.backup("main", source, "main") as copying:
        copying.step(-1)


def copy_to_new(source: apsw.Connection, path: Path) -> None:
    """Copy one committed state of `source` to a new file, by `copy_pages`; it can be read where nobody may write."""
    with closing(connect(path, create=True)) as copy:
        copy_pages(source, copy)
    with closing(connect(path)) as copy:
        # The copy is in WAL mode as its source is, in which a reader has to write beside the file.
        copy.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def alone(path: Path, *, busy_timeout_s: float) -> Iterator[apsw.Connection]:
    """A connection that keeps everybody else out of a file until the end, the log moved into it.

    What is written goes through a journal beside the file: after a crash the next connection undoes it. Raises
    `apsw.BusyError` where somebody else has the file open for longer than the timeout.
    """
    with closing(connect(path, busy_timeout_s=busy_timeout_s)) as db:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        # SQLite leaves WAL mode only when nobody else is there.
        if db.execute("PRAGMA journal_mode = DELETE").get != "delete":
            raise apsw.BusyError("another connection has the file open")
        # In this mode the lock of a transaction stays after it.
        db.execute("BEGIN EXCLUSIVE")
        db.execute("COMMIT")
        yield db
