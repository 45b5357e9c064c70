"""Bundles for tests, written as CSV text, and what planning them gives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from refgraph.sources.plan import ImportPlan, ReadOptions, plan_import
from tests.sources.memory import MemoryStore

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2025, 11, 25)
PLAIN = ReadOptions()


def write(folder: Path, **texts: str | bytes) -> Path:
    """Write files by table name; lines of an indented text are stripped."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else lines(text).encode()
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def lines(text: str) -> str:
    """Strip the lines of an indented text."""
    return "\n".join(line.strip(" ") for line in text.strip("\n ").split("\n")) + "\n"


def plan(path: Path, store: MemoryStore | None = None, options: ReadOptions = PLAIN) -> ImportPlan:
    """Plan an import as of a fixed today."""
    return plan_import(path, store or MemoryStore(), options=options, today=TODAY)


def imported(path: Path, store: MemoryStore, options: ReadOptions = PLAIN) -> ImportPlan:
    """Plan an import and write it; every table has the rows counted of its file."""
    planned = plan(path, store, options)
    check_imported(planned)
    return written(planned, store)


def written(planned: ImportPlan, store: MemoryStore) -> ImportPlan:
    """Check that no row is lost, and write a plan; gives it back."""
    check_row_law(planned)
    if planned.batch is not None:
        store.apply(planned.batch)
    return planned


def check_row_law(planned: ImportPlan) -> None:
    """Every row is imported, merged, held or blank, and the batch has exactly the held ones."""
    for count in planned.files.values():
        assert count.read == count.imported + count.merged + count.held + count.blank
        assert min(count.imported, count.merged, count.held, count.blank) >= 0
    if planned.batch is not None:
        for name, count in planned.files.items():
            assert count.held == sum(held.file == name for held in planned.batch.held)


def check_imported(planned: ImportPlan) -> None:
    """The batch writes as many rows to a table as were counted as imported of its file."""
    if planned.batch is not None:
        for name, count in planned.files.items():
            assert count.imported == len(planned.batch.upserts.get(name.removesuffix(".csv"), ()))


def codes(planned: ImportPlan, severity: str) -> list[str]:
    """Codes of the problems of a severity, in order."""
    return [problem.code for problem in planned.problems if problem.severity == severity]


def held_reasons(planned: ImportPlan) -> list[str]:
    """Messages of the held rows, in order."""
    return [problem.message for problem in planned.problems if problem.severity == "held"]
