"""Simulated histories say what was put in, and it is found again; `tests.evidence.simulations` does it at length."""

from __future__ import annotations

import numpy as np
import pytest

from refgraph.evidence.exposures import TIE_KINDS, by_tie_kind
from refgraph.evidence.power import FEWEST, detectable_gain, positives_needed
from refgraph.model.params import QUARTER_DAYS
from tests.evidence.simulated import World, hazard_of, said_by, simulated
from tests.evidence.simulations import SIZES, rates_found_again, tried, world_of


def rng(number: int) -> np.random.Generator:
    return np.random.default_rng(number)


def test_hazards_are_the_exposures_that_the_history_shows() -> None:
    world = World(circles=5, multiplier=2.0, lines=0.5, won=40)
    history = simulated(world, rng(1))
    by_kind = {"declared": 2.0, "reporting_line": 0.5}
    multiplier = np.array([by_kind.get(kind, 1.0) for kind in TIE_KINDS])
    for now, moment in enumerate(history.replay.moments, 1):
        hazard = hazard_of(world, history.known, history.managers, said_by(history, now))
        expected = hazard[moment.candidates.account]
        np.testing.assert_allclose(by_tie_kind(moment) @ multiplier, expected, atol=1e-12)


def test_as_many_are_won_as_were_asked_for_in_quarters() -> None:
    history = simulated(World(circles=50, won=400), rng(2))
    replay = history.replay
    assert replay.positives == (history.quarter > 0).sum()
    # 400 by expectation, at most √400 = 20 as standard deviation
    assert abs(replay.positives - 400) < 60
    assert [moment.period.end - moment.period.day for moment in replay.moments] == [QUARTER_DAYS] * 4


def test_some_have_many_friends_and_friends_of_friends_are_friends() -> None:
    world = World(circles=40)
    known = simulated(world, rng(3)).known
    degree = np.bincount(known.ravel(), minlength=world.n)
    assert degree.mean() == pytest.approx(6.0, abs=0.5)
    assert degree.std() > 1.5 * np.sqrt(6.0)
    there = np.zeros((world.n, world.n))
    there[known[:, 0], known[:, 1]] = there[known[:, 1], known[:, 0]] = 1.0
    closed = np.trace(there @ there @ there) / (degree * (degree - 1)).sum()
    assert closed > 1.3 * 6.0 / (world.members - 1)


def test_without_an_effect_evidence_is_seldom_said() -> None:
    # 5 % of 10 are .5: 3 or more in 1 of 100 tries
    assert tried(world_of(FEWEST + 20, 0.0), 10, networks=99).found <= 2


def test_an_effect_of_the_size_stated_is_found() -> None:
    # 90 % or more of 12 are found: 8 or fewer in 3 of 100 tries
    smallest = min(SIZES)
    found = tried(world_of(smallest, SIZES[smallest]), 12, networks=99)
    assert found.gain == pytest.approx(detectable_gain(smallest), abs=0.03)
    assert found.found >= 9


def test_fitted_multipliers_lie_in_their_intervals() -> None:
    # 95 % of 8 are 7.6
    inside, count = rates_found_again(4)
    assert count == 8
    assert inside >= 6


@pytest.mark.parametrize("gain", [0.02, 0.05, 0.09])
def test_the_number_stated_as_enough_shows_the_gain(gain: float) -> None:
    enough = positives_needed(gain)
    assert enough is not None
    assert detectable_gain(enough) <= gain
