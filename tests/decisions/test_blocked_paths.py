"""The better way that is closed, shown beside the open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.openers import openers
from refgraph.decisions.targets import targets
from refgraph.views.answer_lines import openers_lines
from refgraph.views.documents import openers_document
from refgraph.views.wording import blocked_path_text
from tests.decisions.network import role, scores_of
from tests.decisions.random_world import World, random_world

if TYPE_CHECKING:
    from refgraph.decisions.rows import Opener
    from refgraph.scores.scores import Scores

NUMBERS = st.integers(0, 2**32 - 1)
MANY = 1000


def two_ways(over_cat: float, *, opponent: str = "cat") -> Scores:
    """Ann reaches Bo over Dan with chance .5 · .5, and over Cat with .5 · `over_cat`."""
    people = ["ann", "bo", "cat", "dan"]
    return scores_of(
        {("ann", "cat"): 0.5, ("cat", "bo"): over_cat, ("ann", "dan"): 0.5, ("dan", "bo"): 0.5},
        {"ann": (0.5, 0.0), opponent: (0.1, 0.6)},
        accounts=[{"account_id": "ours", "status": "customer"}, {"account_id": "new"}],
        people=[{"person_id": person, "name": person.title()} for person in people],
        roles=[role("ann", "ours"), role("bo", "new")],
    )


def only_row(scores: Scores) -> Opener:
    (row,) = openers(scores, scores.snapshot.account("new")).rows
    return row


def test_a_better_path_over_an_opponent_is_shown_beside_the_open_one() -> None:
    row = only_row(two_ways(0.8))
    # people by index: Ann 0, Bo 1, Cat 2, Dan 3
    assert row.path.people == (0, 3, 1)
    assert row.blocked_path is not None
    assert (row.blocked_path.people, row.blocked_by) == ((0, 2, 1), 2)
    assert row.blocked_path.probability == pytest.approx(0.5 * 0.8)
    assert row.factors.reach == pytest.approx(0.5 * 0.5)


@pytest.mark.parametrize("over_cat", [0.5, 0.2])
def test_an_equal_or_lesser_path_over_an_opponent_is_not(over_cat: float) -> None:
    row = only_row(two_ways(over_cat))
    assert (row.blocked_path, row.blocked_by) == (None, -1)


def test_without_opponents_no_path_is_closed() -> None:
    row = only_row(two_ways(0.8, opponent="nobody"))
    assert (row.path.people, row.blocked_path) == ((0, 2, 1), None)
    assert blocked_path_text(row, two_ways(0.8).snapshot, "en") == ""


def test_the_closed_path_is_told_in_every_form() -> None:
    scores = two_ways(0.8)
    answer = openers(scores, scores.snapshot.account("new"))
    said = "A better path is closed: Ann → Cat → Bo (chance 40.0%); Cat does not speak well of us."
    assert f"     {said}" in openers_lines(scores, answer)
    row = answer.rows[0]
    assert blocked_path_text(row, scores.snapshot, "zh") == (
        "更好的路径不通：Ann → Cat → Bo（可能 40.0%）；Cat 对我们评价不佳。"
    )


def test_the_document_has_the_closed_path_with_its_hops_or_null() -> None:
    for over_cat, expected in ((0.8, "cat"), (0.2, None)):
        scores = two_ways(over_cat)
        document = openers_document(scores, openers(scores, scores.snapshot.account("new")))
        closed = document["rows"][0]["details"]["blocked_path"]  # type: ignore[index]
        if expected is None:
            assert closed is None
        else:
            assert closed["person_id"] == expected
            assert closed["probability"] == pytest.approx(0.4)
            assert [(hop["from"], hop["to"]) for hop in closed["hops"]] == [("ann", "cat"), ("cat", "bo")]


def expected_path(world: World, row: Opener) -> tuple[str, ...] | None:
    """The most probable of all simple paths to the target's people over somebody who does not carry, if better."""
    twin, snapshot = world.twin, world.scores.snapshot
    person, target = snapshot.people.ids[row.person], snapshot.accounts.ids[row.target]
    over_bad = [
        (-round(chance, 12), people)
        for contact in twin.people_at(target)
        for chance, people in twin.paths(person, contact, twin.ids)
        if not twin.carriers.issuperset(people[1:])
    ]
    if not over_bad or -min(over_bad)[0] <= round(row.path.probability, 12):
        return None
    return min(over_bad)[1]


@settings(max_examples=150, deadline=None)
@given(NUMBERS)
def test_closed_paths_equal_an_enumeration_of_all_paths(number: int) -> None:
    world = random_world(number)
    ids = world.scores.snapshot.people.ids
    rows = list(targets(world.scores, range(len(ids)), k=MANY).rows)
    for account in range(len(world.accounts)):
        rows += openers(world.scores, account, k=MANY).rows
    for row in rows:
        people = None if row.blocked_path is None else tuple(ids[p] for p in row.blocked_path.people)
        assert people == expected_path(world, row)
        if people is not None:
            first = next(person for person in people[1:] if person not in world.twin.carriers)
            assert ids[row.blocked_by] == first
