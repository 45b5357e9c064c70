from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.decisions.followup_world import by_key, customer, due_of, happened, in_days, role, scored, todo

if TYPE_CHECKING:
    from tests.decisions.followup_world import Facts
    from tests.facts import Cells

LEFT = role("ann", to=in_days(-20), stance="supporter", stance_date="2025-06-01")
NEW: Cells = {"account_id": "daily"}


def moved(*events: Cells, since: int = 10, **cells: str) -> Facts:
    """Ann left the press 20 days ago and works at the daily, a prospect."""
    there = role("ann", "daily", **{"from": in_days(-since)}, **cells)
    return customer(*events, roles=[LEFT, there, role("bob")], accounts=[NEW])


def test_when_a_champion_left_a_new_contact_is_won_within_two_weeks() -> None:
    facts = customer(roles=[LEFT, role("bob")])
    assert due_of(facts, "champion_left", "ann") == -20 + 14
    assert by_key(scored(facts))["champion_left", "press", "ann"].facts["other"] == "bob"


@pytest.mark.parametrize(
    ("contact", "is_left"),
    [
        (happened("email", 19, "bob"), False),
        (happened("email", 20, "bob"), True),
        (happened("visit", 5, "ann"), True),
        (happened("visit", 5), True),
    ],
)
def test_a_contact_with_somebody_else_there_since_does_it(contact: Cells, *, is_left: bool) -> None:
    found = todo(customer(contact, roles=[LEFT, role("bob")]))
    assert (("champion_left", "ann") in found) is is_left


@pytest.mark.parametrize(
    ("cells", "is_champion"),
    [
        ({"stance": "supporter"}, True),
        ({"buying_role": "influencer"}, True),
        ({"buying_role": "evaluator"}, False),
        ({"buying_role": "decider", "stance": "opponent"}, False),
        ({}, False),
    ],
)
def test_a_champion_is_a_supporter_or_somebody_of_influence_who_is_no_opponent(
    cells: dict[str, str], *, is_champion: bool
) -> None:
    facts = customer(roles=[role("ann", to=in_days(-20), **cells)])
    assert (("champion_left", "ann") in todo(facts)) is is_champion


def test_a_supporter_by_opinion_alone_is_a_champion_too() -> None:
    # one survey of 10 yesterday, before he left: b = 2 / (2 + 2) = .5
    gone = role("ann", to=in_days(-1))
    facts = customer(happened("survey", 1, "ann", value=10.0), roles=[gone])
    assert ("champion_left", "ann") in todo(facts)


def test_who_holds_another_role_there_has_not_left() -> None:
    assert todo(customer(roles=[LEFT, role("ann", **{"from": in_days(-19)})]), "champion_left") == set()


def test_a_gap_of_long_ago_or_at_a_prospect_is_no_follow_up() -> None:
    old = role("ann", to=in_days(-195), stance="supporter")
    assert todo(customer(roles=[old])) == set()
    prospect = customer(roles=[LEFT])
    prospect["accounts"] = [{"account_id": "press"}]
    assert todo(prospect) == set()


def test_the_successor_is_the_one_to_start_with_then_who_was_never_met_then_the_weightiest() -> None:
    roles = [LEFT, role("bob", buying_role="decider"), role("cho", buying_role="user")]
    met = happened("meeting", 100, "bob")

    def start_with(*more: Cells) -> str | float:
        found = by_key(scored(customer(met, roles=[*roles, *more])))
        return found["champion_left", "press", "ann"].facts["other"]

    assert start_with() == "cho"
    assert start_with(role("dee", seniority="M", buying_role="user", **{"from": in_days(-5)})) == "dee"
    roles[2] = role("cho", buying_role="user", stance="neutral")
    assert start_with() == "bob"


def test_a_left_company_event_is_the_evidence() -> None:
    gone = happened("left_company", 20, "ann", "g1", ref="press")
    scores = scored(customer(gone, roles=[role("ann", stance="supporter")]))
    row = by_key(scores)["champion_left", "press", "ann"]
    assert [scores.snapshot.events.ids[event] for event in row.events] == ["g1"]


def test_the_champion_is_followed_to_the_new_place_within_three_weeks() -> None:
    scores = scored(moved())
    row = by_key(scores)["follow_champion", "daily", "ann"]
    assert row.due - scores.snapshot.day == -10 + 21
    assert (row.facts["where"], row.facts["left"]) == ("press", in_days(-20))


def test_a_talk_since_he_began_there_does_it() -> None:
    for contact, is_left in (
        (happened("call", 10, "ann", account_id="daily"), False),
        (happened("visit", 1, "ann", account_id=None), False),
        (happened("call", 11, "ann"), True),
        (happened("email", 1, "ann", account_id="daily"), True),
    ):
        found = by_key(scored(moved(contact)))
        assert (("follow_champion", "daily", "ann") in found) is is_left


def test_a_place_where_he_has_worked_all_along_is_no_new_place() -> None:
    facts = customer(roles=[LEFT, role("ann", "daily"), role("bob")], accounts=[NEW])
    assert ("follow_champion", "daily", "ann") not in by_key(scored(facts))
    long_before = moved(since=20 + 121)
    assert ("follow_champion", "daily", "ann") not in by_key(scored(long_before))


def test_a_new_manager_at_a_customer_is_welcomed_within_a_month() -> None:
    newcomer = role("bob", seniority="M", **{"from": in_days(-10)})
    facts = customer(roles=[newcomer])
    assert due_of(facts, "welcome_newcomer", "bob") == -10 + 30
    assert todo(customer(happened("call", 10, "bob"), roles=[newcomer])) == set()
    assert todo(customer(happened("call", 11, "bob"), roles=[newcomer]), "welcome_newcomer") != set()


@pytest.mark.parametrize(
    "roles",
    [
        [role("bob", seniority="S", **{"from": in_days(-10)})],
        [role("bob", seniority="M", **{"from": in_days(-121)})],
        [role("bob", seniority="M")],
        [role("bob", to="2025-12-01"), role("bob", seniority="M", **{"from": in_days(-10)})],
    ],
)
def test_staff_those_long_there_and_those_promoted_are_no_newcomers(roles: list[Cells]) -> None:
    assert todo(customer(roles=roles), "welcome_newcomer") == set()


def test_a_champion_who_came_to_a_customer_is_followed_and_not_welcomed_as_a_stranger() -> None:
    facts = moved(seniority="M")
    facts["accounts"] = [{"account_id": "press", "status": "customer"}, {**NEW, "status": "customer"}]
    actions = {action for action, account, _ in by_key(scored(facts)) if account == "daily"}
    assert actions == {"follow_champion"}


def test_the_rep_of_each_account_sees_his_side_of_the_move() -> None:
    facts = moved()
    facts["reps"] = [{"rep_id": "pia"}, {"rep_id": "dan"}]
    facts["accounts"] = [
        {"account_id": "press", "status": "customer", "owner": "pia"},
        {**NEW, "owner": "dan"},
    ]
    scores = scored(facts)
    assert {action for action, _, _ in by_key(scores, rep="pia")} == {"champion_left"}
    assert {action for action, _, _ in by_key(scores, rep="dan")} == {"follow_champion"}
