"""Make an empty store where there is none."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

from refgraph.store.sqlite.checksum import NO_ROWS
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.faults import translated
from refgraph.store.sqlite.layout import LAYOUTS
from refgraph.store.sqlite.place import make_folder, put_new, refuse_leftovers, temporary_beside
from refgraph.store.sqlite.schema import create_statements

if TYPE_CHECKING:
    from pathlib import Path


def create_store(path: Path) -> None:
    """Make an empty store, and the folders to it; what stands there already is left alone.

    The file gets its name when it is complete, so that nobody ever finds half a store. Raises `StoreUnavailable`
    where it cannot be written, or where the log of a former store lies.
    """
    with temporary_beside(path) as temporary:
        if path.exists():
            return
        make_folder(path.parent)
        refuse_leftovers(path)
        with translated(path):
            write_empty(temporary)
        put_new(temporary, path)


def write_empty(path: Path) -> None:
    """Write an empty store, with an identity of its own, to a file that nobody else knows yet."""
    with closing(connect(path, create=True)) as db:
        with db:
            for statement in create_statements():
                db.execute(statement)
            db.execute("INSERT INTO meta VALUES (1, ?, 0, NULL)", (str(uuid4()),))
            db.executemany(
                "INSERT INTO counters VALUES (?, 0, 0, ?, 0)",
                [(name, NO_ROWS) for name in LAYOUTS],
            )
        db.execute("PRAGMA journal_mode = WAL")
