"""Relationships that complete a row of another table: who is above an account, a role's manager, an event's ends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from refgraph.sources.converted import Converted


@dataclass(slots=True)
class Completion:
    """One relationship to be written into a cell."""

    source: int
    table: str
    key: str
    """Id of the account or event, of a role the person's."""
    column: str
    value: str
    account: str | None = None
    """For a role: its account; None where the relationship does not say."""
    start: str = ""
    """For a role with an account: its `from`."""


@dataclass(slots=True)
class Completions:
    """Collects relationships until all rows are there."""

    found: list[Completion] = field(default_factory=list)

    def add(self, completion: Completion) -> None:
        """Add one."""
        self.found.append(completion)

    def apply(self, converted: Converted) -> None:
        """Write them into the rows; what finds no row, several, or another value there holds its source row."""
        wanted = {(one.table, one.key) for one in self.found}
        rows: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for table, column in (("accounts", "account_id"), ("roles", "person_id"), ("events", "event_id")):
            for row in converted.tables.get(table, ()):
                key = table, row.cells.get(column, "")
                if key in wanted and isinstance(row.cells, dict):
                    rows[key].append(row.cells)
        for one in self.found:
            note = _complete(one, rows.get((one.table, one.key), []))
            if note:
                converted.remark(one.source, "", note, one.key)


def _complete(one: Completion, rows: list[dict[str, str]]) -> Note | None:
    if one.account is not None:
        rows = [
            cells
            for cells in rows
            if cells.get("account_id", "") == one.account and cells.get("from", "") == one.start
        ]
    if not rows:
        where = f"{one.table} '{shown(one.key)}'"
        return _held(
            "unknown_end", f"unknown {where}: expected its row in this import, to be completed by this one"
        )
    if one.table == "roles" and one.account is None and len(rows) > 1:
        return _held(
            "several_roles",
            f"'{shown(one.key)}' has {len(rows)} roles, expected account_id and from to name one",
        )
    for cells in rows:
        there = cells.setdefault(one.column, one.value)
        if there != one.value:
            found = f"found {one.column} '{shown(one.value)}', but another row says '{shown(there)}'; keep one of them"
            return _held("conflict", found)
    return None


def _held(code: str, text: str) -> Note:
    return Note(code, text, holds=True)
