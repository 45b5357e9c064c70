from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from refgraph.model.order import ascending

ROWS = st.lists(st.tuples(st.integers(-2, 2), st.integers(0, 2)), max_size=8)


@given(ROWS, st.booleans())
def test_rows_stand_by_the_first_key_then_the_second(rows: list[tuple[int, int]], in_order: bool) -> None:
    rows = sorted(rows) if in_order else rows
    first, second = (np.array([row[i] for row in rows], np.int32) for i in range(2))
    order = ascending(first, second)
    assert list(zip(first[order].tolist(), second[order].tolist(), strict=True)) == sorted(rows)
    assert (order.dtype == np.bool_) == (rows == sorted(rows))


def test_equal_rows_stay_as_they_stand() -> None:
    assert ascending(np.array([1, 0, 1, 0])).tolist() == [1, 3, 0, 2]
