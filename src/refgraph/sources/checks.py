"""Whole columns of text to typed ones: what is plainly right in one go, all else left to be read cell by cell.

Whatever a check accepts has the value that `cells.read_cell` gives, without a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.arrow import arrow_type
from refgraph.model.formulas import MARK
from refgraph.model.tables import Kind
from refgraph.sources.cells import LONGEST, limits_of
from refgraph.sources.numbers import LARGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.sources.cells import CellReader

_LETTERS = (
    "A-Za-z0-9\\x{c0}\\x{c1}\\x{c4}-\\x{d6}\\x{d8}-\\x{e1}\\x{e3}-\\x{f6}\\x{f8}-\\x{ff}\\x{4e00}-\\x{9fff}"
)
_SIGNS = "!-9;-~\\x{2013}\\x{2014}\\x{2018}-\\x{201d}\\x{2026}\\x{3001}\\x{3002}\\x{300a}-\\x{300f}\\x{ff01}\\x{ff08}\\x{ff09}\\x{ff0c}\\x{ff1b}\\x{ff1f}"
_TEXT = f"\\A[{_LETTERS}\"'(&](?:[{_LETTERS}{_SIGNS} ]*[{_LETTERS}{_SIGNS}])?\\z"
"""No control, hidden or confusable character, no space at an end, no formula, no address (they have a colon)."""
_EMAIL = "\\A[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9][A-Za-z0-9.-]*\\.[A-Za-z]{2,20}\\z"
_PHONE = "\\A[+0-9][0-9 ()./x-]*[0-9]\\z"
_ID = "\\A[A-Za-z0-9_][A-Za-z0-9_.:/@-]*\\z"
_NUMBER = "\\A-?[0-9]{1,15}(?:\\.[0-9]{1,6})?\\z"
_SHORT = 80
"""Characters up to which the patterns of `cells` for addresses and phones hold whatever stands where."""
_FEW = 5_000
"""Different numbers of a column that are read one by one rather than by a pattern."""
_NUMBERS = (Kind.NUMBER, Kind.SHARE, Kind.MONEY)


@dataclass(frozen=True, slots=True)
class Checked:
    """A column of text, read as far as it is plain."""

    cells: pa.Array
    """Typed values, null for empty cells and for those that are not plain; texts as large_string."""
    is_odd: pa.Array
    """Cells that are neither empty nor plain."""


def check(texts: pa.Array, reader: CellReader) -> Checked:
    """Read a column of large_string, '' for empty cells."""
    kind = reader.column.kind
    is_empty = pc.equal(texts, "")
    if kind in (Kind.CHOICE, Kind.FLAG, Kind.DAY, *_NUMBERS):
        cells = _one_by_one(texts, reader)
    else:
        cells = pc.if_else(_matches(texts, reader), texts, None)
    return Checked(cells, pc.and_not(pc.is_null(cells), is_empty))


def _matches(texts: pa.Array, reader: CellReader) -> pa.Array:
    """Texts that are their own value."""
    column = reader.column
    if column.name in ("email", "phone"):
        pattern, longest = (_EMAIL, _SHORT) if column.name == "email" else (_PHONE, 40)
    elif column.kind is Kind.ID or column.name == "ref":
        pattern, longest = _ID, 200
    else:
        pattern, longest = _TEXT, LONGEST[column.kind] // 4
    # In bytes, of which a character has at most four in UTF-8.
    found = pc.and_(pc.less_equal(pc.binary_length(texts), longest), pc.match_substring_regex(texts, pattern))
    return pc.and_not(found, pc.starts_with(texts, MARK)) if reader.is_marked else found


def _one_by_one(texts: pa.Array, reader: CellReader) -> pa.Array:
    """Read each different text once, or numbers by a pattern where they are too many."""
    coded = texts.dictionary_encode()
    is_number = reader.column.kind in _NUMBERS and not reader.rules.decimal_comma
    if is_number and len(coded.dictionary) > _FEW:
        return _numbers(texts, reader)
    values = []
    for text in coded.dictionary.to_pylist():
        reading = reader.read(text) if text else None
        values.append(None if reading is None or reading.notes else reading.cell)
    return _typed(values, reader).take(coded.indices)


def _typed(values: Sequence[object], reader: CellReader) -> pa.Array:
    wanted = arrow_type(reader.column)
    if pa.types.is_date32(wanted):
        return pa.array(values, pa.string()).cast(wanted)
    return pa.array(values, pa.large_string() if pa.types.is_dictionary(wanted) else wanted)


def _numbers(texts: pa.Array, reader: CellReader) -> pa.Array:
    numbers = pc.if_else(pc.match_substring_regex(texts, _NUMBER), texts, None).cast(pa.float64())
    low, high, _ = limits_of(reader.column) or (-LARGEST, LARGEST, "")
    is_within = pc.and_(pc.greater_equal(numbers, low), pc.less_equal(numbers, high))
    return pc.if_else(is_within, pc.add(numbers, 0.0), None)
