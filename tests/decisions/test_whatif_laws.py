"""What-if against both worlds looked at in full, on small random networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.affected import affected_targets
from refgraph.decisions.openers import openers
from refgraph.decisions.whatif import what_if
from refgraph.scores.scores import Scores, score
from refgraph.snapshot.change import Change, Lose, Resolve, TakeStance, Win, changed, open_incidents
from refgraph.snapshot.snapshot import Snapshot, Stance, Status
from tests.facts import TODAY, Cells, snapshot_of

if TYPE_CHECKING:
    from tests.decisions.world import Facts

Row = tuple[int, int]
"""(opener, target)."""


def random_facts(rng: np.random.Generator) -> Facts:
    """Eight people at five accounts who like or dislike us, know each other by chance, some with an open incident."""
    people, accounts = [f"p{i}" for i in range(8)], [f"a{i}" for i in range(5)]
    return {
        "accounts": [
            {"account_id": a, "status": str(rng.choice(["customer", "prospect", "lost"], p=[0.5, 0.4, 0.1]))}
            for a in accounts
        ],
        "people": [{"person_id": p} for p in people],
        "roles": [
            {"person_id": p, "account_id": str(a), "stance": "opponent" if rng.random() < 0.1 else None}
            for p in people
            for a in rng.choice(accounts, int(rng.integers(0, 3)), replace=False)
        ],
        "knows": [
            {
                "person_a": people[i],
                "person_b": people[j],
                "strength": float(rng.uniform(0.2, 1)),
                "directed": True,
            }
            for i in range(8)
            for j in range(8)
            if i != j and rng.random() < 0.25
        ],
        "events": [*_experiences(rng, people), *_incidents(rng, accounts)],
    }


def _experiences(rng: np.random.Generator, people: list[str]) -> list[Cells]:
    return [
        {
            "event_id": f"s{person}",
            "kind": "satisfaction",
            "date": TODAY,
            "person_id": person,
            "value": float(rng.uniform(-0.5, 1)),
        }
        for person in people
        if rng.random() < 0.7
    ]


def _incidents(rng: np.random.Generator, accounts: list[str]) -> list[Cells]:
    return [
        {"event_id": f"i{account}", "kind": "incident_opened", "date": TODAY, "account_id": account}
        for account in accounts
        if rng.random() < 0.3
    ]


def random_changes(rng: np.random.Generator, snapshot: Snapshot) -> list[Change]:
    """One to three changes of distinct things."""
    won, lost = map(str, rng.choice(snapshot.accounts.ids, 2, replace=False))
    person = str(rng.choice(snapshot.people.ids))
    stance = Stance(int(rng.integers(-1, 2)))
    incidents = [Resolve(snapshot.events.ids[row]) for row in open_incidents(snapshot)[:1]]
    possible: list[Change] = [Win(won), Lose(lost), TakeStance(person, stance), *incidents]
    chosen = rng.choice(len(possible), int(rng.integers(1, 4)), replace=False)
    return [possible[int(i)] for i in chosen]


def all_rows(scores: Scores, targets: list[int]) -> dict[Row, float]:
    return {
        (row.person, target): row.score for target in targets for row in openers(scores, target, k=100).rows
    }


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_openers_lost_and_won_are_those_of_both_worlds_in_full(number: int) -> None:
    rng = np.random.default_rng(number)
    before = score(snapshot_of(TODAY, **random_facts(rng)))
    changes = random_changes(rng, before.snapshot)
    after = score(changed(before.snapshot, changes))
    answer = what_if(before, changes)
    is_target = (before.snapshot.accounts.status != Status.CUSTOMER) & (
        after.snapshot.accounts.status != Status.CUSTOMER
    )
    targets = [int(target) for target in np.flatnonzero(is_target)]
    was, now = all_rows(before, targets), all_rows(after, targets)
    lost = {(c.opener.person, c.opener.target): c.opener.score for c in answer.openers.lost}
    won = {(c.opener.person, c.opener.target): c.opener.score for c in answer.openers.won}
    assert lost.keys() == was.keys() - now.keys()
    assert won.keys() == now.keys() - was.keys()
    assert all(round(lost[row], 12) == round(was[row], 12) for row in lost)
    assert all(round(won[row], 12) == round(now[row], 12) for row in won)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_where_no_target_is_affected_no_score_differs(number: int) -> None:
    """What affected targets leave out has the same openers with the same scores in both worlds."""
    rng = np.random.default_rng(number)
    before = score(snapshot_of(TODAY, **random_facts(rng)))
    changes = random_changes(rng, before.snapshot)[:1]
    answer = what_if(before, changes, targets=0)
    after = answer.scores[1]
    looked_at = what_if(before, changes)
    touched = affected(before, after)
    assert looked_at.targets_looked_at == len(touched) == answer.targets_affected
    others = [
        t for t in range(len(before.snapshot.accounts.ids))
        if t not in touched and is_open(before, t) and is_open(after, t)
    ]  # fmt: skip
    was, now = all_rows(before, others), all_rows(after, others)
    assert was.keys() == now.keys()
    assert all(round(was[row] - now[row], 12) == 0 for row in was)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_world_before_is_the_one_asked_about(number: int) -> None:
    rng = np.random.default_rng(number)
    before = score(snapshot_of(TODAY, **random_facts(rng)))
    belief = before.opinion.belief.copy()
    answer = what_if(before, random_changes(rng, before.snapshot))
    assert answer.scores[0] is before
    np.testing.assert_array_equal(before.opinion.belief, belief)
    assert answer.before == what_if(before, answer.changes).before


def affected(before: Scores, after: Scores) -> set[int]:
    return set(affected_targets(before, after, limit=100).targets)


def is_open(scores: Scores, account: int) -> bool:
    return bool(scores.snapshot.accounts.status[account] != Status.CUSTOMER)
