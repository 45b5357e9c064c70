"""What one import wrote, and what has been built on it since."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from refgraph.store.port import Written
from refgraph.store.sqlite.decoding import Decoder
from refgraph.store.sqlite.history import row_of
from refgraph.store.sqlite.holding import held_by
from refgraph.store.sqlite.later import Effects, later
from refgraph.store.sqlite.layout import LAYOUTS, Layout, sql
from refgraph.store.sqlite.ledger import aliases_before
from refgraph.store.sqlite.reading import version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import apsw

    from refgraph.model.tables import Key, Row


def written(db: apsw.Connection, at: int) -> Written:
    """What a version wrote, as `Store.written` says; ValueError for one the store has not."""
    found = version(db)
    if not 1 <= at <= found:
        raise ValueError(f"the store is at version {found}, it has no import {at}")
    updated, deleted = (_former(db, at, reason) for reason in ("updated", "deleted"))
    added = _added(db, at, updated)
    aliases = {name: ids for name in LAYOUTS if (ids := aliases_before(db, name, at))}
    return Written(
        version=at,
        added=added,
        updated=updated,
        deleted=deleted,
        held=held_by(db, at),
        aliases=aliases,
        later=later(db, Effects(at, added, updated, deleted, aliases)),
    )


def _former(db: apsw.Connection, at: int, reason: str) -> dict[str, Sequence[Row]]:
    """Rows that a version put aside, as they were before it."""
    rows: dict[str, list[Row]] = {}
    found = db.execute(
        "SELECT tbl, body FROM history WHERE version = ? AND reason = ? ORDER BY seq", (at, reason)
    )
    for name, body in found:
        rows.setdefault(name, []).append(row_of(LAYOUTS[name], body))
    return dict(rows)


def _added(db: apsw.Connection, at: int, updated: Mapping[str, Sequence[Row]]) -> dict[str, Sequence[Key]]:
    """Keys of rows a version wrote, now or formerly in their table, but for those that were there before it."""
    touched = [name for (name,) in db.execute("SELECT tbl FROM written WHERE ver = ?", (at,))]
    added: dict[str, Sequence[Key]] = {}
    for name, layout in LAYOUTS.items():
        if name not in touched:
            continue
        before = {layout.table.key_of(row) for row in updated.get(name, ())}
        keys = {*_keys_now(db, layout, at), *_keys_formerly(db, layout, at)} - before
        if keys:
            added[name] = sorted(keys)
    return added


def _keys_now(db: apsw.Connection, layout: Layout, at: int) -> list[Key]:
    stored = db.execute(sql("SELECT", layout.columns, "FROM", layout.name, "WHERE ver = ?"), (at,))
    return list(map(layout.table.key_of, Decoder(db).all_rows(layout, stored)))


def _keys_formerly(db: apsw.Connection, layout: Layout, at: int) -> list[Key]:
    found = db.execute(
        "SELECT key FROM history WHERE ver = ? AND version > ? AND tbl = ?", (at, at, layout.table.name)
    )
    return [tuple(json.loads(key)) for (key,) in found]
