from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from refgraph.model.params import Params
from refgraph.scores.csr import summed, transposed
from refgraph.scores.csr_kernels import add_up, even_cuts, grouped, starts_of, transpose
from refgraph.scores.group_kernels import distinct_members
from refgraph.scores.groups import Groups, account_groups, circle_groups, joined, places, ring_steps
from refgraph.scores.tie_kernels import listeners_of, most_listeners
from refgraph.scores.ties import ties
from tests.scores.interpreted import interpreted
from tests.scores.tie_world import random_world

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Floats, Ints

numbers = st.integers(0, 2**32 - 1)


def random_entries(number: int, n: int, m: int) -> tuple[Ints, Ints, Floats]:
    """Row, column and value of m entries, many of them of the same pair; values add up to 0 now and then."""
    rng = np.random.default_rng(number)
    row, column = (rng.integers(0, n, m).astype(np.int32) for _ in range(2))
    return row, column, rng.integers(-2, 3, m).astype(np.float64)


@settings(deadline=None, max_examples=40)
@given(numbers, st.integers(1, 9), st.integers(0, 200))
def test_doubles_are_added_up_and_sums_of_zero_left_out(number: int, n: int, m: int) -> None:
    row, column, value = random_entries(number, n, m)
    indptr, indices, sums = summed(row, column, value, n)
    dense = np.zeros((n, n))
    np.add.at(dense, (row, column), value)
    assert sparse.csr_array((sums, indices, indptr), shape=(n, n)).toarray().tolist() == dense.tolist()
    assert len(sums) == np.count_nonzero(dense)
    assert all((np.diff(indices[indptr[r] : indptr[r + 1]]) > 0).all() for r in range(n))
    assert [array.dtype.name for array in (indptr, indices)] == ["int64", "int32"]


@settings(deadline=None, max_examples=30)
@given(numbers, st.integers(1, 9), st.integers(0, 60), st.integers(1, 5))
def test_columns_hold_rows_and_positions_whatever_the_number_of_workers(
    number: int, n: int, m: int, workers: int
) -> None:
    indptr, indices, _ = summed(*random_entries(number, n, m), n)
    starts, row_of, entry = transposed(indptr, indices)
    expected = sparse.csr_array((np.arange(len(indices)), indices, indptr), shape=(n, n)).tocsc()
    assert (starts.tolist(), row_of.tolist()) == (expected.indptr.tolist(), expected.indices.tolist())
    assert entry.tolist() == expected.data.tolist()
    for kernel in (transpose, interpreted(transpose)):
        rows, positions = np.empty_like(row_of), np.empty_like(entry)
        kernel(indptr, indices, starts, rows, positions, workers)
        assert (rows.tolist(), positions.tolist()) == (row_of.tolist(), entry.tolist())


def test_long_rows_are_added_up_in_the_order_given_too() -> None:
    # 60 entries in column 1, then 60 in column 0: 1e16 + 1 + ... + 1 - 1e16 is 0, each 1 lost in turn
    value = np.array([1e16, *[1.0] * 58, -1e16] * 2)
    column = np.repeat(np.array([1, 0], np.int32), 60)
    indptr, indices, sums = summed(np.zeros(120, np.int32), column, value, 2)
    assert (indptr.tolist(), indices.tolist(), sums.tolist()) == ([0, 0, 0], [], [])


@settings(deadline=None, max_examples=20)
@given(numbers, st.integers(1, 9), st.integers(0, 60))
def test_grouping_is_a_stable_sort(number: int, n: int, m: int) -> None:
    key = np.random.default_rng(number).integers(0, n, m).astype(np.int32)
    indptr, order = grouped(key, n)
    assert order.tolist() == np.argsort(key, kind="stable").tolist()
    assert np.diff(indptr).tolist() == np.bincount(key, minlength=n).tolist()
    assert interpreted(starts_of)(key, n).tolist() == indptr.tolist()


@settings(deadline=None, max_examples=20)
@given(numbers, st.integers(0, 30), st.integers(1, 8))
def test_workers_share_all_rows_without_gap(number: int, n: int, workers: int) -> None:
    size = np.random.default_rng(number).integers(0, 5, n)
    indptr = np.concatenate(([0], np.cumsum(size))).astype(np.int64)
    cut = even_cuts(indptr, workers)
    assert (cut[0], cut[-1], len(cut)) == (0, n, workers + 1)
    assert (np.diff(cut) >= 0).all()
    share = (indptr[-1] + n) / workers
    for first, last in pairwise(cut):
        assert indptr[last] - indptr[first] + last - first <= share + size.max(initial=0) + 1


@settings(deadline=None, max_examples=15)
@given(numbers, st.integers(1, 4), st.sampled_from([Params(), Params(pairs_up_to=2, ring_neighbours=1)]))
def test_the_loops_over_speakers_equal_their_python(number: int, workers: int, params: Params) -> None:
    snapshot = random_world(number)
    found, n = ties(snapshot, params), len(snapshot.people.ids)
    accounts, circles = account_groups(snapshot, params), circle_groups(snapshot, params)
    groups = joined(accounts, circles)
    steps = ring_steps(groups.size, params.pairs_up_to, params)
    nothing = summed(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0), n)
    arguments = (found.apart.arrays, nothing, (*groups.arrays, steps), places(groups, n))
    starts = most_listeners(*arguments)
    assert interpreted(most_listeners)(*arguments).tolist() == starts.tolist()
    compiled, slow = ((starts, np.zeros(starts[-1], np.int32), np.zeros(starts[-1])) for _ in range(2))
    size = listeners_of(*arguments, compiled, workers)
    assert interpreted(listeners_of)(*arguments, slow, workers).tolist() == size.tolist()
    for row in range(n):
        kept = slice(starts[row], starts[row] + size[row])
        assert compiled[1][kept].tolist() == slow[1][kept].tolist()
        assert compiled[2][kept] == pytest.approx(slow[2][kept], abs=1e-12)


@settings(deadline=None, max_examples=20)
@given(numbers)
def test_members_stand_once_with_their_greatest_attendance(number: int) -> None:
    rng = np.random.default_rng(number)
    stays = [sorted(rng.integers(0, 6, rng.integers(0, 9)).tolist()) for _ in range(3)]
    indptr = np.cumsum([0, *map(len, stays)])
    share = rng.integers(0, 4, indptr[-1]) / 4
    person = np.array([who for stay in stays for who in stay], np.int32)
    for kernel in (distinct_members, interpreted(distinct_members)):
        starts, member, attendance = kernel(indptr, person, share)
        for g in range(3):
            greatest: dict[int, float] = {}
            for at in range(indptr[g], indptr[g + 1]):
                greatest[int(person[at])] = max(greatest.get(int(person[at]), 0.0), float(share[at]))
            expected = sorted((value, who) for who, value in greatest.items())
            rows = slice(starts[g], starts[g + 1])
            assert list(zip(attendance[rows].tolist(), member[rows].tolist(), strict=True)) == expected


def test_adding_up_equals_its_python() -> None:
    row, column, value = random_entries(3, 4, 300)
    starts, order = grouped(row, 4)
    results = []
    for kernel in (add_up, interpreted(add_up)):
        columns, values = column[order], value[order]
        size = kernel(starts, columns, values, 3)
        results.append([
            (columns[starts[r] : starts[r] + size[r]].tolist(), values[starts[r] : starts[r] + size[r]].tolist())
            for r in range(4)
        ])  # fmt: skip
    assert results[0] == results[1]


def test_places_name_the_groups_of_each_person() -> None:
    groups = Groups(np.array([0, 2, 3]), np.array([1, 0, 1], np.int32), np.ones(3), np.ones(2))
    indptr, entry, group = places(groups, 3)
    assert (indptr.tolist(), entry.tolist(), group.tolist()) == ([0, 1, 3, 3], [1, 0, 2], [0, 0, 1])
