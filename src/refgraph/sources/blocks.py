"""A file's text in blocks of whole rows: which rows are plain, and the others cut into cells one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.sources.delimited import NeverClosed, Record, plain_cell, quoted_record
from refgraph.sources.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Places = npt.NDArray[np.int64]

BLOCK = 4 << 20
"""Bytes of a block, unless a row is longer."""
LONGEST_ROW = 64 << 20
"""Bytes of one row beyond which the file is refused."""
_MOST_QUOTED = 60
"""Cells a row may have for its quotes to be checked by a pattern, whose size grows with them."""
_LF, _CR, _QUOTE, _BOM = 10, 13, 34, b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a file are told apart."""

    file: str
    delimiter: str
    """One ASCII character."""
    width: int
    """Cells of a row."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole rows of a file, one after the other.

    `starts`, `ends` and `numbers` have one entry a row: where it begins and ends in `data`, without its line end,
    and its number as a spreadsheet counts.
    """

    data: bytes
    offset: int
    """Where the block begins in the file's text, in bytes of UTF-8."""
    starts: Places
    ends: Places
    nexts: Places
    """Where the row after each begins."""
    numbers: Places
    is_plain: npt.NDArray[np.bool_]
    """Rows of the right number of cells, each without a quote or quoted from end to end, in one line."""
    cut: dict[int, Record]
    """Rows, by index, that had to be cut into cells to find their end; `Record.start` and `end` are in `data`."""
    line_ends: frozenset[str]
    """`CRLF`, `LF`, `CR` as found after rows."""

    def text(self, row: int) -> str:
        """A row as it stands in the file."""
        return self.data[self.starts[row] : self.ends[row]].decode()


@dataclass(slots=True)
class _Lines:
    """Lines of a text, by where they start, end and where the next begins."""

    starts: Places
    ends: Places
    nexts: Places


def blocks(pieces: Iterable[bytes], layout: Layout, *, number: int, offset: int) -> Iterator[Block]:
    """Cut text into blocks; its first row has the `number`, its first byte the `offset`.

    Linear time, also where rows span blocks. Raises `Refused` for a quote that leaves rows uncertain and for a row
    longer than `LONGEST_ROW`.
    """
    source = iter(pieces)
    data, want, is_all = b"", BLOCK, False
    while not (is_all and not data):
        data, is_all = _filled(data, want, source, is_all=is_all)
        end = len(data) if is_all else _last_row_end(data)
        block, done = _cut(data[:end], layout, number, offset, is_all=is_all)
        if done:
            yield block
            number += len(block.starts)
            offset += done
            data, want = data[done:], BLOCK
        elif data:
            _refuse_endless(data, layout, number)
            want = 2 * len(data)


def _filled(data: bytes, want: int, source: Iterator[bytes], *, is_all: bool) -> tuple[bytes, bool]:
    parts, size = [data], len(data)
    while not is_all and size < want:
        piece = next(source, None)
        is_all = piece is None
        parts.append(piece or b"")
        size += len(parts[-1])
    return b"".join(parts), is_all


def _last_row_end(data: bytes) -> int:
    """Where the last row that is whole ends; 0 where there is none. A final CR may be half of a CRLF."""
    return max(data.rfind(b"\n"), data.rfind(b"\r", 0, len(data) - 1) if data.count(b"\n") == 0 else -1) + 1


def _refuse_endless(data: bytes, layout: Layout, number: int) -> None:
    if len(data) >= LONGEST_ROW:
        found = f"the row is longer than {LONGEST_ROW >> 20} MB"
        cure = "close the quote that opens in it, or split it"
        raise Refused(layout.file, "quote", found, cure, row=number)


def _cut(data: bytes, layout: Layout, number: int, offset: int, *, is_all: bool) -> tuple[Block, int]:
    """Cut a text that ends after a line, or is the last; also how much of it are whole rows."""
    buffer = np.frombuffer(data, np.uint8)
    lines = _lines(data, buffer)
    is_quoted, is_regular = _quotes(data, buffer, lines, layout)
    is_delimiter = buffer == ord(layout.delimiter)
    cells = np.add.reduceat(is_delimiter, lines.starts, dtype=np.int32) + 1 if data else lines.starts
    is_plain = np.where(is_quoted, is_regular, (cells == layout.width) & (lines.ends > lines.starts))
    is_plain &= ~_has_odd_bytes(data, buffer, lines)
    whole = _whole_rows(data, lines, np.flatnonzero(is_quoted & ~is_plain), layout, number, is_all=is_all)
    first, last = whole.first, whole.last
    block = Block(
        data,
        offset,
        lines.starts[first],
        lines.ends[last],
        lines.nexts[last],
        number + np.arange(len(first)),
        is_plain[first],
        whole.cut,
        _kinds(buffer, lines.ends[last], lines.nexts[last]),
    )
    return block, int(lines.nexts[last[-1]]) if len(last) else 0


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows by their first and last line, and those cut into cells by index."""

    first: Places
    last: Places
    cut: dict[int, Record]


def _whole_rows(
    data: bytes, lines: _Lines, unsure: Places, layout: Layout, number: int, *, is_all: bool
) -> _Rows:
    """Find where the rows end that begin in unsure lines; a row still open at the end is left out, with what follows."""
    cell = plain_cell(layout.delimiter)
    # Byte for byte, so that places in the text are places in the data; the cells are put right afterwards.
    text = data.decode("latin-1") if len(unsure) else ""
    count, after, covered = len(lines.starts), 0, 0
    goes_on = np.zeros(count, np.bool_)
    cut: dict[int, Record] = {}
    for line in unsure.tolist():
        if line < after:
            continue
        row = line - covered
        record = Record(number + row, int(lines.starts[line]), 0, [])
        try:
            quoted_record(text, record, layout.delimiter, cell, layout.file)
        except NeverClosed:
            if is_all:
                raise
            count = line
            break
        record.cells = [found.encode("latin-1").decode() for found in record.cells]
        cut[row] = record
        after = int(np.searchsorted(lines.ends, record.end)) + 1
        goes_on[line + 1 : after] = True
        covered += after - line - 1
    first = np.flatnonzero(~goes_on[:count])
    last = np.append(first[1:], count) - 1 if len(first) else first
    return _Rows(first, last, cut)


def _kinds(buffer: npt.NDArray[np.uint8], ends: Places, nexts: Places) -> frozenset[str]:
    lengths = nexts - ends
    single = buffer[ends[lengths == 1]]
    found = {
        "CRLF": bool((lengths == 2).any()),
        "LF": bool((single == _LF).any()),
        "CR": bool((single == _CR).any()),
    }
    return frozenset(name for name, is_there in found.items() if is_there)


def _has_odd_bytes(data: bytes, buffer: npt.NDArray[np.uint8], lines: _Lines) -> npt.NDArray[np.bool_]:
    """Lines that Arrow's reader might not read as we do: those with a NUL, or beginning with a byte order mark."""
    is_odd = np.zeros(len(lines.starts), np.bool_)
    if b"\x00" in data:
        is_odd[np.searchsorted(lines.nexts, np.flatnonzero(buffer == 0), "right")] = True
    place = data.find(_BOM)
    while place >= 0:
        line = int(np.searchsorted(lines.nexts, place, "right"))
        is_odd[line] |= place == lines.starts[line]
        place = data.find(_BOM, place + 1)
    return is_odd


def _lines(data: bytes, buffer: npt.NDArray[np.uint8]) -> _Lines:
    is_last = buffer == _LF
    if b"\r" in data:
        is_lone = buffer == _CR
        is_lone[:-1] &= buffer[1:] != _LF
        is_last |= is_lone
    ends = np.flatnonzero(is_last)
    nexts = ends + 1
    if b"\r\n" in data:
        ends = ends - ((ends > 0) & (buffer[ends] == _LF) & (buffer[ends - 1] == _CR))
    if len(data) and (not len(nexts) or nexts[-1] != len(data)):
        nexts, ends = np.append(nexts, len(data)), np.append(ends, len(data))
    return _Lines(np.concatenate((np.zeros(min(len(nexts), 1), np.int64), nexts[:-1])), ends, nexts)


def _quotes(
    data: bytes, buffer: npt.NDArray[np.uint8], lines: _Lines, layout: Layout
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Lines with a quote, and those of them whose cells are certain."""
    is_quoted = np.zeros(len(lines.starts), np.bool_)
    is_regular = np.zeros(len(lines.starts), np.bool_)
    if b'"' not in data:
        return is_quoted, is_regular
    is_quoted[np.searchsorted(lines.nexts, np.flatnonzero(buffer == _QUOTE), "right")] = True
    if layout.width <= _MOST_QUOTED:
        quoted = np.flatnonzero(is_quoted)
        offsets = pa.py_buffer(np.append(lines.starts, len(data)).astype(np.int64))
        texts = pa.LargeStringArray.from_buffers(len(lines.starts), offsets, pa.py_buffer(data)).take(
            pa.array(quoted)
        )
        is_regular[quoted] = pc.match_substring_regex(texts, _regular(layout)).to_numpy(zero_copy_only=False)
    return is_quoted, is_regular


def _regular(layout: Layout) -> str:
    delimiter = f"\\x{{{ord(layout.delimiter):02x}}}"
    cell = f'(?:[^"\\r\\n{delimiter}]*|"(?:[^"\\r\\n]|"")*")'
    return f"\\A{cell}(?:{delimiter}{cell}){{{layout.width - 1}}}(?:\\r\\n|\\r|\\n)?\\z"
