"""What the ledger of imports means, whatever keeps it: which batches hold, and which ids stand for which."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refgraph.errors import BatchConflict, StaleBase
from refgraph.model.batch import Applied
from refgraph.store.port import KeptFit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.batch import Batch
    from refgraph.store.port import Import


def earlier(batch: Batch, found: tuple[int, str] | None) -> Applied | None:
    """The answer to a batch that was applied before, from the version and digest its id has in the ledger.

    None where it has none; raises `BatchConflict` where its content is another.
    """
    if found is None:
        return None
    at, digest = found
    if digest != batch.digest:
        raise BatchConflict(
            f"batch '{batch.batch_id}' was applied before with other content",
            "give the new content an id of its own",
        )
    return Applied(batch.batch_id, at)


def next_version(batch: Batch, found: int) -> int:
    """Version a batch leads to from the store's; raises `StaleBase` where it was planned on another."""
    if found != batch.base_version:
        raise StaleBase(
            f"the store is at version {found}, the batch was planned on {batch.base_version}", "plan it again"
        )
    return found + 1


def with_undone_by(applied: Sequence[Import]) -> list[Import]:
    """Imports, oldest first, each with the one that took it back: one that was taken back itself takes nothing back."""
    undone_by: dict[int, int] = {}
    # The latest first: whether it was taken back itself is known then.
    for one in reversed(applied):
        if one.undoes is not None and one.version not in undone_by:
            undone_by.setdefault(one.undoes, one.version)
    return [replace(one, undone_by=undone_by.get(one.version)) for one in applied]


def undoing(imports: Sequence[Import]) -> dict[int, int]:
    """Versions that took others back, each with the one it took back; also those that were taken back themselves."""
    return {one.version: one.undoes for one in imports if one.undoes is not None}


def taken_back(imports: Sequence[Import]) -> set[int]:
    """Versions that were taken back, and those that took them back: together they changed nothing.

    `imports` say by whom (`with_undone_by`).
    """
    return {
        version for one in imports if one.undone_by is not None for version in (one.version, one.undone_by)
    }


def fits_of(imports: Sequence[Import], documents: Mapping[int, str]) -> list[KeptFit]:
    """Fits that hold, oldest first, from all imports and the documents of all fits by the version that brought each."""
    gone = taken_back(imports)
    return [
        KeptFit(one.version, one.applied_at, documents[one.version])
        for one in imports
        if one.version in documents and one.version not in gone
    ]


def ends_of(direct: Mapping[str, str]) -> dict[str, str]:
    """Merged ids, each with the last of the chain it begins; ValueError for one that would stand for itself."""
    return {merged: _end(direct, merged) for merged in direct}


def _end(direct: Mapping[str, str], merged: str) -> str:
    at, steps = direct[merged], 0
    while at in direct:
        at, steps = direct[at], steps + 1
        if steps > len(direct):
            raise ValueError(f"'{merged}' would stand for itself")
    return at
