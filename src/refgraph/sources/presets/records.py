"""The rows of one file as values by field, with what there is to say about them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.sources.delimited import Record, line_ends, records
from refgraph.sources.presets.fields import CLEANERS, id_note, is_dropped, iso_day, parts_of
from refgraph.sources.rows import LONGEST_CELL, MANY_EMPTY_ROWS, says_header
from refgraph.sources.text import Note, folded, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.sources.converted import Converted
    from refgraph.sources.decode import Decoded
    from refgraph.sources.presets.labels import Located
    from refgraph.sources.presets.mapping import FileMapping


@dataclass(frozen=True, slots=True)
class Values:
    """One source row."""

    source: int
    """Index in `Converted.sources`."""
    fields: dict[str, str]
    """Text by field; of a field of several parts the first."""
    parts: dict[str, list[str]]
    """Parts by field, for the fields that are split."""


@dataclass(slots=True)
class FileRows:
    """The rows of one file."""

    name: str
    located: Located
    rows: list[Values] = field(default_factory=list)


def read_values(decoded: Decoded, name: str, located: Located, converted: Converted, whose: str) -> FileRows:
    """Read the rows below the header; rows that cannot be read are held, those that are skipped make nothing.

    Raises `Refused` where a quote makes the rows uncertain.
    """
    file = FileRows(name, located)
    unused: Counter[int] = Counter()
    rows = delimiter_only = 0
    for record in records(decoded.text, located.delimiter, name):
        if record.number <= located.record.number:
            continue
        if not record.fault and not any(cell and not cell.isspace() for cell in record.cells):
            converted.blank[name] += 1
            delimiter_only += record.end > record.start
            continue
        rows += 1
        source = converted.source(name, record.number, decoded.text[record.start : record.end])
        refused = _refusal(located, record)
        if refused:
            converted.remark(source, "", refused)
            continue
        values = _values(located, record, source, unused, converted)
        values.fields["whose"] = whose
        if not _is_skipped(located, values, converted):
            file.rows.append(values)
    _tell_of_file(converted, decoded, name, located, unused, (rows, delimiter_only))
    return file


def _refusal(located: Located, record: Record) -> Note | None:
    if record.fault:
        return Note("quote", record.fault, holds=True)
    width = len(located.record.cells)
    if len(record.cells) != width:
        text = f"found {len(record.cells)} cells, expected {width} cells as in the header"
        return Note("cells", text, holds=True)
    if says_header(record.cells, located.record.cells):
        return Note("repeated_header", "found a repeated header, expected a row", holds=True)
    if any(len(cell) > LONGEST_CELL for cell in record.cells):
        text = f"found a cell that is too long, expected at most {LONGEST_CELL} characters"
        return Note("too_long", text, holds=True)
    return None


def _values(
    located: Located, record: Record, source: int, unused: Counter[int], converted: Converted
) -> Values:
    fields: dict[str, str] = {}
    for name, cells in located.positions.items():
        filled = [at for at in cells if record.cells[at].strip()]
        text = record.cells[filled[0]] if filled else ""
        fields[name] = text if located.is_exact else text.strip()
        unused.update(at for at in filled[1:] if record.cells[at].strip() != fields[name].strip())
    for at in (*located.unknown, *located.not_needed):
        unused[at] += bool(record.cells[at].strip())
    values = Values(source, fields, {})
    _put_right(located, values, converted)
    return values


def _put_right(located: Located, values: Values, converted: Converted) -> None:
    kind, fields = located.kind, values.fields
    for name, formats in kind.dates.items():
        fields[name] = iso_day(fields.get(name, ""), formats)
    for name, patterns in kind.drop.items():
        if name not in kind.split and is_dropped(fields.get(name, ""), patterns):
            fields[name] = ""
    for name, mark in kind.split.items():
        values.parts[name] = parts_of(fields.get(name, ""), mark, kind.drop.get(name, ()))
    for name, way in kind.clean.items():
        for text in values.parts.get(name, [fields.get(name, "")]):
            note = id_note(text) if text else None
            if note:
                converted.remark(values.source, located.label(name), note, text)
        fields[name] = CLEANERS[way](fields.get(name, ""))
        values.parts.update(
            {name: [CLEANERS[way](p) for p in values.parts[name]]} if name in kind.split else {}
        )
    for name, parts in values.parts.items():
        fields[name] = parts[0] if parts else ""
        if len(parts) > 1 and name in kind.several:
            text = f"found several values ({len(parts)}), expected one"
            converted.remark(values.source, located.label(name), Note("several", text), "; ".join(parts))
    _look_up(kind, fields)


def _look_up(kind: FileMapping, fields: dict[str, str]) -> None:
    for name, wanted in kind.values.items():
        text = fields.get(wanted.column, "")
        other = wanted.values.get("*", text) if text else ""
        fields[name] = wanted.values.get(folded(text), other)


def _is_skipped(located: Located, values: Values, converted: Converted) -> bool:
    for skip in located.kind.skips:
        text = values.fields.get(skip.column, "")
        if folded(text) in skip.values:
            note = Note(skip.code, skip.text)
            converted.remark(values.source, located.label(skip.column), note, text)
            return True
    return False


def _tell_of_file(
    converted: Converted,
    decoded: Decoded,
    name: str,
    located: Located,
    unused: Counter[int],
    rows: tuple[int, int],
) -> None:
    notes = []
    if located.delimiter != ",":
        mark = {"\t": "tab"}.get(located.delimiter, located.delimiter)
        notes.append(Note("delimiter", f"found the delimiter '{mark}', expected a comma; read with it"))
    if decoded.is_unusual:
        notes.append(Note("encoding", "found the encoding UTF-16 by its byte order mark, expected UTF-8"))
    ends = line_ends(decoded.text)
    if len(ends) > 1 or "CR" in ends:
        notes.append(
            Note("line_endings", f"found the line endings {', '.join(sorted(ends))}, expected one kind")
        )
    if not rows[0]:
        notes.append(Note("no_rows", "found a header and no rows"))
    if rows[1] > MANY_EMPTY_ROWS:
        notes.append(Note("empty_rows", f"found {rows[1]} empty rows of delimiters only"))
    cells = located.record.cells
    notes += [
        Note(
            "unknown_column", f"unknown column '{shown(cells[at])}': its {unused[at]} values are not imported"
        )
        for at in located.unknown
        if cells[at].strip() or unused[at]
    ]
    converted.notices += [(name, note) for note in notes]
    unneeded = [at for at in unused if unused[at] and at not in located.unknown]
    if unneeded:
        converted.told.append(f"{name}: not imported: {_listed(cells, sorted(unneeded), unused)}")


def _listed(cells: Sequence[str], columns: Sequence[int], unused: Counter[int]) -> str:
    return ", ".join(f"{shown(cells[at])} ({unused[at]})" for at in columns)
