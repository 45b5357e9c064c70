"""Columns put together from arrays: texts by position, rows in the order of their keys."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from refgraph.store.assembling import Coded, masked, order_by, places


def texts(*cells: str | None) -> pa.Array:
    return pa.array(cells, pa.large_string())


def codes(*positions: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(positions, np.int32)


def test_equal_texts_have_one_position_and_empty_cells_none() -> None:
    coded = Coded.of(texts("b", None, "a", "b"))
    assert coded.codes.tolist() == [0, -1, 1, 0]
    assert coded.values.to_pylist() == ["b", "a"]
    assert pa.types.is_dictionary(coded.array(None).type)
    assert coded.array(np.array([2, 1, 0])).to_pylist() == ["a", None, "b"]


def test_texts_that_are_nearly_all_different_are_laid_out_one_a_row() -> None:
    different = [str(at) for at in range(2000)]
    coded = Coded.of(texts(*different))
    assert coded.array(None).equals(texts(*different))
    assert coded.array(np.array([1999, 0])).equals(texts("1999", "0"))
    assert pa.types.is_dictionary(Coded.of(texts(*different[:1000])).array(None).type)


def test_ranks_rise_by_code_points_and_empty_comes_first() -> None:
    assert Coded.of(texts("b", None, "é", "B", "张")).ranks().tolist() == [1, -1, 2, 0, 3]


def test_texts_put_into_rows_join_those_that_are_there() -> None:
    coded = Coded(codes(1, -1, -1, -1, 0), texts("ann", "bob"))
    found = coded.with_texts(np.array([1, 3]), texts("zoe", "bob"))
    assert found.array(None).to_pylist() == ["bob", "zoe", None, "bob", "ann"]
    assert found.values.to_pylist() == ["ann", "bob", "zoe"]
    assert Coded(codes(-1), texts()).with_texts(np.array([0]), texts("x")).array(None).to_pylist() == ["x"]
    assert coded.codes.tolist() == [1, -1, -1, -1, 0]


def test_places_are_those_of_numbers_and_none_stands_behind_the_greatest() -> None:
    assert places(codes(2, 0)).tolist() == [1, -1, 0, -1]
    assert places(codes()).tolist() == [-1]


def test_rows_that_stand_by_their_keys_stay() -> None:
    assert order_by([codes(0, 0, 1), codes(1, 2, 0)]) is None
    order = order_by([codes(1, 0, 0), codes(0, 2, 1)])
    assert order is not None
    assert order.tolist() == [2, 1, 0]


def test_empty_cells_are_null() -> None:
    assert masked(codes(7, 8), np.array([False, True])).to_pylist() == [7, None]
    assert masked(codes(7), np.array([False])).null_count == 0
