"""The plain rows of a block as columns of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import csv

from refgraph.sources.delimited import records

if TYPE_CHECKING:
    from refgraph.sources.blocks import Block, Layout


SMALL = 1 << 14
"""Bytes below which Arrow's reader takes longer to start than to read."""


def texts_of_plain(block: Block, layout: Layout) -> list[pa.Array]:
    """Cells of the plain rows, one array of large_string for each cell of a row; empty cells are ''."""
    data = _bytes_of_plain(block)
    if len(data) < SMALL:
        rows = [record.cells for record in records(data.decode(), layout.delimiter, layout.file)]
        return [pa.array([row[cell] for row in rows], pa.large_string()) for cell in range(layout.width)]
    names = [str(cell) for cell in range(layout.width)]
    table = csv.read_csv(
        pa.BufferReader(data),
        csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
        csv.ParseOptions(
            delimiter=layout.delimiter, quote_char='"' if b'"' in data else False, double_quote=True
        ),
        csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), null_values=[], strings_can_be_null=False
        ),
    )
    return [column.combine_chunks() for column in table.columns]


def _bytes_of_plain(block: Block) -> bytes:
    if block.is_plain.all():
        return block.data[block.starts[0] : block.nexts[-1]] if len(block.starts) else b""
    # Rows and gaps in turn: the gaps are what stands between two plain rows.
    starts, nexts = block.starts[block.is_plain], block.nexts[block.is_plain]
    bounds = np.append(np.stack((starts, nexts), axis=1).ravel(), len(block.data))
    lengths = np.diff(bounds, prepend=0)
    is_kept = np.repeat(np.arange(len(lengths)) % 2 == 1, lengths)
    return bytes(np.frombuffer(block.data, np.uint8)[is_kept])
