"""Draws weigh as if their rows stood there so many times."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from refgraph.evidence.bootstrap import DRAWS, interval, ratio, resamples, weighted_areas
from tests.evidence.ranked import moment_of_outcomes

TWO_CIRCLES = moment_of_outcomes([1, 0, 0, 1], [[0], [0], [1], [0, 1]])
FIVE_CIRCLES = moment_of_outcomes([1, 0, 0, 1, 1, 0], [[0, 2], [1], [2], [3], [4], []])


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.mark.parametrize("number", range(30))
def test_a_weighted_area_is_that_of_repeated_rows(number: int) -> None:
    drawn = np.random.default_rng(number)
    score, won = drawn.integers(0, 6, 25) / 5.0, drawn.random(25) < 0.4
    weight = drawn.integers(0, 4, (3, 25))
    area, positives = weighted_areas(score, won, weight.astype(np.float64))
    for at, times in enumerate(weight):
        yes, no = (
            np.repeat(score, times)[np.repeat(won, times)],
            np.repeat(score, times)[~np.repeat(won, times)],
        )
        assert area[at] == pytest.approx(mannwhitneyu(yes, no).statistic / (len(yes) * len(no)))
        assert positives[at] == len(yes)


def test_a_draw_without_a_pair_counts_for_nothing() -> None:
    area, positives = weighted_areas(
        np.array([1.0, 2.0]), np.array([True, False]), np.array([[2.0, 0.0], [0.0, 2.0], [1.0, 1.0]])
    )
    assert area.tolist() == [0.0, 0.0, 0.0]
    assert positives.tolist() == [0.0, 0.0, 1.0]


def test_accounts_are_drawn_where_candidates_are_in_fewer_than_five_circles() -> None:
    drawn = resamples([TWO_CIRCLES], 9, rng())
    assert not drawn.by_circle
    weight = drawn.of_candidates(TWO_CIRCLES)
    assert weight.shape == (DRAWS, 4)
    assert (weight.sum(axis=1) == 4).all()
    assert weight.mean(axis=0) == pytest.approx(np.ones(4), abs=0.1)


def test_circles_are_drawn_whole_and_accounts_in_none_by_themselves() -> None:
    drawn = resamples([FIVE_CIRCLES], 7, rng())
    assert drawn.by_circle
    assert drawn.units.tolist() == [0, 1, 2, 3, 4, 7 + 5]
    weight, circles = drawn.of_candidates(FIVE_CIRCLES), drawn.of_circles()
    # five of them go with their first circle
    assert (weight[:, :5] == circles[:, [0, 1, 2, 3, 4]]).all()
    assert (circles[:, 5:] == 0).all()
    assert (circles.sum(axis=1) + weight[:, 5] == 6).all()


def test_a_circle_that_is_nobodys_first_is_drawn_too() -> None:
    second = moment_of_outcomes([1, 0, 0, 1, 1], [[0, 5], [1, 5], [2, 5], [3, 5], [4, 5]])
    drawn = resamples([second], 6, rng())
    assert drawn.units.tolist() == [0, 1, 2, 3, 4, 5]
    assert drawn.of_circles()[:, 5].mean() == pytest.approx(1.0, abs=0.1)


def test_an_account_has_one_weight_in_all_periods() -> None:
    later = moment_of_outcomes([0, 0, 1, 0], [[0], [0], [1], [0, 1]])
    drawn = resamples([TWO_CIRCLES, later], 2, rng())
    assert (drawn.of_candidates(TWO_CIRCLES) == drawn.of_candidates(later)).all()


def test_the_interval_is_the_middle_of_the_draws_that_have_a_value() -> None:
    assert interval(np.append(np.arange(101.0), np.nan)) == pytest.approx((2.5, 97.5))
    assert interval(np.array([np.nan])) is None
    assert ratio(np.array([1.0, 1.0]), np.array([4.0, 0.0])).tolist()[0] == 0.25
    assert np.isnan(ratio(np.array([1.0]), np.array([0.0]))[0])
