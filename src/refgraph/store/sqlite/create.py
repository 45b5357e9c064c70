"""Make an empty store where there is none."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from refgraph.errors import StoreUnavailable
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.faults import translated, unreachable
from refgraph.store.sqlite.place import companions, put_new
from refgraph.store.sqlite.schema import LAYOUTS, create_statements


def create_store(path: Path) -> None:
    """Make an empty store, and the folders to it; what stands there already is left alone.

    The file gets its name when it is complete, so that nobody ever finds half a store. Raises `StoreUnavailable`
    where that cannot be written, or where the log of a former store lies that SQLite would take for the new one's.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_leftovers(path)
        temporary = path.with_name(f".{path.name}.{uuid4().hex}")
        try:
            with translated(path):
                _write_empty(temporary)
            put_new(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise unreachable(error, path) from error


def _refuse_leftovers(path: Path) -> None:
    left = [companion for companion in companions(path) if companion.exists()]
    # Asked in this order, a store that another process has just made is not taken for a leftover.
    if left and not path.exists():
        raise StoreUnavailable(
            f"{left[0]} is left from a store that is no longer there", "put the store back, or remove that file"
        )


def _write_empty(path: Path) -> None:
    db = connect(path, create=True)
    try:
        with db:
            for statement in create_statements():
                db.execute(statement)
            db.execute("INSERT INTO meta VALUES (1, ?, 0)", (str(uuid4()),))
            db.executemany("INSERT INTO counters VALUES (?, 0, 0, 0)", [(name,) for name in LAYOUTS])
        db.execute("PRAGMA journal_mode = WAL")
    finally:
        db.close()
