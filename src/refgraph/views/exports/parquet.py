"""A Parquet file a table, with typed columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from refgraph.model.arrow import array_of
from refgraph.model.tables import TABLES, Column, Kind, Table
from refgraph.views.exports.score_tables import FOLDER, is_text, score_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from refgraph.views.exports.content import Content

_GROUP = 131_072
"""Rows of a row group, which is what is made ready at a time."""
_TYPES = {
    Kind.NUMBER: pa.float64(),
    Kind.SHARE: pa.float64(),
    Kind.MONEY: pa.float64(),
    Kind.DAY: pa.date32(),
    Kind.FLAG: pa.bool_(),
}
"""All other kinds are texts."""


def write_parquet(path: Path, content: Content) -> None:
    """Write the eight tables to a new folder, and the scores to its subfolder; empty cells are null."""
    (path / FOLDER).mkdir(parents=True)
    for table in TABLES.values():
        _write(path / f"{table.name}.parquet", schema_of(table), _groups(content, table))
    for scores in score_tables(content.scores):
        schema = pa.schema(
            [(name, pa.string() if is_text(name) else pa.float64()) for name in scores.columns]
        )
        batches = (
            pa.table(list(map(pa.array, zip(*rows, strict=True))), list(scores.columns)).cast(schema)
            for rows in scores.chunks()
        )
        _write(path / FOLDER / f"{scores.name}.parquet", schema, batches)


def schema_of(table: Table) -> pa.Schema:
    """Columns of a table's file: text string, day date32, number double, flag bool; null where empty."""
    return pa.schema([(column.name, _type_of(column)) for column in table.columns])


def _type_of(column: Column) -> pa.DataType:
    return _TYPES.get(column.kind, pa.string())


def _groups(content: Content, table: Table) -> Iterator[pa.Table]:
    cells = content.columns.tables[table.name]
    arrays = [array_of(cells[column.name], column) for column in table.columns]
    schema, total = schema_of(table), content.count(table)
    for start in range(0, total, _GROUP):
        parts = [
            array.slice(start, _GROUP).cast(field.type) for array, field in zip(arrays, schema, strict=True)
        ]
        yield pa.table(parts, schema)
        content.tell(table, min(start + _GROUP, total), total)


def _write(path: Path, schema: pa.Schema, groups: Iterable[pa.Table]) -> None:
    # Through a file of Python's own, so that a full disk is the same OSError as everywhere.
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in groups:
            writer.write_table(group)
