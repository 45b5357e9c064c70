"""The rows of one file while they are decided on, column by column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from refgraph.model.arrow import ArrowRows, array_of
from refgraph.model.batch import FileCount, HeldFile
from refgraph.model.tables import key_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from refgraph.model.tables import Key, Row, Table
    from refgraph.sources.report import Report
    from refgraph.sources.text import Note

Indices = npt.NDArray[np.int64]
_CHUNK = 20_000
"""Rows made into Python objects at a time."""


@dataclass(slots=True)
class Sheet:
    """A file's typed rows, and which of them are still in play.

    A row is named by its index; indices follow the order of the file. Rows that could not be read are counted as
    held and have no index.
    """

    table: Table
    read_as: HeldFile
    report: Report
    columns: list[pa.ChunkedArray]
    """All columns of the table, of the types of `model.arrow`; dictionaries are the same in all chunks."""
    numbers: npt.NDArray[np.integer]
    """Row number of each row, as a spreadsheet counts."""
    texts: Callable[[Indices], Iterator[str]]
    """Gives rows, by rising index, as they stand in the file."""
    lengths: npt.NDArray[np.integer]
    """Bytes of each row's text."""
    read: int = 0
    blank: int = 0
    held: int = 0
    merged: int = 0
    held_ids: dict[str, int] = field(default_factory=dict)
    """Row number by id of held rows whose id could be read; only for tables of entities."""
    is_active: npt.NDArray[np.bool_] = field(init=False)
    """Whether a row is neither held nor merged so far."""
    is_held: npt.NDArray[np.bool_] = field(init=False)
    """Whether a row is held."""
    _key_at: tuple[int, ...] = field(init=False)
    _waiting: list[tuple[int, str, Note, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """All rows are in play at first."""
        self.is_active = np.ones(len(self.numbers), np.bool_)
        self.is_held = np.zeros(len(self.numbers), np.bool_)
        self._key_at = tuple(self.table.index(name) for name in self.table.key)

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.read_as.file

    def active(self) -> Indices:
        """Indices of the rows still in play."""
        return np.flatnonzero(self.is_active)

    def column(self, name: str) -> pa.ChunkedArray:
        """One column."""
        return self.columns[self.table.index(name)]

    def rows(self, indices: Indices | Sequence[int]) -> list[Row]:
        """Rows by index; make them a few thousand at a time."""
        taken = pa.array(np.asarray(indices, np.int64))
        return ArrowRows(self.table, [column.take(taken) for column in self.columns])[:]

    def chunks(self, indices: Indices) -> Iterator[tuple[list[int], list[Row]]]:
        """Give indices and rows, some thousands at a time."""
        for start in range(0, len(indices), _CHUNK):
            part = indices[start : start + _CHUNK]
            yield part.tolist(), self.rows(part)

    def hold(self, index: int, column: str, note: Note, value: str | None = None) -> None:
        """Hold a row back."""
        if self.table.is_entity:
            self.held_ids[self.columns[0][index].as_py()] = int(self.numbers[index])
        self.is_active[index] = False
        self.is_held[index] = True
        self.held += 1
        self._waiting.append((index, column, note, value))

    def merge(self, indices: int | Indices) -> None:
        """Count rows as merged with others or with what is known."""
        self.is_active[indices] = False
        self.merged += 1 if isinstance(indices, int) else len(indices)

    def warn(self, index: int, column: str | None, note: Note, value: str | None = None) -> None:
        """Warn about a row."""
        self.report.warn(self.file, note, row=int(self.numbers[index]), column=column, value=value)

    def codes(self, name: str) -> npt.NDArray[np.int32]:
        """Where each row's text stands in `words`, -1 for an empty cell; dear for a column of different texts."""
        chunks = [
            chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False) for chunk in self._coded(name).chunks
        ]
        return np.concatenate(chunks) if chunks else np.empty(0, np.int32)

    def words(self, name: str) -> pa.Array:
        """The different texts of a column."""
        column = self._coded(name)
        return column.chunk(0).dictionary if column.num_chunks else pa.array([], pa.large_string())

    def _coded(self, name: str) -> pa.ChunkedArray:
        column = self.column(name)
        return column if pa.types.is_dictionary(column.type) else unified(column.dictionary_encode())

    def put(self, name: str, codes: npt.NDArray[np.int32], words: pa.Array) -> None:
        """Replace a column by texts and where each row's stands among them, -1 for none."""
        coded = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), words)
        self.columns[self.table.index(name)] = pa.chunked_array([coded.cast(self.column(name).type)])

    def empty(self, name: str, indices: Indices) -> None:
        """Empty a column's cells in some rows."""
        codes = self.codes(name).copy()
        codes[indices] = -1
        self.put(name, codes, self.words(name))

    def replace(self, rows: dict[int, Row]) -> None:
        """Put other rows in the place of some."""
        if not rows:
            return
        order = np.arange(len(self.numbers), dtype=np.int64)
        order[list(rows)] = np.arange(len(self.numbers), len(self.numbers) + len(rows))
        for at, column in enumerate(self.table.columns):
            cells = array_of([row[at] for row in rows.values()], column)
            chunks = cells.chunks if isinstance(cells, pa.ChunkedArray) else [cells]
            both = unified(pa.chunked_array([*self.columns[at].chunks, *chunks]))
            self.columns[at] = both.take(pa.array(order))

    def settle_held(self) -> None:
        """Hand the rows held since the file was read to the report, with their texts."""
        self._waiting.sort(key=lambda waiting: waiting[0])
        raws = self.texts(np.array([index for index, *_ in self._waiting], np.int64))
        for (index, column, note, value), raw in zip(self._waiting, raws, strict=True):
            self.report.hold(self.read_as, int(self.numbers[index]), column, note, raw, value)
        self._waiting.clear()

    def key(self, row: Row) -> Key:
        """Key of a row, as `Table.key_of` gives it."""
        return tuple(key_text(row[at]) for at in self._key_at)

    def count(self) -> FileCount:
        """What became of the rows, once every row is decided on."""
        imported = self.read - self.blank - self.held - self.merged
        return FileCount(self.read, imported, self.merged, self.held, self.blank)


def unified(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give all chunks of a column one dictionary, where it has any."""
    return column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column
