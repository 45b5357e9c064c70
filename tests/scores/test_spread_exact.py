"""Few uncertain ties: the spread is exact, and the choice the best one."""

from __future__ import annotations

import numpy as np
import pytest

from refgraph.scores.exact_spread import exact_choice, greedy_choice, outcomes
from refgraph.scores.rr_sets import Aim
from refgraph.scores.spread import CertifiedSeeds, best_seeds, simulate
from tests.scores.spread_world import INTERPRETED, RECIPES, World, people_world, random_world

CASES = [(name, seeds) for name, (_, _, spreads) in RECIPES.items() for seeds in spreads]


def seeds_of(
    world: World, k: int, *, exact_ties: int = 20, rng: int = 0, max_sets: int = 2048
) -> CertifiedSeeds:
    return best_seeds(
        world.inward,
        world.seats,
        k=k,
        candidates=world.candidates,
        active=world.active,
        counted=world.counted,
        accuracy=0.1,
        confidence=0.999,
        rng=np.random.default_rng(rng),
        max_sets=max_sets,
        exact_ties=exact_ties,
    )


def among(world: World, seeds: tuple[int, ...]) -> World:
    """The same world with these candidates only."""
    candidates = np.isin(np.arange(len(world.groups)), seeds)
    return World(world.chance, world.groups, candidates, world.active, world.counted)


@pytest.mark.parametrize(("name", "seeds"), CASES)
def test_the_exact_spreads_of_the_recipes(name: str, seeds: tuple[int, ...]) -> None:
    n, ties, spreads = RECIPES[name]
    found = seeds_of(among(people_world(n, ties), seeds), len(seeds))
    assert sorted(found.chosen) == list(seeds)
    assert found.value == pytest.approx(spreads[seeds], abs=1e-9 if name != "mixed" else 5e-7)
    assert found.value == pytest.approx(people_world(n, ties).value(seeds), abs=1e-9)
    assert (found.lower_bound, found.upper_bound) == (found.value, found.value)
    assert (found.ratio, found.confidence, found.rr_sets) == (1.0, 1.0, 0)
    assert found.is_exact
    assert found.is_accurate


@pytest.mark.parametrize(("name", "seeds"), CASES)
def test_the_simulated_spreads_of_the_recipes(name: str, seeds: tuple[int, ...]) -> None:
    n, ties, spreads = RECIPES[name]
    draws = 500 if INTERPRETED else 40_000
    found = simulate(people_world(n, ties).outward, seeds, None, draws=draws, rng=np.random.default_rng(7))
    assert found.draws == draws
    assert found.mean == pytest.approx(spreads[seeds], abs=4 * found.std_error)
    assert 0 < found.std_error < n / np.sqrt(draws)


@pytest.mark.parametrize("number", range(60 if INTERPRETED else 500))
def test_brute_force_finds_nothing_better(number: int) -> None:
    world = random_world(number)
    for k in (1, 2, 3):
        found, best = seeds_of(world, k), world.best(k)
        assert found.is_exact
        assert found.value == pytest.approx(world.value(found.chosen), abs=1e-9)
        assert found.value == pytest.approx(best, abs=1e-9)
        assert found.upper_bound >= best - 1e-9
        assert found.baseline == pytest.approx(world.value(()), abs=1e-9)
        assert found.baseline + sum(found.gain) == pytest.approx(found.value, abs=1e-9)
        assert len(set(found.chosen)) == len(found.gain) == len(found.chosen)
        assert set(found.chosen) <= set(world.choosable)


@pytest.mark.parametrize("number", range(30 if INTERPRETED else 150))
def test_greedy_choice_is_naive_greedy_and_its_bound_is_above_the_best(number: int) -> None:
    world = random_world(number + 1000)
    aim = Aim.of(world.inward, world.seats, world.candidates, world.active, world.counted)
    found = outcomes(aim, 20)
    assert found is not None
    for k in (1, 2):
        greedy, values = greedy_choice(found, k), [world.value(())]
        for group in greedy.chosen:
            so_far = greedy.chosen[: len(values) - 1]
            gains = {g: world.value([*so_far, g]) - values[-1] for g in world.choosable if g not in so_far}
            assert group == min(gains, key=lambda g: (-round(gains[g], 12), g))
            values.append(world.value([*so_far, group]))
        assert greedy.gain == pytest.approx(np.diff(values).tolist(), abs=1e-9)
        assert found.covered + greedy.bound >= world.best(k) - 1e-9


def test_the_best_pair_is_found_where_greedy_misses_it() -> None:
    # 0 reaches 2, 3 and 6, 7; 1 reaches 2, 3, 4; 5 reaches 6, 7, 8. Greedy takes 0 (5 people) and then 1 (2 more:
    # 1 and 4); 1 and 5 reach 8 people. All ties are certain.
    reach = {0: [2, 3, 6, 7], 1: [2, 3, 4], 5: [6, 7, 8]}
    world = people_world(9, [(u, v, 1.0) for u, listeners in reach.items() for v in listeners])
    found = seeds_of(world, 2)
    assert (found.chosen, found.gain) == ((1, 5), (4.0, 4.0))
    assert (found.value, found.ratio) == (8.0, 1.0)
    aim = Aim.of(world.inward, world.seats, world.candidates, world.active, world.counted)
    listed = outcomes(aim, 20)
    assert listed is not None
    assert greedy_choice(listed, 2).chosen == [0, 1]
    assert exact_choice(listed, 2).chosen == [1, 5]


def test_more_uncertain_ties_than_allowed_are_drawn() -> None:
    ties = [(0, v, 0.5) for v in range(1, 5)]
    assert seeds_of(people_world(5, ties), 1, exact_ties=4).is_exact
    assert not seeds_of(people_world(5, ties), 1, exact_ties=3).is_exact
    certain = [(u, v, 1.0) for u in range(5) for v in range(5) if u != v]
    assert seeds_of(people_world(5, certain), 1, exact_ties=0).value == 5.0
