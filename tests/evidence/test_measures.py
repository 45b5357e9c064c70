"""Measures by hand: areas within periods and circles weighted by positives, precision of groups of all sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.evidence.bootstrap import resamples
from refgraph.evidence.measures import Precision, gain, measures
from tests.evidence.ranked import moment_of_outcomes, pairwise_area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.evidence.measures import Measures
    from refgraph.evidence.moment import Moment


def measured(moments: Sequence[Moment], scores: Sequence[Sequence[float]], circles: int) -> Measures:
    drawn = resamples(moments, circles, np.random.default_rng(1))
    return measures(moments, [np.array(score, np.float64) for score in scores], circles, drawn)


# Period 1: a0 (won, .9), a1 (.5), a2 (won, .4), a3 (.1); circle 0 holds a0 a1, circle 1 holds a2 a3 and a1.
FIRST = moment_of_outcomes([1, 0, 1, 0], [[0], [0, 1], [1], [1]])
FIRST_SCORE = [0.9, 0.5, 0.4, 0.1]
# Period 2: a0 (.3), a1 (won, .2), a2 (.3); all in circle 0.
SECOND = moment_of_outcomes([0, 1, 0], [[0], [0], [0]])
SECOND_SCORE = [0.3, 0.2, 0.3]


def test_areas_are_means_over_groups_weighted_by_positives() -> None:
    found = measured([FIRST, SECOND], [FIRST_SCORE, SECOND_SCORE], 2)
    # period 1: pairs a0>a1, a0>a3, a2<a1, a2>a3 are 3 of 4, two positives; period 2: 0 of 2, one positive
    assert found.auc == pytest.approx((2 * 0.75 + 1 * 0.0) / 3)
    # (1, circle 0): 1 of 1; (1, circle 1): a2 before a3, behind a1: 1 of 2; (2, circle 0): 0
    assert found.auc_inside == pytest.approx((1 * 1.0 + 1 * 0.5 + 1 * 0.0) / 3)


def test_an_account_in_two_circles_counts_in_both() -> None:
    both = moment_of_outcomes([1, 0, 0, 0], [[0, 1], [0], [1], [1]])
    found = measured([both], [[2.0, 1.0, 3.0, 1.0]], 2)
    # first of two in circle 0, second of three in circle 1
    assert found.auc_inside == pytest.approx((1.0 + 0.5) / 2)
    assert found.by_circle[0] == Precision(5, 2 / 5, 2 / 5)


def test_precision_counts_places_and_small_groups_by_their_size() -> None:
    found = measured([FIRST, SECOND], [FIRST_SCORE, SECOND_SCORE], 2)
    # groups of 4 and 3: all seven places hold the three positives, as in random order
    assert found.by_period[0].precision == pytest.approx(3 / 7)
    assert found.by_period[0].base == pytest.approx(3 / 7)
    assert found.by_period[0].lift == pytest.approx(1.0)


def test_precision_at_k_is_that_of_the_head_of_the_list() -> None:
    won = [1, 1, 0, 1, 0] + [0] * 15
    found = measured([moment_of_outcomes(won)], [list(range(20, 0, -1))], 0)
    # three among the first five, three of twenty in all
    assert found.by_period[0] == Precision(5, 3 / 5, 3 / 20)
    assert found.by_period[0].lift == pytest.approx(4.0)
    assert found.by_period[1] == Precision(10, 3 / 10, 3 / 20)
    assert found.by_circle == ()


def test_without_circles_nothing_is_said_about_the_inside() -> None:
    found = measured([moment_of_outcomes([1, 0, 0])], [[3.0, 2.0, 1.0]], 0)
    assert found.auc == 1.0
    assert found.auc_inside is None
    assert found.auc_inside_interval is None
    assert gain(found, {"degree": found}, "degree") is None


def test_where_everybody_was_won_nothing_is_ranked() -> None:
    found = measured([moment_of_outcomes([1, 1], [[0], [0]])], [[1.0, 2.0]], 1)
    assert (found.auc, found.auc_interval, found.auc_inside) == (None, None, None)
    assert found.by_period[0] == Precision(5, None, None)
    assert found.by_period[0].lift is None


def test_a_gain_is_taken_draw_by_draw() -> None:
    rng = np.random.default_rng(3)
    won = rng.random(60) < 0.3
    moment = moment_of_outcomes(won.tolist(), [[i // 10] for i in range(60)])
    better, worse = won + rng.random(60), rng.random(60)
    found = {name: measured([moment], [s.tolist()], 6) for name, s in (("ours", better), ("plain", worse))}
    estimate, low, high = gain(found["ours"], found, "plain") or (0.0, 0.0, 0.0)
    ours, plain = (
        np.average(
            [pairwise_area(s[k : k + 10].tolist(), won[k : k + 10]) for k in range(0, 60, 10)],
            weights=won.reshape(6, 10).sum(axis=1),
        )
        for s in (better, worse)
    )
    assert estimate == pytest.approx(ours - plain)
    assert 0 < low < estimate < high
    assert gain(found["ours"], {"ours": found["ours"]}, "ours") == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("circles", [2, 6])
def test_bootstrap_draws_scatter_around_the_estimate(circles: int) -> None:
    rng = np.random.default_rng(circles)
    won = (rng.random(240) < 0.4).tolist()
    moment = moment_of_outcomes(won, [[i % circles] for i in range(240)])
    score = (np.array(won) * 0.4 + rng.random(240)).tolist()
    found = measured([moment], [score], circles)
    for area, bounds in ((found.auc, found.auc_interval), (found.auc_inside, found.auc_inside_interval)):
        assert area is not None
        assert bounds is not None
        assert bounds[0] < area < bounds[1]
        # Hanley & McNeil 1982: the standard error of such an area is about .033
        assert 0.05 < bounds[1] - bounds[0] < 0.25
