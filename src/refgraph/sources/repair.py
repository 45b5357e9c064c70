"""Held rows read again, each with the text that stands for it now."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from refgraph.errors import BadOption, PathUnreadable
from refgraph.model.tables import TABLES, Kind, Table
from refgraph.sources.bundle import table_of
from refgraph.sources.cells import CellRules, read_cell
from refgraph.sources.converted import Converted, ConvertedRow, SourceRemark, SourceRow
from refgraph.sources.converted_plan import settled_conversion
from refgraph.sources.delimited import records
from refgraph.sources.headers import read_header
from refgraph.sources.refusal import Refused
from refgraph.sources.rows import Columns, columns_of, is_blank, refusal
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from refgraph.model.batch import HeldFile, HeldRow
    from refgraph.model.lookup import Lookup
    from refgraph.sources.planned import ImportPlan

Repair = tuple["HeldRow", str]
"""A held row and its text as it is now."""

_TYPED = frozenset({Kind.DAY, Kind.NUMBER, Kind.SHARE, Kind.MONEY})


def plan_held(repairs: Sequence[Repair], lookup: Lookup, *, today: date, by: str = "") -> ImportPlan:
    """Plan to bring in held rows, each read as its file was, with its header and the options named then.

    One transaction: rows that go in are released; rows that still cannot are held again, for their new reason where
    that differs. A row held before its header was kept stays held. Counts are by file, numbers those of the files.
    """
    digest = hashlib.sha256(f"held {lookup.version}".encode())
    groups: dict[HeldFile | None, list[Repair]] = defaultdict(list)
    for held, raw in repairs:
        digest.update(f" {held.key} {raw}".encode("utf-8", "surrogatepass"))
        groups[held.read_as].append((held, raw))
    converted = Converted()
    for read_as, group in groups.items():
        _add(converted, _read(read_as, group, today), read_as)
    return settled_conversion(
        digest.hexdigest()[:16],
        "held rows",
        converted,
        CellRules(today),
        lookup,
        by=by,
        repaired=[held.key for held, _ in repairs],
    )


def _read(read_as: HeldFile | None, group: Sequence[Repair], today: date) -> Converted:
    if read_as is None or (read_as.preset == "folder" and not read_as.header):
        return _held_again(group)
    options = dict(read_as.options)
    rules = CellRules(today, options.get("date_format"), options.get("decimal") == "comma")
    part = _of_folder(read_as, group, rules) if read_as.preset == "folder" else _of_preset(read_as, group)
    for name, rows in part.tables.items():
        part.tables[name] = [
            ConvertedRow(row.source, _plain(TABLES[name], row.cells, rules), row.is_weak) for row in rows
        ]
    return part


def _held_again(group: Sequence[Repair], note: Note | None = None) -> Converted:
    """Hold rows for a reason, each for its former one where none is given."""
    part = Converted()
    for held, raw in group:
        column, why = (held.column, Note(held.code, held.reason, holds=True)) if note is None else ("", note)
        part.remark(part.source(held.file, held.row, raw), column, why)
    return part


def _of_preset(read_as: HeldFile, group: Sequence[Repair]) -> Converted:
    """Read rows of a preset all at once; by halves where one spoils the others or is not one row any longer."""
    from refgraph.sources.presets.registry import convert_rows

    try:
        part = convert_rows(read_as, [raw for _, raw in group])
    except (BadOption, PathUnreadable):
        return _held_again(group)
    except Refused as refused:
        if len(group) > 1:
            return _by_halves(read_as, group)
        changed = Note(refused.problem.code, refused.message, holds=True)
        return _held_again(group, None if group[0][1] == group[0][0].raw else changed)
    first = 2 if read_as.header else 1
    places = [row.number - first for row in part.sources]
    if sorted(places) != list(range(len(group))):
        return _by_halves(read_as, group) if len(group) > 1 else _held_again(group, _not_one(len(places)))
    part.sources = [SourceRow(group[at][0].file, group[at][0].row, group[at][1]) for at in places]
    return part


def _by_halves(read_as: HeldFile, group: Sequence[Repair]) -> Converted:
    half = len(group) // 2
    whole = _of_preset(read_as, group[:half])
    _add(whole, _of_preset(read_as, group[half:]), read_as)
    return whole


def _not_one(count: int) -> Note:
    if count:
        return Note("cells", f"found {count} rows, expected one", holds=True)
    return Note("blank", "found an empty row; throw it away or fill it in", holds=True)


def _of_folder(read_as: HeldFile, group: Sequence[Repair], rules: CellRules) -> Converted:
    table = TABLES[table_of(read_as.file) or ""]
    part = Converted(read_as={read_as.file: read_as})
    sep = dict(read_as.options).get("sep")
    header = read_header(
        f"sep={sep}\n{read_as.header}\n" if sep else f"{read_as.header}\n", table, read_as.file
    )
    columns = columns_of(table, header, rules)
    by_id: dict[str, list[int]] = defaultdict(list)
    for held, raw in group:
        source = part.source(held.file, held.row, raw)
        cells = _cells(columns, raw, header.delimiter, read_as.file)
        if isinstance(cells, Note):
            part.remark(source, "", cells)
            continue
        part.put(table.name, source, cells)
        if table.is_entity:
            by_id[cells.get(table.key[0], "").strip()].append(source)
    for identifier, sources in by_id.items():
        _hold_conflicts(part, table, identifier, sources)
    return part


def _cells(columns: Columns, raw: str, delimiter: str, file: str) -> dict[str, str] | Note:
    """Texts of a row by column, or why it cannot be read."""
    try:
        found = list(records(raw, delimiter, file))
    except Refused as refused:
        return Note(refused.problem.code, refused.message, holds=True)
    if len(found) != 1:
        return _not_one(len(found))
    refused_note = refusal(columns, found[0])
    if refused_note or is_blank(found[0]):
        return refused_note or _not_one(0)
    return {reader.column.name: text for _, at, reader in columns.readers if (text := found[0].cells[at])}


def _hold_conflicts(part: Converted, table: Table, identifier: str, sources: Sequence[int]) -> None:
    """Hold all rows of one id that differ: none is chosen."""
    rows = {row.source: row.cells for row in part.tables[table.name]}
    if len({tuple(sorted(rows[source].items())) for source in sources}) > 1:
        numbers = ", ".join(str(part.sources[source].number) for source in sources[:10])
        name = f"{table.key[0]} '{shown(identifier)}'"
        text = f"duplicate id: {name} has different content in rows {numbers}; keep one of them"
        for source in sources:
            part.remark(source, table.key[0], Note("duplicate_id", text, holds=True), identifier)


def _plain(table: Table, cells: Mapping[str, str], rules: CellRules) -> dict[str, str]:
    """Write days and numbers as they are read without any option; what cannot be read stays as it is."""
    plain = dict(cells)
    for column in table.columns:
        text = cells.get(column.name)
        if text and column.kind in _TYPED:
            read = read_cell(column, text, rules).cell
            plain[column.name] = text if read is None else str(read)
    return plain


def _add(converted: Converted, part: Converted, read_as: HeldFile | None) -> None:
    """Add what was read of one file to the whole."""
    before = len(converted.sources)
    converted.sources += [replace(row, read_as=read_as) for row in part.sources]
    for name, rows in part.tables.items():
        moved = [ConvertedRow(row.source + before, row.cells, row.is_weak) for row in rows]
        converted.tables.setdefault(name, []).extend(moved)
    converted.remarks += [
        SourceRemark(remark.source + before, remark.column, remark.note, remark.value)
        for remark in part.remarks
    ]
    converted.labels |= part.labels
    converted.file_labels |= part.file_labels
    converted.notices += part.notices
    converted.told += [fact for fact in part.told if fact not in converted.told]
    if read_as is not None:
        converted.read_as[read_as.file] = read_as
