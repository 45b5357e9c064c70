"""Bring a store of an earlier format to this one: a backup first, then all of it or nothing."""

from __future__ import annotations

import logging
import time
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING

import apsw

from refgraph.errors import StoreBusy, StoreCorrupt, StoreError, StoreUnavailable
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.conversion import convert
from refgraph.store.sqlite.create import create_store
from refgraph.store.sqlite.earlier import earlier_findings
from refgraph.store.sqlite.faults import BUSY, RESTORE, UNREACHABLE, fault, is_damage, said
from refgraph.store.sqlite.overwrite import alone, copy_pages, copy_to_new
from refgraph.store.sqlite.place import put_new, temporary_beside
from refgraph.store.sqlite.schema import SCHEMA_VERSION
from refgraph.store.sqlite.soundness import findings, structure_findings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from refgraph.store.sqlite.connection import Connections

_PAUSE_S = 0.05
_LOG = logging.getLogger(__name__)


def upgrade_store(connections: Connections) -> None:
    """Upgrade a store of an earlier format; its rows, versions and identity stay.

    First the store as it is goes to a file beside it, `NAME.format-2.backup` or with the next free number behind.
    Then it is converted into a new file, which is looked at and written over the store in one transaction: killed
    at any moment, the next opening finds the store as it was and begins again. Nobody else may have it open
    meanwhile. Raises `StoreBusy` where somebody has for longer than the busy timeout, `StoreUnavailable` where
    there is no room for it, `StoreCorrupt` for a damaged one, which is left as it is.
    """
    deadline = time.monotonic() + connections.busy_timeout_s
    while True:
        try:
            if _is_done(connections):
                return
            _convert_alone(connections)
        except (*BUSY, StoreBusy) as error:
            # Two that want it alone stand in each other's way: one goes back at once, and comes again.
            if time.monotonic() > deadline:
                raise _busy(connections.path) from error
            time.sleep(_PAUSE_S)
        except apsw.Error as error:
            raise _failed(error, connections.path) from error


def converted(db: apsw.Connection, new: Path) -> None:
    """Make a new file with all that a store of an earlier format has, in this format, and found sound."""
    create_store(new)
    with closing(connect(new)) as fresh:
        with db, fresh:
            # What is damaged before must not be given new sums.
            _require_sound(db, structure_findings(db) or earlier_findings(db))
            _convert(db, fresh)
        _require_sound(db, findings(fresh))


def _convert(db: apsw.Connection, fresh: apsw.Connection) -> None:
    try:
        convert(db, fresh)
    except ValueError as error:
        # What no import has written, such as a text that is no UTF-8 or a day beyond the calendar.
        raise StoreCorrupt(
            f"{db.filename} is damaged: something in it cannot be read ({error})", RESTORE
        ) from error


def is_current(db: apsw.Connection) -> bool:
    """Whether a store is of this format."""
    return _format(db) >= SCHEMA_VERSION


def _is_done(connections: Connections) -> bool:
    with connections.lent() as db:
        return is_current(db)


def _convert_alone(connections: Connections) -> None:
    connections.close_idle()
    path = connections.path
    with alone(path, busy_timeout_s=connections.busy_timeout_s) as db:
        # Another process may have done it while this one waited.
        if not is_current(db):
            _upgrade(db, path)


def _require_sound(db: apsw.Connection, found: Iterable[str]) -> None:
    for finding in found:
        raise StoreCorrupt(f"{db.filename} is damaged: {finding}", RESTORE)


def _upgrade(db: apsw.Connection, path: Path) -> None:
    backup = _keep(db, path)
    with temporary_beside(path) as new:
        converted(db, new)
        with closing(connect(new)) as source:
            copy_pages(source, db)
    _LOG.warning(
        "%s was of an earlier format and has been converted; as it was it is kept in %s", path, backup
    )


def _keep(db: apsw.Connection, path: Path) -> Path:
    """Copy a store as it is to a file beside it, durably; the one that is there already where it is the same."""
    with temporary_beside(path) as temporary:
        copy_to_new(db, temporary)
        for number in count(1):
            ending = f".{number}" if number > 1 else ""
            backup = path.with_name(f"{path.name}.format-{_format(db)}.backup{ending}")
            if put_new(temporary, backup) or _is_same(db, backup):
                return backup
    raise AssertionError("there is always a next number")


def _is_same(db: apsw.Connection, backup: Path) -> bool:
    """Whether a backup is of the same state, left by an upgrade that was cut short."""
    state = "SELECT store_uuid, version FROM meta"
    try:
        with closing(connect(backup)) as kept:
            return kept.execute(state).fetchall() == db.execute(state).fetchall()
    except apsw.Error:
        return False


def _busy(path: Path) -> StoreBusy:
    return StoreBusy(
        f"another process is writing to {path} or has it open, and it is of an earlier format",
        "close refgraph elsewhere, then it is converted",
    )


def _failed(error: apsw.Error, path: Path) -> StoreError | ValueError:
    if is_damage(error) or not isinstance(error, UNREACHABLE):
        return fault(error, path)
    return StoreUnavailable(
        f"{path} is of an earlier format and cannot be converted ({said(error)}); it is as it was",
        "make room for three times its size beside it, and see that its folder can be written",
    )


def _format(db: apsw.Connection) -> int:
    return int(db.execute("PRAGMA user_version").get)
