from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.decisions.followup_world import by_key, customer, due_of, happened, in_days, role, scored, todo

if TYPE_CHECKING:
    from tests.facts import Cells

ORDER = happened("deal_won", 30, "ann", "o1", value=100.0)
STARTED = happened("install_start", 25, None, "s1", ref="o1")
INSTALLED = happened("install_done", 10, None, "d1", ref="o1")
DELIVERED = happened("delivery", 8, "bob", "l1", ref="o1", value=2.0)
ANN = role("ann")
MET = happened("meeting", 400, "cho", "m-cho")


def supporter(person: str, **cells: str) -> Cells:
    return role(person, stance="supporter", stance_date="2025-06-01") | cells


def opponent(person: str, **cells: str) -> Cells:
    return role(person, stance="opponent", stance_date="2025-06-01") | cells


def test_who_ordered_and_supporters_are_thanked_a_week_after_the_installation() -> None:
    facts = customer(ORDER, STARTED, INSTALLED, DELIVERED, roles=[ANN, supporter("bob"), role("cho")])
    assert todo(facts, "thank_supporter") == {("thank_supporter", "ann"), ("thank_supporter", "bob")}
    # installed 10 days ago, due 7 days after
    assert due_of(facts, "thank_supporter", "ann") == -3


@pytest.mark.parametrize(
    ("steps", "due"),
    [
        ([], -30 + 7),
        ([STARTED], -30 + 7),
        ([DELIVERED], -8 + 7),
        ([STARTED, DELIVERED], -30 + 7),
        ([INSTALLED, DELIVERED], -10 + 7),
    ],
)
def test_the_anchor_is_the_installation_else_the_delivery_else_the_order(
    steps: list[Cells], due: int
) -> None:
    assert due_of(customer(ORDER, *steps, roles=[ANN]), "thank_supporter", "ann") == due


def test_a_thank_you_to_the_person_or_to_nobody_by_name_since_the_order_does_it() -> None:
    roles = [ANN, supporter("bob")]
    for thanks, left in (
        (happened("thanks", 30, "ann"), {("thank_supporter", "bob")}),
        (happened("thanks", 2, "bob"), {("thank_supporter", "ann")}),
        (happened("thanks", 2), set()),
        (happened("thanks", 31), {("thank_supporter", "ann"), ("thank_supporter", "bob")}),
        (happened("visit", 2, "ann"), {("thank_supporter", "ann"), ("thank_supporter", "bob")}),
    ):
        assert todo(customer(ORDER, thanks, roles=roles), "thank_supporter") == left


def test_who_became_a_supporter_after_the_order_and_had_no_part_in_it_is_not_thanked_for_it() -> None:
    late = role("bob", stance="supporter", stance_date=in_days(-5))
    assert todo(customer(ORDER, roles=[ANN, late]), "thank_supporter") == {("thank_supporter", "ann")}
    in_touch = happened("email", 200, "bob")
    took_part = happened("delivery", 8, "bob", ref="o1", value=0.0)
    for part in (in_touch, took_part):
        found = todo(customer(ORDER, part, roles=[ANN, late]), "thank_supporter")
        assert found == {("thank_supporter", "ann"), ("thank_supporter", "bob")}


def test_who_ordered_and_is_an_opponent_is_visited_not_thanked() -> None:
    facts = customer(ORDER, INSTALLED, roles=[opponent("ann")])
    assert todo(facts, "thank_supporter", "visit_opponent") == {("visit_opponent", "ann")}
    # installed 10 days ago, due 14 days after
    assert due_of(facts, "visit_opponent", "ann") == 4


def test_a_visit_or_meeting_with_the_opponent_on_a_later_day_than_the_order_does_it() -> None:
    roles = [ANN, opponent("bob")]
    for contact, is_left in (
        (happened("visit", 29, "bob"), False),
        (happened("meeting", 1, "bob"), False),
        (happened("visit", 30, "bob"), True),
        (happened("call", 1, "bob"), True),
        (happened("visit", 1, "cho"), True),
        (happened("visit", 1), True),
    ):
        found = todo(customer(ORDER, contact, roles=roles), "visit_opponent")
        assert (("visit_opponent", "bob") in found) is is_left


def test_somebody_in_top_management_or_who_decides_and_was_never_met_is_to_be_met_in_three_weeks() -> None:
    roles = [
        ANN,
        role("bob", seniority="C"),
        role("cho", buying_role="decider"),
        role("dee", seniority="M", buying_role="approver"),
    ]
    facts = customer(ORDER, INSTALLED, roles=roles)
    assert todo(facts, "meet_senior") == {("meet_senior", "bob"), ("meet_senior", "cho")}
    assert due_of(facts, "meet_senior", "bob") == -10 + 21


@pytest.mark.parametrize(
    ("contact", "is_left"),
    [
        (happened("call", 900, "bob"), False),
        (happened("visit", 0, "bob"), False),
        (happened("meeting", 900, "bob", account_id=None), False),
        (happened("stance", 900, "bob", value=0.0), False),
        (happened("email", 1, "bob"), True),
        (happened("thanks", 1, "bob"), True),
        (happened("visit", 1, "ann"), True),
    ],
)
def test_a_talk_at_any_time_or_a_stance_seen_is_having_met(contact: Cells, is_left: bool) -> None:
    facts = customer(ORDER, contact, roles=[ANN, role("bob", seniority="C")])
    assert (("meet_senior", "bob") in todo(facts)) is is_left


def test_who_gave_the_order_was_met() -> None:
    assert todo(customer(ORDER, roles=[role("ann", seniority="C")]), "meet_senior") == set()


def test_at_most_three_people_are_named_for_one_action_the_weightiest_roles_first() -> None:
    names = [f"p{i}" for i in range(5)]
    buying = ["user", "user", "influencer", "user", "decider"]
    roles = [
        role(name, seniority="C", buying_role=weight) for name, weight in zip(names, buying, strict=True)
    ]
    facts = customer(ORDER, roles=roles, people=[{"person_id": name} for name in names])
    assert todo(facts, "meet_senior") == {("meet_senior", name) for name in ("p4", "p2", "p0")}


def test_be_there_from_the_start_of_an_installation_until_somebody_was() -> None:
    facts = customer(ORDER, STARTED, roles=[ANN])
    assert todo(facts, "attend_installation") == {("attend_installation", "ann")}
    assert due_of(facts, "attend_installation", "ann") == -25
    for more in (happened("visit", 25, "cho"), happened("meeting", 1), INSTALLED, DELIVERED):
        assert todo(customer(ORDER, STARTED, more, roles=[ANN]), "attend_installation") == set()
    for more in (happened("visit", 26, "ann"), happened("call", 3, "ann")):
        assert todo(customer(ORDER, STARTED, more, roles=[ANN]), "attend_installation") != set()


def test_the_date_is_asked_for_while_nothing_is_known_and_nobody_was_in_touch_since() -> None:
    assert due_of(customer(ORDER, roles=[ANN]), "ask_date", "ann") == -30 + 7
    for more in (STARTED, INSTALLED, DELIVERED, happened("email", 29)):
        assert todo(customer(ORDER, more, roles=[ANN]), "ask_date") == set()
    assert todo(customer(ORDER, happened("call", 30, "ann"), roles=[ANN]), "ask_date") != set()


def test_after_45_days_without_a_delivery_the_promise_is_asked_about_until_a_talk_from_then_on() -> None:
    old = happened("deal_won", 50, "ann", "o1")
    assert due_of(customer(old, roles=[ANN]), "confirm_delivery", "ann") == -5
    assert todo(customer(ORDER, roles=[ANN]), "confirm_delivery") == set()
    for more in (
        happened("call", 5),
        happened("delivery", 1, ref="o1"),
        happened("install_done", 1, ref="o1"),
    ):
        assert todo(customer(old, more, roles=[ANN]), "confirm_delivery") == set()
    assert todo(customer(old, happened("call", 6), roles=[ANN]), "confirm_delivery") != set()


def test_a_late_delivery_is_explained_within_three_days_unless_somebody_was_in_touch_from_that_day_on() -> (
    None
):
    late = happened("delivery", 8, "bob", "l1", ref="o1", value=-5.0)
    facts = customer(ORDER, late, roles=[ANN, role("bob")])
    assert due_of(facts, "explain_delay", "bob") == -5
    row = by_key(scored(facts))["explain_delay", "press", "bob"]
    assert row.facts["days"] == 5.0
    for contact in (happened("email", 8), happened("call", 1, "cho")):
        assert todo(customer(ORDER, late, contact, roles=[ANN]), "explain_delay") == set()
    assert todo(customer(ORDER, late, happened("call", 9), roles=[ANN]), "explain_delay") != set()
    assert todo(customer(ORDER, DELIVERED, roles=[ANN]), "explain_delay") == set()


def test_a_late_delivery_without_a_person_is_explained_to_who_ordered() -> None:
    late = happened("delivery", 8, None, "l1", ref="o1", value=-5.0)
    assert todo(customer(ORDER, late, roles=[ANN]), "explain_delay") == {("explain_delay", "ann")}


def test_of_two_orders_the_later_one_calls_for_the_action() -> None:
    second = happened("deal_won", 5, "ann", "o2")
    assert due_of(customer(ORDER, INSTALLED, second, roles=[ANN]), "thank_supporter", "ann") == 2


def test_an_order_without_person_at_an_account_without_people_asks_nobody_for_the_date() -> None:
    bare = happened("deal_won", 30, None, "o1")
    assert todo(customer(bare)) == {("ask_date", None)}


def test_who_left_since_is_neither_thanked_nor_met() -> None:
    gone = role("ann", to=in_days(-5), seniority="C")
    found = todo(customer(ORDER, roles=[gone]), "thank_supporter", "meet_senior", "visit_opponent")
    assert found == set()
    assert ("ask_date", None) in todo(customer(ORDER, roles=[gone]))


def test_accounts_that_are_no_customers_any_more_are_left_alone() -> None:
    facts = customer(ORDER, roles=[ANN])
    facts["accounts"] = [{"account_id": "press", "status": "lost", "status_date": in_days(-1)}]
    assert todo(facts) == set()


def test_what_was_not_done_for_long_is_given_up() -> None:
    # a thank-you is given up 60 days after its due day, which is 7 days after the order
    for days, is_listed in ((67, True), (68, False)):
        facts = customer(happened("deal_won", days, "ann", "o1"), roles=[ANN])
        assert (("thank_supporter", "ann") in todo(facts)) is is_listed


def test_what_is_due_after_the_horizon_is_not_listed_yet() -> None:
    facts = customer(ORDER, roles=[ANN])
    assert ("thank_supporter", "ann") in todo(facts)
    late = happened("deal_won", 0, "ann", "o1")
    found = todo(customer(late, roles=[ANN]))
    assert ("confirm_delivery", "ann") not in found
    assert ("ask_date", "ann") in found


def test_the_evidence_names_the_last_step_the_order_and_the_stance() -> None:
    seen = happened("stance", 100, "bob", "st1", value=-1.0)
    scores = scored(customer(ORDER, INSTALLED, seen, roles=[ANN, role("bob")]))
    row = by_key(scores)["visit_opponent", "press", "bob"]
    assert [scores.snapshot.events.ids[event] for event in row.events] == ["d1", "o1", "st1"]
    listed = by_key(scored(customer(ORDER, roles=[opponent("bob")])))["visit_opponent", "press", "bob"]
    assert len(listed.roles) == 1
