"""Delimited text to records, strictly: a quote opens a cell at its start only and must be closed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.sources.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

_CURE = "close the quote, and double quotes inside quoted cells"
_LINE = re.compile(r"[^\r\n]*")
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')


@dataclass(slots=True)
class Record:
    """One row of a file."""

    number: int
    """As a spreadsheet counts: the first row is 1, blank rows count, a cell's line feeds do not."""
    start: int
    end: int
    """The raw text is `text[start:end]`, without its line end."""
    cells: list[str]
    fault: str = ""
    """Why the cells are not certain; empty when they are."""
    has_stray_quote: bool = False
    """Whether a quote stands inside an unquoted cell, where it is a character like any other."""


class NeverClosed(Refused):
    """A quote is open where the text ends."""


def records(text: str, delimiter: str, file: str, *, start: int = 0) -> Iterator[Record]:
    """Split text from `start` on; raises `Refused` where a quote makes the rows uncertain.

    Rows end in CRLF, LF or CR. The last row may lack its end; after the last end there is no row. Linear time.
    """
    position, number, length = start, 0, len(text)
    plain = plain_cell(delimiter)
    while position < length:
        number += 1
        end = _end(_LINE, text, position)
        line = text[position:end]
        if '"' in line:
            record = quoted_record(text, Record(number, position, end, []), delimiter, plain, file)
            end = record.end
        else:
            record = Record(number, position, end, line.split(delimiter))
        yield record
        position = end + (2 if text.startswith("\r\n", end) else 1)


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def plain_cell(delimiter: str) -> re.Pattern[str]:
    """What an unquoted cell may be made of."""
    return re.compile(f"[^{re.escape(delimiter)}\r\n]*")


def quoted_record(text: str, record: Record, delimiter: str, plain: re.Pattern[str], file: str) -> Record:
    """Cut a record with quotes in its first line into cells; it may span further lines.

    `plain` is the delimiter's `plain_cell`. Raises `NeverClosed` and `Refused` where its end is not certain.
    """
    position = record.start
    while True:
        if text.startswith('"', position):
            quoted = _QUOTED.match(text, position)
            if quoted is None:
                raise NeverClosed(
                    file, "quote", _words(len(record.cells) + 1, "is never closed"), _CURE, row=record.number
                )
            record.cells.append(quoted[1].replace('""', '"'))
            position = quoted.end()
        else:
            end = _end(plain, text, position)
            record.cells.append(text[position:end])
            record.has_stray_quote |= '"' in record.cells[-1]
            position = end
        if position >= len(text) or text[position] in "\r\n":
            record.end = position
            return record
        if text[position] != delimiter:
            return _faulty(text, record, position, file)
        position += 1


def _faulty(text: str, record: Record, closed: int, file: str) -> Record:
    """Hold a row with text after a closing quote where its bounds are certain, else refuse the file."""
    record.end = _end(_LINE, text, closed)
    if re.search("[\r\n]", text[record.start : closed]) or text.count('"', record.start, record.end) % 2:
        raise _uncertain(file, record.number, len(record.cells), "is closed in the middle of a later cell")
    record.fault = "found text after a closing quote, expected quotes inside a quoted cell to be doubled"
    return record


def _uncertain(file: str, row: int, cell: int, what: str) -> Refused:
    return Refused(file, "quote", _words(cell, what), _CURE, row=row)


def _words(cell: int, what: str) -> str:
    return f"the quote that opens cell {cell} {what}; the rows after it cannot be told apart"


def line_ends(text: str) -> set[str]:
    """Collect the line ends outside quoted cells: `CRLF`, `LF`, `CR`."""
    found = _count_line_ends(text)
    if '"' in text and (len(found) > 1 or "CR" in found):
        found = _count_line_ends(_QUOTED.sub("", text))
    return found


def _count_line_ends(text: str) -> set[str]:
    crlf = text.count("\r\n")
    counts = {"CRLF": crlf, "LF": text.count("\n") - crlf, "CR": text.count("\r") - crlf}
    return {name for name, count in counts.items() if count}
