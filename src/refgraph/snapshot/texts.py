"""Texts of many rows into which few are inserted: nothing is copied, and the rows are found by their text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

from refgraph.snapshot.late_texts import LateTexts

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEW = 4096
"""Inserted texts up to which a look-up pays; beyond, all are laid out anew."""


class Whole:
    """Texts in one piece, shared by all that insert into them."""

    def __init__(self, texts: Sequence[str], row_of: Mapping[str, int] | None = None) -> None:
        self.texts = texts
        if row_of is not None:
            self.row_of = row_of

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """Row of each text; of equal ones the last."""
        return row_index(self.texts)


class Texts(Sequence[str]):
    """A tuple of texts with a few inserted; equal to the tuple that has them all."""

    def __init__(self, whole: Whole, at: Sequence[int] = (), inserted: Sequence[str] = ()) -> None:
        """Insert texts, so that they stand `at` their places in the result, which rise."""
        self.whole = whole
        self._at = at
        self._inserted = inserted
        self._untouched = at[0] if at else len(whole.texts)

    def __len__(self) -> int:
        """Count all texts."""
        return len(self.whole.texts) + len(self._inserted)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[str, ...]: ...
    def __getitem__(self, row: int | slice) -> str | tuple[str, ...]:
        """Text of a row, or a tuple of some."""
        if isinstance(row, slice):
            return tuple(self.taken(np.arange(*row.indices(len(self)))))
        if 0 <= row < self._untouched:
            return self.whole.texts[row]
        at = row + len(self) if row < 0 else row
        if at < 0:
            raise IndexError(row)
        before = bisect_left(self._at, at)
        if before < len(self._at) and self._at[before] == at:
            return self._inserted[before]
        return self.whole.texts[at - before]

    def __iter__(self) -> Iterator[str]:
        """Give all texts in order."""
        done = 0
        for before, (at, text) in enumerate(zip(self._at, self._inserted, strict=True)):
            yield from _run(self.whole.texts, done, at - before)
            yield text
            done = at - before
        yield from _run(self.whole.texts, done, len(self.whole.texts))

    def __eq__(self, other: object) -> bool:
        """Compare with texts, or with a tuple."""
        return isinstance(other, Texts | LateTexts | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Hash as the tuple does."""
        return hash(tuple(self))

    def row(self, text: str) -> int | None:
        """Row of a text, None where it is not there; of equal ones one of them."""
        if text in self._row_of_inserted:
            return self._row_of_inserted[text]
        found = self.whole.row_of.get(text)
        return None if found is None else self._moved(found)

    def taken(self, rows: NDArray[np.int64]) -> list[str]:
        """Texts of many rows, in the order of `rows`."""
        at, whole = np.array([*self._at, len(self)]), self.whole.texts
        before = np.searchsorted(at, rows)
        is_inserted = at[before] == rows
        found = taken(whole, np.where(is_inserted, 0, rows - before)) if whole else [""] * len(rows)
        for place in np.flatnonzero(is_inserted).tolist():
            found[place] = self._inserted[before[place]]
        return found

    @cached_property
    def _row_of_inserted(self) -> dict[str, int]:
        return dict(zip(self._inserted, self._at, strict=True))

    def _moved(self, row: int) -> int:
        """Where a row of the whole stands among all."""
        # The j-th inserted text stands before this row where its place less the j before it is not beyond it.
        return row + bisect_right(range(len(self._at)), row, key=lambda j: self._at[j] - j)

    def inserted(self, places: Sequence[int], texts: Sequence[str]) -> Texts:
        """Insert further texts before the rows `places`, which do not fall; texts of one place in their order."""
        moved = [
            (at + bisect_right(places, at), text) for at, text in zip(self._at, self._inserted, strict=True)
        ]
        added = [(place + j, text) for j, (place, text) in enumerate(zip(places, texts, strict=True))]
        both = sorted(moved + added)
        at, texts = [at for at, _ in both], [text for _, text in both]
        if len(both) <= _FEW:
            return Texts(self.whole, at, texts)
        if isinstance(self.whole.texts, LateTexts):
            return Texts(Whole(self.whole.texts.inserted(at, texts)))
        return Texts(Whole(tuple(Texts(self.whole, at, texts))))


class RowOf(Mapping[str, int]):
    """Row of each of some texts, all different, found without going through them."""

    def __init__(self, texts: Texts | LateTexts) -> None:
        self.texts = texts

    def __getitem__(self, text: str) -> int:
        """Row of a text; KeyError where it is not there."""
        row = self.texts.row(text)
        if row is None:
            raise KeyError(text)
        return row

    def __iter__(self) -> Iterator[str]:
        """Give the texts in order."""
        return iter(self.texts)

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.texts)


def row_index(texts: Sequence[str]) -> Mapping[str, int]:
    """Row of each of some texts, all different."""
    if isinstance(texts, Texts | LateTexts):
        return RowOf(texts)
    return {text: row for row, text in enumerate(texts)}


def taken(texts: Sequence[str], rows: NDArray[np.int64]) -> list[str]:
    """Texts of many rows at once, in the order of `rows`."""
    if isinstance(texts, Texts | LateTexts):
        return texts.taken(rows)
    return list(map(texts.__getitem__, rows.tolist()))


def _run(texts: Sequence[str], first: int, last: int) -> Iterator[str]:
    """Texts from `first` up to before `last`."""
    return texts.run(first, last) if isinstance(texts, LateTexts) else iter(texts[first:last])
