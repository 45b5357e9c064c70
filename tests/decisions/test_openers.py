from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.openers import Openers, openers
from refgraph.scores.scores import score
from tests.decisions.answers import assert_blocked_lawful, assert_lawful, assert_ranked
from tests.decisions.world import Facts, days_ago, event, openers_of, opening, scored, survey
from tests.facts import snapshot_of
from tests.whole.slow_twin import random_facts

if TYPE_CHECKING:
    from tests.facts import Cells

NUMBERS = st.integers(0, 2**32 - 1)
DAYS = st.sampled_from(["2023-03-01", "2024-06-30", "2025-09-15", "2027-01-01"])


def ids_of(facts: Facts, answer: Openers) -> list[str]:
    people = scored(facts).snapshot.people.ids
    return [people[row.person] for row in answer.rows]


def test_all_factors_by_hand() -> None:
    facts = opening(
        people=[{"person_id": "cy"}, {"person_id": "dan"}],
        roles=[{"person_id": "cy", "account_id": "daily", "buying_role": "user"}],
        knows=[
            {"person_a": "ann", "person_b": "dan", "strength": 0.5},
            {"person_a": "dan", "person_b": "bo", "strength": 0.5},
        ],
        events=[event("reference_call", 30)],
    )
    facts["accounts"][0] |= {"industry": "press", "region": "east", "size": 100.0}
    facts["accounts"][1] |= {"industry": "press", "region": "west", "size": 1000.0}
    (row,) = openers_of(facts).rows
    people = scored(facts).snapshot.people.ids
    direct, half = 1 - exp(-0.05 * 3), 1 - exp(-0.05 * 1.5)
    # Of the survey: r = 2, s = 0, so b = 2 / (2 + 2). Over Cy, a colleague of Bo, no path leads to Bo himself.
    assert row.factors.net_opinion == pytest.approx(0.5)
    assert row.factors.reach == pytest.approx(1 - (1 - direct) * (1 - half * half))
    assert row.factors.contact_role == 1.0
    # Industry 1, region 0, size 1 - |log10(.1)| / 2 = .5: half, and half their mean.
    assert row.details.congruency == pytest.approx({"industry": 1.0, "region": 0.0, "size": 0.5})
    assert row.factors.congruency == pytest.approx(0.5 + 0.5 * 0.5)
    assert row.factors.ask_budget == 0.5
    assert row.score == pytest.approx(0.5 * (1 - (1 - direct) * (1 - half * half)) * 1 * 0.75 * 0.5)
    assert row.details.buying_role == "decider"
    assert (row.details.asks_used, row.details.asks_budget) == (1, 2)
    assert [people[person] for person in row.path.people] == ["ann", "bo"]
    assert [[people[person] for person in path.people] for path in row.alternatives] == [["ann", "dan", "bo"]]


def test_paths_may_run_over_others_at_the_target() -> None:
    facts = opening(
        people=[{"person_id": "cy"}],
        roles=[{"person_id": "cy", "account_id": "daily", "buying_role": "user"}],
        knows=[
            {"person_a": "bo", "person_b": "cy", "strength": 1.0, "kind": kind}
            for kind in ("friend", "classmate", "neighbour")
        ],
    )
    facts["knows"][0] |= {"person_a": "ann", "person_b": "cy"}
    (row,) = openers_of(facts).rows
    # Three acquaintances and colleagues: 3 * 3 + .75 conversations a quarter between Cy and Bo.
    first, second = 1 - exp(-0.05 * 3), 1 - exp(-0.05 * 9.75)
    assert first * second * 1.0 > first * 0.3
    assert row.factors.reach == pytest.approx(first * second)
    people = scored(facts).snapshot.people.ids
    assert [people[person] for person in row.path.people] == ["ann", "cy", "bo"]


@pytest.mark.parametrize(
    ("role", "weight"),
    [
        ("decider", 1.0), ("approver", 0.8), ("influencer", 0.7), ("evaluator", 0.5), ("user", 0.3),
        ("gatekeeper", 0.3), (None, 0.5),
    ],
)  # fmt: skip
def test_the_contacts_buying_role_weighs(role: str | None, weight: float) -> None:
    facts = opening()
    facts["roles"][1]["buying_role"] = role
    (row,) = openers_of(facts).rows
    assert row.factors.contact_role == weight
    assert row.details.buying_role == (role or "")


def test_of_several_roles_at_the_target_the_weightiest_current_one_counts() -> None:
    facts = opening(
        roles=[
            {"person_id": "bo", "account_id": "daily", "buying_role": "approver", "from": days_ago(50)},
            {"person_id": "bo", "account_id": "press", "buying_role": "decider", "to": days_ago(5)},
        ]
    )
    facts["roles"][1] |= {"buying_role": "decider", "from": days_ago(90), "to": days_ago(60)}
    (row,) = openers_of(facts).rows
    assert row.details.buying_role == "approver"


def test_one_row_an_opener_with_the_contact_of_the_greatest_score() -> None:
    facts = opening(
        people=[{"person_id": "cy"}, {"person_id": "di"}],
        roles=[
            {"person_id": "cy", "account_id": "daily", "buying_role": "decider"},
            {"person_id": "di", "account_id": "daily", "buying_role": "user"},
        ],
        knows=[
            {"person_a": "ann", "person_b": "cy", "strength": 0.9},
            {"person_a": "ann", "person_b": "di", "strength": 1.0},
        ],
    )
    people = scored(facts).snapshot.people.ids
    (row,) = openers_of(facts).rows
    assert people[row.contact] == "bo"
    facts["knows"][0]["strength"] = 0.8
    (row,) = openers_of(facts).rows
    assert people[row.contact] == "cy"


def test_equally_good_contacts_and_openers_stand_in_the_order_of_ids() -> None:
    facts = opening(
        people=[{"person_id": "abe"}, {"person_id": "cy"}],
        roles=[
            {"person_id": "abe", "account_id": "press"},
            {"person_id": "cy", "account_id": "daily", "buying_role": "decider"},
        ],
        events=[survey("abe", 10)],
    )
    facts["knows"] = [
        {"person_a": a, "person_b": b, "strength": 1.0} for a in ("ann", "abe") for b in ("bo", "cy")
    ]
    answer = openers_of(facts)
    assert ids_of(facts, answer) == ["abe", "ann"]
    people = scored(facts).snapshot.people.ids
    assert {people[row.contact] for row in answer.rows} == {"bo"}
    assert answer.rows[0].score == pytest.approx(answer.rows[1].score, rel=1e-12)


def test_of_two_customers_the_more_congruent_is_stood_for() -> None:
    facts = opening(
        accounts=[{"account_id": "agency", "status": "customer", "industry": "ads"}],
        roles=[{"person_id": "ann", "account_id": "agency"}],
    )
    for account in facts["accounts"][:2]:
        account["industry"] = "press"
    scores = scored(facts)
    (row,) = openers_of(facts).rows
    assert scores.snapshot.accounts.ids[row.account] == "press"
    assert row.factors.congruency == 1.0
    facts["accounts"][2]["industry"] = "press"
    (row,) = openers_of(facts).rows
    assert scores.snapshot.accounts.ids[row.account] == "agency"


def test_who_works_at_the_target_too_opens_nothing_there() -> None:
    facts = opening(roles=[{"person_id": "ann", "account_id": "daily"}])
    answer = openers_of(facts)
    people = scored(facts).snapshot.people.ids
    assert answer.no_evidence
    assert [people[row.person] for row in answer.inside] == ["ann", "bo"]


@pytest.mark.parametrize("status", ["prospect", "lost", "partner", None])
def test_only_customers_people_open(status: str | None) -> None:
    facts = opening()
    facts["accounts"][0]["status"] = status
    assert openers_of(facts).no_evidence


def test_who_left_the_customer_no_longer_opens() -> None:
    facts = opening()
    facts["roles"][0]["to"] = days_ago(1)
    assert openers_of(facts).no_evidence
    facts["roles"][0]["to"] = days_ago(0)
    assert openers_of(facts).rows


def test_a_customer_can_be_opened_by_others_not_by_itself() -> None:
    facts = opening(
        accounts=[{"account_id": "other", "status": "customer"}],
        people=[{"person_id": "kim"}],
        roles=[{"person_id": "kim", "account_id": "other"}],
        knows=[{"person_a": "kim", "person_b": "ann"}],
        events=[survey("kim", 9)],
    )
    answer = openers_of(facts, "press")
    assert ids_of(facts, answer) == ["kim"]


def test_a_target_without_people_has_no_evidence() -> None:
    answer = openers_of(opening(accounts=[{"account_id": "empty"}]), "empty")
    assert (answer.rows, answer.inside, answer.blocked, answer.no_evidence) == ((), (), (), True)


def test_people_whom_no_path_reaches_are_inside_and_there_is_no_evidence() -> None:
    facts = opening()
    facts["knows"] = []
    answer = openers_of(facts)
    assert answer.no_evidence
    assert len(answer.inside) == 1


def test_somebody_blocked_is_evidence() -> None:
    facts = opening()
    facts["people"][0]["consent"] = "no"
    answer = openers_of(facts)
    assert not answer.rows
    assert not answer.no_evidence


def test_word_spoken_the_other_way_opens_nothing() -> None:
    facts = opening()
    facts["knows"] = [{"person_a": "bo", "person_b": "ann", "directed": True, "strength": 1.0}]
    assert openers_of(facts).no_evidence
    facts["knows"] = [{"person_a": "ann", "person_b": "bo", "directed": True, "strength": 1.0}]
    assert openers_of(facts).rows


def test_at_most_k_of_each_and_the_best() -> None:
    names = [f"x{i}" for i in range(6)]
    facts = opening(
        people=[{"person_id": name, "consent": "no" if name > "x2" else None} for name in names],
        roles=[{"person_id": name, "account_id": "press"} for name in names],
        knows=[
            {"person_a": name, "person_b": "bo", "strength": 0.1 + i / 10} for i, name in enumerate(names)
        ],
        events=[survey(name, 9) for name in names],
    )
    everything = openers_of(facts, k=100)
    assert (len(everything.rows), len(everything.blocked)) == (4, 3)
    for k in (1, 2, 3, 4):
        few = openers_of(facts, k=k)
        assert few.rows == everything.rows[:k]
        assert few.blocked == everything.blocked[:k]
    assert ids_of(facts, everything)[:2] == ["ann", "x2"]


@settings(max_examples=80)
@given(NUMBERS, DAYS)
def test_every_row_keeps_the_laws(number: int, as_of: str) -> None:
    scores = score(snapshot_of(as_of, **random_facts(number)))
    for account in range(len(scores.snapshot.accounts.ids)):
        answer = openers(scores, account, k=100)
        for row in answer.rows:
            assert row.target == account
            assert_lawful(scores, row)
        for blocked in answer.blocked:
            assert_blocked_lawful(scores, blocked)
        assert_ranked(answer.rows)
        people = [row.person for row in answer.rows] + [row.person for row in answer.blocked]
        assert len(people) == len(set(people))
        assert {row.person for row in answer.inside} == set(scores.snapshot.current_people(account).tolist())


def renamed(facts: dict[str, list[Cells]], number: int) -> tuple[dict[str, list[Cells]], dict[str, str]]:
    """The same facts under other ids of people and accounts, and the new ids."""
    rng = np.random.default_rng(number)
    new: dict[str, str] = {}
    for table, key in (("people", "person_id"), ("accounts", "account_id")):
        old = [str(row[key]) for row in facts[table]]
        new |= dict(zip(old, (f"{table[0]}{i:02}" for i in rng.permutation(len(old))), strict=True))
    columns = {"person_id", "account_id", "parent_id", "reports_to", "person_a", "person_b"}
    moves = {"left_company", "joined_company"}
    return {
        table: [
            {
                name: new[str(cell)]
                if cell and (name in columns or (name == "ref" and row["kind"] in moves))
                else cell
                for name, cell in row.items()
            }
            for row in rows
        ]
        for table, rows in facts.items()
    }, new


@settings(max_examples=60)
@given(NUMBERS, DAYS)
def test_renaming_people_and_accounts_permutes_the_answers(number: int, as_of: str) -> None:
    facts = random_facts(number)
    other_facts, new = renamed(facts, number)
    before, after = score(snapshot_of(as_of, **facts)), score(snapshot_of(as_of, **other_facts))
    ids = before.snapshot.people.ids
    for account, old_id in enumerate(before.snapshot.accounts.ids):
        answer = openers(before, account, k=100)
        other = openers(after, after.snapshot.account(new[old_id]), k=100)
        other_ids = after.snapshot.people.ids
        assert {other_ids[row.person]: row.score for row in other.rows} == pytest.approx(
            {new[ids[row.person]]: row.score for row in answer.rows}, rel=1e-9
        )
        assert {other_ids[row.person]: (row.reason, round(row.weight, 9)) for row in other.blocked} == {
            new[ids[row.person]]: (row.reason, round(row.weight, 9)) for row in answer.blocked
        }


def test_facts_after_the_day_change_nothing() -> None:
    facts = opening()
    later = opening(
        people=[{"person_id": "eve"}],
        roles=[{"person_id": "eve", "account_id": "press", "from": days_ago(-1)}],
        knows=[{"person_a": "eve", "person_b": "bo", "since": days_ago(-1), "strength": 1.0}],
        events=[
            event("satisfaction", -1, value=-1.0),
            event("incident_opened", -2, account_id="press", value=1.0),
            event("left_company", -3, ref="press", account_id="press"),
        ],
    )
    (row,), (same,) = openers_of(facts).rows, openers_of(later).rows
    assert (same.score, same.factors) == (row.score, row.factors)
