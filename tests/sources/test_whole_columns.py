"""Whole columns give what reading cell by cell gives, for every text."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.tables import TABLES, Column, Kind
from refgraph.sources.blocks import Layout, blocks
from refgraph.sources.cells import CellRules, read_cell, reader_of
from refgraph.sources.checks import check
from refgraph.sources.delimited import Record, records
from refgraph.sources.plain import texts_of_plain
from refgraph.sources.refusal import Refused
from refgraph.sources.rules import settle_row
from refgraph.sources.typed_blocks import laid_out
from refgraph.sources.whole_rules import settle_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.model.tables import Cell, Table

TODAY = date(2025, 11, 25)
RULES = [CellRules(TODAY), CellRules(TODAY, "%d/%m/%Y"), CellRules(TODAY, None, decimal_comma=True)]
COLUMNS = [column for table in TABLES.values() for column in table.columns]
TEXTS = [
    "p1", "P-1", "1E+15", "#N/A", "#REF!", "=1+1", "+49 30 123", "-", "N/A", "null", "无", "a@b.example", "a@b", "0.5",
    "1,5", "1,234.5", "-0", "85%", "1.5", "2024-03-05", "2024-02-30", "05/03/2024", "2024年3月5日", "2024-03-05T10:00Z",
    "true", "是", "CUSTOMER", "deal won", "yes", "perhaps", "Müller", "Ângelo", "â€™", "王芳", "Аnna", "“quoted”", "O'Neil",
    "a:b", "http://x.example", "javascript:x", "a\tb", " a", "a ", "a\u200b", "a\u202eb", "e\u0301", "\ufeffa", "x" * 300,
    "a\nb", "a\x00", "1" * 17, ".5", "5.", "1e3", "9999999999999999", "1.1234567", "２", "Ａ", "é" * 150, "x@" + "y" * 90 + ".de",
]  # fmt: skip
ANY_TEXT = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.sampled_from("aZ09 .,:;-_@'\"()&/+%#=éÂâ王，“–\u200b\u0301\t"), max_size=8),
    st.text(max_size=6),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(ANY_TEXT, min_size=1, max_size=8), st.sampled_from(COLUMNS), st.sampled_from(RULES))
def test_what_a_check_accepts_is_what_the_cell_says_without_a_note(
    texts: list[str], column: Column, rules: CellRules
) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    checked = check(pa.array(texts, pa.large_string()), reader_of(column, rules))
    cells = pa.Array.cast(checked.cells, pa.string()) if column.kind is Kind.DAY else checked.cells
    for text, cell, is_odd in zip(texts, cells.to_pylist(), checked.is_odd.to_pylist(), strict=True):
        if is_odd or not text:
            assert cell is None
        else:
            reading = read_cell(column, text, rules)
            assert (cell, ()) == (reading.cell, reading.notes)


@pytest.mark.parametrize(
    "numbers", [["0", "1", "-0", "1.5", "12345.678", "1e3", "x", ""], ["-3", "70", "1000000"]]
)
@pytest.mark.parametrize(
    "column", [column for column in COLUMNS if column.kind in (Kind.NUMBER, Kind.MONEY, Kind.SHARE)]
)
def test_many_different_numbers_are_read_as_few_are(numbers: list[str], column: Column) -> None:
    """Beyond 5,000 different numbers a pattern and Arrow's own reading take over."""
    fill = [f"0.{place:05d}" for place in range(6_000)]
    checked = check(pa.array([*numbers, *fill], pa.large_string()), reader_of(column, RULES[0]))
    for text, cell in zip(numbers, checked.cells.to_pylist(), strict=False):
        reading = read_cell(column, text, RULES[0]) if text else None
        assert cell is None or (reading is not None and (cell, ()) == (reading.cell, reading.notes))
    assert checked.cells.to_pylist()[len(numbers) :] == [float(text) for text in fill]


DAYS = st.sampled_from([None, "2020-01-01", "2021-05-05"])
IDS = st.sampled_from([None, "a", "b", "c"])


def cells_of(table: Table) -> st.SearchStrategy[tuple[Cell, ...]]:
    kinds = {
        Kind.DAY: DAYS, Kind.FLAG: st.sampled_from([None, True, False]), Kind.CHOICE: st.just(None),
        Kind.NUMBER: st.sampled_from([None, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 11.0]),
    }  # fmt: skip
    kinds[Kind.SHARE] = kinds[Kind.MONEY] = kinds[Kind.NUMBER]
    events = st.sampled_from(["meeting", "survey", "stance", "deal_won", "delivery", "left_company"])
    columns = [
        events if column.name == "kind" and table.name == "events" else kinds.get(column.kind, IDS)
        for column in table.columns
    ]
    return st.tuples(*columns)


@settings(deadline=None, max_examples=200)
@given(st.data(), st.sampled_from(sorted(TABLES)))
def test_rules_of_rows_say_the_same_for_whole_columns(data: st.DataObject, name: str) -> None:
    table = TABLES[name]
    rows = data.draw(st.lists(cells_of(table), min_size=1, max_size=5))
    cells = {
        column.name: laid_out([row[at] for row in rows], column) for at, column in enumerate(table.columns)
    }
    odd = [mask.fill_null(False).to_pylist() for mask in settle_columns(table, cells)]
    for at, row in enumerate(rows):
        settled, remarks = settle_row(table, row)
        assert any(mask[at] for mask in odd) == bool(remarks)
        if not remarks:
            found = tuple(
                str(cell) if isinstance(cell := cells[c.name][at].as_py(), date) else cell
                for c in table.columns
            )
            assert found == settled


PARTS = ["a", ",", "\n", "\r\n", "\r", '"', '"', '""', "é", "x,y\n", '"q,r",s\n', "\0", "\ufeff", "王", "b"]


def pieces(data: bytes, step: int) -> Iterator[bytes]:
    return (data[start : start + step] for start in range(0, len(data), step))


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PARTS), max_size=25), st.sampled_from([1, 5, 1000]), st.integers(1, 9))
def test_blocks_are_the_records_of_the_whole_text(parts: list[str], block: int, step: int) -> None:
    text = "".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("refgraph.sources.blocks.BLOCK", block)
        patch.setattr("refgraph.sources.plain.SMALL", random.Random(len(text)).choice([0, 1000]))
        assert found_in_blocks(text, step) == found_in_text(text)


Found = tuple[int, str, list[str], str, bool]
"""Number, text, cells, fault and whether a quote is astray."""


def found_in_text(text: str) -> list[Found] | str:
    try:
        return [
            (one.number, text[one.start : one.end], one.cells, one.fault, one.has_stray_quote)
            for one in records(text, ",", "f")
        ]
    except Refused as refused:
        return str(refused)


def found_in_blocks(text: str, step: int) -> list[Found] | str:
    try:
        return list(rows_of_blocks(text, step, Layout("f", ",", 2)))
    except Refused as refused:
        return str(refused)


def rows_of_blocks(text: str, step: int, layout: Layout) -> Iterator[Found]:
    for block in blocks(pieces(text.encode(), step), layout, number=1, offset=0):
        columns = (
            [column.to_pylist() for column in texts_of_plain(block, layout)] if block.is_plain.any() else []
        )
        plain = iter(map(list, zip(*columns, strict=True)))
        for row, number in enumerate(block.numbers.tolist()):
            raw = block.text(row)
            cells = next(plain) if block.is_plain[row] else raw.split(",")
            record = block.cut.get(row) or Record(number, 0, 0, cells)
            yield record.number, raw, record.cells, record.fault, record.has_stray_quote
