"""Take rows out: they go to history, a tombstone stays, and nothing may refer to them in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.keeping import key_json
from refgraph.store.neo4j.layout import LAYOUTS, Label, NodeLayout, beginning
from refgraph.store.neo4j.reading import Stored, stored_rows
from refgraph.store.neo4j.statements import TAKEN_OUT
from refgraph.store.neo4j.work import CHUNK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.tables import Key
    from refgraph.store.neo4j.layout import Layout
    from refgraph.store.neo4j.work import Work

BURIED = (
    f"FOREACH (row IN $buried | MERGE (t:{Label.TOMBSTONE} {{table: row.table, of: {beginning('row.key')}, key: row.key}})"
    f" SET t = row, t.of = {beginning('row.key')})"
)
"""Clause that sets tombstones."""
RISEN = (
    "CALL () { UNWIND $risen AS risen"
    f" MATCH (t:{Label.TOMBSTONE} {{table: risen[0], of: {beginning('risen[1]')}}}) WHERE t.key = risen[1] DELETE t }}"
)
"""Clause that takes tombstones away."""
_TOMBSTONES = f"{RISEN} {BURIED}"


def delete_rows(work: Work) -> None:
    """Take the rows of the batch's keys out; keys that have none are passed over."""
    # Those that refer before those they refer to.
    for name, layout in reversed(LAYOUTS.items()):
        if keys := work.batch.deletes.get(name):
            stored = _there(work, layout, keys)
            for start in range(0, len(stored), CHUNK):
                _delete(work, layout, dict(list(stored.items())[start : start + CHUNK]))
            work.told.add(len(keys))
    take_out(work)


def take_out(work: Work) -> None:
    """Take out the rows that are to be."""
    if work.taken:
        work.transaction.run(TAKEN_OUT, **{name: work.taken.get(name, []) for name in LAYOUTS})
        work.taken = {}


def _there(work: Work, layout: Layout, keys: Sequence[Key]) -> dict[Key, Stored]:
    if work.before is None:
        return stored_rows(work.transaction.run, layout, keys)
    before = work.before[layout.table.name]
    return {key: before[key] for key in dict.fromkeys(keys) if key in before}


def _delete(work: Work, layout: Layout, stored: dict[Key, Stored]) -> None:
    table, is_node = layout.table, isinstance(layout, NodeLayout)
    rows = [(one.row, one.ver) for one in stored.values()]
    work.aside.put(table, rows, "deleted")
    work.sums.remove(table.name, rows)
    back = {table.key_of(row) for row in work.batch.upserts.get(table.name, ())}
    gone = [key for key in stored if key not in back]
    taken = gone if is_node else list(stored)
    if taken:
        work.taken.setdefault(table.name, []).extend(map(list, taken))
    work.gone.setdefault(table.name, set()).update(taken)
    if is_node:
        work.rewritten.setdefault(table.name, {}).update(
            {key: one.num for key, one in stored.items() if key in back}
        )
    _bury(work, table.name, {key: stored[key].num for key in gone})
    if sum(map(len, work.taken.values())) >= CHUNK:
        take_out(work)


def _bury(work: Work, table: str, nums: dict[Key, int | None]) -> None:
    work.buried += [
        {"table": table, "key": key_json(key), "ver": work.at} | ({} if num is None else {"num": num})
        for key, num in nums.items()
    ]
    _settle(work)


def come_back(work: Work, table: str, keys: Sequence[Key]) -> None:
    """Take away the tombstones of keys that have a row again."""
    if table in work.graves:
        work.risen += [[table, key_json(key)] for key in keys]
        _settle(work)


def _settle(work: Work) -> None:
    """Write tombstones where many wait; the last ones go with the end of the batch."""
    if len(work.buried) + len(work.risen) >= CHUNK:
        work.transaction.run(_TOMBSTONES, buried=work.buried, risen=work.risen)
        work.buried, work.risen = [], []
