from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from refgraph.evidence.folds import clusters, folds, forward, out_of_circle


def test_accounts_go_by_the_circle_of_their_first_case_and_by_themselves_without() -> None:
    account = np.array([0, 1, 2, 3, 4, 5, 6, 0, 6], np.int32)
    circle = np.array([0, 0, 1, 2, 3, 4, -1, 3, 1], np.int32)
    # five circles; account 0 stays in circle 0, account 6 stays by itself
    assert clusters(account, circle).tolist() == [0, 0, 1, 2, 3, 4, 5, 0, 5]


def test_under_five_circles_each_account_is_a_cluster() -> None:
    account, circle = np.array([0, 1, 1, 2, 3], np.int32), np.array([0, 0, 1, 2, 3], np.int32)
    assert clusters(account, circle).tolist() == [0, 1, 1, 2, 3]


def test_outcomes_are_spread_evenly_over_the_folds() -> None:
    # clusters with 3, 2, 2, 1 outcomes in two folds: 3 | 2, then 3 | 4, then 4 | 4
    cluster = np.repeat([0, 1, 2, 3], [4, 4, 4, 4])
    outcome = np.array([1, 1, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0], bool)
    assert folds(cluster, outcome, 2)[::4].tolist() == [0, 1, 1, 0]


def test_clusters_without_outcome_balance_the_cases() -> None:
    cluster = np.array([0, 1, 1, 1, 2, 3])
    # no outcomes: the largest first, the others where there are fewer cases
    assert folds(cluster, np.zeros(6, bool), 2).tolist() == [1, 0, 0, 0, 1, 1]


@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_each_case_is_judged_once_and_never_by_its_own_cluster(n: int, number: int) -> None:
    rng = np.random.default_rng(number)
    account, circle = rng.integers(12, size=n).astype(np.int32), rng.integers(-1, 8, size=n).astype(np.int32)
    cluster = clusters(account, circle)
    splits = out_of_circle(folds(cluster, rng.random(n) < 0.3))
    judged = np.zeros(n, int)
    for split in splits:
        judged += split.test
    assert (judged == (len(splits) > 0)).all()
    for split in splits:
        assert (split.train != split.test).all()
        assert not set(cluster[split.train]) & set(cluster[split.test])
        assert not set(account[split.train]) & set(account[split.test])


def test_one_cluster_cannot_be_left_out() -> None:
    assert out_of_circle(folds(np.zeros(4, np.int64), np.ones(4, bool))) == []


def test_forward_in_time_learns_from_earlier_periods_alone() -> None:
    day = np.array([0, 0, 10, 10, 20, 20, 30], np.int32)
    outcome = np.array([0, 0, 1, 0, 0, 0, 1], bool)
    (split,) = forward(day, day + 10, outcome)  # the first with an outcome is 10, so 30 is judged on 0 to 20
    assert split.train.tolist() == [True] * 6 + [False]
    assert split.test.tolist() == [False] * 6 + [True]


def test_a_period_that_still_runs_teaches_nothing() -> None:
    day, end = np.array([0, 5, 20], np.int32), np.array([20, 25, 40], np.int32)
    splits = forward(day, end, np.ones(3, bool))
    assert [(split.train.tolist(), split.test.tolist()) for split in splits] == [
        ([True, False, False], [False, False, True])
    ]


def test_many_periods_are_judged_in_blocks_with_as_many_outcomes() -> None:
    day = np.arange(40, dtype=np.int32)
    splits = forward(day, day + 1, np.ones(40, bool), blocks=4)
    assert [np.flatnonzero(split.test).tolist() for split in splits] == [
        list(range(10, 20)),
        list(range(20, 30)),
        list(range(30, 40)),
    ]


def test_one_period_with_outcomes_cannot_be_judged_forward() -> None:
    day = np.array([0, 1], np.int32)
    assert forward(day, day + 1, np.array([False, True])) == []


def test_no_outcome_leaves_nothing_to_judge() -> None:
    day = np.array([0, 1], np.int32)
    assert forward(day, day + 1, np.zeros(2, bool)) == []
