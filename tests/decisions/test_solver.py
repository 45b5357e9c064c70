from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from refgraph.decisions.solver import Program, maximise, relax


def program(gain: list[float], rows: list[list[float]], at_most: list[float]) -> Program:
    count = len(gain)
    return Program(
        np.array(gain, float),
        sparse.csr_array(np.array(rows, float).reshape(len(rows), count)),
        np.array(at_most, float),
        np.ones(count),
    )


def random_program(number: int, *, scale: float = 1.0) -> Program:
    rng = np.random.default_rng(number)
    count, limits = int(rng.integers(1, 9)), int(rng.integers(1, 5))
    rows = (rng.random((limits, count)) < 0.5) * rng.integers(1, 4, (limits, count))
    gain = rng.normal(1.0, 1.0, count) * scale
    return program(gain.tolist(), rows.tolist(), rng.integers(0, 6, limits).tolist())


def brute_force(this: Program) -> float:
    """The greatest value of all 2^v points that keep the limits."""
    points = (np.array(x) for x in product((0.0, 1.0), repeat=len(this.gain)))
    return max(float(this.gain @ x) for x in points if (this.matrix @ x <= this.at_most + 1e-12).all())


@given(st.integers(0, 2**32 - 1), st.sampled_from([1e-6, 1.0, 1e7]))
def test_the_best_point_is_found_whatever_the_unit(number: int, scale: float) -> None:
    this = random_program(number, scale=scale)
    solution, best = maximise(this), brute_force(this)
    assert solution is not None
    assert solution.is_best
    assert solution.value == pytest.approx(best, rel=1e-9, abs=1e-9 * scale)
    assert solution.bound >= best - 1e-9 * scale
    assert (this.matrix @ solution.x <= this.at_most + 1e-9).all()
    assert set(solution.x.tolist()) <= {0.0, 1.0}


@given(st.integers(0, 2**32 - 1))
def test_the_relaxed_bound_is_never_below_the_best_point_nor_is_it_with_any_variable_taken(
    number: int,
) -> None:
    this = random_program(number)
    relaxed = relax(this)
    assert relaxed.bound >= brute_force(this) - 1e-9
    assert (relaxed.price >= 0).all()
    for x in product((0.0, 1.0), repeat=len(this.gain)):
        if (this.matrix @ np.array(x) <= this.at_most).all():
            taken = [min(0.0, s) for s, is_taken in zip(relaxed.surplus, x, strict=True) if is_taken]
            assert float(this.gain @ np.array(x)) <= relaxed.bound + min(taken, default=0.0) + 1e-9


def test_prices_say_what_one_more_of_a_limit_is_worth() -> None:
    # Two of three at 5, 3 and 2: a third would bring 2; taking the one at 2 anyway costs nothing but its place.
    relaxed = relax(program([5, 3, 2], [[1, 1, 1]], [2]))
    assert relaxed.bound == pytest.approx(8)
    assert 2 <= relaxed.price[0] <= 3


def test_points_are_whole_and_the_relaxed_bound_is_not() -> None:
    # 2x + 2y <= 3 lets one through, or one and a half.
    this = program([1, 1], [[2, 2]], [3])
    solution = maximise(this)
    assert solution is not None
    assert solution.value == 1.0
    assert relax(this).bound == pytest.approx(1.5)


def test_nothing_to_choose_is_worth_nothing() -> None:
    empty = program([], [], [])
    solution = maximise(empty)
    assert solution is not None
    assert (solution.value, solution.bound, solution.is_best) == (0.0, 0.0, True)
    assert relax(empty).bound == 0.0


def test_without_limits_everything_that_gains_is_taken() -> None:
    free = program([2, -1, 3], [], [])
    solution = maximise(free)
    assert solution is not None
    assert solution.x.tolist() == [1.0, 0.0, 1.0]
    assert relax(free).bound == pytest.approx(5)


def test_limits_that_nothing_keeps_give_no_solution() -> None:
    assert maximise(program([1], [[1], [-1]], [0.2, -0.4])) is None


def test_the_search_stops_at_the_node_limit_with_a_bound_that_holds() -> None:
    rng = np.random.default_rng(5)
    rows = (rng.random((25, 50)) < 0.3).astype(float)
    hard = program(rng.uniform(1, 2, 50).tolist(), rows.tolist(), [3.0] * 25)
    stopped, again, ended = maximise(hard, nodes=1), maximise(hard, nodes=1), maximise(hard, nodes=100_000)
    assert stopped is not None
    assert again is not None
    assert ended is not None
    assert ended.is_best
    assert stopped.is_best is False
    assert stopped.value <= ended.value <= stopped.bound
    assert stopped.x.tolist() == again.x.tolist()
