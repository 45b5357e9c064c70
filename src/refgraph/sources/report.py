"""What an import reports: problems, a bounded number a file, and every held row."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from refgraph.model.batch import HeldFile, Problem
from refgraph.sources.held import HeldRows
from refgraph.sources.refusal import place

if TYPE_CHECKING:
    from refgraph.sources.text import Note

MOST_PROBLEMS = 10_000
"""Problems listed a file; one more then tells how many are not."""

_LONGEST_VALUE = 1_000


class Report:
    """Collects problems and held rows while a bundle is read."""

    def __init__(self) -> None:
        self.held = HeldRows()
        self._listed: dict[str, list[Problem]] = defaultdict(list)
        self._unlisted: dict[str, Counter[str]] = defaultdict(Counter)

    @property
    def has_warnings(self) -> bool:
        """Whether anything was worth a warning."""
        return any(p.severity == "warning" for listed in self._listed.values() for p in listed) or any(
            counts["warning"] for counts in self._unlisted.values()
        )

    def warn(
        self,
        file: str,
        note: Note,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        """Add a warning."""
        self._add("warning", file, note, row, column, value)

    def hold(
        self, read_as: HeldFile, row: int, column: str, note: Note, raw: str, value: str | None = None
    ) -> None:
        """Add a held row; `row` and `raw` are those of its file."""
        self.held.add(read_as, row, (column, note.code, note.text), raw)
        self._add("held", read_as.file, note, row, column or None, value)

    def problems(self) -> list[Problem]:
        """List the problems by file and row, those of a whole file first."""
        problems: list[Problem] = []
        for file in sorted(self._listed):
            problems += sorted(
                self._listed[file], key=lambda p: (p.row or 0, p.column or "", p.code, p.message)
            )
            problems += self._closing(file)
        return problems

    def _add(
        self, severity: str, file: str, note: Note, row: int | None, column: str | None, value: str | None
    ) -> None:
        if len(self._listed[file]) >= MOST_PROBLEMS:
            self._unlisted[file][severity] += 1
            return
        message = f"{place(file, row, column)}: {note.text}"
        shown = value if value is None or len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
        self._listed[file].append(Problem(severity, file, row, column, note.code, message, shown))

    def _closing(self, file: str) -> list[Problem]:
        counts = self._unlisted.get(file)
        if not counts:
            return []
        words = (
            f"{file}: {counts['held']} more held rows and {counts['warning']} more warnings are not listed"
        )
        severity = "held" if counts["held"] else "warning"
        return [Problem(severity, file, None, None, "more_problems", words, None)]
