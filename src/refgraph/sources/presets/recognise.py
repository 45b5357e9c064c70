"""What files look like before they are imported: which preset reads them, and what becomes of each column."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from refgraph.sources.bundle import table_of
from refgraph.sources.delimited import records
from refgraph.sources.plan import ReadOptions
from refgraph.sources.presets.files import has_ending, open_files
from refgraph.sources.presets.labels import Located, is_named, locate
from refgraph.sources.presets.mapped import columns_of
from refgraph.sources.presets.mapping import mapping_named
from refgraph.sources.presets.registry import PRESETS, mapped_presets
from refgraph.sources.presets.table_sheets import locate_table, table_named
from refgraph.sources.presets.texts import NamedText, texts_of
from refgraph.sources.refusal import Refused
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from refgraph.model.tables import Table
    from refgraph.sources.presets.files import SourceFile
    from refgraph.sources.presets.mapping import Mapping as Format

NOT_IMPORTED = "not imported"
_VALUES = 3
_ROWS = 200
"""Rows looked at for the first values."""


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """One column of a file."""

    label: str
    """Its name in the file."""
    meaning: str
    """Where it goes, `people.name`, several separated by commas; `not imported`."""
    values: tuple[str, ...]
    """The first values, at most three, safe to show."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A format that reads a file."""

    preset: str
    file: str
    columns: Sequence[SeenColumn]
    """Empty for formats without columns."""
    fit: float
    """Share of the columns the format knows, from 0 to 1; 1 where there are none."""


def recognise(path: Path, *, encoding: str | None = None) -> list[Recognised]:
    """Tell by content which presets read the files at a path, best first; nothing is imported.

    A file no preset reads comes with the preset `''` and its columns not imported, where it has a header. Raises
    `PathUnreadable`, and `Refused` where a file cannot be read at all.
    """
    endings = sorted({ending for preset in PRESETS.values() for ending in preset.endings})
    found: list[Recognised] = []
    for file in open_files(path, endings).files:
        found += _formats(file) or _texts(file, ReadOptions(encoding=encoding))
    return sorted(found, key=lambda one: (not one.preset, -one.fit, one.file, one.preset))


def best_of(text: NamedText) -> tuple[Format, Located] | None:
    """The mapped format that knows most of a text's columns; None where none reads it."""
    mappings = [mapping_named(name) for name in mapped_presets()]
    found = [(one, located) for one in mappings if (located := _located(text, one)) is not None]
    return max(found, key=lambda one: (len(one[1].positions), is_named(text.name, one[1].kind)), default=None)


def _located(text: NamedText, mapping: Format) -> Located | None:
    try:
        return locate(text.decoded.text, text.name, mapping)
    except Refused:
        return None


def _formats(file: SourceFile) -> list[Recognised]:
    """Formats that a file's ending decides."""
    if has_ending(file.name, PRESETS["linkedin"].endings):
        return []
    return [
        Recognised(name, file.name, (), 1.0)
        for name, preset in PRESETS.items()
        if preset.module and has_ending(file.name, preset.endings)
    ]


def _texts(file: SourceFile, options: ReadOptions) -> list[Recognised]:
    found: list[Recognised] = []
    for text in texts_of(file, options):
        table = table_named(text.sheet) if text.sheet else _folder_table(text.name)
        if table is not None:
            found += _as_table(text, table)
        for name in mapped_presets():
            located = _located(text, mapping_named(name))
            if located is not None:
                found.append(_recognised(name, text, located))
        if not any(one.file == text.name for one in found):
            found += _unknown(text)
    return found


def _folder_table(name: str) -> Table | None:
    table = table_of(name.rsplit("/", 1)[-1])
    return table_named(table) if table else None


def _as_table(text: NamedText, table: Table) -> list[Recognised]:
    try:
        located = locate_table(text, table)
    except Refused:
        return []
    return [_recognised("excel" if text.sheet else "folder", text, located)]


def _recognised(preset: str, text: NamedText, located: Located) -> Recognised:
    columns = list(_columns(text, located))
    known = sum(at not in located.unknown for at in range(len(columns)))
    return Recognised(preset, text.name, columns, known / max(len(columns), 1))


def _columns(text: NamedText, located: Located) -> Iterator[SeenColumn]:
    meanings: dict[str, list[str]] = {}
    for table, column, field in columns_of(located.kind):
        meanings.setdefault(field, []).append(f"{table}.{column}")
    by_cell = {at: field for field, cells in located.positions.items() for at in cells}
    firsts = _first_values(text, located.record.number, located.delimiter, len(located.record.cells))
    for at, label in enumerate(located.record.cells):
        goes = dict.fromkeys(meanings.get(by_cell.get(at, ""), ()))
        yield SeenColumn(shown(label), ", ".join(goes) or NOT_IMPORTED, firsts[at])


def _unknown(text: NamedText) -> list[Recognised]:
    """A file no preset reads: its first row that has cells, taken for the header."""
    for delimiter in (",", ";", "\t", "|"):
        try:
            rows = islice(records(text.decoded.text, delimiter, text.name), _ROWS)
            record = next(
                (record for record in rows if sum(map(bool, map(str.strip, record.cells))) > 1), None
            )
        except Refused:
            continue
        if record is not None:
            firsts = _first_values(text, record.number, delimiter, len(record.cells))
            columns = [
                SeenColumn(shown(label), NOT_IMPORTED, firsts[at]) for at, label in enumerate(record.cells)
            ]
            return [Recognised("", text.name, columns, 0.0)]
    return []


def _first_values(text: NamedText, header: int, delimiter: str, width: int) -> list[tuple[str, ...]]:
    firsts: list[dict[str, None]] = [{} for _ in range(width)]
    try:
        for record in islice(records(text.decoded.text, delimiter, text.name), header, header + _ROWS):
            for seen, cell in zip(firsts, record.cells, strict=False):
                if cell.strip() and len(seen) < _VALUES:
                    seen[shown(cell.strip())] = None
    except Refused:
        # A preview shows what comes before a broken quote; the import then says where it is.
        return [tuple(seen) for seen in firsts]
    return [tuple(seen) for seen in firsts]
