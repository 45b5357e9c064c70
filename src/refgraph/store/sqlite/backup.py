"""Copies of a store: out of it while it is in use, and back into place."""

from __future__ import annotations

from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

import apsw

from refgraph.errors import StoreCorrupt, StoreUnavailable
from refgraph.store.sqlite.connection import BUSY_TIMEOUT_S, connect
from refgraph.store.sqlite.faults import UNREACHABLE, fault, translated
from refgraph.store.sqlite.place import (
    companions,
    make_folder,
    put_new,
    refuse_leftovers,
    require_store,
    temporary_beside,
)
from refgraph.store.sqlite.soundness import findings
from refgraph.store.sqlite.upgrade import upgrade

if TYPE_CHECKING:
    from pathlib import Path


def write_copy(db: apsw.Connection, dest: Path) -> None:
    """Write one committed state to a new file, durably; readers and writers go on meanwhile.

    Raises `StoreUnavailable` where `dest` exists or cannot be written; then nothing is left there.
    """
    with temporary_beside(dest) as temporary:
        if dest.exists():
            raise _taken(dest)
        _copy(db, temporary, dest)
        if not put_new(temporary, dest):
            raise _taken(dest)


def restore_file(
    source: Path, dest: Path, *, replace: bool = False, busy_timeout_s: float = BUSY_TIMEOUT_S
) -> None:
    """Put a sound copy of the store at `source` into place at `dest`, whole or not at all, with a new identity.

    `source` may be a backup or a store, even one in use; folders to `dest` are made. Raises what `require_store`
    raises for `source`, `StoreCorrupt` when its content is damaged, `StoreUnavailable` when `dest` cannot be
    written, or exists and `replace` is False. With `replace`, the old store must be one for `require_store` too;
    processes that have it open see the restored one from then on. A store too damaged for that is set aside as
    `NAME.damaged-1` or the next free number. Raises `StoreBusy` while another process writes to the old store.
    """
    require_store(source)
    with temporary_beside(dest) as temporary:
        if dest.exists() and not replace:
            raise StoreUnavailable(f"{dest} exists already", "--replace puts the backup in its place")
        make_folder(dest.parent)
        with translated(source):
            with closing(connect(source)) as db:
                _copy(db, temporary, dest)
            _make_own(temporary, source)
        if dest.exists():
            _replace(temporary, dest, busy_timeout_s)
            return
        refuse_leftovers(dest)
        if not put_new(temporary, dest):
            raise _taken(dest)


def _copy(db: apsw.Connection, temporary: Path, dest: Path) -> None:
    db.execute("SELECT version FROM meta").fetchall()
    try:
        db.execute("VACUUM INTO ?", (str(temporary.absolute()),))
    except UNREACHABLE as error:
        # The source has just been read, so it is the copy that cannot be written.
        raise fault(error, dest) from error


def _make_own(copy: Path, source: Path) -> None:
    """Check a copy and give it an identity: its next version is not the next one of the store it came from."""
    with closing(connect(copy)) as db:
        with db:
            upgrade(db)
        for finding in findings(db):
            raise StoreCorrupt(f"{source} is damaged: {finding}", "restore another backup")
        db.execute("UPDATE meta SET store_uuid = ?", (str(uuid4()),))
        # Done here once, it needs no lock when several processes open the restored store at the same time.
        db.execute("PRAGMA journal_mode = WAL")


def _replace(new: Path, dest: Path, busy_timeout_s: float) -> None:
    require_store(dest)
    try:
        with closing(connect(new)) as source, closing(connect(dest, busy_timeout_s=busy_timeout_s)) as db:
            # Page by page in one transaction of the old store: its log and its readers are SQLite's business.
            with db.backup("main", source, "main") as copying:
                copying.step(-1)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (apsw.CorruptError, apsw.NotADBError):
        _set_aside(dest)
        if not put_new(new, dest):
            raise _taken(dest) from None
    except apsw.Error as error:
        raise fault(error, dest) from error


def _set_aside(path: Path) -> None:
    """Rename a damaged store with its log, so that what can be read of it still can."""
    aside = next(free for n in count(1) if not (free := path.with_name(f"{path.name}.damaged-{n}")).exists())
    for old, new in zip([path, *companions(path)], [aside, *companions(aside)], strict=True):
        if old.exists():
            old.rename(new)


def _taken(dest: Path) -> StoreUnavailable:
    return StoreUnavailable(f"{dest} exists already", "name a file that does not exist")
