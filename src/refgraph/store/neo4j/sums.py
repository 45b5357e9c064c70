"""What is left of the rows each import wrote, as the ledger has it and as the rows are; and which names are not found.

Rows come as lists of lists, a group of nodes at a time: row by row they take ten times as long.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from refgraph.errors import StoreCorrupt
from refgraph.model.digests import MODULUS, row_digest
from refgraph.store.neo4j.layout import LAYOUTS, NODES, Label, Layout, NodeLayout, row_cells
from refgraph.store.neo4j.scanning import BEYOND, SESSIONS, SMALL, ranges
from refgraph.store.neo4j.scans import SCANS, in_groups
from refgraph.store.neo4j.values import found_by
from refgraph.store.soundness import TableSums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from refgraph.store.neo4j.connection import Ask, Server
    from refgraph.store.neo4j.counted import Counted

T = TypeVar("T")
_Found = dict[int, tuple[int, int]]
"""By version, the number of rows and the sum of their digests."""


def _rows(layout: Layout) -> str:
    ver = "n.ver" if isinstance(layout, NodeLayout) else "r.ver"
    return (
        f"{in_groups(layout)}, collect([{row_cells(layout)}, {ver}]) AS rows"
        f" RETURN '{layout.table.name}' AS name, rows"
    )


def _names(layout: NodeLayout) -> str:
    return (
        f"{in_groups(layout)}, collect([n.name, n.words, n.plain]) AS rows"
        f" RETURN '{layout.table.name}' AS name, rows"
    )


_ROWS, _NAMES = "rows", "names"
_BY_TABLE = {
    _ROWS: {name: _rows(layout) for name, layout in LAYOUTS.items()},
    _NAMES: {name: _names(layout) for name, layout in NODES.items() if layout.is_named},
}
_TOGETHER = {what: " UNION ALL ".join(queries.values()) for what, queries in _BY_TABLE.items()}
_EXPECTED = f"MATCH (b:{Label.BATCH_COUNT}) WHERE b.rows <> 0 RETURN b.table, b.ver, b.rows, b.digest"


def table_sums(server: Server, found: Counted) -> dict[str, TableSums]:
    """Sums of all tables, while nothing is committed."""
    expected: dict[str, _Found] = {name: {} for name in LAYOUTS}
    for table, ver, rows, digest in server.ask(_EXPECTED):
        expected.setdefault(table, {})[ver] = rows, int(digest, 16)
    left = _left_of_versions(server, found)
    return {name: TableSums(expected[name], left[name]) for name in LAYOUTS}


def unfound(server: Server, found: Counted) -> dict[str, int]:
    """By table, how many rows have another name than the one they are found by."""
    parts = _in_parts(server, found, _NAMES, _count_unfound)
    return {name: sum(counts) for name, counts in parts.items() if counts is not None}


def _left_of_versions(server: Server, found: Counted) -> dict[str, _Found | None]:
    """By table, how many rows carry which version and the sum of their digests; None where they cannot be read."""
    parts = _in_parts(server, found, _ROWS, _summed)
    return {name: None if those is None else _added(those) for name, those in parts.items()}


def _summed(rows: Iterable[Sequence[Any]]) -> _Found:
    left = defaultdict[int, list[int]](lambda: [0, 0])
    for *cells, ver in rows:
        # A row that no import wrote may have no version, or one that is no number.
        if isinstance(ver, int):
            counted = left[ver]
            counted[:] = counted[0] + 1, counted[1] + row_digest(tuple(cells))
    return {ver: (count, total) for ver, (count, total) in left.items()}


def _added(parts: Iterable[_Found]) -> _Found:
    left = defaultdict[int, list[int]](lambda: [0, 0])
    for part in parts:
        for ver, (count, total) in part.items():
            left[ver] = [left[ver][0] + count, left[ver][1] + total]
    return {ver: (count, total % MODULUS) for ver, (count, total) in left.items()}


def _count_unfound(rows: Iterable[Sequence[Any]]) -> int:
    return sum(
        not isinstance(name, str) or found_by(name) != {"words": words, "plain": plain}
        for name, words, plain in rows
    )


def _in_parts(
    server: Server, found: Counted, what: str, work: Callable[[Iterable[Sequence[Any]]], T]
) -> dict[str, list[T] | None]:
    """What work makes of the rows of each table, part by part; None for a table that the server cannot read."""
    if found.total <= SMALL:
        try:
            return _at_once(server.ask, what, work)
        except StoreCorrupt:
            # The tables one by one tell which it is.
            pass

    def part(asked: tuple[str, int, int]) -> T | None:
        name, low, high = asked
        try:
            answers = server.ask(_BY_TABLE[what][name], low=low, high=high)
        except StoreCorrupt:
            return None
        return work(row for _, rows in answers for row in rows)

    asked = [(name, low, high) for name in _BY_TABLE[what] for low, high in ranges(SCANS[name], found)]
    parts: dict[str, list[T] | None] = {name: [] for name in _BY_TABLE[what]}
    with ThreadPoolExecutor(SESSIONS) as pool:
        for (name, _, _), made in zip(asked, pool.map(part, asked), strict=True):
            those = parts[name]
            parts[name] = None if made is None or those is None else [*those, made]
    return parts


def _at_once(ask: Ask, what: str, work: Callable[[Iterable[Sequence[Any]]], T]) -> dict[str, list[T] | None]:
    rows: dict[str, list[Sequence[Any]]] = {name: [] for name in _BY_TABLE[what]}
    for name, those in ask(_TOGETHER[what], low=0, high=BEYOND):
        rows[name] += those
    return {name: [work(those)] for name, those in rows.items()}
