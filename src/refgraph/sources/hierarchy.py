"""Accounts and the accounts above them: unknown ones, cycles and depth, across bundle and store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from refgraph.model.tables import ACCOUNTS
from refgraph.sources.references import World, cells_of, hold_unknown, ids_in_play, pointing_nowhere
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refgraph.sources.sheet import Sheet

DEEPEST = 100
"""Levels of accounts above one another beyond which it is worth a warning."""

_PARENT = ACCOUNTS.index("parent_id")
_CHUNK = 20_000
"""Rows read or looked up at a time."""


def settle_parents(world: World, sheet: Sheet) -> None:
    """Hold accounts with an unknown parent or on a cycle; empty parents that are held.

    Every row that closes a cycle with its own cell is held, rows that only lead to a cycle are not.
    """
    _hold_unknown_parents(world, sheet)
    if not (sheet.codes("parent_id") >= 0).any():
        return
    known = _known_parents(world, sheet)
    # Where a parent is left empty the store's stays, which may close a cycle in turn.
    while _hold_cycles(sheet, _parents(world, sheet, known)) or _empty_held_parents(world, sheet):
        pass
    _warn_of_depth(sheet, _parents(world, sheet, known))


def cyclic(above: Mapping[str, str]) -> set[str]:
    """Collect the nodes on cycles of a graph in which each node points to at most one; O(n)."""
    on_cycle: set[str] = set()
    done: set[str] = set()
    for start in above:
        trail: dict[str, int] = {}
        node: str | None = start
        while node is not None and node not in done and node not in trail:
            trail[node] = len(trail)
            node = above.get(node)
        if node is not None and node in trail:
            on_cycle.update(list(trail)[trail[node] :])
        done.update(trail)
    return on_cycle


def _hold_unknown_parents(world: World, sheet: Sheet) -> None:
    for index, parent in _absent_parents(world, sheet):
        if world.held_in("accounts", parent) is None:
            hold_unknown(world, sheet, index, "parent_id", parent, "accounts")


def _absent_parents(world: World, sheet: Sheet) -> list[tuple[int, str]]:
    lost = pointing_nowhere(world, sheet, "parent_id", "accounts", sheet.is_active)
    return list(zip(lost.tolist(), cells_of(sheet, "parent_id", lost), strict=True))


def _known_parents(world: World, sheet: Sheet) -> dict[str, str]:
    """Parent in the store by account of the bundle."""
    parents: dict[str, str] = {}
    if world.lookup.count("accounts"):
        ids = ids_in_play(sheet)
        for start in range(0, len(ids), _CHUNK):
            keys = [(identifier,) for identifier in ids[start : start + _CHUNK].to_pylist()]
            rows = world.lookup.known("accounts", keys)
            parents.update(
                {key[0]: str(row[_PARENT]) for key, row in rows.items() if row[_PARENT] is not None}
            )
    return parents


def _parents(world: World, sheet: Sheet, known: Mapping[str, str]) -> dict[str, str]:
    """Parent by account as it will be: the bundle's, else the store's, up to the roots."""
    above: dict[str, str | None] = {}
    for _, (identifier, parent) in _cells(sheet):
        above[identifier] = known.get(identifier) if parent is None else parent
    frontier = {parent for parent in above.values() if parent is not None and parent not in above}
    while frontier:
        rows = world.lookup.known("accounts", [(identifier,) for identifier in sorted(frontier)])
        above.update(dict.fromkeys(frontier))
        above.update({key[0]: str(row[_PARENT]) for key, row in rows.items() if row[_PARENT] is not None})
        frontier = {p for i in frontier if (p := above[i]) is not None and p not in above}
    return {identifier: parent for identifier, parent in above.items() if parent is not None}


def _cells(sheet: Sheet) -> Iterator[tuple[int, tuple[str, str | None]]]:
    """Index, id and parent of the rows in play."""
    indices = sheet.active()
    for start in range(0, len(indices), _CHUNK):
        taken = pa.array(indices[start : start + _CHUNK])
        texts = (
            sheet.column(name).take(taken).cast(pa.large_string()).to_pylist()
            for name in ("account_id", "parent_id")
        )
        yield from zip(taken.to_pylist(), zip(*texts, strict=True), strict=True)


def _hold_cycles(sheet: Sheet, above: Mapping[str, str]) -> bool:
    on_cycle = cyclic(above)
    if not on_cycle:
        return False
    closing = [
        (i, parent) for i, (account, parent) in _cells(sheet) if account in on_cycle and parent is not None
    ]
    for index, parent in closing:
        text = f"the parent '{shown(parent)}' closes a cycle of accounts, expected a tree"
        sheet.hold(index, "parent_id", Note("cycle", text, holds=True), parent)
    return bool(closing)


def _empty_held_parents(world: World, sheet: Sheet) -> bool:
    lost = _absent_parents(world, sheet)
    for index, parent in lost:
        number = world.held_in("accounts", parent)
        text = f"the parent '{shown(parent)}' is held (accounts.csv row {number}); left empty"
        sheet.warn(index, "parent_id", Note("held_parent_id", text), parent)
    if lost:
        sheet.empty("parent_id", np.array([index for index, _ in lost], np.int64))
    return bool(lost)


def _warn_of_depth(sheet: Sheet, above: Mapping[str, str]) -> None:
    depths: dict[str, int] = {}
    for start in above:
        trail: dict[str, None] = {}
        node: str | None = start
        # A cycle that stands in the store is none of this bundle's.
        while node is not None and node not in depths and node not in trail:
            trail[node] = None
            node = above.get(node)
        depth = depths.get(node, 0) if node is not None else 0
        for identifier in reversed(trail):
            depth += 1
            depths[identifier] = depth
    deepest = max(depths.values(), default=0)
    if deepest > DEEPEST:
        text = f"found accounts {deepest} levels deep (depth), expected at most {DEEPEST}"
        sheet.report.warn(sheet.file, Note("depth", text), column="parent_id")
