"""A file a table with a JSON object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.views.exports.content import object_of
from refgraph.views.exports.score_tables import FOLDER, score_tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from refgraph.views.exports.content import Content

_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def write_jsonl(path: Path, content: Content) -> None:
    """Write the eight tables to a new folder, and the scores to its subfolder; empty cells are left out."""
    (path / FOLDER).mkdir(parents=True)
    for table in TABLES.values():
        _write(path / f"{table.name}.jsonl", (object_of(table, row) for row in content.rows(table)))
    for scores in score_tables(content.scores):
        names = list(scores.columns)
        rows = (row for chunk in scores.chunks() for row in chunk)
        _write(path / FOLDER / f"{scores.name}.jsonl", (dict(zip(names, row, strict=True)) for row in rows))


def _write(path: Path, objects: Iterable[object]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{json_line(one)}\n" for one in objects)


def json_line(value: object) -> str:
    """One JSON value on one line whatever its texts: what some readers take for line ends is escaped too."""
    return (
        _encoded(value).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
    )
