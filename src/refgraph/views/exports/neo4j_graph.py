"""The eight tables as nodes and relationships of Neo4j (docs/neo4j-csv.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.tables import ACCOUNTS, CIRCLES, EVENTS, KNOWS, MEMBERSHIPS, PEOPLE, REPS, ROLES, Column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from refgraph.model.tables import Cell, Row, Table
    from refgraph.scores.scores import Scores
    from refgraph.views.exports.content import Content

Tie = tuple[str, str, "Row"]
"""Ids of start and end, and the properties."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of one label, from one table."""

    label: str
    table: Table
    edges: Mapping[str, str]
    """Columns that are relationships, with the label they point to; empty in a node where its id is one's."""

    @property
    def file(self) -> str:
        """Name of the file they stand in."""
        return f"nodes-{self.label.lower()}.csv"

    @property
    def id_column(self) -> Column:
        """Column of the id, the first one."""
        return self.table.columns[0]

    def rows(self, content: Content) -> Iterator[Row]:
        """Give the properties of each node in order, the id first."""
        return _emptied(content, self.table, self.edges)


@dataclass(frozen=True, slots=True)
class Relationships:
    """The relationships of one type, from one table."""

    type: str
    start: str
    """Label."""
    end: str
    table: Table
    ends: tuple[str, str]
    """Columns of the ids of start and end; a row in which one is empty or no node's id gives none."""
    columns: tuple[Column, ...] = ()
    """Properties, columns of the table."""
    key: tuple[str, ...] = ()
    """Properties that tell relationships between the same nodes apart."""
    edges: tuple[tuple[str, str], ...] = ()
    """As `Nodes.edges`."""

    @property
    def file(self) -> str:
        """Name of the file they stand in."""
        return f"rels-{self.type.lower().replace('_', '-')}.csv"

    def ties(self, content: Content) -> Iterator[Tie]:
        """Give each relationship in the order of the table."""
        start, end = (self.table.index(name) for name in self.ends)
        at = [self.table.index(column.name) for column in self.columns]
        # An event is always there, for its own row names it.
        found = [
            (place, ids_of(content.scores, label))
            for place, label in ((start, self.start), (end, self.end))
            if label != "Event"
        ]
        for row in _emptied(content, self.table, dict(self.edges)):
            if all(_is_one(row[place], ids) for place, ids in found):
                yield str(row[start]), str(row[end]), tuple(row[i] for i in at)


def ids_of(scores: Scores, label: str) -> Collection[str]:
    """Ids of the nodes of a label; KeyError for events, which nothing that is a relationship points to."""
    snapshot = scores.snapshot
    indexes = {
        "Account": snapshot.account_index,
        "Person": snapshot.person_index,
        "Circle": snapshot.circle_index,
        "Rep": snapshot.rep_index,
    }
    return indexes[label]


def _emptied(content: Content, table: Table, edges: Mapping[str, str]) -> Iterator[Row]:
    """Rows of a table, without the references that are relationships."""
    known = {table.index(name): ids_of(content.scores, label) for name, label in edges.items()}
    if not known:
        yield from content.rows(table)
        return
    for row in content.rows(table):
        cells: list[Cell] = list(row)
        for at, ids in known.items():
            if _is_one(cells[at], ids):
                cells[at] = None
        yield tuple(cells)


def _is_one(cell: Cell, ids: Collection[str]) -> bool:
    """Whether a cell is one of the ids, which know no empty cell."""
    return isinstance(cell, str) and cell in ids


def _columns(table: Table, names: Sequence[str]) -> tuple[Column, ...]:
    return tuple(table.columns[table.index(name)] for name in names)


NODES = (
    Nodes("Account", ACCOUNTS, {"parent_id": "Account"}),
    Nodes("Person", PEOPLE, {}),
    Nodes("Rep", REPS, {}),
    Nodes("Circle", CIRCLES, {}),
    Nodes("Event", EVENTS, {"account_id": "Account", "person_id": "Person", "rep": "Rep"}),
)
RELATIONSHIPS = (
    Relationships(
        "WORKS_AT",
        "Person",
        "Account",
        ROLES,
        ("person_id", "account_id"),
        ROLES.columns[2:],
        key=("from",),
        edges=(("reports_to", "Person"),),
    ),
    Relationships(
        "MEMBER_OF",
        "Person",
        "Circle",
        MEMBERSHIPS,
        ("person_id", "circle_id"),
        MEMBERSHIPS.columns[2:],
        key=("from",),
    ),
    Relationships(
        "KNOWS",
        "Person",
        "Person",
        KNOWS,
        ("person_a", "person_b"),
        KNOWS.columns[2:],
        key=("directed", "kind"),
    ),
    Relationships("PARENT_OF", "Account", "Account", ACCOUNTS, ("parent_id", "account_id")),
    Relationships(
        "REPORTS_TO",
        "Person",
        "Person",
        ROLES,
        ("person_id", "reports_to"),
        _columns(ROLES, ("account_id", "from")),
        key=("account_id", "from"),
    ),
    Relationships("ABOUT", "Event", "Person", EVENTS, ("event_id", "person_id")),
    Relationships("AT", "Event", "Account", EVENTS, ("event_id", "account_id")),
    Relationships("BY", "Event", "Rep", EVENTS, ("event_id", "rep")),
)
