"""What one import wrote, and what has been built on it since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.store.later import Effects, later, steps_back
from refgraph.store.ledger import undoing
from refgraph.store.port import Written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Key, Row
    from refgraph.store.traces import Traces

_Rows = dict[str, list["Row"]]


def written(traces: Traces, at: int) -> Written:
    """What a version wrote, as `Store.written` says; ValueError for one the store has not."""
    imports = traces.imports()
    found = max((one.version for one in imports), default=0)
    if not 1 <= at <= found:
        raise ValueError(f"the store is at version {found}, it has no import {at}")
    updated, deleted = _former(traces, at)
    added = _added(traces, at, updated)
    aliases: dict[str, dict[str, str | None]] = {}
    for name, merged, stood_for in traces.aliases_before(at):
        aliases.setdefault(name, {})[merged] = stood_for
    effects = Effects(at, added, updated, deleted, aliases)
    return Written(
        version=at,
        added=added,
        updated=updated,
        deleted=deleted,
        held=_held_by(traces, at, undoing(imports)),
        aliases=aliases,
        later=later(traces, effects, imports),
    )


def _former(traces: Traces, at: int) -> tuple[_Rows, _Rows]:
    """Rows that a version replaced and those it took out, as they were before it."""
    rows: dict[str, _Rows] = {"updated": {}, "deleted": {}}
    for name, reason, row in traces.put_aside(at):
        rows[reason].setdefault(name, []).append(row)
    return rows["updated"], rows["deleted"]


def _added(traces: Traces, at: int, updated: Mapping[str, Sequence[Row]]) -> dict[str, Sequence[Key]]:
    """Keys of rows a version wrote, now or formerly in their table, but for those that were there before it."""
    wrote = traces.wrote(at)
    added: dict[str, Sequence[Key]] = {}
    for name, table in TABLES.items():
        if keys := set(wrote.get(name, ())).difference(map(table.key_of, updated.get(name, ()))):
            added[name] = sorted(keys)
    return added


def _held_by(traces: Traces, at: int, undoes: Mapping[int, int]) -> list[str]:
    """Keys of rows that a version held and that are still held, or are again, in the order they came."""
    now = dict(traces.held_since(at))
    by_it = {
        key for vers in steps_back(now, undoes, traces.held_before) for key, ver in vers.items() if ver == at
    }
    return [key for key in now if key in by_it]
