"""One file to a sheet: its header, then its rows in blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from refgraph.model.batch import HeldFile
from refgraph.sources.blocks import Layout, blocks
from refgraph.sources.delimited import NeverClosed, line_ends
from refgraph.sources.gathered import Gathered
from refgraph.sources.headers import Header, read_header
from refgraph.sources.rows import MANY_EMPTY_ROWS, Columns, columns_of, id_in, read_record
from refgraph.sources.sheet import Sheet
from refgraph.sources.spans import Spans
from refgraph.sources.text import Note, shown
from refgraph.sources.typed_blocks import Tally, laid_out, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from refgraph.model.tables import Row, Table
    from refgraph.sources.blocks import Block
    from refgraph.sources.cells import CellRules
    from refgraph.sources.decode import TextStream
    from refgraph.sources.delimited import Record
    from refgraph.sources.report import Report

_HEADER_STEP = 1 << 20
_LONGEST_HEADER = 16 << 20
"""Bytes among which the header must end."""


@dataclass(slots=True)
class _Reading:
    """A file while it is read."""

    stream: TextStream
    columns: Columns
    layout: Layout
    header: Header
    read_as: HeldFile
    report: Report
    spans: Spans
    gathered: Gathered
    tally: Tally = field(default_factory=Tally)
    held: int = 0
    held_ids: dict[str, int] = field(default_factory=dict)
    line_ends: set[str] = field(default_factory=set)


def read_sheet(
    stream: TextStream,
    table: Table,
    read_as: HeldFile,
    rules: CellRules,
    report: Report,
    *,
    told: Callable[[int], None] = lambda read: None,
) -> Sheet:
    """Read a file's rows; raises `Refused` where the file cannot be read for certain.

    `read_as` needs no header yet. `told` is called with the number of bytes of text read so far.
    """
    pieces = stream.pieces()
    data, header, text = _header(pieces, table, read_as.file)
    body = len(text.encode())
    layout = Layout(read_as.file, header.delimiter, len(header.record.cells))
    reading = _Reading(
        stream,
        columns_of(table, header, rules),
        layout,
        header,
        _with_header(read_as, header, text),
        report,
        Spans(stream),
        Gathered(table),
        line_ends=line_ends(text),
    )
    rows = blocks(chain([data[body:]], pieces), layout, number=header.record.number + 1, offset=body)
    for block in rows:
        reading.line_ends |= block.line_ends
        _read_block(reading, block)
        told(block.offset + len(block.data))
    _warn_of_file(reading)
    return _sheet(reading)


def _header(pieces: Iterator[bytes], table: Table, file: str) -> tuple[bytes, Header, str]:
    """Read as much as holds the header; also the text up to the row after it."""
    data = b""
    while True:
        piece = next(pieces, None)
        data += piece or b""
        is_enough = piece is None or len(data) >= _LONGEST_HEADER
        if not is_enough and (len(data) < _HEADER_STEP or not data.strip().count(b"\n")):
            continue
        text = data.decode("utf-8", "ignore")
        try:
            header = read_header(text, table, file)
        except NeverClosed:
            if is_enough:
                raise
            continue
        end = header.record.end
        return data, header, text[: end + (2 if text.startswith("\r\n", end) else 1)]


def _with_header(read_as: HeldFile, header: Header, text: str) -> HeldFile:
    line = text[header.record.start : header.record.end]
    named = (("sep", header.delimiter),) if header.start else ()
    return HeldFile(read_as.file, read_as.preset, line, (*read_as.options, *named))


def _read_block(reading: _Reading, block: Block) -> None:
    found = typed(block, reading.layout, reading.columns, reading.header.unknown, reading.tally)
    rows: list[Row] = []
    places: list[int] = []
    for place, record in found.others:
        row = _read_other(reading, block, record)
        if row is not None:
            rows.append(row)
            places.append(place)
    table = reading.columns.table
    cells, taken = list(found.cells), found.rows
    if rows:
        taken = np.concatenate((found.rows, np.array(places, np.int64)))
        order = np.argsort(taken, kind="stable")
        added = [laid_out([row[at] for row in rows], column) for at, column in enumerate(table.columns)]
        cells = [
            pa.concat_arrays([one, more]).take(pa.array(order))
            for one, more in zip(cells, added, strict=True)
        ]
        taken = taken[order]
    if len(taken):
        reading.gathered.add(cells)
        reading.spans.add(block, taken)


def _read_other(reading: _Reading, block: Block, record: Record) -> Row | None:
    """Read a row that is not plain; None where it is held."""
    read = read_record(reading.columns, record)
    for column, text, note in read.remarks:
        value = text if column else None
        if note.holds:
            raw = block.data[record.start : record.end].decode()
            reading.report.hold(reading.read_as, record.number, column, note, raw, value)
            reading.held += 1
            identifier = id_in(reading.columns, record)
            if identifier is not None:
                reading.held_ids[identifier] = record.number
        else:
            reading.report.warn(
                reading.read_as.file, note, row=record.number, column=column or None, value=value
            )
    return read.row


def _sheet(reading: _Reading) -> Sheet:
    table = reading.columns.table
    tally, spans = reading.tally, reading.spans
    return Sheet(
        table,
        reading.read_as,
        reading.report,
        reading.gathered.columns(),
        spans.numbers(),
        spans.texts,
        spans.lengths(),
        read=tally.read,
        blank=tally.blank,
        held=reading.held,
        held_ids=reading.held_ids,
    )


def _warn_of_file(reading: _Reading) -> None:
    notes, tally, found = list(reading.header.notes), reading.tally, reading.line_ends
    if reading.stream.is_unusual:
        notes.append(Note("encoding", "found the encoding UTF-16 by its byte order mark, expected UTF-8"))
    if len(found) > 1 or "CR" in found:
        kinds = ", ".join(sorted(found))
        notes.append(Note("line_endings", f"found the line endings {kinds}, expected one kind"))
    if tally.read == tally.blank:
        notes.append(Note("no_rows", "found a header and no rows"))
    if tally.delimiters_only > MANY_EMPTY_ROWS:
        words = f"found {tally.delimiters_only} empty rows of delimiters only"
        notes.append(Note("empty_rows", words))
    notes += [
        _extra_note(reading.columns.header[cell], tally.values[cell]) for cell in reading.header.unknown
    ]
    for note in notes:
        reading.report.warn(reading.read_as.file, note)


def _extra_note(name: str, count: int) -> Note:
    if not name.strip() and not count:
        return Note("empty_column", "found an empty column without a name; left out")
    words = f"unknown column '{shown(name)}': its {count} values are not imported"
    return Note("unknown_column", words)
