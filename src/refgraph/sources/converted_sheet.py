"""Converted rows as the typed sheets an import settles; messages name the source file, its row and its column."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from refgraph.errors import UnknownId
from refgraph.model.arrow import array_of
from refgraph.model.batch import HeldFile
from refgraph.model.tables import TABLES, Cell, Kind, Row, Table
from refgraph.sources.cells import CellReader, CellRules, reader_of
from refgraph.sources.converted import ConvertedRow
from refgraph.sources.duplicates import fold_rows
from refgraph.sources.rules import settle_row
from refgraph.sources.sheet import Sheet
from refgraph.sources.text import Note, folded, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from refgraph.model.lookup import Lookup
    from refgraph.sources.converted import Converted
    from refgraph.sources.fates import Fates

Remark = tuple[str, str, Note]
"""Column of the table, text and what there is to say about it."""


@dataclass(slots=True)
class ConvertedSheet(Sheet):
    """The rows of one table, each with the source row it was made of."""

    fates: Fates = field(kw_only=True)
    source_of: array[int] = field(default_factory=lambda: array("q"))
    """Index of the source row, along the rows."""
    shared: dict[int, list[int]] = field(default_factory=dict)
    """Other source rows that a row has cells of, by index."""
    ids: list[str] = field(default_factory=list)
    """Id of each entity, '' where it could not be read; empty for relations."""

    @classmethod
    def of(cls, table: Table, rows: Sequence[Row], source_of: Sequence[int], fates: Fates) -> ConvertedSheet:
        """Lay rows out, each made of a source row."""
        sources = fates.converted.sources
        file = sources[source_of[0]].file
        columns = [
            pa.chunked_array([array_of([row[at] for row in rows], column)])
            for at, column in enumerate(table.columns)
        ]
        return cls(
            table,
            fates.converted.read_as.get(file) or HeldFile(file),
            fates.report,
            columns,
            np.array([sources[source].number for source in source_of]),
            lambda indices: (sources[source_of[index]].raw for index in indices.tolist()),
            np.array([len(sources[source].raw.encode("utf-8", "surrogatepass")) for source in source_of]),
            fates=fates,
            source_of=array("q", source_of),
            ids=[str(row[0] or "") for row in rows] if table.is_entity else [],
        )

    def hold(self, index: int, column: str, note: Note, value: str | None = None) -> None:
        """Hold the source row back; the row is out of play at once, all else made of it by `take_back`."""
        source = self.source_of[index]
        self.fates.hold(source, self._label(source, column), note, value)
        self._take_out([index])

    def warn(self, index: int, column: str | None, note: Note, value: str | None = None) -> None:
        """Warn about the source row."""
        source = self.source_of[index]
        self.fates.warn(source, self._label(source, column) if column else None, note, value)

    def take_back(self) -> int:
        """Take out the rows made of held source rows; gives how many."""
        gone = [index for index in self.active().tolist() if self.fates.is_held(self.source_of[index])]
        self._take_out(gone)
        return len(gone)

    def sources_in_play(self) -> set[int]:
        """Source rows that have a row in play, or cells of one."""
        found: set[int] = set()
        for index in self.active().tolist():
            found.add(self.source_of[index])
            found.update(self.shared.get(index, ()))
        return found

    def _label(self, source: int, column: str) -> str:
        converted = self.fates.converted
        return converted.label(converted.sources[source].file, self.table.name, column) if column else ""

    def _take_out(self, indices: Sequence[int]) -> None:
        for index in indices:
            if self.ids and self.ids[index]:
                number = self.fates.converted.sources[self.source_of[index]].number
                self.held_ids[self.ids[index]] = number
            self.merge(index)


def convert_sheets(
    converted: Converted, rules: CellRules, fates: Fates, lookup: Lookup
) -> dict[str, ConvertedSheet]:
    """Type all converted rows by the rules of the import folder; what those hold, `fates` holds.

    Raises `UnknownId` where the person whose network the files are is neither in them nor in the store.
    """
    _check_whose(converted, lookup)
    for remark in sorted(converted.remarks, key=lambda remark: not remark.note.holds):
        say = fates.hold if remark.note.holds else fates.warn
        say(remark.source, remark.column, remark.note, remark.value)
    sheets: dict[str, ConvertedSheet] = {}
    for name, table in TABLES.items():
        rows = _needed(table, converted.tables.get(name, ()), fates, lookup)
        if rows:
            sheets[name] = _sheet(table, rows, rules, fates)
    return sheets


def _check_whose(converted: Converted, lookup: Lookup) -> None:
    for read_as in converted.read_as.values():
        whose = dict(read_as.options).get("whose")
        if whose is None or lookup.known("people", [(whose,)]) or whose in lookup.aliases("people"):
            continue
        if not any(row.cells.get("person_id") == whose for row in converted.tables.get("people", ())):
            raise UnknownId(
                f"there is no person '{shown(whose)}' whose network {shown(read_as.file)} could be",
                "import the person first, or name another with --whose",
            )


def fold_converted(sheets: Mapping[str, ConvertedSheet]) -> None:
    """Make one row of those that name the same entity or relation; only what contradicts is worth a warning.

    Of an entity the fuller row counts, the others fill its empty cells; of potentials the larger counts.
    """
    for sheet in sheets.values():
        by_key: dict[tuple[str, ...], list[tuple[int, Row]]] = defaultdict(list)
        for indices, rows in sheet.chunks(sheet.active()):
            for index, row in zip(indices, rows, strict=True):
                by_key[sheet.key(row)].append((index, row))
        folded_rows: dict[int, Row] = {}
        for members in by_key.values():
            if len(members) > 1:
                folded_rows |= _fold(sheet, members)
        sheet.replace(folded_rows)


def _needed(table: Table, rows: Sequence[ConvertedRow], fates: Fates, lookup: Lookup) -> list[ConvertedRow]:
    """Give rows that only stand in the name the import or the store has; those that then say nothing are left out."""
    key = table.key[0]
    weak = {row.cells.get(key, "") for row in rows if row.is_weak}
    if not weak:
        return list(rows)
    names = {row.cells.get(key, ""): row.cells.get("name", "") for row in rows if not row.is_weak}
    at = table.index("name")
    known = lookup.known(table.name, [(identifier,) for identifier in sorted(weak - names.keys())])
    names |= {identifier: str(row[at]) for (identifier,), row in known.items()}
    names |= dict.fromkeys(lookup.aliases(table.name).keys() & weak - names.keys(), "")
    _warn_of_stand_ins(table, rows, weak - names.keys(), fates)
    needed = []
    for row in rows:
        if row.is_weak and (identifier := row.cells.get(key, "")) in names:
            says = [name for name, cell in row.cells.items() if cell and name not in (key, "name")]
            if not says or not names[identifier]:
                continue
            row = ConvertedRow(row.source, {**row.cells, "name": names[identifier]})
        needed.append(row)
    return needed


def _warn_of_stand_ins(
    table: Table, rows: Sequence[ConvertedRow], unnamed: AbstractSet[str], fates: Fates
) -> None:
    stand_ins = {
        identifier: row
        for row in rows
        if row.is_weak
        and (identifier := row.cells.get(table.key[0], "")) in unnamed
        and row.cells.get("name", "").endswith(identifier.rpartition(":")[2])
    }
    if stand_ins:
        first = next(iter(stand_ins.values()))
        text = (
            f"{len(stand_ins)} {table.name} are known by their id alone and stand under it until they are imported, "
            f"such as '{shown(first.cells.get('name', ''))}'"
        )
        fates.report.warn(fates.converted.sources[first.source].file, Note("unnamed", text))


def _sheet(table: Table, rows: Sequence[ConvertedRow], rules: CellRules, fates: Fates) -> ConvertedSheet:
    readers = [(index, reader_of(column, rules)) for index, column in enumerate(table.columns)]
    settled: list[Row] = []
    told: list[list[Remark]] = []
    for converted in rows:
        row, remarks = _typed(readers, converted.cells)
        row, more = settle_row(table, row)
        settled.append(row)
        told.append([*remarks, *_missing(table, row, remarks), *more])
    sheet = ConvertedSheet.of(table, settled, [row.source for row in rows], fates)
    for index, remarks in enumerate(told):
        holding = [remark for remark in remarks if remark[2].holds]
        if holding:
            _hold(sheet, index, holding)
            continue
        for column, value, note in remarks:
            sheet.warn(index, column, note, value)
    return sheet


def _hold(sheet: ConvertedSheet, index: int, holding: Sequence[Remark]) -> None:
    column, value, note = holding[0]
    others = "".join(f"; column {name}: {also.text}" for name, _, also in holding[1:])
    sheet.hold(index, column, Note(note.code, note.text + others, holds=True), value)


def _typed(readers: Sequence[tuple[int, CellReader]], cells: Mapping[str, str]) -> tuple[Row, list[Remark]]:
    row: list[Cell] = [None] * len(readers)
    remarks: list[Remark] = []
    for index, reader in readers:
        text = cells.get(reader.column.name, "")
        if not text:
            continue
        if reader.is_clean(text):
            row[index] = text
            continue
        reading = reader.read(text)
        row[index] = reading.cell
        remarks += [(reader.column.name, text, note) for note in reading.notes]
    return tuple(row), remarks


def _missing(table: Table, row: Row, remarks: Sequence[Remark]) -> Iterator[Remark]:
    faulty = {column for column, _, note in remarks if note.holds}
    for column, cell in zip(table.columns, row, strict=True):
        if column.required and cell is None and column.name not in faulty:
            words = "id" if column.kind is Kind.ID else column.name
            text = f"missing {words}: {column.name} is empty, expected a value"
            yield column.name, "", Note(f"missing_{words}", text, holds=True)


def _fold(sheet: ConvertedSheet, members: Sequence[tuple[int, Row]]) -> dict[int, Row]:
    """Fold rows of one key into the first of them; gives the row that takes its place, by index."""
    rows = list(dict.fromkeys(row for _, row in members))
    counted = rows[0] if len(rows) == 1 else _folded(sheet.table, rows)
    first = members[0][0]
    _warn_of_contradictions(sheet, members, counted)
    for index, _ in members[1:]:
        sheet.merge(index)
    if counted == members[0][1]:
        return {}
    sheet.shared[first] = [
        sheet.source_of[index] for index, row in members[1:] if _adds(row, members[0][1], counted)
    ]
    return {first: counted}


def _adds(row: Row, first: Row, counted: Row) -> bool:
    """Whether a row has a cell that counts and that the first row lacks."""
    return any(
        cell is not None and cell == one and other is None
        for cell, other, one in zip(row, first, counted, strict=True)
    )


def _folded(table: Table, rows: Sequence[Row]) -> Row:
    if not table.is_entity:
        return fold_rows(table.name, rows)
    ranked = sorted(rows, key=lambda row: (-sum(cell is not None for cell in row), _texts(row)))
    full = list(ranked[0])
    for row in ranked[1:]:
        full = [cell if cell is not None else other for cell, other in zip(full, row, strict=True)]
    if table.name == "accounts":
        at = table.index("potential")
        full[at] = max((amount for row in rows if isinstance(amount := row[at], float)), default=None)
    return tuple(full)


def _texts(row: Row) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]


def _warn_of_contradictions(sheet: ConvertedSheet, members: Sequence[tuple[int, Row]], counted: Row) -> None:
    for at, column in enumerate(sheet.table.columns):
        if column.kind in (Kind.MONEY, Kind.SHARE):
            continue
        for index, row in members:
            if row[at] is None or folded(str(row[at])) == folded(str(counted[at])):
                continue
            text = (
                f"contradicts other rows about '{shown(str(row[0]))}': found {column.name} "
                f"'{shown(str(row[at]))}'; '{shown(str(counted[at]))}' counts"
            )
            sheet.warn(index, column.name, Note("contradiction", text), str(row[at]))
