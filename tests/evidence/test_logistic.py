from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit

from refgraph.errors import Unavailable
from refgraph.evidence.logistic import fit, intervals, shift

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Bools, Floats


numbers = st.integers(0, 2**32 - 1)


def drawn(rng: np.random.Generator, n: int, *coefficients: float) -> tuple[Floats, Bools]:
    factors = rng.normal(2.0, 3.0, (n, len(coefficients)))
    odds = -1.0 + (factors - 2.0) / 3.0 @ np.array(coefficients)
    return factors, rng.random(n) < expit(odds)


def test_two_groups_have_their_odds_in_closed_form() -> None:
    # 10 of 50 against 30 of 50: the log-odds are log(1/4) and log(3/2)
    factors = np.repeat([[0.0], [2.0]], 50, axis=0)
    outcome = np.array([1] * 10 + [0] * 40 + [1] * 30 + [0] * 20, bool)
    found = fit(("told",), factors, outcome, ridge=0.0)
    assert found.raw == pytest.approx([math.log(6) / 2], rel=1e-6)
    assert found.coefficient == pytest.approx([math.log(6) / 2], rel=1e-6)  # standard deviation 1
    assert found.probability(np.array([[0.0], [2.0]])) == pytest.approx([0.2, 0.6], rel=1e-6)


@given(numbers, st.sampled_from([0.1, 1.0, 30.0]))
def test_the_fit_equals_a_general_minimiser(number: int, ridge: float) -> None:
    factors, outcome = drawn(np.random.default_rng(number), 60, 0.8, 0.0)
    outcome[:2] = True, False
    found = fit(("a", "b"), factors, outcome, ridge=ridge)
    standard = (factors - factors.mean(axis=0)) / factors.std(axis=0)

    def total(at: Floats) -> float:
        odds = at[0] + standard @ at[1:]
        return float(np.sum(np.logaddexp(0, odds) - outcome * odds) + ridge / 2 * at[1:] @ at[1:])

    twin = minimize(total, np.zeros(3), method="BFGS")
    assert total(np.array([found.intercept, *found.coefficient])) <= twin.fun + 1e-7
    assert [found.intercept, *found.coefficient] == pytest.approx(twin.x, abs=1e-3)


@given(numbers, st.floats(0.1, 50.0), st.floats(-9.0, 9.0))
def test_units_of_a_factor_change_no_probability(number: int, unit: float, zero: float) -> None:
    factors, outcome = drawn(np.random.default_rng(number), 40, 1.0)
    outcome[:2] = True, False
    one, other = fit(("a",), factors, outcome), fit(("a",), factors * unit + zero, outcome)
    assert one.probability(factors) == pytest.approx(other.probability(factors * unit + zero), abs=1e-7)


def test_as_many_are_expected_as_there_were() -> None:
    factors, outcome = drawn(np.random.default_rng(1), 200, 1.0, -0.5)
    assert fit(("a", "b"), factors, outcome).probability(factors).sum() == pytest.approx(outcome.sum())


def test_a_factor_that_never_varies_has_no_coefficient() -> None:
    factors, outcome = drawn(np.random.default_rng(2), 80, 1.0, 1.0)
    factors[:, 1] = 1e6 / 3
    found = fit(("a", "b"), factors, outcome)
    assert found.coefficient[1] == 0.0
    assert found.scale[1] == 1.0
    cluster = np.arange(80)
    ends = intervals(found, factors, outcome, cluster, np.random.default_rng(0), draws=20)
    assert ends[1] == pytest.approx([0.0, 0.0], abs=1e-9)


def test_two_equal_factors_share_the_coefficient_of_one() -> None:
    factors, outcome = drawn(np.random.default_rng(3), 300, 1.0)
    found = fit(("a", "again"), np.repeat(factors, 2, axis=1), outcome)
    assert found.coefficient[0] == pytest.approx(found.coefficient[1], abs=1e-6)


def test_perfect_separation_stays_finite_with_a_ridge_and_certain_without() -> None:
    factors, outcome = np.array([[-1.0], [-1.0], [1.0], [1.0]]), np.array([0, 0, 1, 1], bool)
    assert 0 < fit(("a",), factors, outcome).coefficient[0] < 3
    assert fit(("a",), factors, outcome, ridge=0.0).probability(factors) == pytest.approx(
        [0, 0, 1, 1], abs=1e-6
    )


@pytest.mark.parametrize(
    ("outcome", "why"), [([0, 0], "no outcome among 2 cases"), ([1, 1], "all 2 cases have an outcome")]
)
def test_without_both_classes_the_reason_is_given(outcome: list[int], why: str) -> None:
    with pytest.raises(Unavailable, match=why):
        fit(("a",), np.array([[0.0], [1.0]]), np.array(outcome, bool))


def test_intervals_over_circles_are_wider_where_circles_share_their_fate() -> None:
    rng = np.random.default_rng(5)
    circle = np.repeat(np.arange(30), 20)
    factor = rng.normal(size=30)[circle][:, np.newaxis]  # one value a circle
    outcome = rng.random(600) < expit(rng.normal(size=30) - 1.0)[circle]
    found = fit(("a",), factor, outcome)
    ((low, high),) = intervals(found, factor, outcome, circle, np.random.default_rng(1), draws=200)
    alone = intervals(found, factor, outcome, np.arange(600), np.random.default_rng(1), draws=200)[0]
    assert high - low > 1.5 * (alone[1] - alone[0])


def test_the_bootstrap_finds_the_textbook_standard_error() -> None:
    factors, outcome = drawn(np.random.default_rng(6), 2000, 0.7)
    found = fit(("a",), factors, outcome)
    ((low, high),) = intervals(found, factors, outcome, np.arange(2000), np.random.default_rng(2))
    chance = found.probability(factors)
    information = float(np.sum(chance * (1 - chance) * ((factors[:, 0] - 2.0) / 3.0) ** 2))
    assert (high - low) / (2 * 1.96) == pytest.approx(information**-0.5, rel=0.15)
    assert low < 0.7 < high


def test_a_drawn_sample_always_has_both_classes() -> None:
    factors, outcome = np.array([[0.0], [1.0], [2.0]]), np.array([False, False, True])
    ends = intervals(
        fit(("a",), factors, outcome), factors, outcome, np.arange(3), np.random.default_rng(0), draws=50
    )
    assert np.isfinite(ends).all()


def test_the_shift_makes_as_many_expected_as_there_are() -> None:
    odds = np.random.default_rng(8).normal(size=50)
    outcome = np.arange(50) < 12
    assert expit(odds + shift(odds, outcome)).sum() == pytest.approx(12, abs=1e-6)
    # equal odds: from 1/2 to 1/4
    assert shift(np.zeros(8), np.arange(8) < 2) == pytest.approx(-math.log(3), abs=1e-9)
