from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit
from scipy.stats import binomtest

from refgraph.evidence.calibration import calibration, log_losses, wilson


@given(st.integers(1, 400), st.data())
def test_wilson_equals_that_of_scipy(count: int, data: st.DataObject) -> None:
    won = data.draw(st.integers(0, count))
    expected = binomtest(won, count).proportion_ci(method="wilson")
    assert wilson(won, count) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_nothing_seen_says_nothing_of_a_share() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_scores_are_worked_out_by_hand() -> None:
    found = calibration(np.array([0.8, 0.4]), np.array([True, False]))
    assert found.brier == pytest.approx((0.2**2 + 0.4**2) / 2)
    assert found.log_loss == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 2)


def test_certain_mistakes_have_a_finite_loss() -> None:
    assert log_losses(np.array([1.0, 0.0]), np.array([False, True])) == pytest.approx(
        [-math.log(1e-9)] * 2, rel=1e-3
    )


def test_bins_are_expected_to_hold_as_many_outcomes() -> None:
    # 40 at .05, 8 at .25 and 4 at .5: two outcomes expected in each
    expected = np.repeat([0.5, 0.05, 0.25], [4, 40, 8])
    outcome = np.zeros(52, bool)
    outcome[[0, 1, 2, 4]] = True
    found = calibration(expected, outcome, bins=3).bins
    assert [b.expected for b in found] == pytest.approx([0.05, 0.25, 0.5])
    assert [(b.count, b.observed) for b in found] == [(40, 1 / 40), (8, 0.0), (4, 0.75)]
    assert (found[2].low, found[2].high) == wilson(3, 4)


@given(st.integers(1, 200), st.integers(0, 2**32 - 1))
def test_each_case_is_in_one_bin_and_equal_ones_are_together(n: int, number: int) -> None:
    rng = np.random.default_rng(number)
    expected = np.round(rng.random(n), 1)
    found = calibration(expected, rng.random(n) < expected).bins
    assert sum(b.count for b in found) == n
    assert 1 <= len(found) <= 10
    assert sum(b.count * b.expected for b in found) == pytest.approx(expected.sum())
    means = [b.expected for b in found]
    assert means == sorted(means)
    assert len(set(np.round(means, 9))) == len(means)


def test_probabilities_of_0_stand_in_one_bin() -> None:
    (only,) = calibration(np.zeros(5), np.array([True, False, False, False, False])).bins
    assert (only.expected, only.observed, only.count) == (0.0, 0.2, 5)


def test_right_probabilities_have_slope_1_and_too_bold_ones_less() -> None:
    rng = np.random.default_rng(1)
    odds = rng.normal(-1, 1, 40_000)
    outcome = rng.random(40_000) < expit(odds)
    right, bold = calibration(expit(odds), outcome), calibration(expit(2 * odds + 0.5), outcome)
    assert right.slope == pytest.approx(1.0, abs=0.05)
    assert right.intercept == pytest.approx(0.0, abs=0.05)
    assert bold.slope == pytest.approx(0.5, abs=0.03)
    assert right.log_loss < bold.log_loss


def test_a_constant_probability_has_no_slope_but_a_shift() -> None:
    found = calibration(np.full(8, 0.5), np.arange(8) < 2)
    assert found.slope is None
    assert found.intercept == pytest.approx(-math.log(3), abs=1e-6)


def test_one_class_alone_cannot_be_recalibrated() -> None:
    found = calibration(np.array([0.2, 0.3]), np.array([False, False]))
    assert (found.slope, found.intercept) == (None, None)
