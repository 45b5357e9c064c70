from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from refgraph.decisions.incidents import incidents_in_the_way
from tests.decisions.world import (
    Facts,
    days_ago,
    event,
    openers_of,
    opening,
    reason_for,
    scored,
)
from tests.facts import TODAY, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.facts import Cells


def refuse_consent(facts: Facts) -> None:
    facts["people"][0]["consent"] = "no"


def oppose(facts: Facts) -> None:
    facts["roles"][1]["stance"] = "opponent"


def open_incident(facts: Facts) -> None:
    facts["events"].append(event("incident_opened", 30, account_id="press", value=1.0))


def disappoint(facts: Facts) -> None:
    facts["events"] += [event("satisfaction", 0, f"bad{i}", value=-1.0) for i in range(9)]


def decline(facts: Facts) -> None:
    facts["events"].append(event("referral_declined", 100))


def ask(facts: Facts) -> None:
    facts["events"].append(event("referral_asked", 30))


def call_twice(facts: Facts) -> None:
    facts["events"] += [event("reference_call", days, value=1.0) for days in (70, 80)]


CAUSES: list[tuple[str, Callable[[Facts], None]]] = [
    ("no_consent", refuse_consent),
    ("opponent_on_path", oppose),
    ("open_incident", open_incident),
    ("not_satisfied", disappoint),
    ("declined_recently", decline),
    ("asked_recently", ask),
    ("budget_used", call_twice),
]


@pytest.mark.parametrize(("reason", "cause"), CAUSES)
def test_each_reason_blocks_by_itself(reason: str, cause: Callable[[Facts], None]) -> None:
    facts = opening()
    assert reason_for(facts) is None
    cause(facts)
    assert reason_for(facts) == reason


@pytest.mark.parametrize("first", range(len(CAUSES)))
def test_of_several_reasons_the_first_is_given(first: int) -> None:
    facts = opening()
    for _, cause in CAUSES[first:]:
        cause(facts)
    assert reason_for(facts) == CAUSES[first][0]


def test_consent_that_was_given_or_never_asked_for_does_not_block() -> None:
    for consent in ("yes", None):
        facts = opening()
        facts["people"][0]["consent"] = consent
        assert reason_for(facts) is None


@pytest.mark.parametrize(
    ("kind", "days", "reason"),
    [
        ("referral_asked", 0, "asked_recently"),
        ("referral_asked", 59, "asked_recently"),
        ("referral_asked", 60, None),
        ("referral_declined", 0, "declined_recently"),
        ("referral_declined", 179, "declined_recently"),
        ("referral_declined", 180, None),
    ],
)
def test_a_cool_down_ends_on_its_last_day(kind: str, days: int, reason: str | None) -> None:
    assert reason_for(opening(events=[event(kind, days)])) == reason


@pytest.mark.parametrize(
    ("kinds", "days", "reason"),
    [
        (("reference_call", "reference_call"), (0, 90), "budget_used"),
        (("reference_call", "reference_call"), (0, 91), None),
        (("reference_call", "referral_asked"), (0, 90), "budget_used"),
        (("referral_asked", "referral_asked"), (61, 90), "budget_used"),
        (("reference_call",), (0,), None),
        (("reference_call", "referral_made"), (0, 0), None),
        (("reference_call", "reference_call", "reference_call"), (0, 10, 200), "budget_used"),
    ],
)
def test_the_budget_counts_asks_and_calls_of_a_quarter(
    kinds: tuple[str, ...], days: tuple[int, ...], reason: str | None
) -> None:
    events = [event(kind, day, value=None) for kind, day in zip(kinds, days, strict=True)]
    assert reason_for(opening(events=events)) == reason


def test_an_ask_that_left_the_quarter_gives_its_part_of_the_budget_back() -> None:
    for days, left in ((90, 0.5), (91, 1.0)):
        (row,) = openers_of(opening(events=[event("referral_asked", days)])).rows
        assert row.factors.ask_budget == left
        assert (row.details.asks_used, row.details.asks_budget) == (round(2 - 2 * left), 2)


def test_asks_of_others_and_after_the_day_do_not_block() -> None:
    others = [
        event("referral_asked", 5, person_id="bo"),
        event("referral_declined", 5, person_id="bo"),
        event("referral_declined", 5, "at-the-account", account_id="press"),
        event("referral_asked", -1),
        event("referral_declined", -1),
    ]
    assert reason_for(opening(events=others)) is None


def test_the_latest_of_several_asks_counts() -> None:
    events = [event("referral_asked", 300, "x"), event("referral_asked", 10, "a")]
    (row,) = openers_of(opening(events=events)).blocked
    assert row.facts == {"event": "a", "date": days_ago(10), "until": days_ago(-50)}


def test_facts_say_until_when() -> None:
    (row,) = openers_of(opening(events=[event("referral_declined", 100, "d")])).blocked
    assert row.facts == {"event": "d", "date": days_ago(100), "until": days_ago(-80)}
    calls = [event("reference_call", days) for days in (10, 20, 90)]
    (row,) = openers_of(opening(events=calls)).blocked
    # The quarter from 71 days ahead holds the call of 10 days ago alone.
    assert row.facts == {"used": 3.0, "until": days_ago(20 - 91)}


@pytest.mark.parametrize("cause", [decline, ask, call_twice])
def test_on_the_day_named_by_until_the_reason_is_gone(cause: Callable[[Facts], None]) -> None:
    facts = opening()
    cause(facts)
    (row,) = openers_of(facts).blocked
    until = date.fromisoformat(str(row.facts["until"]))
    assert openers_of(facts, as_of=(until - timedelta(days=1)).isoformat()).blocked
    assert openers_of(facts, as_of=until.isoformat()).rows


def test_unknown_is_not_satisfied() -> None:
    facts = opening()
    facts["events"] = []
    (row,) = openers_of(facts).blocked
    assert (row.reason, row.facts) == ("not_satisfied", {"net": 0.0, "disbelief": 0.0, "uncertainty": 1.0})


def test_as_much_good_as_bad_is_not_satisfied_whatever_the_rounding() -> None:
    # .1 + .2 - .3 is above 0 in floating point.
    opinions = [event("satisfaction", 0, f"e{value}", value=value) for value in (0.1, 0.2, -0.3)]
    facts = opening(events=opinions)
    del facts["events"][0]
    assert reason_for(facts) == "not_satisfied"


def test_all_paths_over_an_opponent_block_and_one_around_him_does_not() -> None:
    facts = opening(
        people=[{"person_id": "eve"}, {"person_id": "fay"}],
        roles=[{"person_id": "eve", "account_id": "club", "stance": "opponent"}],
        accounts=[{"account_id": "club"}],
    )
    facts["knows"] = [
        {"person_a": "ann", "person_b": "eve", "strength": 1.0},
        {"person_a": "eve", "person_b": "bo", "strength": 1.0},
    ]
    (row,) = openers_of(facts).blocked
    assert (row.reason, row.facts) == ("opponent_on_path", {"person": "eve"})
    snapshot = scored(facts).snapshot
    assert [snapshot.people.ids[person] for person in row.path.people] == ["ann", "eve", "bo"]
    facts["knows"] += [
        {"person_a": "ann", "person_b": "fay", "strength": 0.1},
        {"person_a": "fay", "person_b": "bo", "strength": 0.1},
    ]
    assert reason_for(facts) is None


def test_an_opponent_among_the_contacts_leaves_the_others() -> None:
    facts = opening(
        people=[{"person_id": "cy"}],
        roles=[{"person_id": "cy", "account_id": "daily", "buying_role": "user"}],
        knows=[{"person_a": "ann", "person_b": "cy", "strength": 0.5}],
    )
    oppose(facts)
    (row,) = openers_of(facts).rows
    assert scored(facts).snapshot.people.ids[row.contact] == "cy"


def test_an_opponent_at_a_customer_is_blocked_for_himself_not_for_his_path() -> None:
    facts = opening(events=[event("stance", 0, value=-1.0), event("stance", 0, "again", value=-1.0)])
    facts["roles"][0]["stance"] = "opponent"
    assert reason_for(facts) == "not_satisfied"


TREE: list[Cells] = [
    {"account_id": "root"},
    {"account_id": "house", "parent_id": "root"},
    {"account_id": "branch", "parent_id": "house"},
    {"account_id": "desk", "parent_id": "branch"},
    {"account_id": "sister", "parent_id": "house"},
    {"account_id": "stranger"},
]
OPENED = event("incident_opened", 40, "i1", account_id="branch")
ESCALATED = event("complaint_escalated", 30, "x1", account_id="branch", ref="i1")


def closed(days: int, ref: str = "i1") -> Cells:
    return event("incident_closed", days, f"c{days}", account_id="branch", ref=ref, value=1.0)


def in_the_way(events: list[Cells], accounts: list[Cells] | None = None) -> dict[str, str]:
    """Id of the incident that blocks, by account id."""
    snapshot = snapshot_of(TODAY, accounts=accounts or TREE, events=events)
    return {
        snapshot.accounts.ids[account]: snapshot.events.ids[row]
        for account, row in incidents_in_the_way(snapshot).items()
    }


def test_an_incident_blocks_the_account_it_is_open_at() -> None:
    assert in_the_way([OPENED]) == {"branch": "i1"}


def test_once_escalated_it_blocks_the_accounts_above_up_to_the_root_and_no_others() -> None:
    assert in_the_way([OPENED, ESCALATED]) == dict.fromkeys(("branch", "house", "root"), "i1")


def test_a_closed_incident_blocks_nobody_even_when_it_had_been_escalated() -> None:
    assert in_the_way([OPENED, closed(0)]) == {}
    assert in_the_way([OPENED, ESCALATED, closed(20)]) == {}


def test_what_happens_after_the_day_does_not_count() -> None:
    escalated_tomorrow = event("complaint_escalated", -1, "x1", account_id="branch", ref="i1")
    assert in_the_way([OPENED, closed(-1), escalated_tomorrow]) == {"branch": "i1"}
    assert in_the_way([event("incident_opened", -1, "i1", account_id="branch")]) == {}


def test_closing_another_incident_or_none_leaves_it_open() -> None:
    for ref in ("i2", "x1"):
        assert in_the_way([OPENED, ESCALATED, closed(0, ref)]).keys() == {"branch", "house", "root"}
    assert in_the_way([OPENED, event("incident_closed", 0, account_id="branch")]) == {"branch": "i1"}


def test_a_complaint_that_names_no_incident_blocks_nobody_above() -> None:
    complaint = event("complaint_escalated", 30, "x1", account_id="branch")
    assert in_the_way([OPENED, complaint]) == {"branch": "i1"}
    assert in_the_way([complaint]) == {}


def test_of_several_incidents_the_oldest_in_the_way_is_named() -> None:
    older = event("incident_opened", 50, "i9", account_id="house")
    assert in_the_way([OPENED, ESCALATED, older]) == {"branch": "i1", "house": "i9", "root": "i1"}
    same_day = event("incident_opened", 40, "i0", account_id="branch")
    assert in_the_way([OPENED, same_day]) == {"branch": "i0"}


def test_an_incident_of_a_person_alone_blocks_no_account() -> None:
    assert in_the_way([event("incident_opened", 40, "i1", person_id=None)]) == {}


def test_accounts_that_are_each_others_parents_do_not_hang() -> None:
    ring: list[Cells] = [
        {"account_id": "house", "parent_id": "branch"},
        {"account_id": "branch", "parent_id": "house"},
        {"account_id": "self", "parent_id": "self"},
        {"account_id": "lasso", "parent_id": "house"},
    ]
    assert in_the_way([OPENED, ESCALATED], ring).keys() == {"branch", "house"}
    for name, blocked in (("self", {"self"}), ("lasso", {"lasso", "house", "branch"})):
        opened = event("incident_opened", 40, "i1", account_id=name)
        assert in_the_way([opened, ESCALATED], ring).keys() == blocked


def test_the_branchs_complaint_blocks_headquarters_until_it_is_closed() -> None:
    facts = opening(
        accounts=[{"account_id": "branch", "status": "customer", "parent_id": "press"}],
        events=[OPENED],
    )
    assert reason_for(facts) is None
    facts["events"].append(ESCALATED)
    (row,) = openers_of(facts).blocked
    assert row.reason == "open_incident"
    assert row.facts == {"event": "i1", "date": days_ago(40), "account": "branch"}
    facts["events"].append(closed(1))
    assert reason_for(facts) is None


def test_who_stands_for_a_second_customer_without_an_incident_opens_from_there() -> None:
    facts = opening(
        accounts=[{"account_id": "quiet", "status": "customer"}],
        roles=[{"person_id": "ann", "account_id": "quiet"}],
    )
    for incident, standing in (("press", "quiet"), ("quiet", "press")):
        opened = [event("incident_opened", 5, f"at-{incident}", account_id=incident, value=0.1)]
        case = {**facts, "events": facts["events"] + opened}
        (row,) = openers_of(case).rows
        assert scored(case).snapshot.accounts.ids[row.account] == standing
    both = [
        event("incident_opened", 5, f"at-{name}", account_id=name, value=0.1) for name in ("press", "quiet")
    ]
    assert reason_for({**facts, "events": facts["events"] + both}) == "open_incident"


def test_an_incident_at_the_target_or_where_one_used_to_work_does_not_block() -> None:
    facts = opening(
        accounts=[{"account_id": "left", "status": "customer"}],
        roles=[{"person_id": "ann", "account_id": "left", "to": days_ago(200)}],
        events=[
            event("incident_opened", 5, "i1", account_id="daily"),
            event("incident_opened", 5, "i2", account_id="left"),
        ],
    )
    assert reason_for(facts) is None


def test_blocked_ones_stand_in_the_order_of_reach_and_contact_role() -> None:
    facts = opening(
        people=[{"person_id": p, "consent": "no"} for p in ("abe", "zoe", "may")],
        roles=[{"person_id": p, "account_id": "press"} for p in ("abe", "zoe", "may")],
    )
    refuse_consent(facts)
    facts["knows"] = [
        {"person_a": p, "person_b": "bo", "strength": strength}
        for p, strength in (("ann", 0.2), ("abe", 0.2), ("zoe", 0.9), ("may", 0.1))
    ]
    answer = openers_of(facts)
    ids = scored(facts).snapshot.people.ids
    assert [ids[row.person] for row in answer.blocked] == ["zoe", "abe", "ann", "may"]
    weights = [row.weight for row in answer.blocked]
    assert weights == sorted(weights, reverse=True)
    assert [ids[row.person] for row in openers_of(facts, k=2).blocked] == ["zoe", "abe"]
