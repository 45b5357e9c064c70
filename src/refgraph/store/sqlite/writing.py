"""Apply a batch within the caller's write transaction."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import apsw

from refgraph.errors import BatchConflict, StaleBase
from refgraph.model.batch import Applied, Batch, HeldRow
from refgraph.store.sqlite import checksum
from refgraph.store.sqlite.reading import key_text, stored_rows, version
from refgraph.store.sqlite.schema import LAYOUTS, NAMED, Layout
from refgraph.store.sqlite.search import index_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refgraph.model.tables import Row


def apply(db: apsw.Connection, batch: Batch, *, digest: str, applied_at: str) -> Applied:
    """Write a checked batch, version + 1, or answer as the first time if it was applied before.

    Raises `BatchConflict`, `StaleBase`, and ValueError for a reference to a row that is nowhere; the caller then
    undoes the transaction.
    """
    earlier = _earlier(db, batch.batch_id, digest)
    if earlier:
        return earlier
    found = version(db)
    if found != batch.base_version:
        raise StaleBase(
            f"the store is at version {found}, the batch was planned on {batch.base_version}", "plan it again"
        )
    at = found + 1
    for name, layout in LAYOUTS.items():
        if batch.upserts.get(name):
            _write_rows(db, layout, batch.upserts[name], at)
    for name, rows in batch.superseded.items():
        _put_aside(db, LAYOUTS[name], rows, at, "superseded")
    _hold(db, batch.held, at)
    db.execute(
        "INSERT INTO batches (version, batch_id, source, base_version, digest, applied_at) VALUES (?, ?, ?, ?, ?, ?)",
        (at, batch.batch_id, _storable(batch.source), batch.base_version, digest, applied_at),
    )
    db.execute("UPDATE meta SET version = ?", (at,))
    _refuse_orphans(db, batch, at)
    return Applied(batch.batch_id, at)


def _earlier(db: apsw.Connection, batch_id: str, digest: str) -> Applied | None:
    for at, known_digest in db.execute("SELECT version, digest FROM batches WHERE batch_id = ?", (batch_id,)):
        if known_digest != digest:
            raise BatchConflict(
                f"batch '{batch_id}' was applied before with other content",
                "give the new content an id of its own",
            )
        return Applied(batch_id, at)
    return None


def _write_rows(db: apsw.Connection, layout: Layout, rows: Sequence[Row], at: int) -> None:
    name = layout.table.name
    ((count, next_num, table_sum),) = db.execute(
        'SELECT "rows", next_num, checksum FROM counters WHERE tbl = ?', (name,)
    )
    given = {layout.sql_key(row): layout.stored(row) for row in rows}
    # In key order: numbers do not depend on the order of the batch, and the tree grows at its end.
    keys = sorted(given)
    before = {layout.sql_key(old): old for old in stored_rows(db, layout, keys)} if count else {}
    changed = [key for key in keys if key not in before or before[key][:-2] != given[key]]
    added = [key for key in changed if key not in before]
    if not changed:
        return
    nums = {key: next_num + i for i, key in enumerate(added)}
    written = [(*given[key], before[key][-2] if key in before else nums[key], at) for key in changed]
    gone = [before[key] for key in changed if key in before]
    db.executemany(layout.upsert, written)
    _put_aside(db, layout, [layout.loaded(old[:-2]) for old in gone], at, "updated")
    db.execute(
        'UPDATE counters SET "rows" = ?, next_num = ?, checksum = ?, last_ver = ? WHERE tbl = ?',
        (
            count + len(added),
            next_num + len(added),
            checksum.moved(table_sum, gone=gone, come=written),
            at,
            name,
        ),
    )
    if name in NAMED:
        pairs = zip(changed, written, strict=True)
        index_names(db, layout, [row for key, row in pairs if _renamed(layout, row, before.get(key))])


def _renamed(layout: Layout, row: Row, before: Row | None) -> bool:
    name_at = layout.table.index("name")
    return before is None or before[name_at] != row[name_at]


def _put_aside(db: apsw.Connection, layout: Layout, rows: Iterable[Row], at: int, reason: str) -> None:
    names = [column.name for column in layout.table.columns]
    db.executemany(
        "INSERT INTO history (tbl, key, body, version, reason) VALUES (?, ?, ?, ?, ?)",
        [
            (
                layout.table.name,
                key_text(layout.table.key_of(row)),
                json.dumps(dict(zip(names, row, strict=True))),
                at,
                reason,
            )
            for row in rows
        ],
    )


def _hold(db: apsw.Connection, held: Iterable[HeldRow], at: int) -> None:
    db.executemany(
        "INSERT INTO held (key, body, version) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
        [(row.key, json.dumps(asdict(row)), at) for row in held],
    )


def _refuse_orphans(db: apsw.Connection, batch: Batch, at: int) -> None:
    """Name a reference to nothing, which SQLite would refuse at commit without naming it."""
    unresolved, _ = db.status(apsw.SQLITE_DBSTATUS_DEFERRED_FKS)
    if not unresolved:
        return
    for name in batch.upserts:
        layout = LAYOUTS[name]
        for column, orphans in layout.orphans():
            for row in db.execute(orphans, (at,)):
                raise ValueError(
                    f"batch '{batch.batch_id}', {name} {layout.table.key_of(layout.loaded(row))}: {column.name} "
                    f"'{row[layout.table.index(column.name)]}' is not in {column.refers_to}"
                )


def _storable(text: str) -> str:
    """A folder's name may hold bytes that are no UTF-8; they are kept as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
