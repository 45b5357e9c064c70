"""What holds for every network, and at its edges."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.scores.fans import Fan
from refgraph.scores.seats import Seats
from refgraph.scores.spread import CertifiedSeeds, best_seeds, simulate
from tests.scores.path_world import fan_of
from tests.scores.spread_world import World, people_world, random_world
from tests.scores.test_spread_exact import seeds_of

NUMBERS = st.integers(0, 2**32 - 1)
NOBODY = Fan(np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0))


def drawn_chance(n: int, number: int) -> np.ndarray:
    rng = np.random.default_rng(number)
    chance = np.where(rng.random((n, n)) < 0.3, rng.choice([0.1, 0.5, 1.0], (n, n)), 0.0)
    np.fill_diagonal(chance, 0.0)
    return chance


@given(st.integers(2, 12), NUMBERS)
def test_certain_ties_reach_everyone_downstream(n: int, number: int) -> None:
    chance = np.ceil(drawn_chance(n, number))
    downstream = 1 + len(nx.descendants(nx.from_numpy_array(chance, create_using=nx.DiGraph), 0))
    reached = simulate(fan_of(chance), [0], None, draws=2, rng=np.random.default_rng(number))
    assert (reached.mean, reached.std_error) == (downstream, 0.0)
    starts = np.arange(n) == 0
    found = best_seeds(
        fan_of(chance.T), Seats.one_each(n), k=1, candidates=starts, active=~starts & False, counted=starts | True,
        accuracy=0.1, confidence=0.9, rng=np.random.default_rng(number),
    )  # fmt: skip
    assert found.value == downstream


@given(st.integers(1, 12), NUMBERS)
def test_ties_without_a_chance_never_carry(n: int, number: int) -> None:
    indptr = np.arange(n + 1, dtype=np.int64) * n
    fan = Fan(indptr, np.tile(np.arange(n, dtype=np.int32), n), np.zeros(n * n))
    assert simulate(fan, [0], None, draws=3, rng=np.random.default_rng(number)).mean == 1.0


@settings(max_examples=60)
@given(st.integers(2, 10), NUMBERS)
def test_more_seeds_never_reach_fewer(n: int, number: int) -> None:
    fan = fan_of(drawn_chance(n, number))
    fewer, more = (simulate(fan, range(k), None, draws=400, rng=np.random.default_rng(0)) for k in (1, 2))
    assert more.mean >= fewer.mean - 4 * np.hypot(fewer.std_error, more.std_error)


@settings(max_examples=60)
@given(NUMBERS)
def test_a_greater_budget_is_never_worth_less(number: int) -> None:
    world = random_world(number)
    values = [seeds_of(world, k).value for k in range(5)]
    assert values == sorted(values) or np.diff(values).min() > -1e-9


@settings(max_examples=60)
@given(NUMBERS)
def test_relabelling_people_changes_nothing(number: int) -> None:
    world = random_world(number)
    n = len(world.chance)
    place = np.random.default_rng(number).permutation(n)
    chance = np.zeros_like(world.chance)
    chance[np.ix_(place, place)] = world.chance
    groups = tuple(tuple(sorted(place[list(people)].tolist())) for people in world.groups)
    relabelled = World(chance, groups, world.candidates, world.active, world.counted)
    assert seeds_of(relabelled, 2).chosen == seeds_of(world, 2).chosen
    assert seeds_of(relabelled, 2).value == pytest.approx(seeds_of(world, 2).value, abs=1e-9)


def test_the_same_rng_gives_the_same_and_another_one_another() -> None:
    world = people_world(4, [(0, 1, 0.5), (1, 2, 0.5), (2, 3, 0.5)])
    runs = [seeds_of(world, 1, exact_ties=0, rng=rng) for rng in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]
    spreads = [simulate(world.outward, [0], None, draws=99, rng=np.random.default_rng(i)) for i in (1, 1, 2)]
    assert spreads[0] == spreads[1] != spreads[2]


def changed(world: World, **masks: Any) -> World:
    return World(
        world.chance,
        world.groups,
        masks.get("candidates", world.candidates),
        masks.get("active", world.active),
        masks.get("counted", world.counted),
    )


THREE = people_world(3, [(0, 1, 0.5), (1, 2, 0.5)])
NONE, ALL, FIRST = np.zeros(3, np.bool_), np.ones(3, np.bool_), np.array([True, False, False])


@pytest.mark.parametrize("exact_ties", [0, 20])
def test_more_slots_than_candidates_take_them_all(exact_ties: int) -> None:
    found = seeds_of(changed(THREE, candidates=np.array([False, True, True])), 9, exact_ties=exact_ties)
    assert sorted(found.chosen) == [1, 2]
    assert found.value == pytest.approx(2.0, abs=1e-12)
    assert found.lower_bound == pytest.approx(2.0, abs=1e-12)


@pytest.mark.parametrize("exact_ties", [0, 20])
def test_nothing_to_choose_and_nobody_active_reaches_nobody(exact_ties: int) -> None:
    nothing = CertifiedSeeds((), (), 0.0, 0.0, 0.0, 0.0, 1.0, 0, is_exact=True, is_accurate=True)
    assert seeds_of(changed(THREE, candidates=NONE), 2, exact_ties=exact_ties) == nothing
    assert seeds_of(THREE, 0, exact_ties=exact_ties) == nothing
    assert nothing.ratio == 1.0


def test_nothing_counted_chooses_the_first_for_nothing() -> None:
    found = seeds_of(changed(THREE, counted=NONE), 2, exact_ties=0)
    assert (found.chosen, found.gain, found.value, found.upper_bound) == ((0, 1), (0.0, 0.0), 0.0, 0.0)
    assert found.is_exact


def test_without_candidates_the_active_ones_are_the_baseline() -> None:
    world = changed(THREE, candidates=NONE, active=FIRST)
    exact, drawn = seeds_of(world, 2), seeds_of(world, 2, exact_ties=0, max_sets=8192)
    # 1 is reached with .5, 2 with .25; 0 itself is not counted
    assert (exact.chosen, exact.value, exact.baseline) == ((), 0.75, 0.75)
    assert (drawn.chosen, drawn.value) == ((), drawn.baseline)
    assert drawn.lower_bound <= 0.75 <= drawn.upper_bound
    assert drawn.value == pytest.approx(0.75, abs=0.1)


def test_groups_that_add_nothing_come_last_by_index() -> None:
    # Group 0 has all people of the others; 1 and 3 add nothing to it, the empty group 2 itself.
    world = World(
        np.zeros((2, 2)), ((0, 1), (0,), (), (1,)), *(np.full(4, is_in) for is_in in (True, False, True))
    )
    found = seeds_of(world, 4)
    assert (found.chosen, found.gain) == ((0, 2, 1, 3), (3.0, 1.0, 0.0, 0.0))
    # Drawn sets are enumerated too where no tie is uncertain, so an unrelated one is added here.
    drawn = World(
        np.array([[0.0, 0.5], [0.0, 0.0]]),
        *(getattr(world, name) for name in ("groups", "candidates", "active", "counted")),
    )
    sampled = seeds_of(drawn, 4, exact_ties=0)
    assert (sampled.chosen, sampled.gain[2:]) == ((0, 2, 1, 3), (0.0, 0.0))
    assert sampled.value == 4.0


def test_an_empty_group_is_reached_by_itself_alone() -> None:
    world = World(np.zeros((1, 1)), ((), (0,)), *(np.full(2, is_in) for is_in in (True, False, True)))
    assert seeds_of(world, 1).value == 1.0
    assert seeds_of(changed(world, candidates=np.array([False, True])), 1).value == 1.0
    spread = simulate(world.outward, [0], world.seats, draws=2, rng=np.random.default_rng(0))
    assert spread.mean == 1.0


def test_nobody_at_all() -> None:
    found = best_seeds(
        NOBODY, Seats.one_each(0), k=1, candidates=NONE[:0], active=NONE[:0], counted=NONE[:0],
        accuracy=0.1, confidence=0.9, rng=np.random.default_rng(0),
    )  # fmt: skip
    assert (found.chosen, found.value) == ((), 0.0)
    assert simulate(NOBODY, [], None, draws=2, rng=np.random.default_rng(0)).mean == 0.0


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"k": -1}, "found k = -1, expected at least 0"),
        ({"candidates": NONE[:2]}, r"candidates: found shape \(2,\), expected \(3,\)"),
        ({"active": NONE[:2]}, r"active: found shape \(2,\), expected \(3,\)"),
        ({"counted": NONE[:2]}, r"counted: found shape \(2,\), expected \(3,\)"),
        ({"accuracy": 0.0}, "found accuracy 0.0, expected more than 0 and less than 1 - 1/e"),
        ({"accuracy": 0.7}, "found accuracy 0.7, expected more than 0 and less than 1 - 1/e"),
        ({"confidence": 1.0}, "found confidence 1.0, expected more than 0 and less than 1"),
        ({"confidence": 0.0}, "found confidence 0.0, expected more than 0 and less than 1"),
        ({"max_sets": 1}, "found max_sets = 1, expected at least 2"),
    ],
)
def test_what_best_seeds_refuses(wrong: dict[str, Any], message: str) -> None:
    right: dict[str, Any] = {
        "k": 1,
        "candidates": ALL,
        "active": NONE,
        "counted": ALL,
        "accuracy": 0.1,
        "confidence": 0.9,
        "rng": np.random.default_rng(0),
    }
    with pytest.raises(ValueError, match=message):
        best_seeds(THREE.inward, THREE.seats, **(right | wrong))


@pytest.mark.parametrize(
    ("people", "draws", "message"),
    [
        ([0], 1, "found 1 draws, expected at least 2"),
        ([3], 2, "found people 3 to 3, expected 0 to 2"),
        ([0, -1], 2, "found people -1 to 0, expected 0 to 2"),
    ],
)
def test_what_simulate_refuses(people: list[int], draws: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        simulate(THREE.outward, people, None, draws=draws, rng=np.random.default_rng(0))
