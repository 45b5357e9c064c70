from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.decisions.world import Facts, days_ago, event, openers_of, opening, scored, survey

if TYPE_CHECKING:
    from tests.facts import Cells


def test_inside_lists_a_satisfied_customers_former_people_first_then_by_opinion_and_id() -> None:
    names = ["glad", "good", "loyal", "mad", "sad", "wise", "zero"]
    daily: list[Cells] = [{"person_id": name, "account_id": "daily"} for name in names]
    facts: Facts = {
        "accounts": [
            {"account_id": "daily"}, {"account_id": "press", "status": "customer"},
            {"account_id": "print", "status": "customer"}, {"account_id": "gone", "status": "lost"},
        ],
        "people": [{"person_id": name} for name in names],
        "roles": [
            *daily,
            {"person_id": "loyal", "account_id": "press", "to": days_ago(400)},
            {"person_id": "wise", "account_id": "press", "to": days_ago(900)},
            {"person_id": "wise", "account_id": "print", "to": days_ago(300)},
            {"person_id": "mad", "account_id": "press", "to": days_ago(400)},
            {"person_id": "glad", "account_id": "gone", "to": days_ago(400)},
            {"person_id": "good", "account_id": "print"},
        ],
        "events": [
            survey("loyal", 7), survey("wise", 8), survey("mad", 2), survey("sad", 4), survey("glad", 10),
            survey("good", 10),
        ],
    }  # fmt: skip
    answer = openers_of(facts)
    snapshot = scored(facts).snapshot
    listed = [(snapshot.people.ids[row.person], row.former_account) for row in answer.inside]
    press, printer = snapshot.account("press"), snapshot.account("print")
    assert listed == [
        ("wise", printer), ("loyal", press),  # by net opinion
        ("glad", -1), ("good", -1),  # a lost account, and a customer one has not left
        ("zero", -1), ("sad", -1), ("mad", press),
    ]  # fmt: skip
    # Survey 8: x = .5, r = 1, b = 1 / 3.
    assert answer.inside[0].net == pytest.approx(1 / 3)


def test_inside_knows_of_job_moves_and_of_the_smaller_id_of_two_left_at_once() -> None:
    facts = opening(
        accounts=[{"account_id": "alpha", "status": "customer"}],
        roles=[
            {"person_id": "bo", "account_id": "press"},
            {"person_id": "bo", "account_id": "alpha", "to": days_ago(10)},
        ],
        events=[
            survey("bo", 9),
            event("left_company", 10, person_id="bo", ref="press", account_id="press"),
        ],
    )
    (inside,) = openers_of(facts).inside
    assert scored(facts).snapshot.accounts.ids[inside.former_account] == "alpha"
