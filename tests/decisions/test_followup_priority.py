from __future__ import annotations

import math
from dataclasses import astuple
from typing import TYPE_CHECKING

import pytest

from refgraph.decisions.followup import ACTIONS, follow_ups
from refgraph.model.params import Params
from tests.decisions.followup_world import by_key, customer, happened, role, scored

if TYPE_CHECKING:
    from refgraph.decisions.followup import Parts
    from tests.decisions.followup_world import Facts
    from tests.facts import Cells

ANN = role("ann")


def parts(facts: Facts, action: str, account: str = "press", person: str | None = "ann") -> Parts:
    return by_key(scored(facts))[action, account, person].parts


def test_every_action_has_a_weight_in_0_to_1_and_a_lead_where_its_own_rhythm_has_none() -> None:
    params = Params()
    assert set(params.followup_weight) == set(ACTIONS)
    assert all(0 < weight <= 1 for weight in params.followup_weight.values())
    assert set(ACTIONS) - set(params.followup_lead_days) == {"repeat_order_due"}
    assert set(params.followup_age_days) <= set(ACTIONS)


@pytest.mark.parametrize(
    ("ago", "urgency"),
    [
        (14, 1.0),  # due today
        (0, 1 - 0.5 * 14 / 30),  # due in 14 of the horizon's 30 days
        (14 + 90, 1 - 0.75 * 90 / 180),  # half of its 180 days overdue
        (14 + 180, 0.25),
    ],
)
def test_urgency_is_greatest_on_the_due_day(ago: int, urgency: float) -> None:
    facts = customer(happened("deal_won", ago, "bob", "o1"), roles=[role("ann", stance="opponent")])
    assert parts(facts, "visit_opponent").urgency == pytest.approx(urgency, abs=1e-12)


def test_an_open_incident_stays_pressing_and_silence_presses_more_and_more() -> None:
    opened = happened("incident_opened", 500, "ann", "i1", value=0.1)
    assert parts(customer(opened, roles=[ANN]), "watch_incident").urgency == 1.0
    for days, urgency in ((90, 0.5), (180, 0.75), (270, 1.0), (900, 1.0)):
        silent = customer(happened("call", days, "ann"), roles=[ANN])
        assert parts(silent, "break_silence").urgency == pytest.approx(urgency, abs=1e-12)


def test_an_account_weighs_by_its_rank_in_orders_and_potential() -> None:
    accounts: list[Cells] = [
        {"account_id": "small", "status": "customer", "potential": 50.0},
        {"account_id": "none", "status": "customer"},
        {"account_id": "other", "potential": 500.0},
    ]
    names = ("press", "small", "none")
    calls = [happened("call", 100, account_id=name, key=name) for name in names]
    order = happened("deal_won", 99, None, "o1", value=100.0)
    delivered = happened("delivery", 98, None, ref="o1", value=0.0)
    facts = customer(*calls, order, delivered, accounts=accounts)
    # worth: small 50, press 100, other 500: ranks 1/3, 2/3, 1 of the three that are worth anything
    for name, weight in (("small", 0.5 + 0.5 / 3), ("press", 0.5 + 1 / 3), ("none", 0.5)):
        person = None
        assert parts(facts, "break_silence", name, person).account == pytest.approx(weight, abs=1e-12)


def test_an_escalated_incident_weighs_as_the_greatest_account_above() -> None:
    opened = happened("incident_opened", 20, "ann", "i1", value=0.1)
    complaint = happened("complaint_escalated", 9, "bob", "x1", ref="i1")
    facts = customer(opened, roles=[ANN])
    facts["accounts"] = [
        {"account_id": "group", "potential": 900.0},
        {"account_id": "press", "status": "customer", "parent_id": "group"},
    ]
    assert parts(facts, "watch_incident").account == 0.5
    facts["events"].append(complaint)
    assert parts(facts, "step_in_must", person="bob").account == 1.0


def test_an_open_incident_and_a_competitor_near_raise_the_threat() -> None:
    opened = happened("incident_opened", 20, "bob", "i1", value=0.1)
    seen = happened("competitor_seen", 60, value=0.5)
    bad = happened("satisfaction", 20, "ann", value=-1.0)
    for more, threat in (([], 0.7), ([opened], 0.85), ([seen], 0.85), ([opened, seen], 1.0)):
        assert parts(customer(bad, *more, roles=[ANN]), "ask_what_went_wrong").threat == pytest.approx(threat)


def test_rows_fall_by_priority_then_by_due_day_account_person_and_action() -> None:
    accounts: list[Cells] = [{"account_id": name, "status": "customer"} for name in ("b", "c")]
    events = [
        happened("satisfaction", 20, person, f"{account}{person}", value=-1.0, account_id=account)
        for account in ("c", "press", "b")
        for person in ("dee", "bob")
    ]
    events.append(happened("satisfaction", 7, "ann", "today", value=-1.0))
    scores = scored(customer(*events, accounts=accounts))
    rows = follow_ups(scores)
    ids = scores.snapshot.people.ids, scores.snapshot.accounts.ids
    keys = [ids[1][row.account] + ids[0][row.person] for row in rows]
    assert keys == ["pressann", "bbob", "bdee", "cbob", "cdee", "pressbob", "pressdee"]
    for row in rows:
        assert row.priority == pytest.approx(math.prod(astuple(row.parts)), abs=1e-12)


def test_a_rep_sees_his_accounts_and_the_unowned_ones_of_his_territories() -> None:
    reps: list[Cells] = [
        {"rep_id": "pia", "territories": "North; East"},
        {"rep_id": "gus", "territories": "South"},
    ]
    owners = {
        "a": ("pia", "South"),
        "b": ("", "East"),
        "c": ("gus", "North"),
        "d": ("", "West"),
        "e": ("", ""),
    }
    accounts: list[Cells] = [
        {"account_id": name, "status": "customer", "owner": owner or None, "territory": land or None}
        for name, (owner, land) in owners.items()
    ]
    calls = [happened("call", 100, account_id=name, key=name) for name in owners]
    scores = scored(customer(*calls, accounts=accounts, reps=reps))
    seen = {rep: {account for _, account, _ in by_key(scores, rep=rep)} for rep in (None, "pia", "gus")}
    assert seen == {None: {"a", "b", "c", "d", "e"}, "pia": {"a", "b"}, "gus": {"c"}}


def test_nothing_known_calls_for_nothing() -> None:
    assert follow_ups(scored({})) == ()
