"""Plan an import: everything that is decided before the store is asked to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from refgraph.model.batch import Batch, FileCount, Problem
from refgraph.model.lookup import Lookup


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user named because it is never guessed."""

    encoding: str | None = None
    date_format: str | None = None
    """strptime format of the bundle's dates; None: ISO, or 年月日."""
    decimal_comma: bool = False


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The report of an import, and the batch that carries it out."""

    import_id: str
    outcome: str
    """`accept`, `accept_with_warning`, `held` or `reject`."""
    files: Mapping[str, FileCount]
    """By file name; empty when rejected."""
    problems: Sequence[Problem]
    batch: Batch | None
    """None when there is nothing to write: rejected, or everything known already."""


def plan_import(path: Path, lookup: Lookup, *, options: ReadOptions, today: date) -> ImportPlan:
    """Read a bundle and plan its import against what the store has; never raises for bad content."""
