"""Copies of a store: out of it while it is in use, and back into place."""

from __future__ import annotations

from contextlib import closing, contextmanager
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

import apsw

from refgraph.errors import StoreCorrupt, StoreUnavailable
from refgraph.store.sqlite.connection import BUSY_TIMEOUT_S, connect
from refgraph.store.sqlite.faults import UNREACHABLE, fault, is_damage, translated
from refgraph.store.sqlite.overwrite import alone, copy_pages, copy_to_new
from refgraph.store.sqlite.pages import keeps_sums
from refgraph.store.sqlite.place import (
    companions,
    make_folder,
    put_new,
    refuse_leftovers,
    require_store,
    temporary_beside,
)
from refgraph.store.sqlite.soundness import findings, page_findings
from refgraph.store.sqlite.upgrade import converted, is_current

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def write_copy(db: apsw.Connection, dest: Path) -> None:
    """Write one committed state to a new file, durably; readers and writers go on meanwhile.

    Raises `StoreUnavailable` where `dest` exists or cannot be written; then nothing is left there.
    """
    with temporary_beside(dest) as temporary:
        if dest.exists():
            raise _taken(dest)
        with written_at(dest):
            copy_to_new(db, temporary)
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
            _require_sound(source, page_findings(source))
            with closing(connect(source)) as db, written_at(dest):
                _copy(db, temporary)
            _make_own(temporary, source)
        put_in_place(temporary, dest, busy_timeout_s=busy_timeout_s)


def put_in_place(new: Path, dest: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
    """Put a finished store in the place of what stands at `dest`, as `restore_file` has it."""
    if dest.exists():
        _replace(new, dest, busy_timeout_s)
        return
    refuse_leftovers(dest)
    if not put_new(new, dest):
        raise _taken(dest)


@contextmanager
def written_at(dest: Path) -> Iterator[None]:
    """Say of a copy that cannot be written that it is `dest`, not the source."""
    try:
        yield
    except UNREACHABLE as error:
        if is_damage(error):
            raise
        raise fault(error, dest) from error


def _copy(db: apsw.Connection, temporary: Path) -> None:
    if is_current(db):
        copy_to_new(db, temporary)
    else:
        converted(db, temporary)


def _make_own(copy: Path, source: Path) -> None:
    """Check a copy and give it an identity: its next version is not the next one of the store it came from."""
    with closing(connect(copy)) as db:
        _require_sound(source, findings(db))
        db.execute("UPDATE meta SET store_uuid = ?", (str(uuid4()),))
        # Done here once, it needs no lock when several processes open the restored store at the same time.
        db.execute("PRAGMA journal_mode = WAL")


def _require_sound(source: Path, found: Iterable[str]) -> None:
    for finding in found:
        raise StoreCorrupt(f"{source} is damaged: {finding}", "restore another backup")


def _replace(new: Path, dest: Path, busy_timeout_s: float) -> None:
    try:
        require_store(dest)
        _overwrite(new, dest, busy_timeout_s)
    except (apsw.Error, StoreCorrupt) as error:
        if isinstance(error, apsw.Error) and not (is_damage(error) or isinstance(error, apsw.NotADBError)):
            raise fault(error, dest) from error
        _set_aside(dest)
        if not put_new(new, dest):
            raise _taken(dest) from None


def _overwrite(new: Path, dest: Path, busy_timeout_s: float) -> None:
    with closing(connect(new)) as source:
        if keeps_sums(new) != keeps_sums(dest):
            with alone(dest, busy_timeout_s=busy_timeout_s) as db:
                copy_pages(source, db)
            return
        with closing(connect(dest, busy_timeout_s=busy_timeout_s)) as db:
            # The log and the readers of the old store are SQLite's business.
            copy_pages(source, db)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _set_aside(path: Path) -> None:
    """Rename a damaged store with its log, so that what can be read of it still can."""
    aside = next(free for n in count(1) if not (free := path.with_name(f"{path.name}.damaged-{n}")).exists())
    for old, new in zip([path, *companions(path)], [aside, *companions(aside)], strict=True):
        if old.exists():
            old.rename(new)


def _taken(dest: Path) -> StoreUnavailable:
    return StoreUnavailable(f"{dest} exists already", "name a file that does not exist")
