from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.openers import openers
from refgraph.decisions.targets import Targets, targets
from refgraph.scores.scores import Scores, score
from refgraph.snapshot.snapshot import Status
from tests.decisions.answers import assert_blocked_lawful, assert_lawful, assert_ranked
from tests.decisions.world import Facts, days_ago, event, opening, scored, survey
from tests.facts import snapshot_of
from tests.whole.slow_twin import random_facts

if TYPE_CHECKING:
    from refgraph.decisions.rows import Blocked, Opener

NUMBERS = st.integers(0, 2**32 - 1)
DAYS = st.sampled_from(["2023-03-01", "2024-06-30", "2025-09-15", "2027-01-01"])


def restricted(scores: Scores, people: list[int], target: int) -> tuple[Opener | None, Blocked | None]:
    """The best opener of a target among some people, else the first blocked one, from the target's openers."""
    answer = openers(scores, target, k=1000)
    row = next((row for row in answer.rows if row.person in people), None)
    blocked = next((row for row in answer.blocked if row.person in people), None)
    return row, None if row else blocked


@settings(max_examples=150)
@given(NUMBERS, DAYS, st.integers(1, 4))
def test_targets_are_the_rows_of_openers_restricted_to_the_people(
    number: int, as_of: str, how_many: int
) -> None:
    scores = score(snapshot_of(as_of, **random_facts(number)))
    snapshot = scores.snapshot
    people = np.random.default_rng(number).choice(len(snapshot.people.ids), how_many, replace=False).tolist()
    answer = targets(scores, people, k=100)
    rows, blocked = {row.target: row for row in answer.rows}, {row.target: row for row in answer.blocked}
    assert len(rows) == len(answer.rows)
    assert len(blocked) == len(answer.blocked)
    for target, status in enumerate(snapshot.accounts.status.tolist()):
        row, held = restricted(scores, people, target) if status != Status.CUSTOMER else (None, None)
        assert_same_opener(rows.get(target), row)
        assert_same_blocked(blocked.get(target), held)
    assert_ranked(answer.rows)
    for found in answer.rows:
        assert_lawful(scores, found)
    for refused in answer.blocked:
        assert_blocked_lawful(scores, refused)


def assert_same_opener(got: Opener | None, expected: Opener | None) -> None:
    assert (got is None) == (expected is None)
    if got and expected:
        assert (got.person, got.account, got.contact) == (expected.person, expected.account, expected.contact)
        assert got.score == pytest.approx(expected.score, rel=1e-12)
        paths = [path.people for path in (got.path, *got.alternatives)]
        assert paths == [path.people for path in (expected.path, *expected.alternatives)]


def assert_same_blocked(got: Blocked | None, expected: Blocked | None) -> None:
    assert (got is None) == (expected is None)
    if got and expected:
        assert (got.person, got.account, got.reason) == (expected.person, expected.account, expected.reason)
        assert got.facts == expected.facts
        assert got.path.people == expected.path.people
        assert got.weight == pytest.approx(expected.weight, rel=1e-12)


def targets_of(facts: Facts, *people: str, k: int = 10) -> tuple[Scores, Targets]:
    scores = scored(facts)
    return scores, targets(scores, [scores.snapshot.person(person) for person in people], k=k)


def accounts_of(scores: Scores, answer: Targets) -> list[str]:
    return [scores.snapshot.accounts.ids[row.target] for row in answer.rows]


def two_contacts() -> Facts:
    """Ann knows Bo of the daily well and Cy of the weekly less."""
    return opening(
        accounts=[{"account_id": "weekly"}],
        people=[{"person_id": "cy"}],
        roles=[{"person_id": "cy", "account_id": "weekly", "buying_role": "decider"}],
        knows=[{"person_a": "ann", "person_b": "cy", "strength": 0.4}],
    )


def test_the_best_target_comes_first_and_at_most_k_are_given() -> None:
    scores, answer = targets_of(two_contacts(), "ann")
    assert accounts_of(scores, answer) == ["daily", "weekly"]
    _, first = targets_of(two_contacts(), "ann", k=1)
    assert first.rows == answer.rows[:1]


def test_equally_good_targets_stand_in_the_order_of_ids() -> None:
    facts = opening(
        accounts=[{"account_id": "alpha"}],
        people=[{"person_id": "cy"}],
        roles=[
            {"person_id": "cy", "account_id": "alpha", "buying_role": "decider"},
            {"person_id": "cy", "account_id": "daily", "buying_role": "decider"},
        ],
    )
    facts["roles"][1]["buying_role"] = "user"
    facts["knows"] = [{"person_a": "ann", "person_b": name, "strength": 1.0} for name in ("bo", "cy")]
    scores, answer = targets_of(facts, "ann")
    # Bo is found first and works at the daily alone, but Cy is the best contact for both.
    assert {scores.snapshot.people.ids[row.contact] for row in answer.rows} == {"cy"}
    assert accounts_of(scores, answer) == ["alpha", "daily"]


@pytest.mark.parametrize(("status", "is_target"), [("lost", True), ("partner", True), ("customer", False)])
def test_customers_are_no_targets(status: str, is_target: bool) -> None:
    facts = two_contacts()
    facts["accounts"][1]["status"] = status
    scores, answer = targets_of(facts, "ann")
    assert ("daily" in accounts_of(scores, answer)) is is_target
    assert "weekly" in accounts_of(scores, answer)


def test_an_account_of_ones_own_is_no_target() -> None:
    facts = two_contacts()
    facts["roles"].append({"person_id": "ann", "account_id": "daily"})
    scores, answer = targets_of(facts, "ann")
    assert accounts_of(scores, answer) == ["weekly"]
    facts["roles"][-1]["to"] = days_ago(1)
    scores, answer = targets_of(facts, "ann")
    assert accounts_of(scores, answer) == ["daily", "weekly"]


def test_who_stands_for_no_customer_opens_nothing() -> None:
    for people in (["bo"], []):
        _, answer = targets_of(two_contacts(), *people)
        assert answer.no_evidence
        assert (answer.rows, answer.blocked) == ((), ())


def test_of_several_people_the_best_is_given_and_naming_one_twice_changes_nothing() -> None:
    facts = two_contacts()
    facts["people"].append({"person_id": "zoe"})
    facts["roles"].append({"person_id": "zoe", "account_id": "press"})
    facts["knows"].append({"person_a": "zoe", "person_b": "cy", "strength": 0.9})
    facts["events"].append(survey("zoe", 10))
    scores, answer = targets_of(facts, "ann", "zoe", "ann")
    best = {scores.snapshot.accounts.ids[row.target]: row.person for row in answer.rows}
    assert best == {"daily": scores.snapshot.person("ann"), "weekly": scores.snapshot.person("zoe")}


def test_a_target_is_blocked_only_where_all_who_could_open_it_are() -> None:
    facts = two_contacts()
    facts["people"].append({"person_id": "zoe"})
    facts["roles"].append({"person_id": "zoe", "account_id": "press"})
    facts["knows"].append({"person_a": "zoe", "person_b": "cy", "strength": 0.1})
    facts["events"] += [survey("zoe", 10), event("referral_declined", 3)]
    scores, answer = targets_of(facts, "ann", "zoe")
    # Zoe opens the daily over Ann, her colleague: .037 * .139, less than .015, hers with Cy.
    assert accounts_of(scores, answer) == ["weekly", "daily"]
    assert not answer.blocked
    assert {row.person for row in answer.rows} == {scores.snapshot.person("zoe")}
    scores, answer = targets_of(facts, "ann")
    assert not answer.rows
    assert not answer.no_evidence
    assert [(scores.snapshot.accounts.ids[row.target], row.reason) for row in answer.blocked] == [
        ("daily", "declined_recently"),
        ("weekly", "declined_recently"),
    ]
    _, first = targets_of(facts, "ann", k=1)
    assert first.blocked == answer.blocked[:1]
