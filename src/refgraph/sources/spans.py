"""Where the rows of a file stand in its text, so that a few of them can be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.sources.blocks import Block, Places
    from refgraph.sources.decode import TextStream

Small = npt.NDArray[np.integer]


class Spans:
    """At most twelve bytes a row: where it begins in its block, its length and its number."""

    def __init__(self, stream: TextStream) -> None:
        self._stream = stream
        self._offsets: list[int] = []
        self._counts: list[int] = []
        self._starts: list[Small] = []
        self._lengths: list[Small] = []
        self._numbers: list[Small] = []

    def add(self, block: Block, rows: Places) -> None:
        """Note some rows of a block."""
        self._offsets.append(block.offset)
        self._counts.append(len(rows))
        self._starts.append(block.starts[rows].astype(np.int32))
        self._lengths.append(_shrunk(block.ends[rows] - block.starts[rows]))
        self._numbers.append(block.numbers[rows].astype(np.int32))

    def numbers(self) -> Small:
        """Row number by row; they are not kept here any longer."""
        joined = _joined(self._numbers)
        self._numbers.clear()
        return joined

    def lengths(self) -> Small:
        """Bytes of text by row."""
        self._lengths = [_joined(self._lengths)]
        return self._lengths[0]

    def texts(self, rows: Places) -> Iterator[str]:
        """Give rows, in rising order, as they stand in the file, which is read once more."""
        firsts = np.cumsum([0, *self._counts])
        blocks = np.searchsorted(firsts, rows, "right") - 1
        lengths = self.lengths()
        pieces, data, at = self._stream.pieces(), b"", 0
        for row, block in zip(rows.tolist(), blocks.tolist(), strict=True):
            start = self._offsets[block] + int(self._starts[block][row - int(firsts[block])])
            end = start + int(lengths[row])
            while at + len(data) < end:
                kept = max(min(start - at, len(data)), 0)
                data, at = data[kept:] + next(pieces), at + kept
            yield data[start - at : end - at].decode()


def _shrunk(lengths: Places) -> Small:
    return lengths.astype(np.uint16 if lengths.max(initial=0) < 1 << 16 else np.int32)


def _joined(parts: list[Small]) -> Small:
    return np.concatenate(parts) if parts else np.empty(0, np.int32)
