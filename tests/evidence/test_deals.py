"""Outcomes dealt out by chance stay in their circle, and areas over them are those that ranking afresh gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import rankdata

from refgraph.evidence.deals import Ranked, areas_by_chance, dealt, gains_by_chance, inside_ranks
from refgraph.evidence.measures import added_inside, inside_ranking
from refgraph.evidence.placebo import Placebo, placebo
from refgraph.model.progress import silent
from tests.evidence.moments import replay_of, spreading
from tests.evidence.ranked import moment_of_outcomes

if TYPE_CHECKING:
    from refgraph.evidence.moment import Moment

TWO = moment_of_outcomes([1, 0, 0, 1, 1, 0, 1, 0], [[0], [0], [0, 1], [1], [1], [1], [], []]).candidates
REPLAY = replay_of(
    spreading(np.random.default_rng(4), circles=6, members=12, friends=0.6, strangers=0.3), since="2023-12-31"
)
IN_TWO_CIRCLES = moment_of_outcomes(
    [1, 0, 0, 1, 0, 1, 0, 0], [[0, 1], [0], [0], [1], [1, 2], [2], [2], [0, 2]]
)


def rng(number: int = 0) -> np.random.Generator:
    return np.random.default_rng(number)


def test_as_many_are_won_in_each_first_circle_as_were() -> None:
    found = dealt(TWO, 200, rng())
    # one of a0 a1 a2, two of a3 a4 a5, one of a6 a7, who are in no circle
    for those, won in (([0, 1, 2], 1), ([3, 4, 5], 2), ([6, 7], 1)):
        assert (found[:, those].sum(axis=1) == won).all()


def test_every_deal_is_as_likely() -> None:
    found = dealt(TWO, 6000, rng())
    seen = Counter(tuple(np.flatnonzero(row).tolist()) for row in found[:, :6])
    assert set(seen) == {(a, b, c) for a in (0, 1, 2) for b, c in combinations((3, 4, 5), 2)}
    # nine deals of 1/9: the standard deviation is 24 around 667
    assert all(abs(times - 6000 / 9) < 100 for times in seen.values())


def test_where_nobody_or_everybody_was_won_it_stays_so() -> None:
    whole = moment_of_outcomes([1, 1, 0, 0], [[0], [0], [1], [1]]).candidates
    assert (dealt(whole, 5, rng()) == [[True, True, False, False]]).all()
    nobody = moment_of_outcomes([0, 0], [[0], [0]]).candidates
    assert not dealt(nobody, 5, rng()).any()


def test_ranks_are_those_within_a_circle() -> None:
    score, circle = np.array([[0.3, 0.1, 0.3, 0.9, 0.9]]), np.array([0, 0, 0, 1, 1], np.int32)
    assert inside_ranks(score, circle).tolist() == [[2.5, 1.0, 2.5, 1.5, 1.5]]
    assert rankdata([0.3, 0.1, 0.3]).tolist() == [2.5, 1.0, 2.5]


@pytest.mark.parametrize("moments", [REPLAY.moments[:2], [IN_TWO_CIRCLES]], ids=["one circle", "several"])
def test_areas_over_deals_are_those_of_ranking_afresh(moments: list[Moment]) -> None:
    drawn = rng(1)
    scores = [np.round(drawn.random((4, len(m.candidates.account))), 1) for m in moments]
    ranked = [
        Ranked(m.candidates, inside_ranks(s[:, m.candidates.entry_row], m.candidates.entry_circle))
        for m, s in zip(moments, scores, strict=True)
    ]
    found = areas_by_chance(ranked, 6, 30, rng(2))
    again = rng(2)
    outcomes = [dealt(m.candidates, 30, again) for m in moments]
    for deal in range(30):
        for network in range(4):
            rankings = [
                inside_ranking(replace(m.candidates, won=won[deal]), s[network], 6)
                for m, won, s in zip(moments, outcomes, scores, strict=True)
            ]
            assert found[deal, network] == pytest.approx(added_inside(rankings, 6).area)


def test_the_gain_is_that_over_the_mean_of_the_networks() -> None:
    found = placebo(REPLAY, rng(), networks=5, progress=silent)
    moments, circles = REPLAY.moments, len(REPLAY.history.circles.ids)
    gains = gains_by_chance(moments, found, circles, rng(3), count=40, progress=silent)
    ranked = [Ranked.of(moment, found.scores[at]) for at, moment in enumerate(moments)]
    areas = areas_by_chance(ranked, circles, 40, rng(3))
    np.testing.assert_allclose(gains, areas[:, 0] - areas[:, 1:].mean(axis=1), atol=1e-12)


def test_chance_gains_nothing_by_expectation() -> None:
    found = placebo(REPLAY, rng(), networks=5, progress=silent)
    gains = gains_by_chance(REPLAY.moments, found, 6, rng(), count=2000, progress=silent)
    assert abs(gains.mean()) < 4 * gains.std() / np.sqrt(2000)


def test_where_nothing_can_be_redrawn_there_is_no_gain() -> None:
    assert len(gains_by_chance(REPLAY.moments, Placebo(0, ()), 6, rng(), progress=silent)) == 0


def test_a_deal_without_a_circle_that_has_both_has_no_area() -> None:
    alone = moment_of_outcomes([1, 0], [[0], [1]])
    ranked = [Ranked(alone.candidates, np.ones((2, 2)))]
    assert np.isnan(areas_by_chance(ranked, 2, 3, rng())).all()
