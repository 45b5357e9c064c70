"""Exports for tests, written as text, and what importing them by a preset gives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES, Cell
from refgraph.sources.plan import ImportPlan, ReadOptions, plan_import
from tests.sources.memory import MemoryStore
from tests.sources.reading import written

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 25)
CLUB_MAPPING = """
about = "a club"
[[file]]
name = "members"
filenames = ["*.csv"]
required = ["number"]
[file.columns]
number = "Nr"
name = "Nom"
[[file.row]]
table = "people"
[file.row.cells]
person_id = "club:{number}"
name = "{name}"
"""
"""A mapping file of one's own: a list with the columns Nr and Nom."""


def write(folder: Path, **texts: str) -> Path:
    """Write CSV files by name, `_` standing for a space; lines of an indented text are stripped."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        file(folder / f"{name.replace('_', ' ')}.csv", text)
    return folder


def file(path: Path, text: str) -> Path:
    """Write one file; lines of an indented text are stripped."""
    lines = [line.strip(" ") for line in text.strip("\n ").split("\n")]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode())
    return path


def plan(
    path: Path, preset: str, store: MemoryStore | None = None, *, whose: str | None = None,
    date_format: str | None = None, encoding: str | None = None, decimal_comma: bool = False,
) -> ImportPlan:  # fmt: skip
    """Plan an import as of a fixed today."""
    options = ReadOptions(encoding, date_format, decimal_comma, preset, whose)
    return plan_import(path, store or MemoryStore(), options=options, today=TODAY)


def imported(path: Path, preset: str, store: MemoryStore, *, whose: str | None = None) -> ImportPlan:
    """Plan an import, check that no row is lost, and write it."""
    return written(plan(path, preset, store, whose=whose), store)


def cells(store: MemoryStore, table: str) -> list[dict[str, Cell]]:
    """Rows of a table by key, without their empty cells."""
    names = [column.name for column in TABLES[table].columns]
    rows = [row for _, row in sorted(store.rows[table].items())]
    return [{name: cell for name, cell in zip(names, row, strict=True) if cell is not None} for row in rows]


def ids(store: MemoryStore, table: str) -> list[str]:
    """Ids of a table's rows."""
    return sorted(key[0] for key in store.rows[table])


def problems(planned: ImportPlan, severity: str) -> list[str]:
    """Messages of a severity, in order."""
    return [problem.message for problem in planned.problems if problem.severity == severity]


def codes(planned: ImportPlan, severity: str) -> list[str]:
    """Codes of a severity, in order."""
    return [problem.code for problem in planned.problems if problem.severity == severity]
