from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.week_choice import choose, greedy, left_out, outline
from refgraph.decisions.week_problem import LIMITS, LimitName, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NUMBERS = st.integers(0, 2**32 - 1)


def problem(
    asks: Sequence[tuple[float, int, int, int]],
    weights: Sequence[float],
    *,
    hours: int = 9,
    target_room: int = 2,
    person_room: int = 1,
    account_room: int = 2,
    load: Sequence[int] = (),
) -> Problem:
    """Asks as (score, target, person, account), limits the same for all."""
    score, target, person, account = (np.array([ask[i] for ask in asks]) for i in range(4))
    targets = len(weights)
    return Problem(
        score=score.astype(float),
        target=target.astype(np.int32),
        person=person.astype(np.int32),
        account=account.astype(np.int32),
        load=np.array(load or [0] * len(asks), np.int32),
        weight=np.array(weights, float),
        rest=np.zeros(targets),
        asks=hours,
        target_room=np.full(targets, target_room, np.int32),
        person_room=np.full(max(person) + 1, person_room, np.int32),
        account_room=np.full(max(account) + 1, account_room, np.int32),
    )


def random_problem(number: int) -> Problem:
    """Up to nine asks that get in each other's way; coarse numbers, so that many are equal, in a third of them."""
    rng = np.random.default_rng(number)
    targets, people, accounts = (int(rng.integers(1, top)) for top in (5, 6, 4))
    employer = rng.integers(0, accounts, people)
    pairs = [(t, p) for t in range(targets) for p in range(people)]
    picked = sorted(rng.choice(len(pairs), min(len(pairs), int(rng.integers(1, 10))), replace=False).tolist())
    is_coarse = rng.random() < 1 / 3
    scores = rng.choice([0.1, 0.5, 0.9], len(picked)) if is_coarse else rng.uniform(0.01, 1.0, len(picked))
    load = rng.integers(0, 2, people)
    return Problem(
        score=scores,
        target=np.array([pairs[i][0] for i in picked], np.int32),
        person=np.array([pairs[i][1] for i in picked], np.int32),
        account=np.array([employer[pairs[i][1]] for i in picked], np.int32),
        load=np.array([load[pairs[i][1]] for i in picked], np.int32),
        weight=rng.choice([0.0, 1.0, 2.0], targets) if is_coarse else rng.uniform(0, 1e6, targets),
        rest=np.zeros(targets),
        asks=int(rng.integers(0, 6)),
        target_room=rng.integers(0, 4, targets).astype(np.int32),
        person_room=rng.integers(0, 3, people).astype(np.int32),
        account_room=rng.integers(0, 4, accounts).astype(np.int32),
    )


def fits(this: Problem, asks: Iterable[int]) -> bool:
    """Whether every limit is kept, counted one by one."""
    chosen = list(asks)
    shared = (
        (this.target, this.target_room),
        (this.person, this.person_room),
        (this.account, this.account_room),
    )
    return len(chosen) <= this.asks and all(
        sum(int(where[ask]) == at for ask in chosen) <= room[at]
        for where, room in shared
        for at in range(len(room))
    )


def worth(this: Problem, asks: Iterable[int]) -> float:
    """Value, target by target."""
    chosen = list(asks)
    return sum(
        float(weight) * (1 - prod(1 - float(this.score[ask]) for ask in chosen if this.target[ask] == at))
        for at, weight in enumerate(this.weight)
    )


def all_choices(this: Problem) -> list[tuple[int, ...]]:
    asks = range(len(this.score))
    every = (some for size in range(len(this.score) + 1) for some in combinations(asks, size))
    return [some for some in every if fits(this, some)]


def best_value(this: Problem) -> float:
    return max(worth(this, some) for some in all_choices(this))


@settings(max_examples=200)
@given(NUMBERS)
def test_the_plan_is_worth_as_much_as_the_best_of_all_plans(number: int) -> None:
    this = random_problem(number)
    choice, best = choose(this), best_value(this)
    assert fits(this, choice.asks)
    assert choice.value == pytest.approx(worth(this, choice.asks), rel=1e-12)
    assert choice.value == pytest.approx(best, rel=1e-8)
    assert choice.bound >= best * (1 - 1e-12)
    assert choice.bound <= choice.value * (1 + 1e-9)


@settings(max_examples=200)
@given(NUMBERS)
def test_without_search_the_bound_is_never_below_the_best_plan_and_the_plan_never_above(number: int) -> None:
    this = random_problem(number)
    choice, best = choose(this, exact_sets=-1), best_value(this)
    assert fits(this, choice.asks)
    assert choice.value <= best * (1 + 1e-12)
    assert choice.bound >= best * (1 - 1e-12)
    assert list(choice.asks) == greedy(this)


@settings(max_examples=80)
@given(NUMBERS)
def test_gains_fall_and_add_up_to_the_value(number: int) -> None:
    this = random_problem(number)
    choice = choose(this)
    assert sum(choice.gain) == pytest.approx(choice.value, rel=1e-12)
    assert list(choice.gain) == pytest.approx(sorted(choice.gain, reverse=True), rel=1e-9)
    for count in range(len(choice.asks)):
        added = worth(this, choice.asks[: count + 1]) - worth(this, choice.asks[:count])
        assert choice.gain[count] == pytest.approx(added, rel=1e-6, abs=1e-6)


@settings(max_examples=80)
@given(NUMBERS)
def test_of_equal_plans_the_one_whose_people_were_asked_least_is_taken(number: int) -> None:
    this = random_problem(number)
    choice = choose(this)
    best = choice.value * (1 - 1e-9)
    equals = [some for some in all_choices(this) if worth(this, some) >= best]
    load = min(sum(int(this.load[ask]) for ask in some) for some in equals)
    if choice.value > 0:
        assert sum(int(this.load[ask]) for ask in choice.asks) == load


@settings(max_examples=60)
@given(NUMBERS, st.floats(0.0, 2.0))
def test_the_bound_counts_asks_that_are_not_listed(number: int, share: float) -> None:
    """Some asks are hidden and stand as `rest`: what is chosen from the others is bounded by the whole."""
    whole = random_problem(number)
    shown = np.flatnonzero(np.random.default_rng(number).random(len(whole.score)) < share / 2)
    hidden = np.setdiff1d(np.arange(len(whole.score)), shown)
    rest = np.zeros(len(whole.weight))
    np.maximum.at(rest, whole.target[hidden], whole.gain[hidden])
    part = replace(
        whole,
        rest=rest,
        **{name: getattr(whole, name)[shown] for name in ("score", "target", "person", "account", "load")},
    )
    best = best_value(whole)
    for exact_sets in (-1, 5000):
        assert choose(part, exact_sets=exact_sets).bound >= best * (1 - 1e-12)
    # Where no unlisted ask gains more than the threshold, none is in a better plan.
    found = outline(part.listed)
    if rest.max() <= found.threshold:
        for some in all_choices(whole):
            if set(some) & set(hidden[whole.gain[hidden] > 0].tolist()):
                assert worth(whole, some) <= found.value * (1 + 1e-9)


def test_a_second_opener_adds_only_what_the_first_misses() -> None:
    # Both at one target worth 100: 50 + 40 % of the other 50.
    choice = choose(problem([(0.5, 0, 0, 0), (0.4, 0, 1, 1)], [100.0]))
    assert choice.asks == (0, 1)
    assert choice.gain == pytest.approx((50.0, 20.0))
    assert choice.value == pytest.approx(70.0)
    assert choice.bound == pytest.approx(70.0)


def test_a_greedy_start_is_given_up_where_two_others_are_worth_more() -> None:
    # One person could open both targets; asked for the better one, he is lost for the other, which has nobody else.
    trap = problem([(0.5, 0, 0, 0), (0.45, 0, 1, 1), (0.4, 1, 0, 0)], [1.0, 1.0], target_room=1)
    assert greedy(trap) == [0]
    choice = choose(trap)
    assert sorted(choice.asks) == [1, 2]
    assert choice.value == pytest.approx(0.85)


@pytest.mark.parametrize(
    ("limit", "room", "expected"),
    [("hours", 1, 1), ("person_room", 1, 2), ("account_room", 1, 2), ("target_room", 1, 2), ("hours", 9, 4)],
)
def test_each_limit_alone_keeps_asks_out(limit: str, room: int, expected: int) -> None:
    # Two people of two customers, each for two targets.
    asks = [(0.5, 0, 0, 0), (0.4, 0, 1, 1), (0.3, 1, 0, 0), (0.2, 1, 1, 1)]
    rooms = {"hours": 9, "person_room": 9, "account_room": 9, "target_room": 9, limit: room}
    hours, person, account, target = rooms.values()
    this = problem(
        asks, [1.0, 1.0], hours=hours, person_room=person, account_room=account, target_room=target
    )
    choice = choose(this)
    assert len(choice.asks) == expected


def test_equal_asks_go_to_the_person_asked_least_then_to_the_first() -> None:
    asks = [(0.5, 0, 0, 0), (0.5, 0, 1, 1), (0.5, 0, 2, 2)]
    for exact_sets in (-1, 5000):
        choice = choose(problem(asks, [1.0], target_room=1, load=[1, 0, 0]), exact_sets=exact_sets)
        assert choice.asks == (1,)


def test_a_target_that_is_worth_nothing_is_not_asked_for() -> None:
    assert choose(problem([(0.5, 0, 0, 0)], [0.0])).asks == ()


def test_what_was_left_out_comes_with_what_it_would_add() -> None:
    this = problem([(0.5, 0, 0, 0), (0.4, 0, 1, 1), (0.3, 0, 2, 2), (0.1, 1, 0, 0)], [100.0, 100.0])
    choice = choose(this)
    assert choice.asks == (0, 1)
    # 100 * .5 * .6 are missed at the first target: 30 % of that; the other target has 10 % of 100.
    (first, gain), (second, less) = left_out(this, choice, 5)
    assert (first, second) == (3, 2)
    assert (gain, less) == pytest.approx((10.0, 9.0))
    assert [ask for ask, _ in left_out(this, choice, 1)] == [3]
    full = this.full(choice.asks)
    assert [name for name in LIMITS if full[name][3]] == ["person"]
    assert [name for name in LIMITS if full[name][2]] == ["target"]


@pytest.mark.parametrize(
    ("limit", "value"), [("hours", 0.5), ("person", 0.8), ("account", 0.5), ("target", 0.5)]
)
def test_a_loosened_limit_lets_one_more_in(limit: LimitName, value: float) -> None:
    # One hour, person, customer and target room of one; he opens the first with .5, the second with .3.
    this = problem(
        [(0.5, 0, 0, 0), (0.3, 1, 0, 0)], [1.0, 1.0], hours=2 if limit == "person" else 1, account_room=2
    )
    assert choose(this.loosened(limit, 1)).value == pytest.approx(value)
