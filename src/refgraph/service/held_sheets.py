"""Held rows as sheets to be repaired in a spreadsheet: a CSV a file, the row's key and reason before its own cells."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from refgraph.errors import PathUnreadable, RefgraphError, UnknownId
from refgraph.model.formulas import harmless, restored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from refgraph.model.batch import HeldFile, HeldRow

_LEAD = ("held_key", "held_reason")
_WHOLE = "held_text"
"""Name of the one column of files without a header."""
_DELIMITERS = ",;\t|"
_LEAD_LINE = re.compile('"?held_key"?([,;\t|])')
"""Tells the delimiter of a sheet: a spreadsheet saves it with that of its own country."""
_LONGEST_CELL = 64 << 20
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")
_SAFE_NAME = re.compile(r"[^\w.-]+")


def write_sheets(rows: Iterable[HeldRow], folder: Path) -> list[str]:
    """Write held rows into a new folder, one CSV for each file they came from; gives the names.

    A cell that a spreadsheet would run as a formula begins with an apostrophe, which reading takes off again.
    Raises `RefgraphError` where the folder exists or cannot be written.
    """
    by_file: dict[tuple[str, str, str], list[HeldRow]] = defaultdict(list)
    for row in rows:
        by_file[row.file, _header(row.read_as), _delimiter(row.read_as)].append(row)
    if folder.exists():
        raise RefgraphError(f"{folder} exists already", "name a new folder")
    names: list[str] = []
    try:
        folder.mkdir(parents=True)
        for (file, _, _), held in by_file.items():
            names.append(_free_name(file, names))
            text = sheet_text(held[0].read_as, held)
            (folder / names[-1]).write_bytes(text.encode("utf-8-sig", "surrogatepass"))
    except OSError as error:
        raise RefgraphError(
            f"cannot write {folder}: {error.strerror}", "name a folder you may write to"
        ) from error
    return names


def sheet_text(read_as: HeldFile | None, rows: Iterable[HeldRow]) -> str:
    """Text of the sheet of held rows that were read in one way."""
    out = io.StringIO()
    writer = csv.writer(out)
    header, delimiter = _header(read_as), _delimiter(read_as)
    writer.writerow([*_LEAD, *_cells(header, delimiter)] if header else [*_LEAD, _WHOLE])
    for row in rows:
        cells = _cells(row.raw, delimiter) if header else [row.raw]
        writer.writerow([row.key, _inert(row.reason), *map(_inert, cells)])
    return out.getvalue()


def read_sheets(path: Path, rows: Sequence[HeldRow]) -> list[tuple[HeldRow, str]]:
    """Read repaired sheets, a folder or one file: each held row in them with its text as it is now.

    Rows taken out of a sheet stay held. Raises `PathUnreadable` where nothing can be read, a folder without a sheet
    among it, `UnknownId` for a key of no row that is still held, and `RefgraphError` for a file that is no such sheet.
    """
    held = {row.key: row for row in rows}
    repairs = []
    for file in _files(path):
        for number, cells in _sheet_rows(file):
            if cells[0] not in held:
                raise UnknownId(
                    f"{file.name} row {number}, column held_key: there is no held row '{cells[0][:80]}'",
                    "write the sheets anew: refgraph held write FOLDER",
                )
            row = held[cells[0]]
            repairs.append((row, _raw(row, cells[len(_LEAD) :])))
    return repairs


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv")
        if not found:
            raise PathUnreadable(
                f"there is no CSV file in '{path}'", "name a folder that `refgraph held write` made"
            )
        return found
    if path.is_file():
        return [path]
    raise PathUnreadable(f"there is no folder or file '{path}'", "check the path")


def _sheet_rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    former = csv.field_size_limit(_LONGEST_CELL)
    try:
        text = file.read_bytes().decode("utf-8-sig", "surrogatepass")
        lead = _LEAD_LINE.match(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=lead[1] if lead else ",", strict=True)
        header = next(reader, [])
        if header[: len(_LEAD)] != list(_LEAD):
            raise RefgraphError(
                f"{file.name} row 1: found the columns {', '.join(header[:3]) or 'none'}, expected {', '.join(_LEAD)} first",
                "name a folder that `refgraph held write` made",
            )
        yield from ((number, cells) for number, cells in enumerate(reader, 2) if any(cells))
    except (OSError, UnicodeError, csv.Error) as error:
        raise PathUnreadable(f"cannot read {file.name}: {error}", "save it as CSV UTF-8") from error
    finally:
        csv.field_size_limit(former)


def _raw(row: HeldRow, cells: Sequence[str]) -> str:
    """Put the cells of a sheet's row together as the row's text, in the delimiter of its file."""
    plain = list(map(restored, cells))
    header, delimiter = _header(row.read_as), _delimiter(row.read_as)
    if not header:
        return plain[0] if plain else ""
    width = len(_cells(header, delimiter))
    while len(plain) > width and not plain[-1]:
        plain.pop()
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(plain)
    return out.getvalue().removesuffix("\r\n")


def _cells(raw: str, delimiter: str) -> list[str]:
    former = csv.field_size_limit(_LONGEST_CELL)
    try:
        return next(csv.reader(io.StringIO(raw, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return raw.split(delimiter)
    finally:
        csv.field_size_limit(former)


def _header(read_as: HeldFile | None) -> str:
    return read_as.header if read_as else ""


def _delimiter(read_as: HeldFile | None) -> str:
    """Delimiter a file names, else the one its header is written with; the comma where nothing tells."""
    named = dict(read_as.options).get("sep") if read_as else None
    if named:
        return named
    header = _header(read_as)
    counts: Mapping[str, int] = {mark: header.count(mark) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: counts[mark])


def _inert(cell: str) -> str:
    return cell if _NUMBER.fullmatch(cell) else harmless(cell)


def _free_name(file: str, taken: Sequence[str]) -> str:
    stem = _SAFE_NAME.sub("_", file.rsplit(".", 1)[0]).strip("._") or "held"
    number = 1
    while (name := f"{stem}.csv" if number == 1 else f"{stem}-{number}.csv") in taken:
        number += 1
    return name
