from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.openers import openers
from refgraph.decisions.promise import promises
from refgraph.decisions.week import week_plan
from refgraph.snapshot.snapshot import Reps, Status
from tests.decisions.network import scores_of
from tests.decisions.random_world import random_world

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.decisions.rows import Opener
    from refgraph.scores.scores import Scores

NUMBERS = st.integers(0, 2**32 - 1)


def with_reps(scores: Scores, number: int) -> Scores:
    """The same world with a rep who owns most accounts, and potentials."""
    rng = np.random.default_rng(number)
    snapshot = scores.snapshot
    count = len(snapshot.accounts.ids)
    accounts = replace(
        snapshot.accounts,
        owner=tuple("zhou" if rng.random() < 0.8 else "xu" for _ in range(count)),
        potential=np.where(rng.random(count) < 0.3, np.nan, rng.integers(1, 5, count).astype(float)),
    )
    hours = np.array([float(rng.integers(0, 5))])
    reps = Reps(("zhou",), ("zhou",), ("rep",), (("east",),), hours)
    return replace(scores, snapshot=replace(snapshot, accounts=accounts, reps=reps))


def all_rows(scores: Scores) -> list[Opener]:
    accounts = scores.snapshot.accounts
    his = [
        at
        for at, owner in enumerate(accounts.owner)
        if owner == "zhou" and accounts.status[at] != Status.CUSTOMER
    ]
    return [row for target in his for row in openers(scores, target, k=100).rows]


def best_value(scores: Scores, rows: Sequence[Opener]) -> float:
    """The best of all sets of asks, by the words of the rules."""
    accounts = scores.snapshot.accounts
    his = {row: float(accounts.potential[row]) for row in _his(scores)}
    known = [worth for worth in his.values() if not np.isnan(worth)]
    usual = float(np.median(known)) if known else 1.0

    def allowed(asks: Sequence[Opener]) -> bool:
        people, sources, goals = (
            [getattr(ask, name) for ask in asks] for name in ("person", "account", "target")
        )
        return (
            all(people.count(person) <= 1 for person in people)
            and all(sources.count(account) <= 2 for account in sources)
            and all(goals.count(target) <= 2 for target in goals)
        )

    def value(asks: Sequence[Opener]) -> float:
        return sum(
            (usual if np.isnan(worth) else worth)
            * (1 - prod(1 - ask.score for ask in asks if ask.target == target))
            for target, worth in his.items()
        )

    hours = int(scores.snapshot.reps.hours_per_week[0])
    plans = (some for size in range(hours + 1) for some in combinations(rows, size))
    return max(value(some) for some in plans if allowed(some))


def _his(scores: Scores) -> list[int]:
    accounts = scores.snapshot.accounts
    return [
        at
        for at, owner in enumerate(accounts.owner)
        if owner == "zhou" and accounts.status[at] != Status.CUSTOMER
    ]


@settings(max_examples=40)
@given(NUMBERS)
def test_in_random_worlds_no_plan_is_better_and_the_bound_holds_however_little_is_looked_at(
    number: int,
) -> None:
    scores = with_reps(random_world(number).scores, number)
    rows = all_rows(scores)
    best = best_value(scores, rows[:14])
    plan = week_plan(scores, 0)
    assert plan.value >= best * (1 - 1e-9)
    if len(rows) <= 14:
        assert plan.value == pytest.approx(best, rel=1e-9)
    assert plan.upper_bound >= best * (1 - 1e-12)
    assert plan.upper_bound == pytest.approx(plan.value, rel=1e-9)
    for looks in (0, 1):
        hasty = week_plan(scores, 0, looks=looks)
        assert hasty.looked_at <= looks
        assert hasty.value <= plan.value * (1 + 1e-9)
        assert hasty.upper_bound >= plan.value * (1 - 1e-12)
    greedy = week_plan(scores, 0, exact_sets=-1)
    assert greedy.value <= plan.value * (1 + 1e-9) <= greedy.upper_bound * (1 + 2e-9)
    assert [row.opener for row in plan.asks] == [row.opener for row in week_plan(scores, 0).asks]


@settings(max_examples=60)
@given(NUMBERS)
def test_no_opener_s_score_is_above_what_its_target_promises(number: int) -> None:
    scores = random_world(number).scores
    accounts = np.arange(len(scores.snapshot.accounts.ids), dtype=np.int32)
    promised = promises(scores, accounts)
    assert ((promised >= 0) & (promised <= 1)).all()
    for target in accounts.tolist():
        for row in openers(scores, target, k=100).rows:
            assert row.score <= promised[target] * (1 + 1e-12)


def test_where_nobody_thinks_well_of_us_nothing_is_promised() -> None:
    scores = scores_of({("a", "b"): 0.5}, {}, people=[{"person_id": "a"}, {"person_id": "b"}])
    assert promises(scores, np.empty(0, np.int32)).tolist() == []
