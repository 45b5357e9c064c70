"""The import folder, cell for cell, and the scores in its subfolder."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from refgraph.model.formulas import MARK, harmless
from refgraph.model.tables import TABLES, Column, Kind
from refgraph.views.exports.content import texts
from refgraph.views.exports.score_tables import FOLDER, is_text, score_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from refgraph.views.exports.content import Content

_TYPED = frozenset({Kind.NUMBER, Kind.SHARE, Kind.MONEY, Kind.DAY, Kind.FLAG})
"""Kinds whose cells cannot be a formula."""


def write_csv(path: Path, content: Content, *, formula_safe: bool = False) -> None:
    """Write the eight tables to a new folder, and the scores to its subfolder.

    `formula_safe` makes texts harmless that a spreadsheet would run (`model.formulas`), and marks their columns.
    """
    (path / FOLDER).mkdir(parents=True)
    for table in TABLES.values():
        at = [i for i, column in enumerate(table.columns) if formula_safe and _is_text(column)]
        header = [column.name for column in table.columns]
        rows = map(texts, content.rows(table))
        write_rows(path / table.file, _marked(header, at), (_made_harmless(row, at) for row in rows))
    for scores in score_tables(content.scores):
        names = list(scores.columns)
        at = [i for i, name in enumerate(names) if formula_safe and is_text(name)]
        values = (texts(row) for chunk in scores.chunks() for row in chunk)
        write_rows(path / FOLDER / f"{scores.name}.csv", names, (_made_harmless(row, at) for row in values))


def _is_text(column: Column) -> bool:
    return column.kind not in _TYPED


def _marked(header: list[str], at: Sequence[int]) -> list[str]:
    for i in at:
        header[i] = MARK + header[i]
    return header


def _made_harmless(row: list[str], at: Sequence[int]) -> list[str]:
    for i in at:
        row[i] = harmless(row[i])
    return row


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one CSV file: commas, CRLF, and quotes around what holds a comma, a quote or any line end."""
    # With LF alone the library would leave a carriage return without quotes.
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
