from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.model.params import Params
from tests.decisions.followup_world import by_key, customer, due_of, happened, in_days, role, scored, todo
from tests.decisions.world import days_ago

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from tests.decisions.followup_world import Facts
    from tests.facts import Cells

OPENED = happened("incident_opened", 20, "ann", "i1", value=0.3)
ANN = role("ann", seniority="S")
ACTIONS = ("watch_incident", "step_in", "step_in_must")
GROUP: list[Cells] = [
    {"account_id": "group"},
    {"account_id": "press", "status": "customer", "parent_id": "group"},
    {"account_id": "desk", "parent_id": "press"},
    {"account_id": "sister", "parent_id": "group"},
]


def in_a_group(*events: Cells, roles: list[Cells] | None = None, **more: list[Cells]) -> Facts:
    """The press between its group above and its desk below."""
    return {**customer(*events, roles=roles, **more), "accounts": GROUP}


def escalated(days: int, person: str | None = "bob", key: str = "x1", **cells: str) -> Cells:
    return happened("complaint_escalated", days, person, key, value=0.3, **({"ref": "i1"} | cells))


def closed(days: int, value: float = 1.0) -> Cells:
    return happened("incident_closed", days, "ann", "c1", ref="i1", value=value)


def test_service_handles_a_mild_incident_and_the_rep_asks_for_the_date_after_a_week() -> None:
    facts = customer(OPENED, roles=[ANN])
    assert todo(facts, *ACTIONS) == {("watch_incident", "ann")}
    assert due_of(facts, "watch_incident", "ann") == -20 + 7


def test_a_contact_since_puts_it_off_by_a_week_and_only_the_closing_ends_it() -> None:
    for contact, due in ((20, -20 + 7), (5, 2), (0, 7), (21, -20 + 7)):
        facts = customer(OPENED, happened("call", contact, "cho"), roles=[ANN])
        assert due_of(facts, "watch_incident", "ann") == due
    assert todo(customer(OPENED, closed(0), roles=[ANN]), *ACTIONS) == set()


def test_an_incident_that_nobody_closed_for_years_is_still_listed() -> None:
    old = happened("incident_opened", 900, "ann", "i1", value=0.3)
    assert due_of(customer(old, roles=[ANN]), "watch_incident", "ann") == -893


@pytest.mark.parametrize(
    ("more", "fact"),
    [
        ([happened("competitor_seen", 180)], "competitor"),
        ([happened("competitor_seen", 3, account_id="group")], "competitor"),
        ([happened("competitor_seen", 3, account_id="desk")], "competitor"),
        ([happened("referral_asked", 30, "bob", ref="sister")], "referral"),
        ([happened("referral_made", 30, "bob", ref="press", account_id="sister")], "referral"),
        ([happened("deal_won", 190), happened("deal_won", 100)], "repeat_order"),
    ],
)
def test_the_rep_steps_in_within_three_days_when_the_next_sale_is_at_stake(
    more: list[Cells], fact: str
) -> None:
    facts = in_a_group(OPENED, *more, roles=[ANN])
    row = by_key(scored(facts))["step_in", "press", "ann"]
    assert fact in row.facts
    assert due_of(facts, "step_in", "ann") == -20 + 3


@pytest.mark.parametrize(
    "more",
    [
        [happened("competitor_seen", 181)],
        [happened("competitor_seen", 3, account_id="sister")],
        [happened("referral_asked", 181, "bob", ref="sister")],
        [
            happened("referral_asked", 30, "bob", ref="sister"),
            happened("referral_declined", 9, "bob", ref="sister"),
        ],
        [happened("deal_won", 400), happened("deal_won", 100)],
    ],
)
def test_what_is_long_ago_elsewhere_or_ended_puts_nothing_at_stake(more: list[Cells]) -> None:
    assert todo(in_a_group(OPENED, *more, roles=[ANN]), *ACTIONS) == {("watch_incident", "ann")}


@pytest.mark.parametrize(
    "declined",
    [
        happened("referral_declined", 9, "cho", ref="sister"),
        happened("referral_declined", 9, "bob", ref="group"),
        happened("referral_declined", 40, "bob", ref="sister"),
    ],
)
def test_who_declines_closes_only_his_own_referral_about_that_account(declined: Cells) -> None:
    asked = happened("referral_asked", 30, "bob", ref="sister")
    facts = in_a_group(OPENED, asked, declined, roles=[ANN])
    row = by_key(scored(facts))["step_in", "press", "ann"]
    assert row.facts["referral"] == days_ago(30)


def test_a_referral_declined_the_day_it_was_asked_is_closed_whatever_the_ids() -> None:
    asked = happened("referral_asked", 30, "bob", "z", ref="sister")
    declined = happened("referral_declined", 30, "bob", "a", ref="sister")
    assert todo(in_a_group(OPENED, asked, declined, roles=[ANN]), *ACTIONS) == {("watch_incident", "ann")}


def test_a_severe_incident_is_at_stake_by_itself_and_one_of_unknown_severity_is_not() -> None:
    for value, action in ((0.7, "step_in"), (0.69, "watch_incident"), (None, "watch_incident")):
        severe = happened("incident_opened", 20, "ann", "i1", value=value)
        assert todo(customer(severe, roles=[ANN]), *ACTIONS) == {(action, "ann")}


def test_the_rep_must_step_in_within_two_days_of_the_complaint_reaching_top_management() -> None:
    facts = in_a_group(OPENED, escalated(9), roles=[ANN, role("bob", "group", seniority="C")])
    assert todo(facts, *ACTIONS) == {("step_in_must", "bob")}
    assert due_of(facts, "step_in_must", "bob") == -9 + 2


def test_of_several_escalations_the_latest_says_whom_and_when() -> None:
    facts = in_a_group(OPENED, escalated(9), escalated(4, "cho", "x2"), roles=[ANN])
    assert due_of(facts, "step_in_must", "cho") == -4 + 2


def test_after_an_escalation_a_contact_above_counts_and_one_before_it_does_not() -> None:
    for contact, due in (
        (happened("call", 3, "bob", account_id="group"), 4),
        (happened("call", 3, account_id="press"), 4),
        (happened("call", 10, "ann"), -7),
        (happened("call", 3, account_id="sister"), -7),
    ):
        facts = in_a_group(OPENED, escalated(9), contact, roles=[ANN, role("bob", "group")])
        assert due_of(facts, "step_in_must", "bob") == due


def test_an_incident_of_somebody_in_top_management_there_or_above_must_be_stepped_into() -> None:
    for where, seniority, action in (
        ("press", "C", "step_in_must"),
        ("group", "C", "step_in_must"),
        ("sister", "C", "watch_incident"),
        ("press", "M", "watch_incident"),
    ):
        facts = in_a_group(OPENED, roles=[role("ann", where, seniority=seniority)])
        assert todo(facts, *ACTIONS) == {(action, "ann")}


def test_an_incident_without_person_or_people_is_still_followed() -> None:
    bare = happened("incident_opened", 20, None, "i1", value=0.3)
    scores = scored(customer(bare))
    row = by_key(scores)["watch_incident", "press", None]
    assert (row.hears, row.call_first) == ((), -1)


def test_who_has_left_since_is_not_the_one_to_tell() -> None:
    gone = role("ann", to=in_days(-5))
    assert todo(customer(OPENED, roles=[gone]), *ACTIONS) == {("watch_incident", None)}
    assert todo(customer(OPENED, closed(9), roles=[gone]), "visit_after_incident") == {
        ("visit_after_incident", None)
    }


def test_an_escalated_incident_is_seen_by_the_reps_of_the_accounts_above_too() -> None:
    owners = {"group": "gus", "press": "pia", "desk": "dan", "sister": "sam"}
    facts = in_a_group(OPENED, roles=[ANN], reps=[{"rep_id": rep} for rep in owners.values()])
    facts["accounts"] = [cells | {"owner": owners[str(cells["account_id"])]} for cells in GROUP]

    def seen_by() -> set[str]:
        scores = scored(facts)
        return {rep for rep in owners.values() if by_key(scores, rep=rep)}

    assert seen_by() == {"pia"}
    facts["events"].append(escalated(9))
    assert seen_by() == {"pia", "gus"}


def test_after_the_closing_somebody_asks_within_two_weeks_whether_it_holds() -> None:
    facts = customer(OPENED, closed(5), roles=[ANN])
    assert due_of(facts, "visit_after_incident", "ann") == -5 + 14
    for since in (happened("email", 4), happened("satisfaction", 1, "cho", value=0.5)):
        assert todo(customer(OPENED, closed(5), since, roles=[ANN]), "visit_after_incident") == set()
    same_day = happened("call", 5, "ann")
    assert todo(customer(OPENED, closed(5), same_day, roles=[ANN]), "visit_after_incident") != set()


def test_a_closing_that_names_no_incident_calls_for_nothing() -> None:
    stray = happened("incident_closed", 5, "ann", "c1", ref="nothing", value=1.0)
    assert todo(customer(stray, roles=[ANN])) == set()


def heard_world(**strength: float) -> Facts:
    """Ann suffers at the press; those named know her. Bob works at the group, cho is a customer's user, dee nobody's."""
    roles = [
        ANN,
        role("bob", "group", buying_role="user"),
        role("cho", "shop", buying_role="decider"),
        role("eve", "press"),
    ]
    facts = in_a_group(OPENED, roles=roles, people=[{"person_id": "eve"}])
    facts["accounts"] = [*GROUP, {"account_id": "shop", "status": "customer"}]
    facts["knows"] = [
        {"person_a": "ann", "person_b": person, "strength": value} for person, value in strength.items()
    ]
    return facts


def heard(scores: Scores, action: str, person: str) -> tuple[list[str], str | None]:
    """Ids of who hears of the incident, and of whom to call first."""
    row = by_key(scores)[action, "press", person]
    ids = scores.snapshot.people.ids
    return [ids[listener.person] for listener in row.hears], ids[
        row.call_first
    ] if row.call_first >= 0 else None


def test_who_knows_the_person_hears_of_it_from_one_tie_what_delta_says() -> None:
    facts = heard_world(dee=1.0)
    facts["roles"] = [ANN]
    (listener,) = by_key(scored(facts))["watch_incident", "press", "ann"].hears
    # one tie alone: M is 1 both ways, dee's word comes back to ann and again to dee: δ + u·u·δ³, u by ann's opinion
    scores = scored(facts)
    unsure = scores.opinion.uncertainty
    ann, dee = (scores.snapshot.person(person) for person in ("ann", "dee"))
    expected = 0.85 + 0.85**3 * unsure[dee] * unsure[ann]
    assert listener.negative == pytest.approx(expected, abs=1e-12)
    assert (listener.person, listener.account) == (dee, -1)


def test_colleagues_of_the_account_are_not_outside_and_the_loudest_listener_comes_first() -> None:
    heard_by, first = heard(scored(heard_world(bob=0.9, dee=0.2)), "watch_incident", "ann")
    assert heard_by == ["bob", "dee"]
    assert first == "bob"


def test_first_call_the_one_with_the_greatest_word_times_role_where_we_sell() -> None:
    # bob hears more, yet his word counts .3 and cho's 1; dee hears most and works nowhere
    heard_by, first = heard(scored(heard_world(bob=0.6, cho=0.5, dee=1.0)), "watch_incident", "ann")
    assert heard_by == ["dee", "bob", "cho"]
    assert first == "cho"


def test_once_escalated_those_above_are_called_first_and_who_was_told_talks_too() -> None:
    facts = heard_world(bob=0.6, cho=0.5)
    facts["events"].append(escalated(9, "dee"))
    facts["knows"].append({"person_a": "dee", "person_b": "cho", "strength": 1.0})
    heard_by, first = heard(scored(facts), "step_in_must", "dee")
    assert first == "bob"
    assert heard_by == ["cho", "bob"]


def test_only_so_many_incidents_are_traced_the_most_pressing_first() -> None:
    second = happened("incident_opened", 19, "cho", "i2", value=0.9, account_id="shop")
    facts = heard_world(dee=1.0, cho=1.0)
    facts["events"].append(second)
    found = by_key(scored(facts, params=Params(incidents_traced=1)))
    assert found["step_in", "shop", "cho"].hears
    assert not found["watch_incident", "press", "ann"].hears


def test_an_incident_opened_tomorrow_is_not_known() -> None:
    assert todo(customer(happened("incident_opened", -1, "ann", "i1"), roles=[ANN])) == set()
    assert todo(customer(OPENED, closed(-1), roles=[ANN]), *ACTIONS) == {("watch_incident", "ann")}
