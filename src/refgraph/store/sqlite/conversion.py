"""Carry what a store of format 1 or 2 has into an empty store of this format.

Those kept every row as texts by its key, with `num` and `ver` behind, and knew neither merged ids nor who imported.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, cast

from refgraph.model.batch import HeldRow
from refgraph.model.digests import row_digest
from refgraph.store.sqlite.checksum import kept
from refgraph.store.sqlite.encoding import Encoder
from refgraph.store.sqlite.holding import hold
from refgraph.store.sqlite.layout import LAYOUTS, As, Layout, sql
from refgraph.store.sqlite.naming import index_names
from refgraph.store.sqlite.upserting import insert, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import apsw

    from refgraph.model.tables import Row

_CHUNK = 2000


def convert(old: apsw.Connection, new: apsw.Connection) -> None:
    """Carry everything over: rows, versions, numbers, imports, history, held rows and the identity.

    `old` is at one state and only read; `new` has what `create_store` makes and is within a transaction. Memory grows
    with the accounts and the ids of people only. Raises `apsw.Error` where `old` is damaged.
    """
    encoder = Encoder(new)
    # An account may come before its parent.
    encoder.nums["accounts"].update(old.execute("SELECT account_id, num FROM accounts"))
    for layout in LAYOUTS.values():
        _carry_rows(old, new, layout, encoder)
    _carry_batches(old, new)
    _carry_history(old, new)
    _carry_held(old, new)
    new.executemany(
        "INSERT INTO tombstones VALUES (?, ?, ?, ?)", old.execute("SELECT tbl, key, num, ver FROM tombstones")
    )
    state = next(old.execute("SELECT store_uuid, version FROM meta"))
    new.execute("UPDATE meta SET store_uuid = ?, version = ?", state)
    new.execute('UPDATE meta SET last_event = (SELECT max("date") FROM events)')


def _carry_rows(old: apsw.Connection, new: apsw.Connection, layout: Layout, encoder: Encoder) -> None:
    name = layout.table.name
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for chunk in _chunks(
        old, sql("SELECT", layout.columns, ", num, ver FROM", layout.name, "ORDER BY", layout.order)
    ):
        rows = [_given(layout, row[:-2]) for row in chunk]
        nums, vers = ([cast("int", row[at]) for row in chunk] for at in (-2, -1))
        stored = encoder.rows(layout, rows)
        new.executemany(insert(layout, layout.name), whole(layout, nums, stored, vers))
        if layout.is_named:
            names = [str(row[layout.table.index("name")]) for row in rows]
            index_names(new, layout, zip(nums, names, strict=True))
        for row, num, ver in zip(rows, nums, vers, strict=True):
            left = sums[ver]
            left[:] = left[0] + 1, left[1] + row_digest(row), max(left[2], num + 1)
    next_num = old.execute("SELECT next_num FROM counters WHERE tbl = ?", (name,)).get
    _count(new, layout, sums, next_num)


def _count(new: apsw.Connection, layout: Layout, sums: dict[int, list[int]], next_num: int) -> None:
    """Enter what each version wrote; rows with the numbers from the greatest one then on came or changed later."""
    name, reached = layout.table.name, 0
    for ver in sorted(sums):
        rows, digest, behind = sums[ver]
        reached = max(reached, behind) if layout.has_num else 0
        new.execute("INSERT INTO written VALUES (?, ?, ?, ?, ?)", (name, ver, rows, kept(digest), reached))
    new.execute(
        'UPDATE counters SET "rows" = ?, next_num = ?, digest = ?, last_ver = ? WHERE tbl = ?',
        (
            sum(rows for rows, _, _ in sums.values()),
            next_num if layout.has_num else 0,
            kept(sum(digest for _, digest, _ in sums.values())),
            max(sums, default=0),
            name,
        ),
    )


def _given(layout: Layout, stored: Row) -> Row:
    """A row as it was given: flags were 0 and 1, and what was empty in a key was ''."""
    return tuple(
        (None if cell is None else bool(cell))
        if column.kept is As.FLAG
        else cell or None
        if column.may_be_blank
        else cell
        for column, cell in zip(layout.stored, stored, strict=True)
    )


def _carry_batches(old: apsw.Connection, new: apsw.Connection) -> None:
    found = old.execute(
        "SELECT version, batch_id, source, base_version, digest, applied_at, '', NULL FROM batches"
    )
    new.executemany("INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?)", found)


def _carry_history(old: apsw.Connection, new: apsw.Connection) -> None:
    """Of a row that was replaced again, the version that wrote it is the one that put the former one aside.

    What the second version replaced, the first one wrote.
    """
    found = old.execute(
        "SELECT seq, tbl, key, body, version, reason, CASE reason WHEN 'updated' THEN"
        " coalesce(lag(version) OVER (PARTITION BY tbl, key, reason ORDER BY seq), CASE version WHEN 2 THEN 1 END)"
        " END FROM history ORDER BY seq"
    )
    new.executemany("INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)", found)


def _carry_held(old: apsw.Connection, new: apsw.Connection) -> None:
    for chunk in _chunks(old, "SELECT body, version FROM held ORDER BY seq"):
        for body, version in chunk:
            cells = json.loads(str(body))
            cells.pop("read_as", None)
            hold(new, [HeldRow(**cells)], cast("int", version), progressed=lambda _: None)


def _chunks(old: apsw.Connection, query: str) -> Iterator[Sequence[Row]]:
    rows = old.execute(query)
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk
