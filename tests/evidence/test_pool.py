from __future__ import annotations

import numpy as np

from refgraph.evidence.pool import pool
from tests.evidence.moments import replay_of, spreading

WORLD = spreading(np.random.default_rng(1), circles=6, members=15, friends=0.7, strangers=0.2)
REPLAY = replay_of(WORLD, since="2023-12-31")


def test_cases_are_the_candidates_of_all_moments() -> None:
    cases = pool([REPLAY])
    assert len(cases.moments) == 4
    assert cases.starts[-1] == len(cases.outcome) == sum(len(m.candidates.account) for m in REPLAY.moments)
    assert cases.outcome.sum() == REPLAY.positives
    assert (cases.quarters == 1.0).all()
    # who was won is no candidate any more
    assert np.diff(cases.starts).tolist() == sorted(np.diff(cases.starts).tolist(), reverse=True)


def test_one_account_is_the_same_in_all_periods_and_replays() -> None:
    cases = pool([REPLAY, REPLAY])
    half = len(cases.account) // 2
    assert (cases.account[:half] == cases.account[half:]).all()
    assert (cases.circle[:half] == cases.circle[half:]).all()
    assert cases.replay_of.tolist() == [0] * 4 + [1] * 4
    assert len(np.unique(cases.account)) <= 90


def test_circles_are_clusters_and_left_out_whole() -> None:
    cases = pool([REPLAY])
    assert len(np.unique(cases.cluster)) == 6
    assert len(cases.left_out) == 5
    for split in cases.left_out:
        assert not set(cases.circle[split.train]) & set(cases.circle[split.test])


def test_later_periods_are_judged_on_earlier_ones() -> None:
    cases = pool([REPLAY])
    assert len(cases.later) == 3
    for split in cases.later:
        assert cases.end[split.train].max() <= cases.day[split.test].min()


def test_base_rates_are_those_of_circle_and_period_apart() -> None:
    stratum = pool([REPLAY]).stratum
    assert stratum.shape[1] == 2
    assert not set(stratum[:, 0]) & set(stratum[:, 1])
    assert sorted(set(stratum.ravel().tolist())) == list(range(stratum.max() + 1))
