"""Everything out again: the import folder as CSV, and graph files with scores."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any, TypeVar

import networkx as nx

from refgraph.errors import RefgraphError
from refgraph.model.tables import TABLES, Cell
from refgraph.views.graph import to_networkx
from refgraph.views.score_tables import account_rows, circle_rows, people_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from refgraph.model.columns import Columns
    from refgraph.scores.scores import Scores
    from refgraph.views.documents import Json
    from refgraph.views.graph import MultiDirected

_T = TypeVar("_T")

GRAPH_FORMATS = ("graphml", "gexf", "node-link")
FORMATS = ("csv", *GRAPH_FORMATS)

# What XML 1.0 cannot hold in any form (section 2.2): such characters are shown as U+FFFD.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(path: Path, file_format: str, columns: Columns, scores: Scores) -> None:
    """Write a folder (csv) or one file (the graph formats); refuses a path that exists with `RefgraphError`.

    The CSV folder holds the eight tables as imported, cell for cell, and the scores in its subfolder `scores`.
    """
    if path.exists():
        raise RefgraphError(f"{path} exists already", "name a new path, or move the old one away")
    try:
        if file_format == "csv":
            _write_folder(path, columns, scores)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            _GRAPH_WRITERS[file_format](to_networkx(scores), path)
    except OSError as error:
        raise RefgraphError(
            f"cannot write {path}: {error.strerror}", "name a folder you may write to"
        ) from error


def _write_folder(path: Path, columns: Columns, scores: Scores) -> None:
    (path / "scores").mkdir(parents=True)
    for table in TABLES.values():
        content = columns.tables[table.name]
        rows = zip(*(map(cell_text, content[column.name]) for column in table.columns), strict=True)
        _write_csv(path / table.file, [column.name for column in table.columns], rows)
    for name, make in (("people", people_rows), ("accounts", account_rows), ("circles", circle_rows)):
        flat = [_flat(row) for row in make(scores)]
        header = list(flat[0]) if flat else list(TABLES[name].key)
        _write_csv(path / "scores" / f"{name}.csv", header, [list(map(_plain, row.values())) for row in flat])


def cell_text(cell: Cell) -> str:
    """Text of a cell in the import format; reading it back gives the same cell."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell)


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _flat(row: Json) -> Json:
    out: Json = {}
    for name, value in row.items():
        if isinstance(value, dict):
            out |= value
        elif isinstance(value, list):
            out[name] = json.dumps(value, ensure_ascii=False)
        else:
            out[name] = value
    return out


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _write_node_link(graph: MultiDirected, path: Path) -> None:
    document = nx.node_link_data(graph, edges="links")
    path.write_text(json.dumps(document, ensure_ascii=False, allow_nan=False), encoding="utf-8")


def _write_graphml(graph: MultiDirected, path: Path) -> None:
    nx.write_graphml(_xml_safe(graph), path)


def _write_gexf(graph: MultiDirected, path: Path) -> None:
    labelled = _xml_safe(graph)
    for _, facts in labelled.nodes(data=True):
        facts["label"] = facts["name"]
    nx.write_gexf(labelled, path)


_GRAPH_WRITERS: dict[str, Callable[[MultiDirected, Path], None]] = {
    "graphml": _write_graphml,
    "gexf": _write_gexf,
    "node-link": _write_node_link,
}


def _xml_safe(graph: MultiDirected) -> MultiDirected:
    safe: MultiDirected = nx.MultiDiGraph(**_safe_facts(graph.graph))
    for node, facts in graph.nodes(data=True):
        safe.add_node(xml_text(node), **_safe_facts(facts))
    for a, b, key, facts in graph.edges(keys=True, data=True):
        safe.add_edge(xml_text(a), xml_text(b), key=xml_text(key), **_safe_facts(facts))
    return safe


def _safe_facts(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: xml_text(value) for name, value in facts.items()}


def xml_text(value: _T) -> _T:
    """Replace what XML cannot hold by U+FFFD in a text; any other value comes back as it is."""
    return _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value  # type: ignore[return-value]
