"""What became of each source row: held where any part of it is, then nothing made of it is imported."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.model.batch import FileCount, HeldFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from refgraph.sources.converted import Converted
    from refgraph.sources.converted_sheet import ConvertedSheet
    from refgraph.sources.report import Report
    from refgraph.sources.text import Note


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a source row is held; the first reason found is the one told."""

    column: str
    note: Note
    value: str | None


@dataclass(slots=True)
class Fates:
    """The source rows of one import while they are decided on.

    In order: `convert_sheets` types what was converted; `settle` holds by references and parents until nothing
    changes; `fold_converted` joins rows of one key; what the store knows is merged; `tell` reports; `counts` counts.
    """

    converted: Converted
    report: Report
    _held: dict[int, _Reason] = field(default_factory=dict)
    _warned: set[tuple[int, str, str]] = field(default_factory=set)
    _is_told: bool = False

    def hold(self, source: int, column: str, note: Note, value: str | None = None) -> None:
        """Hold a source row back, with all that was made of it; later reasons of the same row do not count."""
        self._held.setdefault(source, _Reason(column, note, value))

    def is_held(self, source: int) -> bool:
        """Whether a source row is held."""
        return source in self._held

    def warn(self, source: int, column: str | None, note: Note, value: str | None = None) -> None:
        """Warn about a source row that is not held; the same words about the same row only once."""
        told = (source, note.code, note.text)
        if told in self._warned or source in self._held:
            return
        self._warned.add(told)
        row = self.converted.sources[source]
        self.report.warn(row.file, note, row=row.number, column=column, value=value)

    def settle(self, sheets: Mapping[str, ConvertedSheet], decide: Callable[[], None]) -> None:
        """Decide until nothing more is held: what `decide` holds takes all with it that its source row made."""
        self.take_back(sheets)
        while True:
            decide()
            if not self.take_back(sheets):
                return

    def take_back(self, sheets: Mapping[str, ConvertedSheet]) -> int:
        """Take out all rows made of held source rows; gives how many went."""
        return sum(sheet.take_back() for sheet in sheets.values()) if self._held else 0

    def tell(self) -> None:
        """Report remarks, notices and held rows, once everything is decided."""
        if self._is_told:
            return
        self._is_told = True
        for file, note in self.converted.notices:
            self.report.warn(file, note)
        for source, reason in sorted(self._held.items()):
            row = self.converted.sources[source]
            read_as = row.read_as or self.converted.read_as.get(row.file) or HeldFile(row.file)
            self.report.hold(read_as, row.number, reason.column, reason.note, row.raw, reason.value)

    def counts(self, sheets: Mapping[str, ConvertedSheet]) -> dict[str, FileCount]:
        """Count what became of the source rows by file, once every row is decided on.

        Held if any part is, else imported if any part says something new, else merged.
        """
        imported = {source for sheet in sheets.values() for source in sheet.sources_in_play()}
        read: Counter[str] = Counter()
        held: Counter[str] = Counter()
        new: Counter[str] = Counter()
        for source, row in enumerate(self.converted.sources):
            read[row.file] += 1
            held[row.file] += source in self._held
            new[row.file] += source in imported and source not in self._held
        files = dict.fromkeys([*self.converted.read_as, *read, *self.converted.blank])
        return {
            file: FileCount(
                read[file] + self.converted.blank[file],
                new[file],
                read[file] - held[file] - new[file],
                held[file],
                self.converted.blank[file],
            )
            for file in files
        }
