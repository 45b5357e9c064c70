"""One row to typed cells, exactly: with everything there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.sources.cells import CellReader, CellRules, reader_of
from refgraph.sources.rules import Remark, settle_row
from refgraph.sources.text import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.tables import Cell, Column, Row, Table
    from refgraph.sources.delimited import Record
    from refgraph.sources.headers import Header

LONGEST_CELL = 131_072
MANY_EMPTY_ROWS = 1_000
"""Rows of delimiters only beyond which they are worth a warning."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How the cells of a record become a row."""

    table: Table
    width: int
    """Cells of a record."""
    readers: Sequence[tuple[int, int, CellReader]]
    """(index in the row, cell in the record, reader) of each column the file has."""
    required: Sequence[tuple[int, str]]
    """(index in the row, name) of the required columns."""
    header: Sequence[str]
    missing: Sequence[Column]
    """Columns of the table that the file lacks."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a record says."""

    row: Row | None
    """None for a row that is held."""
    remarks: Sequence[Remark]
    """Warnings; for a row that is held one remark, the reason."""


def columns_of(table: Table, header: Header, rules: CellRules) -> Columns:
    """Lay out the columns of a file."""
    readers = [
        (index, cell, reader_of(column, rules, is_marked=cell in header.marked))
        for index, (column, cell) in enumerate(zip(table.columns, header.positions, strict=True))
        if cell >= 0
    ]
    required = [(index, column.name) for index, column in enumerate(table.columns) if column.required]
    missing = [column for column, cell in zip(table.columns, header.positions, strict=True) if cell < 0]
    return Columns(table, len(header.record.cells), readers, required, header.record.cells, missing)


def is_blank(record: Record) -> bool:
    """Whether nothing but spaces stands in a record."""
    return not record.fault and not any(cell and not cell.isspace() for cell in record.cells)


def read_record(columns: Columns, record: Record) -> Typed:
    """Read a record that is not blank."""
    refused = refusal(columns, record)
    if refused:
        return Typed(None, [("", "", refused)])
    row, remarks = _typed(columns, record.cells)
    settled, more = settle_row(columns.table, row)
    remarks += [*_missing(columns, settled, remarks), *more]
    held = [remark for remark in remarks if remark[2].holds]
    stray = Note("quote", "found a quote inside an unquoted cell, read as a character")
    quotes = [("", "", stray)] if record.has_stray_quote else []
    if held:
        column, value, note = held[0]
        others = "".join(f"; column {name}: {also.text}" for name, _, also in held[1:])
        return Typed(None, [*quotes, (column, value, Note(note.code, note.text + others, holds=True))])
    return Typed(settled, [*quotes, *remarks])


def id_in(columns: Columns, record: Record) -> str | None:
    """The id of an entity's record, as far as it can be read."""
    cell = columns.readers[0][1]
    return record.cells[cell].strip() if columns.table.is_entity and cell < len(record.cells) else None


def refusal(columns: Columns, record: Record) -> Note | None:
    """Why a record cannot be read cell by cell; None where it can."""
    if record.fault:
        return Note("quote", record.fault, holds=True)
    if len(record.cells) != columns.width:
        found = f"found {len(record.cells)} cells, expected {columns.width} cells as in the header"
        return Note("cells", found, holds=True)
    if says_header(record.cells, columns.header):
        return Note("repeated_header", "found a repeated header, expected a row", holds=True)
    return None


def says_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether cells are the header's, but for case, spaces around them and a byte order mark."""
    return all(_bare(cell) == _bare(name) for cell, name in zip(cells, header, strict=True))


def _bare(cell: str) -> str:
    return cell.strip(" \t\ufeff\xa0\u3000").casefold()


def _typed(columns: Columns, cells: Sequence[str]) -> tuple[Row, list[Remark]]:
    row: list[Cell] = [None] * len(columns.table.columns)
    remarks: list[Remark] = []
    for index, at, reader in columns.readers:
        text = cells[at]
        if not text:
            continue
        if reader.is_clean(text):
            row[index] = text
            continue
        if len(text) > LONGEST_CELL:
            too_long = f"found {len(text)} characters, too long, expected at most {LONGEST_CELL}"
            remarks.append((reader.column.name, text[:100], Note("too_long", too_long, holds=True)))
            continue
        reading = reader.read(text)
        row[index] = reading.cell
        remarks += [(reader.column.name, text, note) for note in reading.notes]
    return tuple(row), remarks


def _missing(columns: Columns, row: Row, remarks: Sequence[Remark]) -> list[Remark]:
    if all(row[index] is not None for index, _ in columns.required):
        return []
    faulty = {column for column, _, note in remarks if note.holds}
    missing = []
    for index, name in columns.required:
        if row[index] is None and name not in faulty:
            words = "id" if name.endswith("_id") or name.startswith("person_") else name
            note = Note(f"missing_{words}", f"missing {words}: {name} is empty, expected a value", holds=True)
            missing.append((name, "", note))
    return missing
