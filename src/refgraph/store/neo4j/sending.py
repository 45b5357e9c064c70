"""Send new rows: at once, or those of all tables together where they are few, as each statement is a round trip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.store.neo4j.deleting import take_out
from refgraph.store.neo4j.layout import LAYOUTS, NODES
from refgraph.store.neo4j.referring import missing
from refgraph.store.neo4j.statements import (
    ADDED,
    CHANGED,
    CHANGED_ROWS,
    KNOWN_NOW,
    PARENTS,
    WRITTEN_TOGETHER,
    beforehand,
)
from refgraph.store.neo4j.work import CHUNK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Row
    from refgraph.store.neo4j.layout import Layout, NodeLayout
    from refgraph.store.neo4j.work import Work

TOGETHER = 2000
"""Rows of a batch up to which its new ones wait for each other."""


_WRITTEN: dict[str, Layout] = {**LAYOUTS, **{CHANGED_ROWS[name]: layout for name, layout in NODES.items()}}
"""What `WRITTEN_TOGETHER` takes, in the order of its answer."""


class Sending:
    """New rows of a batch on their way; with `is_together` they wait until `flush`."""

    def __init__(self, work: Work, *, is_together: bool) -> None:
        self._work, self._is_together = work, is_together
        self._waiting: dict[str, list[tuple[Row, list[object]]]] = {}
        """New rows under the name of their table, changed ones under that of `CHANGED_ROWS`."""
        self._links: list[list[str]] = []

    def add(self, layout: Layout, rows: Sequence[Row], values: Sequence[list[object]]) -> None:
        """Write new rows, as `statements.ADDED` takes them; ValueError where one refers to what is not there."""
        if self._is_together:
            self._wait(layout.table.name, layout, rows, values)
        else:
            self._send(ADDED[layout.table.name], layout, rows, values)

    def change(self, layout: NodeLayout, rows: Sequence[Row], values: Sequence[list[object]]) -> None:
        """Write rows of nodes that are there, likewise."""
        if self._is_together:
            self._wait(CHANGED_ROWS[layout.table.name], layout, rows, values)
        else:
            self._send(CHANGED[layout.table.name], layout, rows, values)

    def _wait(self, name: str, layout: Layout, rows: Sequence[Row], values: Sequence[list[object]]) -> None:
        self._link_later(layout, rows)
        self._waiting.setdefault(name, []).extend(zip(rows, values, strict=True))

    def _send(self, query: str, layout: Layout, rows: Sequence[Row], values: Sequence[list[object]]) -> None:
        self._link_later(layout, rows)
        take_out(self._work)
        ((counts,),) = self._work.transaction.run(query, rows=values)
        self._require(layout, rows, counts)

    def _link_later(self, layout: Layout, rows: Sequence[Row]) -> None:
        """Remember what rows refer to within their table: all of it is there in the end only."""
        for reference in layout.references:
            if reference.target is layout.table:
                at = layout.table.index(reference.column.name)
                self._links += [[str(row[0]), str(row[at])] for row in rows if row[at] is not None]

    def finish(self, layout: Layout) -> None:
        """Write what had to wait until all rows of a table are there."""
        if self._is_together:
            return
        self._link()
        if layout.table.name in KNOWN_NOW:
            naming, statement = KNOWN_NOW[layout.table.name]
            if self._work.sums.counters[naming].rows:
                self._work.transaction.run(statement)

    def flush(self) -> None:
        """Write all that waits."""
        take_out(self._work)
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, {}
        links, self._links = self._links, []
        given = {name: [values for _, values in waiting.get(name, ())] for name in _WRITTEN}
        ((*counts, linked),) = self._work.transaction.run(WRITTEN_TOGETHER, links=links, **given)
        for (name, layout), counted in zip(_WRITTEN.items(), counts, strict=True):
            self._require(layout, [row for row, _ in waiting.get(name, ())], counted)
        self._require_links(links, linked)

    def _link(self) -> None:
        links, self._links = self._links, []
        for start in range(0, len(links), CHUNK):
            some = links[start : start + CHUNK]
            (((linked,),),) = self._work.transaction.run(PARENTS, links=some)
            self._require_links(some, linked)

    def _require(self, layout: Layout, rows: Sequence[Row], counts: Sequence[int]) -> None:
        written, *found = counts
        # Nodes are written whether or not what they refer to was found, relationships are not.
        for reference, count in zip(beforehand(layout), found, strict=False):
            at = layout.table.index(reference.column.name)
            if not reference.may_dangle and count < sum(row[at] is not None for row in rows):
                raise missing(self._work.transaction.run, layout.table, rows)
        if written != len(rows):
            raise missing(self._work.transaction.run, layout.table, rows)

    def _require_links(self, links: Sequence[Sequence[str]], linked: int) -> None:
        if linked == len(links):
            return
        table = LAYOUTS["accounts"].table
        cells: list[Mapping[str, str]] = [
            {"account_id": child, "parent_id": parent} for child, parent in links
        ]
        rows = [tuple(row.get(column.name) for column in table.columns) for row in cells]
        raise missing(self._work.transaction.run, table, rows)
