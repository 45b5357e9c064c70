from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.decisions.incidents import incidents_in_the_way
from tests.decisions.world import days_ago, event, openers_of, opening, reason_for, scored
from tests.facts import TODAY, snapshot_of

if TYPE_CHECKING:
    from tests.facts import Cells

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
