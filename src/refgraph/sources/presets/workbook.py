"""The sheets of an Excel workbook as CSV text: values only, dates as ISO, ids in full, never a formula."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, cast
from xml.etree.ElementTree import ParseError

from refgraph.sources.archive import check_archive
from refgraph.sources.decode import Decoded
from refgraph.sources.headers import MOST_COLUMNS
from refgraph.sources.refusal import Refused
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from openpyxl import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

    from refgraph.sources.presets.files import SourceFile

LARGEST_WORKBOOK = 64 << 20
"""Bytes a workbook may unpack to."""

MOST_ROWS = 1 << 20
"""Rows of a sheet."""

_ZIP = b"PK"
_EXACT = 1e15
"""Whole numbers from here on have lost digits in a spreadsheet: they are written 1.23e+15, which no id may be."""
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
_UNCOMPUTED = re.compile(rb"<f[ >][^<]*(?:</f>)?(?:<v\s*/>|<v></v>)?</c>|<f\s*/>(?:<v\s*/>|<v></v>)?</c>")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DTD = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_PROLOG = 1 << 16
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class SheetText:
    """One sheet."""

    name: str
    """`book.xlsx/Sheet`."""
    sheet: str
    """Its own name."""
    decoded: Decoded
    notes: Sequence[Note]
    """Warnings about the whole sheet."""


def read_workbook(file: SourceFile, *, decimal_comma: bool = False) -> tuple[list[SheetText], list[str]]:
    """Read the visible sheets that hold anything, row for row as the spreadsheet counts; name the hidden ones.

    A cell merged over several rows counts in each of them. `decimal_comma`: numbers are written as the user named them.
    Raises `Refused` for what is no .xlsx workbook, dangerous, damaged or too large.
    """
    with file.open() as opened, warnings.catch_warnings():
        # openpyxl warns of styles and extensions it leaves out, none of which is a value.
        warnings.simplefilter("ignore")
        _check(opened, file.name)
        book = _opened(opened, file.name)
        try:
            sheets = [cast("ReadOnlyWorksheet", sheet) for sheet in book.worksheets]
            seen = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
            texts = [text for sheet in seen for text in _text(file, sheet, decimal_comma=decimal_comma)]
            return texts, [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
        except (ParseError, KeyError, ValueError, TypeError, IndexError, AttributeError, *_BROKEN) as error:
            raise _damaged(file.name, error) from error
        finally:
            book.close()


def _check(opened: BinaryIO, name: str) -> None:
    head = opened.read(2)
    opened.seek(0)
    if head != _ZIP:
        found = "found an old .xls workbook or another format, expected an .xlsx workbook"
        raise Refused(name, "xls", found, "save it as an Excel workbook (.xlsx), or as CSV UTF-8")
    check_archive(opened, name)
    with zipfile.ZipFile(opened) as archive:
        if sum(info.file_size for info in archive.infolist()) > LARGEST_WORKBOOK:
            found = f"too large: more than {LARGEST_WORKBOOK >> 20} MB unpacked"
            raise Refused(name, "too_large", found, "save each sheet as CSV UTF-8")
        for info in archive.infolist():
            if info.filename.endswith((".xml", ".rels", ".vml")):
                _refuse_dtd(archive, info, name)
    opened.seek(0)


def _refuse_dtd(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
    try:
        with archive.open(info) as member:
            head = member.read(_PROLOG)
    except _BROKEN as error:
        raise _damaged(name, error) from error
    if _DTD.search(head) or head.startswith(_WIDE):
        found = (
            f"the workbook's part '{shown(info.filename)}' declares a DTD or an entity, which is never read"
        )
        raise Refused(name, "unsupported", found, "save it again with a spreadsheet")


def _opened(opened: BinaryIO, name: str) -> Workbook:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(opened, read_only=True, data_only=True, keep_links=False)
    except (
        InvalidFileException, ParseError, KeyError, TypeError, AttributeError, IndexError, *_BROKEN
    ) as error:  # fmt: skip
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> Refused:
    found = f"the workbook is damaged or no workbook ({shown(str(error))})"
    return Refused(name, "xlsx", found, "open it in a spreadsheet and save it again, or as CSV UTF-8")


def _text(file: SourceFile, sheet: ReadOnlyWorksheet, *, decimal_comma: bool) -> Iterator[SheetText]:
    name = f"{file.name}/{sheet.title}"
    rows = _rows(sheet, name, decimal_comma=decimal_comma)
    if not rows:
        return
    width = max(map(len, rows))
    if width > MOST_COLUMNS:
        found = f"found {width} columns, expected at most {MOST_COLUMNS}"
        raise Refused(name, "columns", found, "keep only the columns needed")
    notes = _fill_merged(_sheet_xml(file, sheet), rows)
    out = io.StringIO()
    # With LF alone the writer would leave a carriage return in a cell without quotes.
    writer = csv.writer(out)
    writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    yield SheetText(name, sheet.title, Decoded(out.getvalue(), "utf-8", is_unusual=False), notes)


def _rows(sheet: ReadOnlyWorksheet, name: str, *, decimal_comma: bool) -> list[list[str]]:
    """All rows down to the last that holds anything; a file may claim rows no spreadsheet has."""
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    for row in cast("Worksheet", sheet).iter_rows(values_only=True):
        if len(rows) >= MOST_ROWS:
            found = f"found more than {MOST_ROWS} rows, expected those of a spreadsheet"
            raise Refused(name, "too_large", found, "save it again with a spreadsheet")
        rows.append(_cells(row, decimal_comma=decimal_comma))
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cells(row: Sequence[object], *, decimal_comma: bool) -> list[str]:
    cells = [_cell(value, decimal_comma=decimal_comma) for value in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(value: object, *, decimal_comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, decimal_comma=decimal_comma)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return _unescaped(str(value).replace("\r\n", "\n")) if not isinstance(value, timedelta) else str(value)


def _unescaped(text: str) -> str:
    """Text of a cell, in which what XML cannot hold stands as _xHHHH_ (ECMA-376, 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _number(value: float, *, decimal_comma: bool) -> str:
    if abs(value) >= _EXACT:
        return f"{value:.14e}"
    if value == int(value):
        return str(int(value))
    text = f"{value:.15g}"
    return text.replace(".", ",") if decimal_comma else text


def _fill_merged(xml: bytes, rows: list[list[str]]) -> list[Note]:
    """Repeat cells merged over several rows in each row; say what a spreadsheet has not computed."""
    filled = 0
    for column, first, last in _MERGED.findall(xml):
        at, top = _column(column), int(first) - 1
        if top >= len(rows) or at >= len(rows[top]) or not rows[top][at]:
            continue
        for row in rows[top + 1 : min(int(last), len(rows))]:
            row.extend([""] * (at + 1 - len(row)))
            row[at] = row[at] or rows[top][at]
            filled += 1
    notes = []
    if filled:
        text = f"found cells merged over several rows; repeated in {filled} rows below the first"
        notes.append(Note("merged_cells", text))
    uncomputed = len(_UNCOMPUTED.findall(xml))
    if uncomputed:
        text = (
            f"found {uncomputed} formulas without a computed value, read as empty; save the workbook in Excel"
        )
        notes.append(Note("formula_value", text))
    return notes


def _sheet_xml(file: SourceFile, sheet: ReadOnlyWorksheet) -> bytes:
    """Text of the sheet's part of the workbook, for what openpyxl leaves out when it reads row by row."""
    with file.open() as opened, zipfile.ZipFile(opened) as archive:
        # openpyxl tells no other way which part a sheet is read from.
        return archive.read(str(vars(sheet)["_worksheet_path"]))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
