"""Sheets named like our tables, with the columns of the import folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES, Table
from refgraph.sources.headers import read_header
from refgraph.sources.presets.labels import Located
from refgraph.sources.presets.mapping import FileMapping, RowRule
from refgraph.sources.presets.template import template

if TYPE_CHECKING:
    from refgraph.sources.presets.texts import NamedText


def table_named(sheet: str) -> Table | None:
    """The table a sheet is named after, as in `People` or `people.csv`; None for other names."""
    return TABLES.get(sheet.strip().casefold().removesuffix(".csv"))


def locate_table(text: NamedText, table: Table) -> Located:
    """Find the header of a table's sheet; raises `Refused` as the import folder does."""
    header = read_header(text.decoded.text, table, text.name)
    positions = {
        column.name: [cell] for column, cell in zip(table.columns, header.positions, strict=True) if cell >= 0
    }
    return Located(
        _kind(table), header.record, header.delimiter, positions, header.unknown, (), is_exact=True
    )


def _kind(table: Table) -> FileMapping:
    cells = {column.name: [template(f"{{{column.name}}}")] for column in table.columns}
    columns = {column.name: (column.name,) for column in table.columns}
    required = tuple((column.name,) for column in table.columns if column.required)
    return FileMapping(table.name, (table.file,), columns, required, [RowRule(table.name, cells)])
