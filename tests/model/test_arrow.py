"""Arrow columns hold the cells they were made from, and read like a list of them."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.arrow import ArrowCells, ArrowRows, array_of, arrow_type, in_one_piece, rows_of_cells
from refgraph.model.tables import TABLES, Cell, Column, Kind, Row

DICTIONARY = pa.dictionary(pa.int32(), pa.large_string())
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
CELLS: dict[Kind, st.SearchStrategy[Cell]] = {
    **dict.fromkeys((Kind.ID, Kind.NAME, Kind.TEXT, Kind.NOTE, Kind.CHOICE), TEXTS),
    **dict.fromkeys((Kind.NUMBER, Kind.SHARE, Kind.MONEY), st.floats(allow_nan=False, allow_infinity=False)),
    Kind.DAY: st.dates().map(lambda day: day.isoformat()),
    Kind.FLAG: st.booleans(),
}


def cells_of(column: Column) -> st.SearchStrategy[Cell]:
    return st.none() | CELLS[column.kind]


def rows(table: str) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.tuples(*map(cells_of, TABLES[table].columns)), max_size=9)


@pytest.mark.parametrize(
    ("table", "column", "expected"),
    [
        ("people", "person_id", pa.large_string()),
        ("people", "name", pa.large_string()),
        ("people", "consent", DICTIONARY),
        ("roles", "person_id", DICTIONARY),
        ("accounts", "owner", DICTIONARY),
        ("accounts", "potential", pa.float64()),
        ("memberships", "attendance", pa.float64()),
        ("events", "date", pa.date32()),
        ("events", "text", pa.large_string()),
        ("events", "ref", DICTIONARY),
        ("knows", "directed", pa.bool_()),
    ],
)
def test_the_type_follows_what_a_column_holds(table: str, column: str, expected: pa.DataType) -> None:
    stated = TABLES[table].columns[TABLES[table].index(column)]
    assert arrow_type(stated) == expected
    assert array_of([], stated).type == expected
    assert array_of([None, None], stated).null_count == 2


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_rows_come_out_of_arrays_as_they_went_in(table: str, data: st.DataObject) -> None:
    drawn = data.draw(rows(table))
    columns = TABLES[table].columns
    arrays = [array_of([row[i] for row in drawn], column) for i, column in enumerate(columns)]
    laid = ArrowRows(TABLES[table], arrays)
    assert list(laid) == drawn
    assert laid == drawn
    assert [laid[i] for i in range(-len(drawn), len(drawn))] == drawn + drawn
    assert laid[1:-1] == drawn[1:-1]
    assert laid[::-2] == drawn[::-2]
    assert [row for chunk in laid.chunks(2) for row in chunk] == drawn
    assert all(
        type(cell) is type(other)
        for row, r in zip(laid, drawn, strict=True)
        for cell, other in zip(row, r, strict=True)
    )


@settings(max_examples=30, deadline=None)
@given(st.data(), st.integers(0, 6))
def test_a_column_in_pieces_reads_like_one(data: st.DataObject, cut: int) -> None:
    column = data.draw(st.sampled_from(TABLES["events"].columns))
    drawn = data.draw(st.lists(cells_of(column), max_size=6))
    pieces = pa.chunked_array([array_of(drawn[:cut], column), array_of(drawn[cut:], column)])
    cells = ArrowCells(pieces)
    assert list(cells) == drawn
    assert cells == ArrowCells(in_one_piece(pieces)) == drawn
    assert [cells[i] for i in range(-len(drawn), len(drawn))] == drawn + drawn
    assert cells[::2] == drawn[::2]
    assert cells[1:4] == drawn[1:4]


def test_cells_are_not_equal_to_others() -> None:
    cells = ArrowCells(pa.array(["a", None]))
    assert cells == ["a", None]
    assert cells != ["a", ""]
    assert cells != ["a"]
    assert cells != 5
    assert list(cells) == ["a", None]


def test_what_is_an_array_already_is_not_laid_out_again() -> None:
    cells = ArrowCells(pa.array(["Li"], pa.large_string()))
    name = TABLES["people"].columns[1]
    assert array_of(cells, name) is cells.array
    given_columns = {column.name: [None] for column in TABLES["people"].columns}
    assert rows_of_cells(TABLES["people"], {**given_columns, "name": cells}).arrays[1] is cells.array


def test_an_array_in_one_piece_comes_back_as_it_is() -> None:
    array = pa.array([1.0])
    assert in_one_piece(array) is array
    assert in_one_piece(pa.chunked_array([array])).equals(array)


@pytest.mark.parametrize("at", [2, -3])
def test_a_place_beyond_the_cells_is_an_index_error(at: int) -> None:
    column = array_of(["a", "b"], TABLES["reps"].columns[0])
    with pytest.raises(IndexError):
        ArrowCells(column)[at]
    with pytest.raises(IndexError):
        ArrowRows(TABLES["reps"], [column] * 6)[at]


def test_rows_need_all_columns_in_one_length() -> None:
    one, two = pa.array(["a"]), pa.array(["a", "b"])
    with pytest.raises(ValueError, match="circles takes 5 columns of one length"):
        ArrowRows(TABLES["circles"], [one] * 4)
    with pytest.raises(ValueError, match="circles takes 5 columns of one length"):
        ArrowRows(TABLES["circles"], [one, one, two, one, one])


@pytest.mark.parametrize("cell", ["2025-02-30", "spring"])
def test_a_day_that_is_none_is_a_mistake(cell: str) -> None:
    with pytest.raises(ValueError, match=cell):
        array_of([cell], TABLES["events"].columns[2])
