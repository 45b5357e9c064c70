"""A script that builds the graph in a running Neo4j, of plain statements any Neo4j shell takes."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from refgraph.views.exports.cypher_text import literal, map_literal, number_literal, text_literal
from refgraph.views.exports.neo4j_graph import NODES, RELATIONSHIPS, Nodes, Relationships
from refgraph.views.exports.score_tables import ScoreTable, score_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from refgraph.model.tables import Cell, Column
    from refgraph.views.exports.content import Content
    from refgraph.views.exports.neo4j_graph import Tie

_BATCH = 500
"""Rows of a statement: a parser takes longer than the database beyond some thousands."""
_SCORED = {"people": ("Person", "person_id"), "accounts": ("Account", "account_id")}
_SCORES = {
    "belief": "belief",
    "disbelief": "disbelief",
    "uncertainty": "uncertainty",
    "positive": "heard_positive",
    "negative": "heard_negative",
    "net": "heard_net",
    "tone": "heard_tone",
    "certainty": "heard_certainty",
    "reach": "reach",
}
"""Properties of a node by column of the score table."""


def write_cypher(path: Path, content: Content) -> None:
    """Write constraints, then nodes, their scores and relationships in batches; may be run again."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for nodes in NODES:
            file.write(_constraint(nodes))
        for nodes in NODES:
            file.writelines(_node_statements(nodes, content))
        # The circles', which come last, are not asked for, since they take longest.
        for scores in islice(score_tables(content.scores), len(_SCORED)):
            file.writelines(_score_statements(scores))
        for relationships in RELATIONSHIPS:
            file.writelines(_tie_statements(relationships, content))


def _constraint(nodes: Nodes) -> str:
    name = f"refgraph_{nodes.label.lower()}"
    return (
        f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{nodes.label}) "
        f"REQUIRE n.{nodes.id_column.name} IS UNIQUE;\n"
    )


def _node_statements(nodes: Nodes, content: Content) -> Iterator[str]:
    columns, key = nodes.table.columns, nodes.id_column.name
    maps = (map_literal(_pairs(columns, row)) for row in nodes.rows(content))
    merge = f"MERGE (n:{nodes.label} {{{key}: row.{key}}}) SET n = row"
    return _statements(maps, merge)


def _score_statements(scores: ScoreTable) -> Iterator[str]:
    label, key = _SCORED[scores.name]
    names = list(scores.columns)
    at = names.index(key)
    maps = (
        map_literal(
            [
                ("id", text_literal(str(row[at]))),
                ("score", map_literal(_score_pairs(names, row))),
            ]
        )
        for chunk in scores.chunks()
        for row in chunk
    )
    return _statements(maps, f"MATCH (n:{label} {{{key}: row.id}}) SET n += row.score")


def _score_pairs(names: Sequence[str], row: Sequence[object]) -> Iterator[tuple[str, str]]:
    for name, value in zip(names, row, strict=True):
        if isinstance(value, float) and name in _SCORES:
            yield _SCORES[name], number_literal(value)


def _tie_statements(relationships: Relationships, content: Content) -> Iterator[str]:
    ends = {nodes.label: nodes.id_column.name for nodes in NODES}
    key = " {key: row.key}" if relationships.key else ""
    merge = (
        f"MATCH (a:{relationships.start} {{{ends[relationships.start]}: row.a}}), "
        f"(b:{relationships.end} {{{ends[relationships.end]}: row.b}}) "
        f"MERGE (a)-[r:{relationships.type}{key}]->(b)" + (" SET r += row.facts" if key else "")
    )
    return _statements((_tie_map(relationships, tie) for tie in relationships.ties(content)), merge)


def _tie_map(relationships: Relationships, tie: Tie) -> str:
    start, end, cells = tie
    pairs = [("a", text_literal(start)), ("b", text_literal(end))]
    if relationships.key:
        columns = relationships.columns
        by_name = dict(zip((column.name for column in columns), cells, strict=True))
        key = "|".join("" if by_name[name] is None else str(by_name[name]) for name in relationships.key)
        pairs += [("key", text_literal(key)), ("facts", map_literal(_pairs(columns, cells)))]
    return map_literal(pairs)


def _pairs(columns: Sequence[Column], cells: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    for column, cell in zip(columns, cells, strict=True):
        if cell is not None:
            yield column.name, literal(cell, column)


def _statements(maps: Iterable[str], clauses: str) -> Iterator[str]:
    rest = iter(maps)
    while batch := list(islice(rest, _BATCH)):
        rows = ",\n".join(batch)
        yield f"UNWIND [\n{rows}\n] AS row\n{clauses};\n"
