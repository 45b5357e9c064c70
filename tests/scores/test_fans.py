from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.params import Params
from refgraph.scores.fan_kernels import sort_falling
from refgraph.scores.fans import inward, outward
from refgraph.scores.ties import ties
from tests.scores.interpreted import interpreted
from tests.scores.tie_world import random_world


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_each_has_his_strongest_ties_first_then_by_index(number: int) -> None:
    found = ties(random_world(number), Params())
    before = found.probability.copy()
    for fan, chance in ((outward(found), found.chance), (inward(found), lambda v, u: found.chance(u, v))):
        for person in range(found.n):
            rows = slice(fan.indptr[person], fan.indptr[person + 1])
            expected = [(-chance(person, other), other) for other in range(found.n)]
            got = zip((-fan.chance[rows]).tolist(), fan.neighbour[rows].tolist(), strict=True)
            assert list(got) == sorted(pair for pair in expected if pair[0] < 0)
    assert (found.probability == before).all()


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_sorting_equals_its_python_and_a_stable_sort(number: int, workers: int) -> None:
    rng = np.random.default_rng(number)
    indptr = np.cumsum([0, *rng.integers(0, 60, 6)]).astype(np.int64)
    chance, neighbour = rng.integers(1, 9, indptr[-1]) / 10, np.arange(indptr[-1], dtype=np.int32)
    expected = [first + np.argsort(-chance[first:last], kind="stable") for first, last in pairwise(indptr)]
    for kernel in (sort_falling, interpreted(sort_falling)):
        neighbours, chances = neighbour.copy(), chance.copy()
        kernel(indptr, neighbours, chances, workers)
        assert neighbours.tolist() == np.concatenate(expected).tolist()
        assert chances.tolist() == chance[neighbours].tolist()
