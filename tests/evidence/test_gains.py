from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.evidence.gains import inside_gain, log_loss_gain
from refgraph.evidence.pool import pool
from tests.evidence.moments import people_at_accounts, replay_of, spreading
from tests.real.ranking import auc, inside_auc

POOL = pool(
    [
        replay_of(
            spreading(np.random.default_rng(1), circles=6, members=15, friends=0.7, strangers=0.2),
            since="2023-12-31",
        )
    ]
)
FEW = pool(
    [
        replay_of(
            spreading(np.random.default_rng(2), circles=3, members=20, friends=0.7, strangers=0.2),
            since="2023-12-31",
            horizon_days=400,
        )
    ]
)
ALL = np.ones(len(POOL.outcome), bool)


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_a_gain_inside_circles_equals_that_counted_pair_by_pair(number: int) -> None:
    one, other = np.random.default_rng(number).integers(0, 5, (2, len(FEW.outcome))).astype(float)
    circle = FEW.circle.astype(str)
    found = inside_gain(FEW, np.ones(len(one), bool), one, other, rng())
    assert found is not None
    expected = inside_auc(one, FEW.outcome, circle) - inside_auc(other, FEW.outcome, circle)
    assert found.estimate == pytest.approx(expected, abs=1e-12)
    assert found.low <= found.high


def test_knowing_the_outcome_is_a_real_gain_and_no_difference_is_none() -> None:
    blind, seer = np.zeros(len(ALL)), POOL.outcome.astype(float)
    found = inside_gain(POOL, ALL, seer, blind, rng())
    assert found is not None
    assert (found.estimate, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))
    assert found.is_real
    same = inside_gain(POOL, ALL, seer, seer, rng())
    assert same is not None
    assert not same.is_real


def test_noise_is_no_real_gain_in_most_draws() -> None:
    real = 0
    for number in range(20):
        noise = np.random.default_rng(number).random((2, len(ALL)))
        found = inside_gain(POOL, ALL, noise[0], noise[1], rng())
        assert found is not None
        real += found.is_real
    assert real <= 3  # 2.5 % of 20, and three standard errors more


def test_where_nobody_is_in_a_circle_periods_are_compared() -> None:
    tables = people_at_accounts(12)
    tables["events"] = [
        {"event_id": f"e{i}", "kind": "deal_won", "date": day, "account_id": f"a{i}"}
        for i, day in enumerate(["2024-01-01", "2024-02-01", "2024-03-01", "2024-03-02"])
    ]
    alone = pool([replay_of(tables, since="2024-01-10")])
    score = np.arange(len(alone.outcome), dtype=float)
    found = inside_gain(alone, np.ones(len(score), bool), score, np.zeros(len(score)), rng())
    assert found is not None
    assert found.estimate == pytest.approx(auc(score, alone.outcome) - 0.5)


def test_without_a_group_of_both_there_is_no_gain() -> None:
    nobody = np.zeros(len(ALL))
    assert inside_gain(POOL, POOL.outcome, nobody, nobody, rng()) is None


def test_saved_log_loss_is_worked_out_by_hand() -> None:
    # half as likely where nothing came: the loss falls from -log .5 to -log .75 there, and stays where something came
    chance = np.where(POOL.outcome, 0.5, 0.25)
    found = log_loss_gain(POOL, ALL, chance, np.full(len(ALL), 0.5), rng())
    assert found.estimate == pytest.approx(np.log(1.5) * (~POOL.outcome).mean())
    assert 0 < found.low < found.estimate < found.high


def test_only_what_was_judged_counts() -> None:
    judged = POOL.circle == 0
    chance = np.where(judged, 0.5, 1.0)
    assert log_loss_gain(POOL, judged, chance, np.full(len(ALL), 0.5), rng()).estimate == 0.0
