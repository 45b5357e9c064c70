from __future__ import annotations

from typing import TYPE_CHECKING

from tests.decisions.followup_world import by_key, customer, due_of, happened, in_days, role, scored, todo

if TYPE_CHECKING:
    from tests.facts import Cells

ANN, BOB = role("ann"), role("bob")
REGULAR = [happened("deal_won", days, "ann", f"o{days}") for days in (400, 290, 200, 90)]


def test_the_next_order_is_due_after_the_median_interval() -> None:
    # intervals 110, 90, 110: median 110, the last 90 days ago
    facts = customer(*REGULAR, happened("call", 1), roles=[ANN])
    assert due_of(facts, "repeat_order_due", "ann") == 20
    row = by_key(scored(facts))["repeat_order_due", "press", "ann"]
    assert (row.facts["interval"], row.facts["orders"]) == (110.0, 4.0)


def test_it_is_listed_within_the_horizon_and_given_up_after_twice_the_interval() -> None:
    for last, is_listed in ((70, True), (69, False), (200, True), (201, False)):
        orders = [happened("deal_won", last + 100, "ann", "o1"), happened("deal_won", last, "ann", "o2")]
        found = todo(customer(*orders, happened("call", 1), roles=[ANN]), "repeat_order_due")
        assert bool(found) is is_listed


def test_orders_of_one_day_are_one_and_orders_of_every_week_need_no_reminder() -> None:
    same_day = [happened("deal_won", 100, "ann", key) for key in ("o1", "o2")]
    assert todo(customer(*same_day, roles=[ANN]), "repeat_order_due") == set()
    weekly = [happened("deal_won", days, "ann") for days in (21, 14, 7)]
    assert todo(customer(*weekly, roles=[ANN]), "repeat_order_due") == set()


def test_who_left_is_not_asked_for_the_next_order() -> None:
    facts = customer(*REGULAR, roles=[role("ann", to=in_days(-200))])
    assert todo(facts, "repeat_order_due") == {("repeat_order_due", None)}


def test_nobody_asks_for_an_order_while_an_incident_is_open() -> None:
    opened = happened("incident_opened", 5, "ann", "i1", value=0.1)
    facts = customer(*REGULAR, opened, roles=[ANN])
    assert todo(facts, "repeat_order_due", "step_in") == {("step_in", "ann")}


def test_a_customer_nobody_was_in_touch_with_for_90_days_is_called() -> None:
    for days, is_listed in ((90, True), (89, False), (900, True)):
        facts = customer(happened("email", days, "ann"), roles=[ANN])
        assert (("break_silence", "ann") in todo(facts)) is is_listed
    assert due_of(customer(happened("email", 100, "ann"), roles=[ANN]), "break_silence", "ann") == -10


def test_without_any_contact_the_last_order_counts_and_without_that_nothing_is_known() -> None:
    order = happened("deal_won", 300, "ann", "o1")
    facts = customer(order, roles=[ANN])
    assert due_of(facts, "break_silence", "ann") == -300 + 90
    assert "never" in by_key(scored(facts))["break_silence", "press", "ann"].facts
    assert todo(customer(roles=[ANN])) == set()
    assert todo(customer(happened("survey", 300, "ann", value=9.0), roles=[ANN])) == set()


def test_who_left_since_the_last_contact_is_not_the_one_to_call() -> None:
    gone = role("ann", to=in_days(-200))
    assert todo(customer(happened("call", 250, "ann"), roles=[gone])) == {("break_silence", None)}


def test_silence_gives_way_to_anything_else_there() -> None:
    bad = happened("satisfaction", 20, "ann", value=-0.5)
    facts = customer(happened("call", 100, "ann"), bad, roles=[ANN])
    assert todo(facts) == {("ask_what_went_wrong", "ann")}


def test_prospects_may_be_silent() -> None:
    facts = customer(happened("call", 100, "ann"), roles=[ANN])
    facts["accounts"] = [{"account_id": "press"}]
    assert todo(facts) == set()


def test_a_single_contact_calls_for_a_second_two_months_after_the_last() -> None:
    facts = customer(happened("visit", 65, "ann"), roles=[ANN, BOB])
    assert due_of(facts, "single_contact", "ann") == -5
    assert by_key(scored(facts))["single_contact", "press", "ann"].facts["colleagues"] == 1.0
    alone = customer(happened("visit", 65, "ann"), roles=[ANN])
    assert by_key(scored(alone))["single_contact", "press", "ann"].facts["colleagues"] == 0.0


def test_two_contacts_within_a_year_are_no_single_one() -> None:
    for days, is_single in ((365, False), (366, True)):
        facts = customer(happened("visit", 65, "ann"), happened("call", days, "bob"), roles=[ANN, BOB])
        assert (("single_contact", "ann") in todo(facts)) is is_single


def test_a_contact_who_left_is_none() -> None:
    left = role("bob", to=in_days(-5))
    facts = customer(happened("visit", 65, "ann"), happened("visit", 66, "bob"), roles=[ANN, left])
    assert todo(facts, "single_contact") == {("single_contact", "ann")}


def test_a_single_contact_is_not_told_before_two_months_nor_beside_silence() -> None:
    for days, found in (
        (59, set()),
        (60, {"single_contact"}),
        (89, {"single_contact"}),
        (90, {"break_silence"}),
    ):
        facts = customer(happened("visit", days, "ann"), roles=[ANN])
        assert {action for action, _ in todo(facts)} == found


def test_a_contact_nobody_is_named_for_is_no_single_contact() -> None:
    assert todo(customer(happened("visit", 65), roles=[ANN])) == set()


def test_one_rep_gets_the_five_most_pressing_silences_only() -> None:
    days = {f"a{i}": 100 + i for i in range(7)}
    accounts: list[Cells] = [{"account_id": name, "status": "customer"} for name in days]
    calls = [happened("call", ago, account_id=name, key=name) for name, ago in days.items()]

    def listed(*owners: str) -> set[str]:
        owned: list[Cells] = [cells | {"owner": owners[i % len(owners)]} for i, cells in enumerate(accounts)]
        reps: list[Cells] = [{"rep_id": owner} for owner in owners]
        facts = {**customer(*calls), "accounts": owned, "reps": reps}
        return {account for _, account, _ in by_key(scored(facts))}

    # the longer the silence, the more it presses
    assert listed("pia") == {"a2", "a3", "a4", "a5", "a6"}
    assert listed("pia", "gus") == set(days)
