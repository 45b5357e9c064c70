"""What is read of the graph to have all of it: each table, and each reference of a table, as lists by groups of nodes.

A list of a property is a tenth of the work that as many rows are. Rows that are asked for by a range of numbers of
nodes, those they start from, come in whichever order; what they refer to comes as a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import pyarrow as pa

from refgraph.model.tables import Column, Kind
from refgraph.store.neo4j.layout import (
    LAYOUTS,
    Label,
    Layout,
    NodeLayout,
    Reference,
    RelationLayout,
    pattern,
    quoted,
)

_GROUP = 500
"""Nodes whose rows come in one record."""
DAYS_A_YEAR = 512
"""A day is asked for as year * `DAYS_A_YEAR` + day of the year: a whole number is read in a third of the time."""


class As(Enum):
    """What the items of a list are; the value is the Arrow type they are read as."""

    NUM = pa.int64()
    TEXT = pa.large_string()
    NUMBER = pa.float64()
    FLAG = pa.bool_()
    DAY = pa.int32()
    """`DAYS_A_YEAR`."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A statement whose answers have (name of the scan, lists of equal length), one a group of nodes."""

    name: str
    """A table, or `table.column` of a reference."""
    table: str
    """Whose rows are read; of a reference there are at most as many."""
    ranged: str
    """The table whose numbers are asked for from `$low` to below `$high`."""
    lists: tuple[tuple[str, As], ...]
    """Name of each list, and what it holds."""
    body: str
    """The statement from `MATCH` on."""


NUM, START, END, TO, ACCOUNT, FROM = "num", "start", "end", "to num", "account", "from"
"""Lists that are no columns: of a row's own number, of both ends of a relation, of what a reference leads to, and of
the role that a reporting line belongs to."""

_KINDS = {
    Kind.NUMBER: As.NUMBER,
    Kind.SHARE: As.NUMBER,
    Kind.MONEY: As.NUMBER,
    Kind.DAY: As.DAY,
    Kind.FLAG: As.FLAG,
}


def _kept(layout: Layout) -> list[Column]:
    """Columns that are properties, and those that are where the store does not know what they refer to."""
    dangling = [reference.column for reference in layout.references if reference.may_dangle]
    return [*layout.properties, *dangling]


def _items(column: Column, rows: str) -> str:
    name = f"x.{quoted(column.name)}"
    cell = _day(name) if column.kind is Kind.DAY else name
    return f"[x IN {rows} | {cell}]"


def _day(name: str) -> str:
    return f"{name}.year * {DAYS_A_YEAR} + {name}.ordinalDay"


def _answered(name: str, lists: list[str]) -> str:
    return f" RETURN '{name}' AS name, [{', '.join(lists)}] AS lists"


def _within(node: str, label: Label) -> str:
    # Told to, as a plan that was made while there were few relationships would go over all of them for each range.
    return f"USING INDEX SEEK {node}:{label}(num) WHERE {node}.num >= $low AND {node}.num < $high"


def in_groups(layout: Layout) -> str:
    """Statement up to its grouping for the rows of a table, with the variables of `layout.row_cells`."""
    if isinstance(layout, NodeLayout):
        return f"MATCH (n:{layout.label}) {_within('n', layout.label)} WITH n.num / {_GROUP} AS g"
    return f"MATCH {pattern(layout)} {_within('a', layout.start.label)} WITH a.num / {_GROUP} AS g"


def _nodes(layout: NodeLayout) -> Scan:
    name, kept = layout.table.name, _kept(layout)
    return Scan(
        name=name, table=name, ranged=name,
        lists=((NUM, As.NUM), *((column.name, _KINDS.get(column.kind, As.TEXT)) for column in kept)),
        body=f"{in_groups(layout)}, collect(n) AS ns"
        + _answered(name, ["[x IN ns | x.num]", *(_items(column, "ns") for column in kept)]),
    )  # fmt: skip


def _relations(layout: RelationLayout) -> Scan:
    name, kept = layout.table.name, _kept(layout)
    return Scan(
        name=name, table=name, ranged=layout.start.target.name,
        lists=(
            (START, As.NUM), (END, As.NUM),
            *((column.name, _KINDS.get(column.kind, As.TEXT)) for column in kept),
        ),
        body=f"{in_groups(layout)}, collect(a.num) AS starts, collect(b.num) AS ends, collect(r) AS rs"
        + _answered(name, ["starts", "ends", *(_items(column, "rs") for column in kept)]),
    )  # fmt: skip


def reference_name(layout: Layout, reference: Reference) -> str:
    """Name of the scan of a reference."""
    return f"{layout.table.name}.{reference.column.name}"


def _node_reference(layout: NodeLayout, reference: Reference) -> Scan:
    arrow = f"-[:{reference.type}]->" if reference.is_outgoing else f"<-[:{reference.type}]-"
    name = reference_name(layout, reference)
    return Scan(
        name=name, table=layout.table.name, ranged=layout.table.name,
        lists=((NUM, As.NUM), (TO, As.NUM)),
        body=f"MATCH (n:{layout.label}){arrow}(t:{reference.label}) {_within('n', layout.label)}"
        f" WITH n.num / {_GROUP} AS g, collect(n.num) AS nums, collect(t.num) AS tos"
        + _answered(name, ["nums", "tos"]),
    )  # fmt: skip


def _reporting(layout: RelationLayout, reference: Reference) -> Scan:
    """Reporting lines: of the start's, with the end and the day that the role has which they belong to."""
    name, account = reference_name(layout, reference), quoted(layout.end.column.name)
    return Scan(
        name=name, table=layout.table.name, ranged=layout.start.target.name,
        lists=((NUM, As.NUM), (TO, As.NUM), (ACCOUNT, As.TEXT), (FROM, As.DAY)),
        body=f"MATCH (n:{layout.start.label})-[l:{reference.type}]->(t:{reference.label}) {_within('n', layout.start.label)}"
        f" WITH n.num / {_GROUP} AS g, collect(n.num) AS nums, collect(t.num) AS tos, collect(l) AS ls"
        + _answered(name, ["nums", "tos", f"[x IN ls | x.{account}]", f"[x IN ls | {_day('x.`from`')}]"]),
    )  # fmt: skip


def _scans_of(layout: Layout) -> list[Scan]:
    if isinstance(layout, NodeLayout):
        return [_nodes(layout), *(_node_reference(layout, reference) for reference in layout.references)]
    return [_relations(layout), *(_reporting(layout, reference) for reference in layout.references)]


SCANS: dict[str, Scan] = {scan.name: scan for layout in LAYOUTS.values() for scan in _scans_of(layout)}
"""All that there is, by name."""
