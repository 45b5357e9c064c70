"""Openers of many targets at once, against an enumeration of all simple paths and against the full answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.best_openers import BestOpeners, best_openers
from refgraph.decisions.openers import openers
from refgraph.snapshot.snapshot import Status
from tests.decisions.network import role, scores_of
from tests.decisions.random_world import World, random_world

NUMBERS = st.integers(0, 2**32 - 1)
MANY = 1000


def ranked(world: World, target: str) -> list[tuple[str, str, float, float]]:
    """Openers of the twin with their contact by best path alone, its chance and chance · net opinion."""
    twin = world.twin
    contacts = [c for c in twin.people_at(target) if c in twin.carriers]
    rows = []
    for opener in twin.openers(target)[0]:
        chances = {c: twin.paths(opener.person, c, twin.carriers, 1) for c in contacts}
        best = {c: paths[0][0] for c, paths in chances.items() if paths}
        contact = min(best, key=lambda c: (-round(best[c] * twin.net(opener.person), 12), c))
        rows.append((opener.person, contact, best[contact], best[contact] * twin.net(opener.person)))
    return sorted(rows, key=lambda row: (-round(row[3], 12), row[0]))


def rows_of(world: World, found: BestOpeners, at: int) -> list[tuple[str, str, float, float]]:
    ids, some = world.scores.snapshot.people.ids, found.of(at)
    columns = (found.person, found.contact, found.chance, found.value)
    person, contact, chance, value = (column[some].tolist() for column in columns)
    return [
        (ids[p], ids[c], own, worth) for p, c, own, worth in zip(person, contact, chance, value, strict=True)
    ]


@settings(max_examples=100, deadline=None)
@given(NUMBERS, st.integers(1, 4))
def test_the_best_of_every_target_equal_an_enumeration_of_all_paths(number: int, k: int) -> None:
    world = random_world(number)
    accounts = np.arange(len(world.accounts), dtype=np.int32)[::-1]
    found = best_openers(world.scores, accounts, k=k)
    assert found.target.tolist() == accounts.tolist()
    for at, account in enumerate(accounts.tolist()):
        expected = ranked(world, world.scores.snapshot.accounts.ids[account])[:k]
        got = rows_of(world, found, at)
        assert [row[:2] for row in got] == [row[:2] for row in expected]
        for one, other in zip(got, expected, strict=True):
            assert one[2:] == pytest.approx(other[2:], rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(NUMBERS)
def test_whoever_is_listed_stands_in_the_full_answer_and_the_other_way_round(number: int) -> None:
    world = random_world(number)
    found = best_openers(world.scores, k=MANY)
    for at, target in enumerate(found.target.tolist()):
        full = openers(world.scores, target, k=MANY)
        assert sorted(found.person[found.of(at)].tolist()) == sorted(row.person for row in full.rows)


def test_all_accounts_that_are_no_customers_are_taken_unless_some_are_named() -> None:
    world = random_world(5)
    status = world.scores.snapshot.accounts.status
    assert best_openers(world.scores).target.tolist() == np.flatnonzero(status != Status.CUSTOMER).tolist()
    twice = np.array([1, 0, 1], np.int32)
    found = best_openers(world.scores, twice, k=MANY)
    assert found.target.tolist() == [1, 0, 1]
    assert rows_of(world, found, 0) == rows_of(world, found, 2)


def test_no_accounts_and_accounts_without_people_have_no_openers() -> None:
    scores = scores_of({("a", "b"): 0.5}, {"a": (0.5, 0.0)}, accounts=[
        {"account_id": "ours", "status": "customer"}, {"account_id": "empty"}, {"account_id": "new"},
    ], people=[{"person_id": "a"}, {"person_id": "b"}], roles=[role("a", "ours"), role("b", "new")])  # fmt: skip
    index = scores.snapshot.account_index
    found = best_openers(scores, np.array([index["empty"], index["new"]], np.int32))
    assert found.indptr.tolist() == [0, 0, 1]
    assert (found.chance.tolist(), found.value.tolist()) == ([0.5], [0.25])
    assert best_openers(scores, np.empty(0, np.int32)).indptr.tolist() == [0]
