"""Ids that were merged away: rows that still name them speak of the id that stands for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.tables import ACCOUNTS, KNOWS, ROLES
from refgraph.sources.merge import overlay
from refgraph.sources.references import names_account
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.model.lookup import Lookup
    from refgraph.model.tables import Row
    from refgraph.sources.sheet import Indices, Sheet

_SHOWN = 3


def follow_merges(sheets: Mapping[str, Sheet], lookup: Lookup) -> None:
    """Put the ids that stand for merged ones in their place, in every column that names them, with one warning a file.

    A row of a merged entity only fills cells that are empty in the rows known and brought in for the id that stands
    for it. A tie that becomes one of a person with themself is merged. Costs nothing where nothing was merged.
    """
    merges = {name: resolved(dict(lookup.aliases(name))) for name in sheets_named(sheets)}
    if not any(merges.values()):
        return
    for sheet in sheets.values():
        _follow(sheet, merges, lookup)


def sheets_named(sheets: Mapping[str, Sheet]) -> set[str]:
    """Tables whose ids may stand in some sheets."""
    columns = {
        column.refers_to for sheet in sheets.values() for column in sheet.table.columns if column.refers_to
    }
    return columns | {name for name, sheet in sheets.items() if sheet.table.is_entity}


def resolved(merges: Mapping[str, str]) -> dict[str, str]:
    """Follow merges of merges to the id that stands in the end; a circle of merges stands for itself."""
    ends: dict[str, str] = {}
    for start in merges:
        trail, node = {start}, merges[start]
        while node in merges and node not in trail:
            trail.add(node)
            node = merges[node]
        if node not in trail:
            ends[start] = node
    return ends


def _follow(sheet: Sheet, merges: Mapping[str, Mapping[str, str]], lookup: Lookup) -> None:
    told: dict[str, str] = {}
    changed = np.zeros(len(sheet.numbers), np.bool_)
    every = np.ones(len(sheet.numbers), np.bool_)
    for column in sheet.table.columns:
        is_own = column.name == sheet.table.key[0] and sheet.table.is_entity
        target = sheet.table.name if is_own else column.refers_to
        ids = merges.get(target or "", {})
        is_meant = every
        if column.name == "ref" and sheet.table.name == "events" and merges.get("accounts"):
            ids, is_meant = merges["accounts"], names_account(sheet)
        found = _redirect(sheet, column.name, ids, is_meant, told) if ids else np.empty(0, np.int64)
        changed[found] = True
        if is_own and len(found):
            _fill_only(sheet, found, lookup)
    if changed.any():
        _settle_again(sheet, np.flatnonzero(changed))
        if sheet.table is ACCOUNTS:
            _open_circles(sheet, frozenset(merges.get(ACCOUNTS.name, {}).values()), lookup)
        listed = ", ".join(
            f"'{shown(old)}' is '{shown(new)}' now" for old, new in sorted(told.items())[:_SHOWN]
        )
        text = (
            f"found {int(changed.sum())} rows with ids that were merged into others ({listed}); read as those"
        )
        sheet.report.warn(sheet.file, Note("merged_id", text))


def _redirect(
    sheet: Sheet, name: str, ids: Mapping[str, str], is_meant: npt.NDArray[np.bool_], told: dict[str, str]
) -> Indices:
    """Replace merged ids in a column; gives the rows that had one."""
    words, codes = sheet.words(name), sheet.codes(name)
    old = np.flatnonzero(pc.is_in(words, pa.array(list(ids), words.type)).to_numpy(zero_copy_only=False))
    found = np.flatnonzero(np.isin(codes, old) & is_meant)
    if not len(found):
        return found
    used = np.unique(codes[found])
    names = words.take(pa.array(used)).to_pylist()
    told.update({one: ids[one] for one in names})
    both = pa.concat_arrays([words, pa.array([ids[one] for one in names], words.type)]).dictionary_encode()
    place = both.indices.to_numpy()
    moved = place[: len(words)][codes]
    moved[codes < 0] = -1
    target = np.full(len(words), -1, np.int64)
    target[used] = place[len(words) :]
    moved[found] = target[codes[found]]
    sheet.put(name, moved.astype(np.int32), both.dictionary)
    return found


def _fill_only(sheet: Sheet, found: Indices, lookup: Lookup) -> None:
    """Lay rows of merged entities under what is known and brought in for the ids that stand for them."""
    column = sheet.table.key[0]
    concerned = np.flatnonzero(np.isin(sheet.codes(column), np.unique(sheet.codes(column)[found])))
    redirected = set(found.tolist())
    rows: dict[int, Row] = {}
    first: dict[str, int] = {}
    own = [index for index in concerned.tolist() if index not in redirected]
    for indices, listed in sheet.chunks(np.array([*own, *found.tolist()], np.int64)):
        keys = [(str(row[0]),) for row in listed]
        known = lookup.known(sheet.table.name, keys)
        for index, row in zip(indices, listed, strict=True):
            identifier = str(row[0])
            if index not in redirected:
                first.setdefault(identifier, index)
                rows.setdefault(index, row)
                continue
            under = _without(row, known.get((identifier,)))
            base = first.setdefault(identifier, index)
            rows[base] = overlay(rows[base], under) if base != index else under
            if base != index:
                sheet.merge(index)
    sheet.replace(rows)


def _without(row: Row, known: Row | None) -> Row:
    """Empty the cells that are known, but the id."""
    if known is None:
        return row
    return (row[0], *(None if old is not None else new for new, old in zip(row[1:], known[1:], strict=True)))


def _settle_again(sheet: Sheet, changed: Indices) -> None:
    """Keep what rows must keep together, now that some of their ids are others."""
    if sheet.table is KNOWS:
        _settle_ties(sheet, changed)
    pair = {ACCOUNTS.name: ("account_id", "parent_id"), ROLES.name: ("person_id", "reports_to")}.get(
        sheet.table.name
    )
    if pair:
        one, other = (_texts(sheet, name, changed) for name in pair)
        same = pc.fill_null(pc.equal(one, other), fill_value=False).to_numpy(zero_copy_only=False)
        if same.any():
            sheet.empty(pair[1], changed[same])


def _open_circles(sheet: Sheet, standing: frozenset[str], lookup: Lookup) -> None:
    """Empty the parents of accounts that stand for others where those were above them: the merge made the circle."""
    active = np.array(sheet.active(), np.int64)
    ids, above = (_texts(sheet, name, active).to_pylist() for name in ("account_id", "parent_id"))
    parents = {identifier: parent for identifier, parent in zip(ids, above, strict=True) if parent}
    circling = [
        index
        for index, identifier in zip(active.tolist(), ids, strict=True)
        if identifier in standing and _leads_back(identifier, parents, lookup)
    ]
    sheet.empty("parent_id", np.array(circling, np.int64))


def _leads_back(identifier: str, parents: Mapping[str, str], lookup: Lookup) -> bool:
    at = ACCOUNTS.index("parent_id")
    seen: set[str] = set()
    parent = parents.get(identifier)
    while parent and parent not in seen:
        if parent == identifier:
            return True
        seen.add(parent)
        known = () if parent in parents else lookup.known(ACCOUNTS.name, [(parent,)]).values()
        parent = parents.get(parent) or next((str(row[at]) for row in known if row[at]), None)
    return False


def _settle_ties(sheet: Sheet, changed: Indices) -> None:
    a, b = (_texts(sheet, name, changed) for name in ("person_a", "person_b"))
    is_self = pc.equal(a, b).to_numpy(zero_copy_only=False)
    sheet.merge(changed[is_self])
    is_directed = sheet.column("directed").take(pa.array(changed)).to_numpy()
    is_backwards = pc.greater(a, b).to_numpy(zero_copy_only=False) & ~is_directed.astype(np.bool_)
    backwards = changed[is_backwards]
    rows = sheet.rows(backwards)
    sheet.replace(
        {index: (row[1], row[0], *row[2:]) for index, row in zip(backwards.tolist(), rows, strict=True)}
    )


def _texts(sheet: Sheet, name: str, indices: Indices) -> pa.Array:
    return sheet.column(name).take(pa.array(indices)).cast(pa.large_string()).combine_chunks()
