"""Texts of many rows that stay in an Arrow array until somebody asks for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Ints

_FEW_VALUES = 4096
"""Distinct texts up to which each becomes one Python object that all rows share."""
_CHUNK = 8192
_SEARCHED_SHARE = 50
"""Texts are searched for one by one until one in so many was asked for; then a dict of all pays."""


class LateTexts(Sequence[str]):
    """Texts by row, made when asked for; equal to the tuple that has them all."""

    def __init__(
        self, values: pa.Array, rows: NDArray[Any] | None = None, *, is_ascending: bool = False
    ) -> None:
        """Take texts, plain (string types) and null for ''.

        `rows` holds the position of each row's text, -1 for '', None where they are the values one after the other.
        `is_ascending` says that the values rise strictly (code points), and that no two rows have the same position.
        """
        self.values = values
        self.rows = rows
        self._is_ascending = is_ascending
        self._shared: list[str] | None = None
        if rows is not None and len(values) <= _FEW_VALUES:
            # The last one is found by -1.
            self._shared = [*_plain(values), ""]
        self._asked = 0
        self._row_of: dict[str, int] | None = None
        self._row_at: Ints | None = None
        # Several columns share the ids of an earlier version.
        self._looked_up: tuple[pa.Array, Ints] | None = None

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.values if self.rows is None else self.rows)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[str, ...]: ...
    def __getitem__(self, row: int | slice) -> str | tuple[str, ...]:
        """Text of a row, or a tuple of some."""
        if isinstance(row, slice):
            return tuple(self.taken(np.arange(*row.indices(len(self)))))
        at = row if self.rows is None else self.rows[row]
        if self._shared is not None:
            return self._shared[at]
        if self.rows is not None and at < 0:
            return ""
        text: str | None = self.values[int(at)].as_py()
        return text or ""

    def __iter__(self) -> Iterator[str]:
        """Give all texts in order."""
        return self.run(0, len(self))

    def run(self, first: int, last: int) -> Iterator[str]:
        """Give the texts of the rows from `first` up to before `last`."""
        for start in range(first, last, _CHUNK):
            yield from self.taken(np.arange(start, min(start + _CHUNK, last)))

    def __eq__(self, other: object) -> bool:
        """Compare with other texts."""
        if not isinstance(other, Sequence) or isinstance(other, str | list):
            return NotImplemented
        return len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Hash as the tuple does."""
        return hash(tuple(self))

    def taken(self, rows: NDArray[Any]) -> list[str]:
        """Texts of many rows, in the order of `rows`."""
        if self.rows is None:
            return _plain(self.values.take(pa.array(rows)))
        at = self.rows[rows]
        if self._shared is not None:
            return list(map(self._shared.__getitem__, at.tolist()))
        return _plain(self.values.take(pa.array(at, mask=at < 0)))

    def row(self, text: str) -> int | None:
        """Row of a text, None where it is not there; of equal ones the last.

        By binary search where the values are ascending, so that nothing is laid out for a few questions.
        """
        if self._row_of is None:
            self._asked += 1
            if self._is_ascending and self._asked * _SEARCHED_SHARE <= len(self):
                return self._searched(text)
            self._row_of = {known: row for row, known in enumerate(self)}
        return self._row_of.get(text)

    def rows_of(self, texts: pa.Array) -> Ints | None:
        """Row of each of some texts, -1 where it is not there; None where they are the texts of rows 0, 1, 2, …

        Shape (texts,). Raises ValueError where the values are not ascending.
        """
        if not self._is_ascending:
            raise ValueError("rows are looked up at once among ascending texts alone")
        if self.rows is None and texts.equals(self.values):
            return None
        looked_up = self._looked_up
        if looked_up is None or not looked_up[0].equals(texts):
            self._looked_up = looked_up = texts, self._rows_among(texts)
        return looked_up[1]

    def _rows_among(self, texts: pa.Array) -> Ints:
        found = pc.index_in(texts, value_set=self.values)
        at: Ints = pc.fill_null(found, -1).to_numpy(zero_copy_only=False).astype(np.int32)
        return at if self.rows is None else np.append(self._row_at_value(), np.int32(-1))[at]

    def inserted(self, at: Sequence[int], texts: Sequence[str]) -> LateTexts:
        """Lay out with further texts, which stand `at` their places in the result, which rise; texts are not moved."""
        rows = np.arange(len(self), dtype=np.int32) if self.rows is None else self.rows
        new = np.arange(len(self.values), len(self.values) + len(texts), dtype=rows.dtype)
        places = np.array(at, np.int64) - np.arange(len(at))
        values = pa.concat_arrays([self.values, pa.array(texts, self.values.type)])
        return LateTexts(values, np.insert(rows, places, new))

    def _searched(self, text: str) -> int | None:
        at = bisect_left(_Values(self.values), text)
        if at == len(self.values) or self.values[at].as_py() != text:
            return None
        row = at if self.rows is None else int(self._row_at_value()[at])
        return None if row < 0 else row

    def _row_at_value(self) -> Ints:
        """Row of each value, -1 where none has it."""
        if self._row_at is None:
            rows = np.empty(0, np.int32) if self.rows is None else self.rows
            found = np.full(len(self.values), -1, np.int32)
            found[rows] = np.arange(len(rows), dtype=np.int32)
            self._row_at = found
        return self._row_at


class _Values(Sequence[str]):
    """The values themselves, for a search."""

    def __init__(self, values: pa.Array) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, at: Any) -> Any:
        return self._values[at].as_py()


def _plain(values: pa.Array) -> list[str]:
    if values.null_count:
        values = pc.fill_null(values, "")
    texts: list[str] = values.to_pylist()
    return texts
