"""Why a file cannot be read for certain."""

from __future__ import annotations

from refgraph.errors import BundleRejected
from refgraph.model.batch import Problem
from refgraph.sources.text import shown


class Refused(BundleRejected):
    """One file of a bundle, or the bundle itself, cannot be read for certain.

    `plan_import` turns it into a report; it does not leave `sources`.
    """

    def __init__(
        self,
        file: str,
        code: str,
        found: str,
        cure: str,
        *,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(f"{place(file, row, column)}: {found}", cure)
        self.problem = Problem("error", file, row, column, code, str(self), None)


def place(file: str, row: int | None = None, column: str | None = None) -> str:
    """Words for a place: `events.csv row 17, column value`."""
    words = file if row is None else f"{file} row {row}"
    return words if column is None else f"{words}, column {shown(column)}"
