"""Take rows out: they go to history, a tombstone stays, and nothing may refer to them in the end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from refgraph.store.keeping import key_json
from refgraph.store.sqlite.history import put_aside
from refgraph.store.sqlite.layout import LAYOUTS, As, Layout, Stored, sql
from refgraph.store.sqlite.naming import forget_names
from refgraph.store.sqlite.reading import stored_keys, stored_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Key, Row
    from refgraph.store.sqlite.work import Work

_CHUNK = 5000
NO_NUM = -1
"""Number of a row of a relation, which has none."""


def delete_rows(work: Work, layout: Layout, keys: Sequence[Key]) -> None:
    """Take the rows of keys out; keys that have none are passed over."""
    asked = stored_keys(work.db, layout, list(dict.fromkeys(keys)))
    # A row may refer to another of its table: all are read before the first goes.
    size = len(asked) if any(c.column.refers_to == layout.table.name for c in layout.stored) else _CHUNK
    for start in range(0, len(asked), max(size, 1)):
        stored = list(stored_rows(work.db, layout, asked[start : start + size]))
        if stored:
            _delete(work, layout, stored)
    work.written.add(len(keys))


def _delete(work: Work, layout: Layout, stored: Sequence[Row]) -> None:
    table = layout.table
    rows = work.decoder.rows(layout, stored)
    vers = [cast("int", row[-1]) for row in stored]
    nums = [cast("int", row[-2]) if layout.has_num else NO_NUM for row in stored]
    keys = list(map(table.key_of, rows))
    put_aside(work.db, table, zip(rows, vers, strict=True), work.at, "deleted")
    work.db.executemany(
        sql("DELETE FROM", layout.name, "WHERE", layout.where_key),
        [tuple(row[at] for at in layout.key_at) for row in stored],
    )
    work.db.executemany(
        "INSERT OR REPLACE INTO tombstones VALUES (?, ?, ?, ?)",
        [
            (table.name, key_json(key), None if num == NO_NUM else num, work.at)
            for key, num in zip(keys, nums, strict=True)
        ],
    )
    if layout.is_named:
        forget_names(work.db, layout, nums)
        # Rows that are replaced later may have referred to these.
        work.decoder.ids[table.name].update((num, key[0]) for num, key in zip(nums, keys, strict=True))
    if table.name == "events":
        work.last_event.go(stored)
    work.sums.remove(table.name, zip(rows, vers, strict=True))
    work.deleted.setdefault(table.name, {}).update(zip(keys, nums, strict=True))


def refuse_referred(work: Work) -> None:
    """Raise ValueError where a row refers to one that was taken out and has not come back."""
    for parent, gone in work.deleted.items():
        for layout in LAYOUTS.values() if gone else ():
            for column in layout.stored:
                if column.column.refers_to == parent:
                    _refuse(work, layout, column, gone)


def _refuse(work: Work, layout: Layout, column: Stored, gone: Mapping[Key, int]) -> None:
    is_text = column.kept is As.CODED
    asked = [key[0] for key in gone] if is_text else list(gone.values())
    # A text may stand for itself or have a code.
    values = "SELECT value FROM json_each(:asked)"
    codes = sql("UNION ALL SELECT code FROM texts WHERE text IN (", values, ")") if is_text else ""
    found = work.db.execute(
        sql(
            "SELECT",
            layout.columns,
            "FROM",
            layout.name,
            "WHERE",
            column.name,
            "IN (",
            values,
            codes,
            ") LIMIT 1",
        ),
        {"asked": json.dumps(asked)},
    )
    for stored in found:
        row = work.decoder.row(layout, stored)
        raise ValueError(
            f"batch '{work.batch.batch_id}' deletes a row of {column.column.refers_to} that {layout.table.name} "
            f"{layout.table.key_of(row)} refers to: {column.column.name} '{row[layout.table.index(column.column.name)]}'"
        )
