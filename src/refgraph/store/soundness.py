"""What a look for damage says, whatever the backend: its sentences, and what is left of each import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.digests import MODULUS, digest_of_sums, text_digest
from refgraph.store.port import Left, Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from refgraph.store.port import Import

_VERSIONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TableSums:
    """Rows of one table by the version that wrote them: (count, sum of their digests)."""

    expected: Mapping[int, tuple[int, int]]
    """As they were counted when they were written, changed or taken out; without versions of which none is left."""
    found: Mapping[int, tuple[int, int]] | None
    """As they are; None where they cannot be read."""

    def is_sound(self, version: int) -> bool:
        """Whether the rows of a version are as they were written; never where they cannot be read."""
        return self.found is not None and self.found.get(version) == self.expected.get(version)

    @property
    def wrong(self) -> list[int]:
        """Versions whose rows are not as they were written."""
        return sorted(
            version for version in {*(self.found or ()), *self.expected} if not self.is_sound(version)
        )

    @property
    def total(self) -> tuple[int, int]:
        """All rows as they are."""
        found = (self.found or {}).values()
        return sum(rows for rows, _ in found), sum(digest for _, digest in found) % MODULUS


@dataclass(frozen=True, slots=True)
class TableState:
    """A table as it is, and as it was counted."""

    table: str
    rows: int
    counted: int
    digest: int
    """Sum of the digests of all rows as they were written."""
    is_foreign: bool
    """Whether a row has a number or a version that no import gave it."""
    sums: TableSums


def table_findings(state: TableState) -> Iterator[str]:
    """One sentence for each damage of a table's rows."""
    name, sums = state.table, state.sums
    if state.rows != state.counted:
        yield f"{name} has {state.rows} rows, {state.counted} were counted as they were written"
    if state.is_foreign:
        yield f"{name} has a row that no import wrote"
    if sums.found is None:
        yield f"{name} has a row that cannot be read"
    elif state.rows == state.counted and (sums.wrong or sums.total[1] != state.digest):
        yield f"{name} has a row that is not as it was written{_by(sums.wrong)}"


def ledger_findings(version: int, imports: int, last: int) -> Iterator[str]:
    """A sentence where the store's version is not the number of its imports and the version of the last one."""
    if not version == imports == last:
        yield f"the store says version {version}, but has {imports} imports, the last of version {last}"


def fit_findings(version: int, fits: Iterable[tuple[object, object, object]]) -> Iterator[str]:
    """One sentence for each fit that is not as a batch brought it; `fits` are (version, document, its digest)."""
    for at, document, digest in fits:
        if at not in range(1, version + 1):
            yield "there is a fit that no import brought"
        elif not isinstance(document, str) or text_digest(document) != digest:
            yield f"the fit of import {at} is not as it was written"


def lost_reference(table: str, parent: str) -> str:
    """That a row refers to nothing."""
    return f"a row of {table} refers to a row of {parent} that is not there"


def not_found_by_name(count: int, table: str) -> str:
    """That the index of names lacks entities."""
    return f"{count} rows of {table} are not found by name"


def look_of(
    version: int, findings: Sequence[str], sums: Mapping[str, TableSums], imports: Sequence[Import]
) -> Look:
    """All that a look found; `sums` by table, empty where damage hides them all."""
    return Look(
        version=version,
        findings=findings,
        digest=None if findings else digest_of_sums({name: table.total for name, table in sums.items()}),
        imports=imports,
        left=_left(sums),
    )


def _left(sums: Mapping[str, TableSums]) -> dict[int, Left]:
    versions = {version for table in sums.values() for version in table.expected}
    return {version: _left_of(version, sums) for version in sorted(versions)}


def _left_of(version: int, sums: Mapping[str, TableSums]) -> Left:
    tables = [table for table in sums.values() if version in table.expected]
    judged = [None if table.found is None else table.is_sound(version) for table in tables]
    sound = False if False in judged else None if None in judged else True
    return Left(sum(table.expected[version][0] for table in tables), sound)


def _by(versions: Sequence[int]) -> str:
    if not versions:
        return ""
    shown = ", ".join(map(str, versions[:_VERSIONS_SHOWN]))
    more = len(versions) - _VERSIONS_SHOWN
    return f" by import {shown}{f' and {more} more' if more > 0 else ''}"
