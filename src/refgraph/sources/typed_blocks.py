"""A block of rows to typed columns: plain rows as whole columns, the others cut into cells to be read one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.arrow import arrow_type
from refgraph.sources.checks import check
from refgraph.sources.delimited import Record
from refgraph.sources.plain import texts_of_plain
from refgraph.sources.rows import Columns, is_blank
from refgraph.sources.whole_rules import settle_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refgraph.model.tables import Column
    from refgraph.sources.blocks import Block, Layout, Places

Mask = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Tally:
    """What a file's rows add up to while they are read."""

    read: int = 0
    blank: int = 0
    delimiters_only: int = 0
    """Blank rows with something in them."""
    values: Counter[int] = field(default_factory=Counter)
    """By cell of a record that no column takes: how many are not blank."""


@dataclass(frozen=True, slots=True)
class TypedBlock:
    """What a block says."""

    rows: Places
    """Rows of the block that are right as they are."""
    cells: Sequence[pa.Array]
    """Their cells by column of the table, texts as large_string."""
    others: Iterator[tuple[int, Record]]
    """The other rows that are not blank, in order, with the row of the block."""


def typed(block: Block, layout: Layout, columns: Columns, unknown: Sequence[int], tally: Tally) -> TypedBlock:
    """Read the rows of a block; what is blank is counted, also while `others` is walked through."""
    texts = texts_of_plain(block, layout)
    rows = np.flatnonzero(block.is_plain)
    cells, is_odd = _checked(texts, columns)
    is_blank_row = _blank(texts, is_odd)
    tally.read += len(block.starts)
    tally.blank += int(is_blank_row.sum())
    tally.delimiters_only += int(is_blank_row.sum())
    is_right = ~is_odd
    for cell in unknown:
        tally.values[cell] += _count_values(texts[cell], is_right)
    odd = is_odd & ~is_blank_row
    cut = dict(zip(rows[odd].tolist(), _rows(texts, odd), strict=True))
    if is_odd.any():
        kept = pa.array(is_right)
        cells = [column.filter(kept) for column in cells]
    return TypedBlock(rows[is_right], cells, _others(block, layout, unknown, tally, cut))


def laid_out(cells: Sequence[object], column: Column) -> pa.Array:
    """Lay typed cells out as a check does: texts as large_string."""
    wanted = _plain_type(column)
    if pa.types.is_date32(wanted):
        return pa.array(cells, pa.string()).cast(wanted)
    return pa.array(cells, wanted)


def _plain_type(column: Column) -> pa.DataType:
    wanted = arrow_type(column)
    return pa.large_string() if pa.types.is_dictionary(wanted) else wanted


def _checked(texts: Sequence[pa.Array], columns: Columns) -> tuple[list[pa.Array], Mask]:
    """Typed cells by column of the table, and which rows are not plainly right."""
    count = len(texts[0])
    first = columns.readers[0][1]
    odd = [pc.equal(pc.utf8_lower(texts[first]), columns.header[first].strip().lower())]
    cells = {column.name: pa.nulls(count, _plain_type(column)) for column in columns.missing}
    for _, at, reader in columns.readers:
        checked = check(texts[at], reader)
        cells[reader.column.name] = checked.cells
        odd.append(checked.is_odd)
    odd += [pc.is_null(cells[name]) for _, name in columns.required]
    odd += settle_columns(columns.table, cells)
    is_odd = np.zeros(count, np.bool_)
    for mask in odd:
        is_odd |= pc.fill_null(mask, fill_value=False).to_numpy(zero_copy_only=False)
    return [cells[column.name] for column in columns.table.columns], is_odd


def _blank(texts: Sequence[pa.Array], is_odd: Mask) -> Mask:
    """Rows in which every cell is empty; all of them are odd, since they lack an id."""
    is_empty = is_odd.copy()
    for column in texts:
        if not is_empty.any():
            break
        is_empty &= pc.equal(column, "").to_numpy(zero_copy_only=False)
    return is_empty


def _count_values(texts: pa.Array, is_counted: Mask) -> int:
    kept = texts.filter(pa.array(is_counted))
    is_seen = pc.match_substring_regex(kept, "[!-~]")
    unsure = kept.filter(pc.and_not(pc.not_equal(kept, ""), is_seen)).to_pylist()
    return int(pc.sum(is_seen).as_py() or 0) + sum(bool(text.strip()) for text in unsure)


def _rows(texts: Sequence[pa.Array], is_taken: Mask) -> Iterator[list[str]]:
    if not is_taken.any():
        return iter(())
    taken = pa.array(np.flatnonzero(is_taken))
    return map(list, zip(*(column.take(taken).to_pylist() for column in texts), strict=True))


def _others(
    block: Block, layout: Layout, unknown: Sequence[int], tally: Tally, cut: Mapping[int, list[str]]
) -> Iterator[tuple[int, Record]]:
    is_other = ~block.is_plain
    is_other[list(cut)] = True
    is_empty = is_other & (block.ends == block.starts)
    tally.blank += int(is_empty.sum())
    for row in np.flatnonzero(is_other & ~is_empty).tolist():
        record = block.cut.get(row)
        if record is None:
            cells = cut[row] if row in cut else block.text(row).split(layout.delimiter)
            start, end = int(block.starts[row]), int(block.ends[row])
            record = Record(int(block.numbers[row]), start, end, cells)
        if is_blank(record):
            tally.blank += 1
            tally.delimiters_only += 1
            continue
        for cell in unknown:
            tally.values[cell] += len(record.cells) > cell and bool(record.cells[cell].strip())
        yield row, record
