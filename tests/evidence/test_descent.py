from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import lsq_linear

from refgraph.errors import Unavailable
from refgraph.evidence.descent import least

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Floats


class Squares:
    """|A x - b|² / 2."""

    def __init__(self, a: Floats, b: Floats) -> None:
        self.a, self.b = a, b

    def value(self, at: Floats) -> float:
        return float(np.sum((self.a @ at - self.b) ** 2) / 2.0)

    def slopes(self, at: Floats) -> tuple[Floats, Floats]:
        return self.a.T @ (self.a @ at - self.b), self.a.T @ self.a


class Falling:
    """exp(-x): falls without end."""

    def value(self, at: Floats) -> float:
        return float(np.exp(-at).sum())

    def slopes(self, at: Floats) -> tuple[Floats, Floats]:
        return -np.exp(-at), np.diag(np.exp(-at))


@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_bounded_least_squares_equal_those_of_scipy(k: int, number: int) -> None:
    rng = np.random.default_rng(number)
    a, b = rng.normal(size=(k + 3, k)), rng.normal(size=k + 3)
    low = rng.normal(size=k)
    bounds = np.stack((low, low + rng.exponential(size=k)), axis=1)
    found = least(Squares(a, b), rng.normal(size=k), bounds)
    expected = lsq_linear(a, b, (bounds[:, 0], bounds[:, 1]), tol=1e-14).cost
    assert Squares(a, b).value(found) <= expected + 1e-9
    assert (found >= bounds[:, 0]).all()
    assert (found <= bounds[:, 1]).all()


def test_a_variable_with_equal_bounds_stays_there() -> None:
    # (x - 1)² + (x + y - 3)², halved, with x fixed at 2 is least at y = 1
    squares = Squares(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([1.0, 3.0]))
    found = least(squares, np.zeros(2), np.array([[2.0, 2.0], [-9.0, 9.0]]))
    assert found == pytest.approx([2.0, 1.0], abs=1e-8)


def test_a_flat_falling_line_ends_on_its_bound() -> None:
    class Line:
        def value(self, at: Floats) -> float:
            return float(3.0 * at[0])

        def slopes(self, at: Floats) -> tuple[Floats, Floats]:
            return np.array([3.0]), np.zeros((1, 1))

    assert least(Line(), np.array([5.0]), np.array([[-2.0, 9.0]])) == pytest.approx([-2.0], abs=0)


def test_what_falls_without_end_is_reported_with_its_promise() -> None:
    with pytest.raises(Unavailable, match=r"no least value in 300 steps: the last one promised \d\.\de"):
        least(Falling(), np.array([-300.0]), np.array([[-np.inf, np.inf]]), tolerance=1e-200)
