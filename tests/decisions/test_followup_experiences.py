from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.decisions.followup_world import by_key, customer, due_of, happened, in_days, role, scored, todo

if TYPE_CHECKING:
    from tests.facts import Cells

ANN = role("ann")
BAD = happened("satisfaction", 20, "ann", "e5", value=-0.5)
ASK = "ask_what_went_wrong"


@pytest.mark.parametrize(
    ("kind", "value", "is_bad"),
    [
        ("satisfaction", -0.1, True), ("satisfaction", 0.0, False), ("satisfaction", None, False),
        ("survey", 6.0, True), ("survey", 7.0, False),
        ("stance", -1.0, True), ("stance", 0.0, False), ("stance", 1.0, False),
        ("complaint_escalated", 0.5, True),
    ],
)  # fmt: skip
def test_a_bad_judgement_is_asked_about_within_a_week(
    kind: str, value: float | None, *, is_bad: bool
) -> None:
    facts = customer(happened(kind, 20, "ann", value=value), roles=[ANN])
    assert ((ASK, "ann") in todo(facts)) is is_bad
    if is_bad:
        assert due_of(facts, ASK, "ann") == -20 + 7


def test_a_talk_with_the_person_on_a_later_day_does_it() -> None:
    for contact, is_left in (
        (happened("call", 19, "ann"), False),
        (happened("visit", 0, "ann", account_id=None), False),
        (happened("call", 20, "ann"), True),
        (happened("email", 1, "ann"), True),
        (happened("visit", 1, "bob"), True),
        (happened("visit", 1), True),
    ):
        assert ((ASK, "ann") in todo(customer(BAD, contact, roles=[ANN]))) is is_left


def test_a_later_good_judgement_of_the_same_person_does_it_too() -> None:
    for later, is_left in (
        (happened("survey", 5, "ann", value=9.0), False),
        (happened("satisfaction", 20, "ann", "e6", value=0.4), False),
        (happened("satisfaction", 20, "ann", "e4", value=0.4), True),
        (happened("survey", 5, "bob", value=9.0), True),
    ):
        assert ((ASK, "ann") in todo(customer(BAD, later, roles=[ANN]))) is is_left


def test_of_two_bad_judgements_the_later_counts() -> None:
    worse = happened("survey", 4, "ann", value=0.0)
    assert due_of(customer(BAD, worse, roles=[ANN]), ASK, "ann") == 3


def test_an_escalated_complaint_about_an_incident_is_left_to_the_incident() -> None:
    opened = happened("incident_opened", 20, "ann", "i1", value=0.2)
    complaint = happened("complaint_escalated", 10, "bob", "x1", ref="i1")
    assert (ASK, "bob") not in todo(customer(opened, complaint, roles=[ANN]))


def test_a_judgement_without_a_person_is_asked_about_at_the_account() -> None:
    nameless = happened("satisfaction", 20, None, value=-0.5)
    assert todo(customer(nameless)) == {(ASK, None)}
    assert todo(customer(nameless, happened("call", 3, "bob"))) == set()
    assert todo(customer(nameless, happened("satisfaction", 3, "bob", value=0.5))) == set()


def test_a_judgement_without_an_account_counts_where_the_person_works_and_nowhere_without_a_role() -> None:
    elsewhere = happened("satisfaction", 20, "ann", value=-0.5, account_id=None)
    assert (ASK, "ann") in todo(customer(elsewhere, roles=[ANN]))
    assert by_key(scored(customer(elsewhere))) == {}


def test_who_has_left_since_is_not_asked() -> None:
    assert todo(customer(BAD, roles=[role("ann", to=in_days(-5))]), ASK) == set()


def test_prospects_and_lost_accounts_are_asked_too() -> None:
    facts = customer(BAD, roles=[ANN])
    for status in ("prospect", "lost"):
        facts["accounts"] = [{"account_id": "press", "status": status}]
        assert todo(facts) == {(ASK, "ann")}


def test_an_opponent_of_a_later_order_is_visited_for_that_order_alone() -> None:
    seen = happened("stance", 100, "bob", value=-1.0)
    order = happened("deal_won", 10, "ann", "o1")
    found = todo(customer(seen, order, roles=[ANN, role("bob")]), ASK, "visit_opponent")
    assert found == {("visit_opponent", "bob")}


MADE = happened("referral_made", 20, "ann", "r1", ref="target")
TARGET: list[Cells] = [{"account_id": "target"}]


def test_who_made_a_referral_is_thanked_and_told_within_a_week() -> None:
    facts = customer(MADE, roles=[ANN], accounts=TARGET)
    assert due_of(facts, "report_back", "ann") == -20 + 7
    for done in (happened("thanks", 19, "ann"), happened("call", 1, "ann")):
        assert todo(customer(MADE, done, roles=[ANN], accounts=TARGET), "report_back") == set()
    for not_done in (
        happened("thanks", 20, "ann"),
        happened("email", 1, "ann"),
        happened("thanks", 1, "bob"),
    ):
        assert todo(customer(MADE, not_done, roles=[ANN], accounts=TARGET), "report_back") != set()


def test_an_order_that_came_of_the_referral_is_reported_back_again() -> None:
    thanked = happened("thanks", 15, "ann")
    won = happened("deal_won", 5, "cho", "o1", account_id="target", ref="r1")
    facts = customer(MADE, thanked, won, roles=[ANN], accounts=TARGET)
    assert due_of(facts, "report_back", "ann") == -5 + 7
    row = by_key(scored(facts))["report_back", "press", "ann"]
    assert row.facts["ordered"] == "2025-12-27"
    facts["events"].append(happened("visit", 1, "ann"))
    assert todo(facts, "report_back") == set()


def test_what_came_of_a_referral_is_the_first_talk_and_the_first_order_since() -> None:
    talks = [happened("call", days, "cho", account_id="target") for days in (30, 18, 2)]
    facts = customer(MADE, *talks, roles=[ANN], accounts=TARGET)
    row = by_key(scored(facts))["report_back", "press", "ann"]
    assert (row.facts["target"], row.facts["talked"]) == ("target", "2025-12-14")
    assert "ordered" not in row.facts


def test_a_referral_without_person_or_target_does_not_hang_anything() -> None:
    nameless = happened("referral_made", 20, None, "r1", ref="target")
    assert todo(customer(nameless, accounts=TARGET), "report_back") == set()
    aimless = happened("referral_made", 20, "ann", "r1")
    row = by_key(scored(customer(aimless, roles=[ANN])))["report_back", "press", "ann"]
    assert "target" not in row.facts


SEEN = happened("competitor_seen", 20, "ann", value=0.5)


def test_a_competitor_seen_at_a_customer_calls_for_a_talk_there_within_a_week() -> None:
    facts = customer(SEEN, roles=[ANN])
    assert due_of(facts, "competitor_near", "ann") == -20 + 7
    assert todo(customer(SEEN, happened("visit", 19), roles=[ANN]), "competitor_near") == set()
    assert todo(customer(SEEN, happened("visit", 20), roles=[ANN]), "competitor_near") != set()
    old = happened("competitor_seen", 61, "ann")
    assert todo(customer(old, roles=[ANN]), "competitor_near") == set()


def test_a_competitor_at_a_prospect_or_beside_an_open_incident_is_no_row_of_its_own() -> None:
    prospect = customer(SEEN, roles=[ANN])
    prospect["accounts"] = [{"account_id": "press"}]
    assert todo(prospect) == set()
    opened = happened("incident_opened", 25, "ann", "i1", value=0.1)
    assert todo(customer(SEEN, opened, roles=[ANN])) == {("step_in", "ann")}
