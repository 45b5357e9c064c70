"""Node-link JSON: the export of refgraph, read without a loss, and any graph that networkx writes (`links`, `edges`).

A node's table is told by its attribute `table`, else `type`; a node that has neither is a person. Its name is `name`,
else `label`, else its id. A link's relation is `relation`, else `type`; where neither tells, the tables of its ends do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from refgraph.model.tables import TABLES, Table
from refgraph.sources.converted import Converted
from refgraph.sources.presets.completing import Completion, Completions
from refgraph.sources.presets.duplicate_ids import hold_conflicts
from refgraph.sources.presets.files import held_file
from refgraph.sources.presets.json_cells import put_object, type_word
from refgraph.sources.presets.json_scan import LARGEST_PART, JsonScan, Part
from refgraph.sources.presets.jsonl import read_object
from refgraph.sources.presets.utf8 import utf8_text
from refgraph.sources.refusal import Refused
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.files import SourceFile, SourceFiles

LARGEST_FILE = 256 << 20
"""Bytes of a file, which is held in memory as text."""

_LISTS = frozenset({("nodes",), ("links",), ("edges",), ("graph", "reps"), ("graph", "events")})
_NODE_TABLES = {
    **dict.fromkeys(("person", "people", "contact", "contacts"), "people"),
    **dict.fromkeys(
        ("account", "accounts", "company", "organization", "organisation", "customer"), "accounts"
    ),
    **dict.fromkeys(("circle", "circles", "group", "community"), "circles"),
    **dict.fromkeys(("rep", "reps"), "reps"),
}
_LINK_TABLES = {"works_at": "roles", "member_of": "memberships", "knows": "knows"}
_BY_ENDS = {
    ("people", "people"): "knows",
    ("people", "accounts"): "works_at",
    ("people", "circles"): "member_of",
    ("accounts", "accounts"): "parent_of",
}
_ENDS = {
    "roles": ("person_id", "account_id"),
    "memberships": ("person_id", "circle_id"),
    "knows": ("person_a", "person_b"),
}
_OF_AN_ELEMENT = frozenset({"id", "source", "target", "rep_id", "event_id"})
_OF_A_LINK = frozenset({"source", "target", "key", "relation", "type", "current", "row"})
_OF_A_NODE = frozenset({"id", "table", "type", "label", "row"})

Fields = dict[str, object]


@dataclass(slots=True)
class _Graph:
    """One file while it is read."""

    converted: Converted
    file: str
    options: ReadOptions
    is_directed: bool = False
    is_ours: bool = False
    is_loose: bool = False
    """Whether there are elements only, whose nodes may be in the store."""
    ids: dict[object, tuple[str, str]] = field(default_factory=dict)
    """Table and id of each node, by the id it has in the file."""
    links: list[tuple[int, Fields]] = field(default_factory=list)
    """Links that have no row of their own, by source row."""
    unknown: Counter[str] = field(default_factory=Counter)
    completions: Completions = field(default_factory=Completions)

    def put(self, source: int, table: Table, fields: Fields, known: frozenset[str] = frozenset()) -> None:
        """Put a row, and count the attributes that are no columns."""
        comma = self.options.decimal_comma
        others = put_object(self.converted, source, table, fields, decimal_comma=comma)
        self.unknown.update(name for name in others if name not in known)

    def hold(self, source: int, code: str, text: str) -> None:
        """Hold an element."""
        self.converted.remark(source, "", Note(code, text, holds=True))


def convert(files: SourceFiles, options: ReadOptions) -> Converted:
    """Read the files; nodes and links count in the order of the file, from 1.

    Raises `Refused` for what is no node-link JSON, too deep or too large.
    """
    converted = Converted(ignored=files.ignored)
    for file in files.files:
        _read(_Graph(converted, file.name, options), file)
    hold_conflicts(converted)
    return converted


def _read(graph: _Graph, file: SourceFile) -> None:
    if file.size > LARGEST_FILE:
        found = f"too large: more than {LARGEST_FILE >> 20} MB"
        raise Refused(file.name, "too_large", found, "import it as jsonl, parquet or csv")
    text = utf8_text(file, graph.options.encoding)
    graph.converted.read_as[file.name] = held_file(file.name, graph.options)
    number = 0
    loose = _loose_elements(text)
    graph.is_loose = bool(loose)
    for part in loose or _parts(text, file.name):
        if not part.is_element:
            _read_fact(graph, part)
            continue
        number += 1
        raw = part.raw if "\n" not in part.raw else " ".join(part.raw.split("\n"))
        _read_element(graph, graph.converted.source(file.name, number, raw), part)
    for source, link in graph.links:
        _read_link(graph, source, link)
    graph.completions.apply(graph.converted)
    _tell(graph)


def _parts(text: str, file: str) -> Iterator[Part]:
    has_nodes = False
    for part in JsonScan(text, file, _LISTS, {("graph",)}).parts():
        has_nodes |= part.path == ("nodes",)
        yield part
    if not has_nodes:
        raise Refused(file, "node_link", "found no list of nodes, expected node-link JSON", "export it again")


def _loose_elements(text: str) -> list[Part]:
    """Elements a line each, without a document around them, which is how held ones come back; else nothing."""
    if not is_element(text[: text.find("\n") if "\n" in text else None]):
        return []
    lines = filter(str.strip, text.split("\n"))
    objects = ((line, read_object(line)[0]) for line in lines)
    return [Part(_list_of(fields), is_element=True, raw=line, value=fields) for line, fields in objects]


def is_element(line: str) -> bool:
    """Whether a line is a node, a link or a row by itself."""
    if len(line) > LARGEST_PART:
        return False
    fields, note = read_object(line)
    return note is None and bool(fields.keys() & _OF_AN_ELEMENT)


def _list_of(fields: Fields) -> tuple[str, ...]:
    if "source" in fields or "target" in fields:
        return ("links",)
    if "event_id" in fields:
        return ("graph", "events")
    return ("graph", "reps") if "rep_id" in fields else ("nodes",)


def _read_fact(graph: _Graph, part: Part) -> None:
    if part.path == ("directed",):
        graph.is_directed = part.value is True
    elif part.path == ("graph", "format"):
        graph.is_ours = isinstance(part.value, str) and part.value.startswith("refgraph ")


def _read_element(graph: _Graph, source: int, part: Part) -> None:
    if not isinstance(part.value, dict):
        graph.hold(source, "json", f"found {type_word(part.value)}, expected an object")
        return
    fields = cast("Fields", part.value)
    if part.path[0] == "graph":
        graph.put(source, TABLES[part.path[1]], fields)
    elif part.path == ("nodes",):
        _read_node(graph, source, fields)
    else:
        _keep_link(graph, source, fields)


def _read_node(graph: _Graph, source: int, fields: Fields) -> None:
    node, told = fields.get("id"), fields.get("table", fields.get("type"))
    if not isinstance(node, str | int) or isinstance(node, bool) or node == "":
        graph.hold(source, "missing_id", "missing id: expected the node's id, a text or whole number")
        return
    table = _NODE_TABLES.get(told.casefold()) if isinstance(told, str) else "people" if told is None else None
    if table is None:
        known = ", ".join(_NODE_TABLES)
        found = f"unknown type '{shown(str(told)[:100])}', expected one of {known}, or none for a person"
        graph.hold(source, "unknown_type", found)
        return
    identifier = str(node).removeprefix(f"{told}:") if told else str(node)
    graph.ids[node] = table, identifier
    row = fields.get("row")
    if isinstance(row, dict):
        graph.put(source, TABLES[table], row)
        return
    name = next((fields[key] for key in ("name", "label") if fields.get(key)), identifier)
    facts = {**fields, TABLES[table].key[0]: identifier, "name": name}
    graph.put(source, TABLES[table], facts, _OF_A_NODE)


def _keep_link(graph: _Graph, source: int, fields: Fields) -> None:
    row, table = fields.get("row"), _LINK_TABLES.get(str(fields.get("relation")))
    if isinstance(row, dict) and table:
        graph.put(source, TABLES[table], row)
    else:
        graph.links.append((source, fields))


def _read_link(graph: _Graph, source: int, fields: Fields) -> None:
    relation = _relation(fields)
    ends = [_end(graph, fields.get(name), relation, at) for at, name in enumerate(("source", "target"))]
    if None in ends:
        missing = [shown(str(fields.get(name))) for name in ("source", "target")]
        graph.hold(source, "unknown_node", f"unknown node: {' or '.join(missing)} is no node that was read")
        return
    (from_table, start), (to_table, end) = cast("list[tuple[str, str]]", ends)
    relation = relation or _BY_ENDS.get((from_table, to_table))
    if relation in ("parent_of", "reports_to"):
        # In an export of refgraph they repeat what the rows say.
        if not graph.is_ours:
            graph.completions.add(_completion(source, relation, start, end))
    elif relation in _LINK_TABLES:
        _put_link(graph, source, _LINK_TABLES[relation], (start, end), fields)
    else:
        found = f"unknown relation between {from_table} and {to_table}, expected one of works_at, member_of, knows"
        graph.hold(source, "unknown_relation", found)


def _end(graph: _Graph, node: object, relation: str | None, at: int) -> tuple[str, str] | None:
    """Table and id of a link's end; of a loose link what its relation says of an end nobody describes."""
    if not isinstance(node, str | int):
        return None
    if node in graph.ids or not graph.is_loose:
        return graph.ids.get(node)
    table = next((tables[at] for tables, name in _BY_ENDS.items() if name == relation), "people")
    prefix = next((f"{word}:" for word in ("person", "account", "circle") if _NODE_TABLES[word] == table), "")
    return table, str(node).removeprefix(prefix)


def _relation(fields: Fields) -> str | None:
    told = fields.get("relation", fields.get("type"))
    plain = told.casefold() if isinstance(told, str) else ""
    return plain if plain in (*_LINK_TABLES, "parent_of", "reports_to") else None


def _completion(source: int, relation: str, start: str, end: str) -> Completion:
    if relation == "parent_of":
        return Completion(source, "accounts", end, "parent_id", start)
    return Completion(source, "roles", start, "reports_to", end)


def _put_link(graph: _Graph, source: int, table: str, ends: tuple[str, str], fields: Fields) -> None:
    facts = {name: value for name, value in fields.items() if name not in _OF_A_LINK}
    facts |= dict(zip(_ENDS[table], ends, strict=True))
    if table == "knows":
        facts.setdefault("directed", graph.is_directed)
    elif "from" not in facts and "since" in facts:
        facts["from"] = facts.pop("since")
    graph.put(source, TABLES[table], facts)


def _tell(graph: _Graph) -> None:
    for name, count in graph.unknown.items():
        words = f"unknown attribute '{shown(name)}': its {count} values are not imported"
        graph.converted.notices.append((graph.file, Note("unknown_column", words)))
    if graph.is_directed and not graph.is_ours and graph.links:
        graph.converted.told.append(
            f"{graph.file}: the graph is directed: a tie is read as source speaks, target listens"
        )
