"""Where outcomes are dealt out by chance, the verdict is "evidence" as seldom as it says."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from refgraph.evidence.shuffles import FalseAlarms, false_alarms
from refgraph.model.progress import silent
from tests.evidence.moments import replay_of, spreading
from tests.evidence.simulated import World, simulated

SMALL = spreading(np.random.default_rng(4), circles=6, members=12, friends=0.6, strangers=0.3)


def rng(number: int = 0) -> np.random.Generator:
    return np.random.default_rng(number)


@pytest.mark.parametrize(("found", "count"), [(0, 20), (1, 20), (13, 200), (200, 200)])
def test_the_interval_is_wilsons(found: int, count: int) -> None:
    expected = binomtest(found, count).proportion_ci(method="wilson")
    assert FalseAlarms(count, found).interval == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_nothing_tried_has_no_share() -> None:
    assert (FalseAlarms(0, 0).share, FalseAlarms(0, 0).interval) == (None, None)


def test_chance_is_taken_for_evidence_in_at_most_one_of_twenty() -> None:
    history = simulated(World(circles=12, members=30, won=90, multiplier=1.5), rng(1))
    found = false_alarms(history.replay, 1000, rng(), silent)
    assert found.count == 1000
    # 5 % with a standard error of .7 % for the shuffles, and of .3 % for the deals they are held against
    assert 0.02 < (found.share or 0) <= 0.065


def test_the_same_draw_gives_the_same_share() -> None:
    replay = replay_of(SMALL, since="2023-12-31", horizon_days=366)
    assert false_alarms(replay, 50, rng(), silent) == false_alarms(replay, 50, rng(), silent)


def test_without_orders_or_contacts_there_is_never_evidence() -> None:
    nothing = replay_of({**SMALL, "events": []}, since="2023-12-31")
    assert false_alarms(nothing, 5, rng(), silent) == FalseAlarms(5, 0)
    strangers = replay_of({**SMALL, "knows": []}, since="2023-12-31")
    assert false_alarms(strangers, 5, rng(), silent) == FalseAlarms(5, 0)


def test_with_few_orders_there_is_never_evidence() -> None:
    few = replay_of(SMALL, since="2023-12-31")
    assert few.positives < 60
    assert false_alarms(few, 100, rng(), silent) == FalseAlarms(100, 0)
