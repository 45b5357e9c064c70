"""The columns of a file while its blocks come in: texts that repeat are kept once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from refgraph.model.arrow import arrow_type
from refgraph.sources.sheet import unified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.tables import Table

_LOOSE = 16
"""Blocks whose texts are kept apart before they are joined."""


class Gathered:
    """Typed blocks of one table, joined now and then, so that no text is long in memory more than once."""

    def __init__(self, table: Table) -> None:
        self._types = [arrow_type(column) for column in table.columns]
        self._joined: list[list[pa.Array]] = [[] for _ in table.columns]
        self._loose: list[list[pa.Array]] = [[] for _ in table.columns]

    def add(self, cells: Sequence[pa.Array]) -> None:
        """Add the columns of a block, texts as large_string."""
        for at, (column, wanted) in enumerate(zip(cells, self._types, strict=True)):
            self._loose[at].append(column.dictionary_encode() if pa.types.is_dictionary(wanted) else column)
        if len(self._loose[0]) >= _LOOSE:
            self._join()

    def columns(self) -> list[pa.ChunkedArray]:
        """All that was added; nothing is kept here."""
        self._join()
        found = [
            pa.chunked_array(chunks, wanted) for chunks, wanted in zip(self._joined, self._types, strict=True)
        ]
        self._joined = []
        return found

    def _join(self) -> None:
        for at, wanted in enumerate(self._types):
            chunks = [*self._joined[at], *self._loose[at]]
            self._loose[at] = []
            if chunks:
                joined = unified(pa.chunked_array(chunks, wanted))
                # As one chunk: joining reads the texts of every chunk again.
                self._joined[at] = (
                    [joined.combine_chunks()] if pa.types.is_dictionary(wanted) else joined.chunks
                )
