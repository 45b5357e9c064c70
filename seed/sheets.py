"""Sheets: small tables written as text, one row a line, cells between bars."""

from __future__ import annotations

Row = dict[str, str]


def rows_of(sheet: str) -> list[Row]:
    """Rows of a sheet by column name; the first line is the header, an empty cell is ''.

    Raises ValueError for a line with another number of cells than the header.
    """
    header, *lines = [[cell.strip() for cell in line.split("|")] for line in sheet.strip().splitlines()]
    return [dict(zip(header, cells, strict=True)) for cells in lines]


def by_key(rows: list[Row], column: str) -> dict[str, Row]:
    """Rows by the cell of one column, which must be unique; ValueError names a repeated one."""
    found: dict[str, Row] = {}
    for row in rows:
        if row[column] in found:
            raise ValueError(f"column {column} holds '{row[column]}' twice")
        found[row[column]] = row
    return found
