from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.params import Params
from refgraph.scores.best_speakers import BestSpeakers, best_speakers
from refgraph.scores.seats import Seats
from refgraph.scores.speaker_kernels import obtainable, top_speakers
from tests.scores.interpreted import interpreted
from tests.scores.path_world import Network, fan_of, random_network

NUMBERS = st.integers(0, 2**32 - 1)
Ranked = list[tuple[float, int, int, float]]
"""Rounded value falling (as its negative), person, contact, chance."""


def products(network: Network, max_hops: int) -> np.ndarray:
    """Floyd's maximum of products by (speaker, listener), over walks of at most `max_hops` ties to who carries."""
    tie = np.where(network.carries, network.chance, 0.0)
    best = tie
    for _ in range(max_hops - 1):
        best = np.maximum(best, (tie[:, :, np.newaxis] * best[np.newaxis, :, :]).max(axis=1))
    return best


def ranked(best: np.ndarray, worth: np.ndarray, contacts: list[int], params: Params) -> Ranked:
    """Every speaker of a group, from a table of everybody's best chances."""
    rows: Ranked = []
    for person in set(range(len(best))) - set(contacts):
        found = [
            (-round(best[person, c] * worth[person], 12), c)
            for c in contacts
            if best[person, c] >= params.min_probability
        ]
        if found and worth[person] > 0:
            value, contact = min(found)
            rows.append((value, person, contact, best[person, contact]))
    return sorted(rows)


def random_seats(rng: np.random.Generator, n: int) -> Seats:
    """Up to four groups; people may sit in several, and groups may be empty."""
    groups = [np.flatnonzero(rng.random(n) < rng.choice([0.0, 0.2, 0.5])) for _ in range(rng.integers(1, 5))]
    indptr = np.cumsum([0, *(len(group) for group in groups)]).astype(np.int64)
    return Seats(indptr, np.concatenate(groups).astype(np.int32))


def case(number: int) -> tuple[Network, np.ndarray, Seats]:
    network = random_network(number, most=9)
    rng = np.random.default_rng(number)
    worth = rng.random(network.n) if rng.random() < 0.5 else rng.choice([0.25, 0.5], network.n)
    worth[rng.random(network.n) < 0.3] = 0.0
    seats = Seats.one_each(network.n) if rng.random() < 0.3 else random_seats(rng, network.n)
    return network, worth, seats


def rows_of(found: BestSpeakers, group: int) -> Ranked:
    size = int((found.person[group] >= 0).sum())
    return [
        (-round(float(found.value[group, i]), 12), int(found.person[group, i]),
         int(found.contact[group, i]), float(found.chance[group, i]))
        for i in range(size)
    ]  # fmt: skip


@settings(max_examples=500)
@given(NUMBERS, st.sampled_from([1, 2, 3, 4]), st.sampled_from([1e-9, 0.00123, 0.0123]), st.integers(1, 6))
def test_the_best_speakers_are_the_first_of_all_by_floyds_products(
    number: int, hops: int, least: float, k: int
) -> None:
    network, worth, seats = case(number)
    params = Params(max_hops=hops, min_probability=least)
    found = best_speakers(network.inward, worth, network.carries, seats, k=k, params=params)
    best = products(network, hops)
    for group in range(seats.groups):
        expected = ranked(best, worth, seats.people_of(group).tolist(), params)[:k]
        got = rows_of(found, group)
        assert [row[:3] for row in got] == [row[:3] for row in expected]
        assert [row[3] for row in got] == pytest.approx([row[3] for row in expected], rel=1e-12)
        assert (found.person[group, len(got) :] == -1).all()
        assert (found.contact[group, len(got) :] == -1).all()


def arrays_of(kernels: tuple[Any, Any], number: int, workers: int) -> tuple[np.ndarray, ...]:
    network, worth, seats = case(number)
    fan = network.inward.arrays
    best = kernels[0](fan, worth, network.carries, 3)
    found = kernels[1](fan, best, network.carries, (seats.indptr, seats.person), 0.0123, 4, workers)
    return best, *found


@settings(max_examples=60)
@given(NUMBERS, st.integers(1, 5))
def test_the_compiled_loops_equal_the_interpreted_ones_however_many_workers(
    number: int, workers: int
) -> None:
    compiled = arrays_of((obtainable, top_speakers), number, workers)
    alone = arrays_of((interpreted(obtainable), interpreted(top_speakers)), number, 1)
    for got, expected in zip(compiled, alone, strict=True):
        np.testing.assert_array_equal(got, expected)


def sparse_network(n: int, degree: int, number: int) -> Network:
    rng = np.random.default_rng(number)
    chance = np.where(rng.random((n, n)) < degree / n, rng.random((n, n)) ** 3, 0.0)
    np.fill_diagonal(chance, 0.0)
    return Network(chance, rng.random(n) < 0.8)


def test_every_target_of_a_larger_network_is_answered_exactly() -> None:
    """Each of 150 people is a target; a heap of more than 64 ways has to grow."""
    network = sparse_network(150, 12, 5)
    worth = np.where(np.random.default_rng(1).random(150) < 0.1, 0.5, 0.0)
    best, seats = products(network, 3), Seats.one_each(150)
    found = best_speakers(network.inward, worth, network.carries, seats, k=40, params=Params())
    for target in range(150):
        chance = np.where((worth > 0) & (best[:, target] >= 1e-4), best[:, target], 0.0)
        chance[target] = 0.0
        order = np.lexsort((np.arange(150), -np.round(chance * worth, 12)))
        expected = order[chance[order] > 0][:40]
        got = found.person[target][found.person[target] >= 0]
        assert got.tolist() == expected.tolist()
        assert found.chance[target, : len(got)] == pytest.approx(chance[expected], rel=1e-12)


def test_two_callers_at_once_get_the_same() -> None:
    network = sparse_network(60, 6, 3)
    worth, seats = np.random.default_rng(2).random(60), Seats.one_each(60)

    def ask(_: int) -> BestSpeakers:
        return best_speakers(network.inward, worth, network.carries, seats, k=5, params=Params())

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(ask, range(8))
    for other in others:
        np.testing.assert_array_equal(first.person, other.person)
        np.testing.assert_array_equal(first.value, other.value)


def two_who_reach_a_third() -> Network:
    chance = np.zeros((3, 3))
    chance[0, 2], chance[1, 2] = 0.4, 0.2
    return Network(chance, np.ones(3, np.bool_))


def test_a_modest_chance_of_a_convinced_person_beats_a_good_chance_of_a_lukewarm_one() -> None:
    network, seats = two_who_reach_a_third(), Seats.one_each(3)
    found = best_speakers(
        network.inward, np.array([0.1, 0.9, 1.0]), network.carries, seats, k=2, params=Params()
    )
    assert found.person[2].tolist() == [1, 0]
    assert found.value[2].tolist() == pytest.approx([0.2 * 0.9, 0.4 * 0.1])
    assert found.contact[2].tolist() == [2, 2]


def test_nobody_speaks_to_the_group_he_sits_in() -> None:
    network = two_who_reach_a_third()
    seats = Seats(np.array([0, 2]), np.array([0, 2], np.int32))
    found = best_speakers(network.inward, np.ones(3), network.carries, seats, k=2, params=Params())
    assert found.person[0].tolist() == [1, -1]


def test_a_contact_who_does_not_carry_hears_nobody() -> None:
    network, seats = two_who_reach_a_third(), Seats.one_each(3)
    carries = np.array([True, True, False])
    found = best_speakers(network.inward, np.ones(3), carries, seats, k=1, params=Params())
    assert found.person[2].tolist() == [-1]


def test_no_ties_no_people_and_no_groups_give_nobody() -> None:
    for n, seats in ((2, Seats.one_each(2)), (0, Seats.one_each(0)), (2, Seats.one_each(0))):
        fan = fan_of(np.zeros((n, n)))
        found = best_speakers(fan, np.ones(n), np.ones(n, np.bool_), seats, k=3, params=Params())
        assert found.person.shape == (seats.groups, 3)
        assert (found.person == -1).all()
