"""What an import hands to the store: rows to write, rows held back, and the report of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.model.digests import digest_of_sums, keys_sum, rows_sum, text_digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Key, Row


@dataclass(frozen=True, slots=True)
class HeldFile:
    """How a file was read, so that a repaired row of it can be read again the same way."""

    file: str
    preset: str = "folder"
    header: str = ""
    """Text of the header row as it stands in the file, without its line end; '' for a file without one."""
    options: tuple[tuple[str, str], ...] = ()
    """What the user named, such as ("date_format", "%d/%m/%Y"), by name."""


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
    read_as: HeldFile | None = None
    """How its file was read; None for rows held by a format before this was kept."""

    @property
    def key(self) -> str:
        """Digest by which the same held row is recognised when it comes again."""
        return text_digest([self.file, self.column, self.code, self.raw])


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
    deletes: Mapping[str, Sequence[Key]] = field(default_factory=dict)
    """Keys by table name of rows to take out; they go to history as `deleted`, a tombstone stays."""
    released: Sequence[str] = ()
    """`HeldRow.key` of held rows that are done with: repaired, imported or thrown away."""
    aliases: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    """By table name, ids that stand for another one from now on (merged); None ends that."""
    distinct: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """By table name, pairs of ids that somebody said are not the same."""
    fit: str | None = None
    """What was fitted on the user's own outcomes, from now on in force: a JSON document; '' for the defaults again."""
    undoes: int | None = None
    """Version of the import this batch takes back."""
    by: str = ""
    """Who brought it in: a name, '' where unknown."""

    @property
    def digest(self) -> str:
        """Digest of the content, independent of the order of rows; who brought it in does not count."""
        return batch_digest(
            self,
            upserts={name: (len(rows), rows_sum(rows)) for name, rows in self.upserts.items()},
            superseded={name: (len(rows), rows_sum(rows)) for name, rows in self.superseded.items()},
            held=(len(self.held), keys_sum(held.key for held in self.held)),
        )


def batch_digest(
    batch: Batch,
    *,
    upserts: Mapping[str, tuple[int, int]],
    superseded: Mapping[str, tuple[int, int]],
    held: tuple[int, int],
) -> str:
    """`Batch.digest`, for whoever has been through its rows: how many they are, and their `rows_sum` or `keys_sum`."""
    content: list[object] = [
        digest_of_sums(upserts),
        [held[0], f"{held[1]:032x}"],
        digest_of_sums(superseded),
        sorted([name, sorted(keys)] for name, keys in batch.deletes.items() if keys),
        sorted(batch.released),
        sorted([name, sorted(ids.items())] for name, ids in batch.aliases.items() if ids),
        sorted([name, sorted(map(sorted, pairs))] for name, pairs in batch.distinct.items() if pairs),
        batch.undoes,
    ]  # fmt: skip
    # A batch without one has the digest by which stores know those they took before there were fits.
    return text_digest(content if batch.fit is None else [*content, batch.fit])


@dataclass(frozen=True, slots=True)
class Applied:
    """The store's answer to a batch; the same answer whenever the batch comes again."""

    batch_id: str
    version: int
    """Store version after the batch."""
