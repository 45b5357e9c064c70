"""A networkx graph of the day as JSON, with all rows of the eight tables inside it (docs/exports.md)."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TextIO

from refgraph.model.tables import ACCOUNTS, CIRCLES, EVENTS, KNOWS, MEMBERSHIPS, PEOPLE, REPS, ROLES
from refgraph.views.exports.content import object_of
from refgraph.views.exports.jsonl import json_line
from refgraph.views.graph import edges_by_table, node_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from refgraph.model.tables import Cell, Table
    from refgraph.views.exports.content import Content
    from refgraph.views.graph import EdgeFacts

    Link = dict[str, object]
    Place = tuple[object, ...]
    Held = tuple[Place | None, Link]
    """A link that holds, with what it is found by; None where it follows from the one before it."""
    Stored = tuple[Place, Link, dict[str, Cell]]
    """What a row is found by, the ends of its link, and its cells."""

_END: Held = (None, {})
FORMAT = "refgraph 1"


def write_node_link(path: Path, content: Content) -> None:
    """Write one JSON document, a node or link a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"directed": true, "multigraph": true,\n"graph": {')
        facts = {
            "format": FORMAT,
            "as_of": content.scores.snapshot.as_of.isoformat(),
            "version": content.columns.version,
        }
        file.writelines(f"{json_line(name)}: {json_line(value)}, " for name, value in facts.items())
        for table in (REPS, EVENTS):
            file.write(f'"{table.name}": [')
            _write_list(file, (object_of(table, row) for row in content.rows(table)))
            file.write("],\n" if table is REPS else "]},\n")
        file.write('"nodes": [')
        _write_list(file, _nodes(content))
        file.write('],\n"links": [')
        _write_list(file, _links(content))
        file.write("]}\n")


def _write_list(file: TextIO, values: Iterable[object]) -> None:
    separator = "\n"
    for value in values:
        file.write(separator + json_line(value))
        separator = ",\n"


def _nodes(content: Content) -> Iterator[Link]:
    tables = {"account": ACCOUNTS, "person": PEOPLE, "circle": CIRCLES}
    rows = chain.from_iterable(content.rows(table) for table in tables.values())
    for (key, facts), row in zip(node_facts(content.scores), rows, strict=True):
        if not key.endswith(f":{row[0]}"):
            raise ValueError("the rows of a store come in the order of their keys, these do not")
        yield {"id": key, **facts, "row": object_of(tables[str(facts["type"])], row)}


def _links(content: Content) -> Iterator[Link]:
    edges = edges_by_table(content.scores)
    yield from _tenures(content, ROLES, "account", "works_at", edges[ROLES.name])
    yield from _tenures(content, MEMBERSHIPS, "circle", "member_of", edges[MEMBERSHIPS.name])
    yield from _acquaintances(content, edges[KNOWS.name])
    yield from (_link(edge) for edge in edges[ACCOUNTS.name])


def _tenures(
    content: Content, table: Table, place: str, relation: str, edges: Iterator[EdgeFacts]
) -> Iterator[Link]:
    begin = table.index("from")

    def held() -> Iterator[Held]:
        for edge in edges:
            link, since = _link(edge), str(edge[3].get("since", ""))
            # A reporting line follows from the role before it.
            is_own = link["relation"] == relation
            yield ((edge[0], edge[1], since), link | {"key": key(since)}) if is_own else (None, link)

    def key(since: str) -> str:
        return f"{relation}:{since}" if since else relation

    def stored() -> Iterator[Stored]:
        for row in content.rows(table):
            at = f"person:{row[0]}", f"{place}:{row[1]}", str(row[begin] or "")
            yield at, _ends(at[0], at[1], key(at[2]), relation), object_of(table, row)

    return _merged(held(), stored())


def _acquaintances(content: Content, edges: Iterator[EdgeFacts]) -> Iterator[Link]:
    directed, kind = KNOWS.index("directed"), KNOWS.index("kind")

    def held() -> Iterator[Held]:
        for edge in edges:
            source, target, _, facts = edge
            # The way back of a mutual acquaintance, which is stored with the lesser id first.
            is_back = not facts["directed"] and source > target
            yield None if is_back else (source, target, facts["directed"], facts["kind"]), _link(edge)

    def stored() -> Iterator[Stored]:
        for row in content.rows(KNOWS):
            at = f"person:{row[0]}", f"person:{row[1]}", bool(row[directed]), str(row[kind] or "")
            key = f"{'names' if at[2] else 'knows'}:{at[3]}"
            yield at, _ends(at[0], at[1], key, "knows"), object_of(KNOWS, row)

    return _merged(held(), stored())


def _merged(held: Iterator[Held], stored: Iterable[Stored]) -> Iterator[Link]:
    """Go through the links that hold and the rows together, both in the order of keys.

    A link without a row is one that follows from another, or a role that an event began; a row without a link is one
    that does not hold.
    """
    at, link = next(held, _END)
    for place, ends, cells in stored:
        while link and (at is None or at < place):
            yield link
            at, link = next(held, _END)
        if link and at == place:
            yield {**link, "row": cells}
            at, link = next(held, _END)
        else:
            yield {**ends, "current": False, "row": cells}
    while link:
        yield link
        _, link = next(held, _END)


def _ends(source: str, target: str, key: str, relation: str) -> Link:
    return {"source": source, "target": target, "key": key, "relation": relation}


def _link(edge: EdgeFacts) -> Link:
    source, target, key, facts = edge
    return {"source": source, "target": target, "key": key, **facts, "current": True}
