"""Held rows by the million: what they have in common is kept once."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

from refgraph.model.batch import HeldFile, HeldRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Cause = tuple[str, str, str]
"""Column, code and reason."""


class HeldRows(Sequence[HeldRow]):
    """Held rows of one import, each made when it is asked for; about 100 bytes a row beside its text."""

    def __init__(self) -> None:
        self._raws: list[str] = []
        self._rows = array("q")
        self._files = array("l")
        self._causes = array("l")
        self._file_at: dict[HeldFile, int] = {}
        self._cause_at: dict[Cause, int] = {}
        self._order: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None
        self._listed: tuple[list[HeldFile], list[Cause]] = ([], [])

    def add(self, read_as: HeldFile, row: int, cause: Cause, raw: str) -> None:
        """Hold a row of a file."""
        self._raws.append(raw)
        self._rows.append(row)
        self._files.append(self._file_at.setdefault(read_as, len(self._file_at)))
        self._causes.append(self._cause_at.setdefault(cause, len(self._cause_at)))
        self._order = None

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._raws)

    @overload
    def __getitem__(self, at: int) -> HeldRow: ...
    @overload
    def __getitem__(self, at: slice) -> list[HeldRow]: ...
    def __getitem__(self, at: int | slice) -> HeldRow | list[HeldRow]:
        """One row, or a list of some, by file and row."""
        order = self._sorted()
        if isinstance(at, slice):
            return [self._row(int(place)) for place in order[at]]
        return self._row(int(order[at]))

    def __iter__(self) -> Iterator[HeldRow]:
        """Give the rows by file and row."""
        return (self._row(int(place)) for place in self._sorted())

    def __eq__(self, other: object) -> bool:
        """Compare with any sequence of held rows."""
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    __hash__ = None  # type: ignore[assignment]

    def _sorted(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        if self._order is None:
            self._listed = list(self._file_at), list(self._cause_at)
            rank = _ranks([read_as.file for read_as in self._listed[0]])
            files = np.asarray(self._files, np.int64)
            self._order = np.lexsort((np.asarray(self._rows), rank[files] if len(files) else files))
        return self._order

    def _row(self, place: int) -> HeldRow:
        read_as = self._listed[0][self._files[place]]
        column, code, reason = self._listed[1][self._causes[place]]
        return HeldRow(read_as.file, self._rows[place], column, code, reason, self._raws[place], read_as)


def _ranks(texts: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    listed = list(texts)
    at = {text: rank for rank, text in enumerate(sorted(set(listed)))}
    return np.array([at[text] for text in listed], np.int64)


def _same(one: HeldRow, other: object) -> bool:
    return one == other
