"""Hand over all that the store has, at one version, though the server reads what is committed at the moment."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from refgraph.model.tables import TABLES
from refgraph.store.neo4j.layout import LAYOUTS, Label, NodeLayout, num_and_ver, quoted, row_cells
from refgraph.store.neo4j.reading import state
from refgraph.store.transfer import COLUMNS, PART, Content, Kept, Part, StoredRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from refgraph.store.neo4j.connection import Ask, Server
    from refgraph.store.neo4j.layout import Layout, RelationLayout

T = TypeVar("T")
State = tuple[str, int]
"""Identity and version of a store."""

KEPT = {
    Kept.COUNTERS: Label.TABLE_COUNT,
    Kept.BATCHES: Label.BATCH,
    Kept.WRITTEN: Label.BATCH_COUNT,
    Kept.HISTORY: Label.FORMER_ROW,
    Kept.TOMBSTONES: Label.TOMBSTONE,
    Kept.HELD: Label.HELD_ROW,
    Kept.ALIASES: Label.MERGED_ID,
    Kept.DISTINCT: Label.DISTINCT_PAIR,
    Kept.FITS: Label.KEPT_FIT,
}
"""Label of what is kept of imports."""
_FREELY = 2
"""Times everything is read while others may write; the last time they wait."""
_WIDEST = 50_000
"""Numbers of nodes asked for at a time at most."""

_COUNTS = f"MATCH (c:{Label.TABLE_COUNT}) RETURN c.table, c.rows, c.next_num"
_SIZES = " UNION ALL ".join(
    f"MATCH (n:{label}) RETURN '{kept}' AS kept, count(n) AS rows" for kept, label in KEPT.items()
)


def _rows(layout: Layout) -> str:
    """Statement for the rows whose node, or whose start, has a num from `$low` to below `$high`, as one list."""
    node, label = ("n", layout.label) if isinstance(layout, NodeLayout) else ("a", layout.start.label)
    path = "" if isinstance(layout, NodeLayout) else _onwards(layout)
    # Told to, as a plan made while there were few relationships would go over all of them for each range.
    return (
        f"MATCH ({node}:{label}) USING INDEX SEEK {node}:{label}(num) WHERE {node}.num >= $low AND {node}.num < $high"
        f" {path} RETURN collect([{row_cells(layout)}, {num_and_ver(layout)}])"
    )


def _onwards(layout: RelationLayout) -> str:
    return f"MATCH (a)-[r:{layout.type}]->(b:{layout.end.label})"


_ROWS = {name: _rows(layout) for name, layout in LAYOUTS.items()}


def _page(kept: Kept, where: str, order: str) -> str:
    """Statement for the next `$most` rows of what is kept, as one list, in an order."""
    cells = ", ".join(f"n.{quoted(column)}" for column in COLUMNS[kept])
    return f"MATCH (n:{KEPT[kept]}) {where} WITH n ORDER BY {order} LIMIT $most RETURN collect([{cells}])"


@dataclass(frozen=True, slots=True)
class _Pages:
    """How what is kept is read: a page goes on behind the last row of the one before."""

    query: str
    after: str
    """Column that tells where a row stands."""
    first: int | str = -1
    """Before every value of it."""
    is_by_table: bool = False


def _by(kept: Kept, column: str) -> _Pages:
    return _Pages(_page(kept, f"WHERE n.{column} > $after", f"n.{column}"), column)


def _by_table(kept: Kept, column: str, first: int | str = -1) -> _Pages:
    where = f"WHERE n.table = $table AND n.{column} > $after"
    return _Pages(_page(kept, where, f"n.{column}"), column, first, is_by_table=True)


def _at_once(kept: Kept, order: str) -> _Pages:
    """Of what there is little, which has no end to go on behind."""
    return _Pages(_page(kept, "WHERE n.table = $table AND $after = -1", order), "", is_by_table=True)


_PAGES = {
    Kept.COUNTERS: _at_once(Kept.COUNTERS, "n.table"),
    Kept.BATCHES: _by(Kept.BATCHES, "version"),
    Kept.WRITTEN: _by_table(Kept.WRITTEN, "ver"),
    # Counted anew by each version.
    Kept.HISTORY: _Pages(
        _page(
            Kept.HISTORY,
            "WHERE n.version >= $after AND (n.version > $after OR n.seq > $beside)",
            "n.version, n.seq",
        ),
        "version",
    ),
    Kept.TOMBSTONES: _by_table(Kept.TOMBSTONES, "key", ""),
    Kept.HELD: _by(Kept.HELD, "seq"),
    Kept.ALIASES: _at_once(Kept.ALIASES, "n.id, n.ver"),
    Kept.DISTINCT: _at_once(Kept.DISTINCT, "n.one, n.other, n.ver"),
    Kept.FITS: _by(Kept.FITS, "ver"),
}
_ALL = 2**31 - 1


class _Moved(Exception):
    """Others wrote to the store while it was read."""


def hand_over(server: Server, take: Callable[[Content], T]) -> T:
    """Give `take` all there is, again from the start where others wrote meanwhile; the last time they have to wait."""
    for _ in range(_FREELY):
        at = _settled_state(server)
        with suppress(_Moved):
            return take(_content(server.ask, at, lambda: _settled_state(server)))
    return server.settled(lambda alone: take(_content(alone.run, state(alone.run), lambda: None)))


def _settled_state(server: Server) -> State:
    return server.settled(lambda alone: state(alone.run))


def _content(ask: Ask, at: State, state_now: Callable[[], State | None]) -> Content:
    counted = {str(name): (int(rows), int(next_num)) for name, rows, next_num in ask(_COUNTS)}
    sizes = {name: rows for name, (rows, _) in counted.items()} | {
        str(k): int(rows) for k, rows in ask(_SIZES)
    }
    ends = {name: next_num for name, (_, next_num) in counted.items()}
    return Content(*at, sizes, _parts(ask, ends, at, state_now))


def _parts(
    ask: Ask, ends: Mapping[str, int], at: State, state_now: Callable[[], State | None]
) -> Iterator[Part]:
    for layout in LAYOUTS.values():
        yield from _table(ask, layout, ends)
        _require_still(at, state_now())
    for kept, pages in _PAGES.items():
        numbers = count()
        for rows in _kept(ask, kept, pages):
            if kept is Kept.HISTORY:
                rows = [(next(numbers), *row[1:]) for row in rows]
            yield Part(kept, rows)
    _require_still(at, state_now())


def _require_still(at: State, now: State | None) -> None:
    if now is not None and now != at:
        raise _Moved


def _table(ask: Ask, layout: Layout, ends: Mapping[str, int]) -> Iterator[Part]:
    """Rows of a table; so many numbers of nodes at a time that a part has about as many rows as it should."""
    name = layout.table.name
    end = ends[name if isinstance(layout, NodeLayout) else layout.start.target.name]
    low, span = 0, PART
    while low < end:
        ((found,),) = ask(_ROWS[name], low=low, high=low + span)
        if found:
            yield Part(name, [StoredRow(tuple(cells), num, ver) for *cells, num, ver in found])
        low += span
        span = max(min(span * PART // max(len(found), 1), span * 4, _WIDEST), 1)


def _kept(ask: Ask, kept: Kept, pages: _Pages) -> Iterator[list[tuple[Any, ...]]]:
    most = PART if pages.after else _ALL
    for table in TABLES if pages.is_by_table else ("",):
        after, beside = pages.first, -1
        while rows := _page_of(ask, pages, table=table, after=after, beside=beside, most=most):
            yield rows
            if len(rows) < most:
                break
            after, beside = rows[-1][COLUMNS[kept].index(pages.after)], rows[-1][0]


def _page_of(ask: Ask, pages: _Pages, **values: object) -> list[tuple[Any, ...]]:
    ((found,),) = ask(pages.query, **values)
    return [tuple(row) for row in found]
