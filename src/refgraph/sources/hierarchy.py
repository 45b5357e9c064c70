"""Accounts and the accounts above them: unknown ones, cycles and depth, across bundle and store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import ACCOUNTS, Key, Row
from refgraph.sources.references import World, hold_unknown
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.sources.sheet import Sheet

DEEPEST = 100
"""Levels of accounts above one another beyond which it is worth a warning."""

_PARENT = ACCOUNTS.index("parent_id")


def settle_parents(world: World, sheet: Sheet, known: Mapping[Key, Row]) -> None:
    """Hold accounts with an unknown parent or on a cycle; empty parents that are held.

    `known` has the store's rows of the accounts in the bundle. Every row that closes a cycle with its own cell is
    held, rows that only lead to a cycle are not.
    """
    _hold_unknown_parents(world, sheet)
    above = _parents(world, sheet, known)
    while _hold_cycles(sheet, above, known):
        above = _parents(world, sheet, known)
    _empty_held_parents(world, sheet)
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
    absent = world.absent("accounts", _named_parents(sheet))
    for index, row in sheet.active() if absent else ():
        parent = row[_PARENT]
        if parent in absent and world.held_in("accounts", str(parent)) is None:
            hold_unknown(world, sheet, index, "parent_id", str(parent), "accounts")


def _named_parents(sheet: Sheet) -> set[str]:
    return {str(row[_PARENT]) for _, row in sheet.active() if row[_PARENT] is not None}


def _parents(world: World, sheet: Sheet, known: Mapping[Key, Row]) -> dict[str, str]:
    """Parent by account as it will be: the bundle's, else the store's, up to the roots."""
    above: dict[str, str | None] = {}
    for _, row in sheet.active():
        identifier = str(row[0])
        former = known.get((identifier,))
        parent = row[_PARENT] if row[_PARENT] is not None or former is None else former[_PARENT]
        above[identifier] = None if parent is None else str(parent)
    frontier = {parent for parent in above.values() if parent is not None and parent not in above}
    while frontier:
        rows = world.lookup.known("accounts", [(identifier,) for identifier in sorted(frontier)])
        above.update(dict.fromkeys(frontier))
        above.update({key[0]: str(row[_PARENT]) for key, row in rows.items() if row[_PARENT] is not None})
        frontier = {p for i in frontier if (p := above[i]) is not None and p not in above}
    return {identifier: parent for identifier, parent in above.items() if parent is not None}


def _hold_cycles(sheet: Sheet, above: Mapping[str, str], known: Mapping[Key, Row]) -> bool:
    on_cycle = cyclic(above)
    if not on_cycle:
        return False
    held = False
    for index, row in sheet.active():
        if row[0] in on_cycle and row[_PARENT] is not None:
            parent = str(row[_PARENT])
            text = f"the parent '{shown(parent)}' closes a cycle of accounts, expected a tree"
            sheet.hold(index, "parent_id", Note("cycle", text, holds=True), parent)
            held = True
    return held


def _empty_held_parents(world: World, sheet: Sheet) -> None:
    absent = world.absent("accounts", _named_parents(sheet))
    for index, row in sheet.active() if absent else ():
        parent = row[_PARENT]
        if parent in absent:
            number = world.held_in("accounts", str(parent))
            text = f"the parent '{shown(str(parent))}' is held (accounts.csv row {number}); left empty"
            sheet.change(index, "parent_id", None)
            sheet.warn(index, "parent_id", Note("held_parent_id", text), str(parent))


def _warn_of_depth(sheet: Sheet, above: Mapping[str, str]) -> None:
    depths: dict[str, int] = {}
    for start in above:
        trail: list[str] = []
        node: str | None = start
        while node is not None and node not in depths:
            trail.append(node)
            node = above.get(node)
        depth = depths[node] if node is not None else 0
        for identifier in reversed(trail):
            depth += 1
            depths[identifier] = depth
    deepest = max(depths.values(), default=0)
    if deepest > DEEPEST:
        text = f"found accounts {deepest} levels deep (depth), expected at most {DEEPEST}"
        sheet.report.warn(sheet.file, Note("depth", text), column="parent_id")
