"""What a preset makes of its files: rows of the eight tables, each with the row, card or message it came from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.batch import HeldFile
    from refgraph.sources.text import Note


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row, card or message of a file: what is counted, held and repaired as one."""

    file: str
    number: int
    """Row as a spreadsheet counts; card, message or element, from 1, where there are no rows."""
    raw: str
    """Its text as it stands in the file."""
    read_as: HeldFile | None = None
    """How it was read, where files of one name were read in several ways; None: as `Converted.read_as` says."""


@dataclass(frozen=True, slots=True)
class ConvertedRow:
    """One row of a table, still as text, to be read by the rules of the import folder."""

    source: int
    """Index in `Converted.sources`."""
    cells: Mapping[str, str]
    """Text by column name of the table; columns left out are empty."""
    is_weak: bool = False
    """For entities: whether its name only stands in until the entity is named, in this import or the store."""


@dataclass(frozen=True, slots=True)
class SourceRemark:
    """Something to say about a source row; a note that holds holds it with all that was made of it."""

    source: int
    column: str
    """Name of the column in the file, '' for the whole row."""
    note: Note
    value: str | None = None


@dataclass(slots=True)
class Converted:
    """Everything read from the files of one import."""

    sources: list[SourceRow] = field(default_factory=list)
    """All rows that are not blank, file by file."""
    tables: dict[str, list[ConvertedRow]] = field(default_factory=dict)
    """By table name. Entities that several source rows name (a company) may come once a source row."""
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    """Name in the files of (table, column), for messages."""
    file_labels: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)
    """By file, where files name a column differently; goes before `labels`."""
    remarks: list[SourceRemark] = field(default_factory=list)
    notices: list[tuple[str, Note]] = field(default_factory=list)
    """Warnings about whole files, such as columns that are not imported."""
    told: list[str] = field(default_factory=list)
    """What the user should know that is no warning, such as where ties come from."""
    blank: Counter[str] = field(default_factory=Counter)
    """Blank rows by file."""
    read_as: dict[str, HeldFile] = field(default_factory=dict)
    """How each file was read."""
    ignored: Sequence[str] = ()
    """Names of what else was there."""

    def source(self, file: str, number: int, raw: str) -> int:
        """Add a source row and give its index."""
        self.sources.append(SourceRow(file, number, raw))
        return len(self.sources) - 1

    def put(self, table: str, source: int, cells: Mapping[str, str], *, is_weak: bool = False) -> None:
        """Add a row of a table, made from a source row."""
        self.tables.setdefault(table, []).append(ConvertedRow(source, cells, is_weak))

    def remark(self, source: int, column: str, note: Note, value: str | None = None) -> None:
        """Say something about a source row."""
        self.remarks.append(SourceRemark(source, column, note, value))

    def label(self, file: str, table: str, column: str) -> str:
        """Name of a table's column as the file has it; `roles.from` where the file has labels but none for it."""
        named = self.file_labels.get(file)
        if named is None:
            return self.labels.get((table, column), column)
        return named.get((table, column), f"{table}.{column}")
