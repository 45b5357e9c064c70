"""Many uncertain ties: the spread is drawn, and its bounds hold."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from refgraph.scores.coins import wrapping
from refgraph.scores.rr_kernels import COVERED, draw_sets
from refgraph.scores.rr_sets import Aim, RRSets
from refgraph.scores.seats import Seats
from refgraph.scores.simulation_kernels import cascades
from refgraph.scores.spread import best_seeds, simulate
from tests.scores.interpreted import interpreted
from tests.scores.path_world import fan_of
from tests.scores.spread_twin import reached, rr_set, stream
from tests.scores.spread_world import INTERPRETED, World, random_world
from tests.scores.test_spread_exact import seeds_of

KEY = np.uint64(0xFEDCBA9876543210)


def aim_of(world: World) -> Aim:
    return Aim.of(world.inward, world.seats, world.candidates, world.active, world.counted)


def wide_world(number: int, n: int = 40) -> World:
    """Rows long enough to be skipped through: equal chances in some, falling ones in others; n people, one each."""
    rng = np.random.default_rng(number)
    chance = np.where(rng.random((n, n)) < 0.7, 0.8 / n, 0.0)
    mixed = rng.random(n) < 0.5
    chance[:, mixed] *= rng.choice([0.2, 1.0, 2.0], (n, int(mixed.sum())))
    np.fill_diagonal(chance, 0.0)
    everybody = np.ones(n, np.bool_)
    return World(chance, tuple((v,) for v in range(n)), everybody, ~everybody, everybody)


def drawn_sets(aim: Aim, kernel: object, sets: int, *, room: int = 4096) -> list[set[int] | None]:
    todo = np.array([[0, sets // 3], [sets // 3, sets]])
    length, members = np.zeros(sets, np.int32), np.empty((2, room), np.int32)
    with wrapping():
        done = kernel(aim.inward.arrays, aim.sought(), KEY, 0, todo, members, length)  # type: ignore[operator]
    assert done[:, 0].tolist() == todo[:, 1].tolist()
    listed: list[set[int] | None] = []
    for worker, (first, last) in enumerate(todo.tolist()):
        at = 0
        for size in length[first:last].tolist():
            row = members[worker, at : at + max(size, 0)].tolist()
            assert len(set(row)) == len(row)
            listed.append(None if size == COVERED else set(row))
            at += len(row)
        assert at == done[worker, 1]
    return listed


@pytest.mark.parametrize("number", range(40))
def test_sets_are_those_of_the_slow_twin(number: int) -> None:
    world = random_world(number, people=9, ties=30) if number % 2 else wide_world(number, 110)
    if not len(aim_of(world).roots):
        return
    sets = 12
    twin = [rr_set(world, int(KEY), i) for i in range(sets)]
    assert drawn_sets(aim_of(world), draw_sets, sets) == twin
    assert drawn_sets(aim_of(world), interpreted(draw_sets), sets) == twin


@pytest.mark.parametrize("number", range(20))
def test_simulated_worlds_are_those_of_the_slow_twin(number: int) -> None:
    world = random_world(number, people=9, ties=30) if number % 2 else wide_world(number, 110)
    seats, fan, n = world.seats, world.outward, len(world.chance)
    people = np.unique(np.random.default_rng(number).integers(0, n, 2)).astype(np.int32)
    own = (*seats.groups_by_person(n, world.counted), seats.groups)
    twin = [reached(fan, people.tolist(), stream(int(KEY), draw)) for draw in range(9)]
    groups = [
        sum(world.counted[g] and not set(members).isdisjoint(met) for g, members in enumerate(world.groups))
        for met in twin
    ]
    nothing = (np.empty(0, np.int64), np.empty(0, np.int32), 0)
    for kernel in (cascades, interpreted(cascades)):
        with wrapping():
            assert kernel(fan.arrays, people, own, KEY, 9, 2).tolist() == groups
            assert kernel(fan.arrays, people, nothing, KEY, 9, 4).tolist() == [len(met) for met in twin]


@pytest.mark.skipif(INTERPRETED, reason="too slow interpreted")
def test_every_tie_carries_as_often_as_its_chance_says() -> None:
    # One listener with 60 speakers: a set holds a speaker when his tie carries. Chances fall over three powers of ten.
    chance = np.zeros((61, 61))
    chance[1:, 0] = np.sort(np.geomspace(0.001, 0.9, 60))
    root = np.arange(61) == 0
    sets = RRSets(Aim.of(fan_of(chance.T), Seats.one_each(61), ~root | root, root & False, root), KEY)
    sets.draw(200_000)
    share = np.bincount(sets.member, minlength=61)[1:] / 200_000
    deviation = np.sqrt(chance[1:, 0] * (1 - chance[1:, 0]) / 200_000)
    assert np.abs(share - chance[1:, 0]).max() < 1  # shapes agree
    assert (np.abs(share - chance[1:, 0]) / deviation).max() < 4.2


@pytest.mark.parametrize("number", range(10 if INTERPRETED else 100))
def test_the_share_of_sets_met_estimates_the_spread(number: int) -> None:
    world, sets = random_world(number), 300 if INTERPRETED else 20_000
    aim = aim_of(world)
    if not len(aim.roots):
        return
    drawn = RRSets(aim, KEY)
    drawn.draw(sets)
    chosen = world.choosable[:2]
    met = sum(
        not set(drawn.member[a:b].tolist()).isdisjoint(chosen)
        for a, b in zip(drawn.indptr[:-1], drawn.indptr[1:], strict=True)
    )
    roots = len(aim.roots)
    for estimate, value in ((drawn.covered, world.value(())), (drawn.covered + met, world.value(chosen))):
        share = value / roots
        assert estimate / sets == pytest.approx(
            share, abs=5 * np.sqrt(abs(share * (1 - share)) / sets) + 1e-9
        )


@pytest.mark.parametrize("number", range(40 if INTERPRETED else 500))
def test_the_best_choice_is_never_above_the_upper_bound_nor_the_made_one_below_the_lower(number: int) -> None:
    world = random_world(number)
    for k, max_sets in ((1, 128 if INTERPRETED else 4096), (2, 32)):
        found = seeds_of(world, k, exact_ties=0, rng=number, max_sets=max_sets)
        best, value = world.best(k), world.value(found.chosen)
        assert found.lower_bound - 1e-9 <= value <= best + 1e-9
        assert best <= found.upper_bound + 1e-9
        assert found.lower_bound <= found.value <= found.upper_bound <= (world.counted & ~world.active).sum()
        assert found.lower_bound >= sum(world.counted[g] for g in found.chosen)
        assert found.baseline + sum(found.gain) == pytest.approx(found.value, abs=1e-9)


@pytest.mark.skipif(INTERPRETED, reason="there are no threads")
def test_nothing_depends_on_the_number_of_threads() -> None:
    world = wide_world(3, 120)
    before, found = numba.get_num_threads(), []
    try:
        for threads in (1, min(2, numba.config.NUMBA_NUM_THREADS)):
            numba.set_num_threads(threads)
            seeds = seeds_of(world, 3, rng=1)
            spread = simulate(world.outward, seeds.chosen, None, draws=500, rng=np.random.default_rng(2))
            found.append((seeds, spread))
    finally:
        numba.set_num_threads(before)
    assert found[0] == found[1]


def test_sets_do_not_depend_on_the_rounds_they_are_drawn_in() -> None:
    aim = aim_of(random_world(4, people=9, ties=40))
    at_once, bit_by_bit = RRSets(aim, KEY), RRSets(aim, KEY)
    at_once.draw(300)
    for until in (7, 8, 100, 300):
        bit_by_bit.draw(until)

    def listed(sets: RRSets) -> list[list[int]]:
        return sorted(
            sorted(sets.member[a:b].tolist()) for a, b in zip(sets.indptr[:-1], sets.indptr[1:], strict=True)
        )

    assert listed(at_once) == listed(bit_by_bit)
    assert (at_once.covered, at_once.work) == (bit_by_bit.covered, bit_by_bit.work)


def test_sets_that_do_not_fit_are_drawn_in_the_next_call() -> None:
    aim, length, members = aim_of(wide_world(5)), np.zeros(50, np.int32), np.empty((1, 30), np.int32)
    sets: list[list[int]] = []
    todo = np.array([[0, 50]])
    while todo[0, 0] < 50:
        with wrapping():
            number, used, _ = draw_sets(aim.inward.arrays, aim.sought(), KEY, 0, todo, members, length)[
                0
            ].tolist()
        ends = np.cumsum(length[todo[0, 0] : number])
        assert used == ends[-1] <= 30
        sets += [row.tolist() for row in np.split(members[0, :used], ends[:-1])]
        todo[0, 0] = number
    assert [set(row) for row in sets] == drawn_sets(aim, draw_sets, 50)


def test_more_accuracy_than_the_cap_allows_is_said() -> None:
    world = wide_world(1)
    capped, full = (
        seeds_of(world, 2, max_sets=2),
        seeds_of(world, 2, max_sets=1 << 14 if INTERPRETED else 1 << 18),
    )
    assert (capped.rr_sets, capped.is_accurate) == (2, False)
    assert full.is_accurate
    assert full.ratio >= 1 - 1 / np.e - 0.1
    assert full.confidence == 0.999


def test_sampled_seeds_reach_as_many_as_simulated() -> None:
    world = wide_world(11)
    found = best_seeds(
        world.inward,
        world.seats,
        k=3,
        candidates=world.candidates,
        active=np.arange(40) == 0,
        counted=world.counted,
        accuracy=0.1,
        confidence=0.99,
        rng=np.random.default_rng(0),
        max_sets=1 << (9 if INTERPRETED else 18),
    )
    draws = 60 if INTERPRETED else 20_000
    counted = np.arange(40) > 0
    spread = simulate(
        world.outward,
        (0, *found.chosen),
        world.seats,
        draws=draws,
        rng=np.random.default_rng(5),
        counted=counted,
    )
    alone = simulate(world.outward, [0], None, draws=draws, rng=np.random.default_rng(6), counted=counted)
    tolerance = 12.0 if INTERPRETED else 0.6
    assert found.value == pytest.approx(spread.mean, abs=tolerance)
    assert found.baseline == pytest.approx(alone.mean, abs=tolerance)
