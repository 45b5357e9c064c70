"""Bring a store of an earlier format to this one, in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.sqlite.schema import SCHEMA_VERSION, upgrade_statements

if TYPE_CHECKING:
    import apsw

    from refgraph.store.sqlite.connection import Connections


def upgrade_store(connections: Connections) -> None:
    """Upgrade an earlier format, whole or not at all; its rows, versions and identity stay.

    Raises `StoreBusy` when another writer does not finish within the busy timeout, `StoreUnavailable` where the
    file cannot be written.
    """
    with connections.lent() as db:
        if _format(db) >= SCHEMA_VERSION:
            return
    with connections.writing() as db:
        upgrade(db)
    with connections.lent() as db:
        # Other programs judge a store by its file's header, which is in the log until now.
        db.execute("PRAGMA wal_checkpoint(PASSIVE)")


def upgrade(db: apsw.Connection) -> None:
    """Upgrade within the caller's transaction; nothing to do for this format."""
    for statement in upgrade_statements(_format(db)):
        db.execute(statement)


def _format(db: apsw.Connection) -> int:
    return int(db.execute("PRAGMA user_version").get)
