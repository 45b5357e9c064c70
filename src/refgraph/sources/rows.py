"""One file to typed rows, with the rows that cannot be typed held back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.sources.cells import CellReader, CellRules, reader_of
from refgraph.sources.delimited import Record, line_ends, records
from refgraph.sources.headers import Header, read_header
from refgraph.sources.rules import settle_row
from refgraph.sources.sheet import Sheet
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.tables import Cell, Row, Table
    from refgraph.sources.decode import Decoded
    from refgraph.sources.report import Report

LONGEST_CELL = 131_072
MANY_EMPTY_ROWS = 1_000

Remark = tuple[str, str, Note]
"""Column, text and what there is to say about it."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the cells of a record become a row."""

    table: Table
    width: int
    readers: Sequence[tuple[int, int, CellReader]]
    """(index in the row, cell in the record, reader) of each column the file has."""
    required: Sequence[tuple[int, str]]
    """(index in the row, name) of the required columns."""
    header: Sequence[str]


def read_rows(decoded: Decoded, table: Table, file: str, rules: CellRules, report: Report) -> Sheet:
    """Read a file's rows; raises `Refused` where the file cannot be read for certain."""
    text = decoded.text
    header = read_header(text, table, file)
    sheet = Sheet(table, file, text, report)
    layout = _layout(table, header, rules)
    extra = dict.fromkeys(header.unknown, 0)
    delimiter_only = 0
    for record in records(text, header.delimiter, file, start=header.start):
        if record.number <= header.record.number:
            continue
        sheet.read += 1
        if _is_blank(record):
            sheet.blank += 1
            delimiter_only += record.end > record.start
            continue
        _read_record(sheet, layout, record)
        for cell in extra:
            extra[cell] += len(record.cells) > cell and bool(record.cells[cell].strip())
    _warn_of_file(sheet, decoded, header, extra, delimiter_only)
    return sheet


def _layout(table: Table, header: Header, rules: CellRules) -> _Layout:
    readers = [
        (index, cell, reader_of(column, rules))
        for index, (column, cell) in enumerate(zip(table.columns, header.positions, strict=True))
        if cell >= 0
    ]
    required = [(index, column.name) for index, column in enumerate(table.columns) if column.required]
    return _Layout(table, len(header.record.cells), readers, required, header.record.cells)


def _is_blank(record: Record) -> bool:
    return not record.fault and not any(cell and not cell.isspace() for cell in record.cells)


def _read_record(sheet: Sheet, layout: _Layout, record: Record) -> None:
    refused = _refusal(layout, record)
    if refused:
        index = sheet.add(None, record.number, record.start, record.end)
        _remember_id(sheet, layout, record)
        sheet.hold(index, "", refused)
        return
    row, remarks = _typed(layout, record.cells)
    settled, more = settle_row(layout.table, row)
    remarks += [*_missing(layout, settled, remarks), *more]
    index = sheet.add(settled, record.number, record.start, record.end)
    if record.has_stray_quote:
        sheet.warn(index, None, Note("quote", "found a quote inside an unquoted cell, read as a character"))
    held = [remark for remark in remarks if remark[2].holds]
    if held:
        column, value, note = held[0]
        others = "".join(f"; column {name}: {also.text}" for name, _, also in held[1:])
        _remember_id(sheet, layout, record)
        sheet.hold(index, column, Note(note.code, note.text + others), value)
        return
    for column, value, note in remarks:
        sheet.warn(index, column, note, value)


def _refusal(layout: _Layout, record: Record) -> Note | None:
    if record.fault:
        return Note("quote", record.fault)
    if len(record.cells) != layout.width:
        return Note(
            "cells", f"found {len(record.cells)} cells, expected {layout.width} cells as in the header"
        )
    if record.cells == layout.header:
        return Note("repeated_header", "found a repeated header, expected a row")
    return None


def _remember_id(sheet: Sheet, layout: _Layout, record: Record) -> None:
    """Note the id of a held entity, so that rows pointing to it can say so."""
    cell = layout.readers[0][1]
    if layout.table.is_entity and cell < len(record.cells):
        sheet.held_ids[record.cells[cell].strip()] = record.number


def _typed(layout: _Layout, cells: Sequence[str]) -> tuple[Row, list[Remark]]:
    row: list[Cell] = [None] * len(layout.table.columns)
    remarks: list[Remark] = []
    for index, at, reader in layout.readers:
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


def _missing(layout: _Layout, row: Row, remarks: Sequence[Remark]) -> list[Remark]:
    if all(row[index] is not None for index, _ in layout.required):
        return []
    faulty = {column for column, _, note in remarks if note.holds}
    missing = []
    for index, name in layout.required:
        if row[index] is None and name not in faulty:
            words = "id" if name.endswith("_id") or name.startswith("person_") else name
            note = Note(f"missing_{words}", f"missing {words}: {name} is empty, expected a value", holds=True)
            missing.append((name, "", note))
    return missing


def _warn_of_file(
    sheet: Sheet, decoded: Decoded, header: Header, extra: dict[int, int], delimiter_only: int
) -> None:
    notes = list(header.notes)
    if decoded.is_unusual:
        notes.append(Note("encoding", "found the encoding UTF-16 by its byte order mark, expected UTF-8"))
    found = line_ends(decoded.text)
    if len(found) > 1 or "CR" in found:
        notes.append(
            Note("line_endings", f"found the line endings {', '.join(sorted(found))}, expected one kind")
        )
    if sheet.read == sheet.blank:
        notes.append(Note("no_rows", "found a header and no rows"))
    if delimiter_only > MANY_EMPTY_ROWS:
        notes.append(Note("empty_rows", f"found {delimiter_only} empty rows of delimiters only"))
    notes += [_extra_note(header.record.cells[cell], count) for cell, count in extra.items()]
    for note in notes:
        sheet.report.warn(sheet.file, note)


def _extra_note(name: str, count: int) -> Note:
    if not name.strip() and not count:
        return Note("empty_column", "found an empty column without a name; left out")
    words = f"unknown column '{shown(name)}': its {count} values are not imported"
    return Note("unknown_column", words)
