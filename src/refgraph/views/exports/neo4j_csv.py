"""Files for `neo4j-admin database import` (docs/neo4j-csv.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import Column, Kind
from refgraph.views.exports.content import texts
from refgraph.views.exports.csv_folder import write_rows
from refgraph.views.exports.neo4j_graph import NODES, RELATIONSHIPS, Nodes, Relationships

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.views.exports.content import Content

_TYPES = {
    Kind.NUMBER: ":double",
    Kind.SHARE: ":double",
    Kind.MONEY: ":double",
    Kind.DAY: ":date",
    Kind.FLAG: ":boolean",
}
"""All other kinds are strings, which need no type."""


def write_neo4j_csv(path: Path, content: Content) -> None:
    """Write a file a label and a file a relationship type to a new folder."""
    path.mkdir()
    for nodes in NODES:
        rows = ([*texts(row), nodes.label] for row in nodes.rows(content))
        write_rows(path / nodes.file, _node_header(nodes), rows)
    for relationships in RELATIONSHIPS:
        ties = (
            [start, end, *texts(cells), relationships.type]
            for start, end, cells in relationships.ties(content)
        )
        write_rows(path / relationships.file, _tie_header(relationships), ties)


def _node_header(nodes: Nodes) -> list[str]:
    first, *others = nodes.table.columns
    return [f"{first.name}:ID({nodes.label})", *map(_typed, others), ":LABEL"]


def _tie_header(relationships: Relationships) -> list[str]:
    ends = f":START_ID({relationships.start})", f":END_ID({relationships.end})"
    return [*ends, *map(_typed, relationships.columns), ":TYPE"]


def _typed(column: Column) -> str:
    return column.name + _TYPES.get(column.kind, "")
