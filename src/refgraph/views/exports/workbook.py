"""A workbook for spreadsheets, a sheet a table, in which nothing runs and nothing is converted."""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import WorkbookAlreadySaved

from refgraph.errors import RefgraphError
from refgraph.model.formulas import runs
from refgraph.model.tables import TABLES
from refgraph.views.exports.content import cell_text
from refgraph.views.exports.score_tables import score_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from refgraph.model.tables import Cell, Table
    from refgraph.views.exports.content import Content

MOST_ROWS = 1_048_576
"""Rows of a sheet, the header among them, by the limits of the format."""

LONGEST = 32_767
"""Characters a spreadsheet keeps of a cell."""
_EXACT = 1e15
"""Whole numbers from here on lose digits in a spreadsheet."""
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def write_workbook(path: Path, content: Content, *, most_rows: int = MOST_ROWS) -> None:
    """Write the eight tables and the scores.

    Raises `RefgraphError` for a table of more rows, or a text of more characters, than a spreadsheet takes.
    """
    for table in TABLES.values():
        _check(content, table, most_rows)
    book, packed = Workbook(write_only=True), BytesIO()
    try:
        _fill(book, content)
        # To memory, for what the library does where a disk is full is more than an error.
        book.save(packed)
    except OSError:
        _abandon(book)
        raise
    path.write_bytes(packed.getbuffer())


def _check(content: Content, table: Table, most_rows: int) -> None:
    count = content.count(table)
    if count >= most_rows:
        found = f"{table.name} has {count:,} rows, a sheet of a workbook takes {most_rows - 1:,} and a header"
        raise RefgraphError(found, "export csv or parquet")
    for row in content.rows(table):
        if any(isinstance(cell, str) and len(sheet_text(cell)) > LONGEST for cell in row):
            found = f"{table.name} '{row[0]}' has a text of more than {LONGEST:,} characters"
            raise RefgraphError(f"{found}, which no cell of a workbook takes", "export csv or jsonl")


def _fill(book: Workbook, content: Content) -> None:
    for table in TABLES.values():
        _write(book, table.name, [column.name for column in table.columns], content.rows(table))
    for scores in score_tables(content.scores):
        # A figure of a score is there to be looked at and sorted by, so its last digit may go.
        rows = (row for chunk in scores.chunks() for row in chunk)
        _write(book, f"scores {scores.name}", list(scores.columns), rows, exactly=False)


def _abandon(book: Workbook) -> None:
    """End the sheets that are being written, which the library would do with a complaint of its own."""
    for sheet in book.worksheets:
        with suppress(OSError, ValueError, WorkbookAlreadySaved):
            sheet.close()


def sheet_text(text: str) -> str:
    """Text of a cell, with what XML cannot hold, and what looks like it, as `_xHHHH_` (ECMA-376, 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def _write(
    book: Workbook, name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, exactly: bool = True
) -> None:
    sheet: WriteOnlyWorksheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, one) for one in header])
    for row in rows:
        sheet.append([_cell(sheet, cell, exactly=exactly) for cell in row])


def _heading(sheet: WriteOnlyWorksheet, name: str) -> SheetCell:
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, exactly: bool) -> SheetCell | Cell:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text_cell(sheet, value)
    # A spreadsheet keeps 15 digits: a number that needs more stands as text, as an id of many digits has to.
    is_exact = abs(value) < _EXACT and float(f"{value:.15g}") == value
    return value if is_exact or not exactly else _text_cell(sheet, cell_text(value))


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> SheetCell:
    cell = WriteOnlyCell(sheet, sheet_text(text))
    # Said once more, since the library takes a text that begins with `=` for a formula, `#N/A` for an error.
    cell.data_type = "s"
    if runs(text):
        cell.quotePrefix = True
    return cell
