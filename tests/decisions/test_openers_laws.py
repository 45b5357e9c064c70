"""Openers and targets on random networks, against an enumeration of all simple paths."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.openers import openers
from refgraph.decisions.targets import targets
from tests.decisions.random_world import random_world

if TYPE_CHECKING:
    from refgraph.decisions.openers import Blocked, Opener
    from refgraph.scores.paths import Path
    from refgraph.scores.scores import Scores

NUMBERS = st.integers(0, 2**32 - 1)
MANY = 1000


def ids(scores: Scores, path: Path) -> tuple[str, ...]:
    return tuple(scores.snapshot.people.ids[person] for person in path.people)


def row_of(scores: Scores, row: Opener) -> tuple[object, ...]:
    people, accounts = scores.snapshot.people.ids, scores.snapshot.accounts.ids
    paths = [ids(scores, path) for path in (row.path, *row.alternatives)]
    return people[row.person], accounts[row.account], people[row.contact], paths


def blocked_of(scores: Scores, row: Blocked) -> tuple[str, str, tuple[str, ...]]:
    return scores.snapshot.people.ids[row.person], row.reason, ids(scores, row.path)


@settings(max_examples=300, deadline=None)
@given(NUMBERS)
def test_openers_equal_an_enumeration_of_all_paths(number: int) -> None:
    world = random_world(number)
    scores = world.scores
    for account in world.accounts:
        answer = openers(scores, scores.snapshot.account(account), k=MANY)
        rows, blocked = world.twin.openers(account)
        expected = [(r.person, r.account, r.contact, [path for _, path in r.paths]) for r in rows]
        assert [row_of(scores, row) for row in answer.rows] == expected
        assert [row.score for row in answer.rows] == pytest.approx([r.score for r in rows], rel=1e-12)
        for got, twin in zip(answer.rows, rows, strict=True):
            chances = [path.probability for path in (got.path, *got.alternatives)]
            assert chances == pytest.approx([chance for chance, _ in twin.paths], rel=1e-12)
        expected_blocked = [(b.person, b.reason, b.path[1]) for b in blocked]
        assert [blocked_of(scores, row) for row in answer.blocked] == expected_blocked
        assert [row.weight for row in answer.blocked] == pytest.approx([b.weight for b in blocked], rel=1e-12)


@settings(max_examples=200, deadline=None)
@given(NUMBERS)
def test_factors_lie_in_0_to_1_and_multiply_to_the_score(number: int) -> None:
    world = random_world(number)
    for account in world.accounts:
        for row in openers(world.scores, world.scores.snapshot.account(account), k=MANY).rows:
            assert all(0 < factor <= 1 for factor in row.factors.named().values())
            assert math.prod(row.factors.named().values()) == pytest.approx(row.score, abs=1e-12)
            best = (row.path, *row.alternatives)
            assert len(best) <= 5
            assert row.factors.reach == pytest.approx(1 - math.prod(1 - path.probability for path in best))
            assert row.path.people[0] == row.person
            assert row.path.people[-1] == row.contact


@settings(max_examples=200, deadline=None)
@given(NUMBERS, st.integers(0, 9))
def test_a_short_list_is_the_beginning_of_the_long_one(number: int, k: int) -> None:
    world = random_world(number)
    target = world.scores.snapshot.account(world.accounts[0])
    short, long = openers(world.scores, target, k=k), openers(world.scores, target, k=MANY)
    assert short.rows == long.rows[:k]
    assert short.blocked == long.blocked[:k]
    assert short.inside == long.inside


@settings(max_examples=200, deadline=None)
@given(NUMBERS, st.integers(1, 3))
def test_targets_are_the_best_of_the_openers_of_each_account(number: int, size: int) -> None:
    world = random_world(number)
    scores, snapshot = world.scores, world.scores.snapshot
    people = [snapshot.person(person) for person in world.people[:size]]
    rows, blocked = {}, {}
    for account in world.accounts:
        target = snapshot.account(account)
        if world.twin.is_customer(account):
            continue
        answer = openers(scores, target, k=MANY)
        mine = [row for row in answer.rows if row.person in people]
        not_now = [row for row in answer.blocked if row.person in people]
        if mine:
            rows[target] = mine[0]
        elif not_now:
            blocked[target] = not_now[0]
    found = targets(scores, people, k=MANY)
    assert {row.target: row for row in found.rows} == rows
    assert {row.target: row for row in found.blocked} == blocked
    assert list(found.rows) == sorted(found.rows, key=lambda row: (-round(row.score, 12), row.target))
    assert list(found.blocked) == sorted(found.blocked, key=lambda row: (-round(row.weight, 12), row.target))
