"""What an import hands to the store: rows to write, rows held back, and the report of both."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Row


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that was not imported, kept so that it can be repaired and imported later."""

    file: str
    row: int
    """Row number in the file as a spreadsheet counts: the header is 1, blank rows count."""
    column: str
    """Name of the offending column, '' when the whole row is meant."""
    code: str
    reason: str
    raw: str
    """The row's text as it stood in the file, without its line end."""

    @property
    def key(self) -> str:
        """Digest by which the same held row is recognised when it comes again."""
        return _digest([self.file, self.column, self.code, self.raw])


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of an import's report."""

    severity: str
    """`error` (the bundle is rejected), `held` (this row is) or `warning`."""
    file: str
    row: int | None
    column: str | None
    code: str
    message: str
    value: str | None


@dataclass(frozen=True, slots=True)
class FileCount:
    """What became of the rows of one file: read = imported + merged + held + blank."""

    read: int = 0
    imported: int = 0
    merged: int = 0
    held: int = 0
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows to write in one transaction."""

    batch_id: str
    source: str
    """Name of the folder or file the rows came from."""
    base_version: int
    """Store version the batch was planned on; the store refuses it with `StaleBase` at any other."""
    upserts: Mapping[str, Sequence[Row]]
    """Whole rows by table name, already merged with what the store has: write them as they are."""
    held: Sequence[HeldRow] = ()
    superseded: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    """Rows by table name that lost to another row of the same key in the bundle; they go to history."""

    @property
    def digest(self) -> str:
        """Digest of the content, independent of the order of rows."""
        return _digest([
            sorted((table, sorted(map(_line, rows))) for table, rows in self.upserts.items() if rows),
            sorted(held.key for held in self.held),
            sorted((table, sorted(map(_line, rows))) for table, rows in self.superseded.items() if rows),
        ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applied:
    """The store's answer to a batch; the same answer whenever the batch comes again."""

    batch_id: str
    version: int
    """Store version after the batch."""


_line = json.JSONEncoder(ensure_ascii=False).encode


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
