from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from refgraph.scores.certificate import allowance, at_least, at_most, first_round


def test_allowance_shares_delta_among_the_bounds() -> None:
    assert allowance(0.9, 1) == pytest.approx(log(10))
    assert allowance(0.9, 7) == pytest.approx(log(70))


def test_bounds_worked_out_by_hand() -> None:
    # a = 2: (√(100 + 4/9) - 1)² - 1/9 = 81.2892; (√101 + 1)² = 122.0998
    assert at_least(100, 2.0) == pytest.approx(100 + 4 / 9 + 1 - 2 * (100 + 4 / 9) ** 0.5 - 1 / 9)
    assert at_most(100, 2.0) == pytest.approx(102 + 2 * 101**0.5)
    assert at_least(0, 2.0) == 0.0
    assert at_most(0, 2.0) == pytest.approx(4.0)


@pytest.mark.parametrize("covered", [0, 1, 5, 1000])
def test_bounds_enclose_what_is_covered_and_widen_with_confidence(covered: int) -> None:
    lower = [at_least(covered, a) for a in (0.0, 1.0, 5.0, 50.0)]
    upper = [at_most(covered, a) for a in (0.0, 1.0, 5.0, 50.0)]
    assert lower == sorted(lower, reverse=True)
    assert upper == sorted(upper)
    assert lower[0] == pytest.approx(covered)
    assert upper[0] == pytest.approx(covered)


@pytest.mark.parametrize("share", [0.01, 0.2, 0.9])
def test_bounds_fail_no_more_often_than_they_may(share: float) -> None:
    a, sets = 3.0, 400
    covered = np.random.default_rng(5).binomial(sets, share, 20_000)
    values, times = np.unique(covered, return_counts=True)
    too_high = sum(n for c, n in zip(values, times, strict=True) if at_least(int(c), a) > share * sets)
    too_low = sum(n for c, n in zip(values, times, strict=True) if at_most(int(c), a) < share * sets)
    assert max(too_high, too_low) / 20_000 <= exp(-a)


def test_first_round_grows_with_the_number_of_choices() -> None:
    # k = 0: one choice. 2 ((1 - 1/e) √a + √((1 - 1/e) a))² with a = 1 is 2 (.63212 + .79506)² = 4.07
    assert first_round(10, 0, 1.0) == 5
    assert first_round(10, 1, 1.0) < first_round(10, 2, 1.0) < first_round(1000, 2, 1.0)
    assert first_round(10, 10, 1.0) == first_round(10, 0, 1.0)
