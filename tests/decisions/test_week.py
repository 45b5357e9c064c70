from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from refgraph.decisions.week import WeekPlan, hours_of, week_plan
from tests.decisions.network import DEFAULTS, role, scores_of
from tests.decisions.world import days_ago

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.params import Params
    from refgraph.scores.scores import Scores
    from tests.facts import Cells


def asked(person: str, target: str, days: int, kind: str = "referral_asked") -> Cells:
    return {
        "event_id": f"{kind}-{person}-{target}-{days}", "kind": kind, "date": days_ago(days),
        "person_id": person, "ref": target,
    }  # fmt: skip


def market(
    chances: Mapping[tuple[str, str], float],
    targets: Mapping[str, float | None],
    *,
    hours: float | None = None,
    params: Params = DEFAULTS,
    events: Sequence[Cells] = (),
    employer: Mapping[str, str] | None = None,
) -> Scores:
    """Who speaks with whom: `ann` and others are satisfied customers' people, `at-X` the decider of target X.

    Everybody thinks as well of us (net .5) and no two accounts have anything in common, so the score is
    .5 * chance * .75 and, where a person was asked once this quarter, half of that.
    """
    speakers = sorted({speaker for speaker, _ in chances})
    employers = {speaker: f"co-{speaker}" for speaker in speakers} | dict(employer or {})
    return scores_of(
        chances,
        dict.fromkeys(speakers, (0.5, 0.0)),
        params,
        accounts=[
            *[customer(name) for name in sorted(set(employers.values()))],
            *[target(name, worth) for name, worth in targets.items()],
        ],
        people=[{"person_id": p} for p in (*speakers, *(f"at-{t}" for t in targets))],
        roles=[
            *(role(person, account) for person, account in employers.items()),
            *({**role(f"at-{t}", t), "buying_role": "decider"} for t in targets),
        ],
        reps=[{"rep_id": "zhou", "hours_per_week": hours}],
        events=list(events),
    )


def customer(name: str) -> Cells:
    return {"account_id": name, "status": "customer"}


def target(name: str, worth: float | None) -> Cells:
    return {"account_id": name, "owner": "zhou", "potential": worth}


def asks_of(scores: Scores, plan: WeekPlan) -> list[tuple[str, str]]:
    people, accounts = scores.snapshot.people.ids, scores.snapshot.accounts.ids
    return [(people[ask.opener.person], accounts[ask.opener.target]) for ask in plan.asks]


def test_the_best_asks_within_the_hours_are_planned_with_what_each_adds() -> None:
    scores = market(
        {("ann", "at-x"): 0.4, ("bob", "at-x"): 0.2, ("cat", "at-y"): 0.4},
        {"x": 1000.0, "y": 100.0},
        hours=2,
    )
    plan = week_plan(scores, 0)
    # Scores .5 * chance * .75: .15, .075, .15. Bob adds 75 of what Ann misses (85 %): 63.75. Cat only 15.
    assert asks_of(scores, plan) == [("ann", "x"), ("bob", "x")]
    assert [ask.gain for ask in plan.asks] == pytest.approx([150.0, 63.75])
    assert plan.value == pytest.approx(213.75)
    assert plan.upper_bound == pytest.approx(213.75)
    assert plan.ratio == pytest.approx(1.0)
    (left,) = plan.not_chosen
    assert left.gain == pytest.approx(15.0)
    assert left.kept_out_by == ("hours",)
    assert [ask.binding for ask in plan.asks] == [("hours", "person", "target")] * 2


def test_each_limit_says_how_far_it_is_used_and_what_loosening_it_would_bring() -> None:
    scores = market(
        {("ann", "at-x"): 0.4, ("ann", "at-y"): 0.4, ("bob", "at-x"): 0.2, ("cat", "at-x"): 0.1},
        {"x": 1000.0, "y": 100.0},
        hours=2,
    )
    plan = week_plan(scores, 0)
    assert asks_of(scores, plan) == [("ann", "x"), ("bob", "x")]
    limits = plan.limits
    assert {name: (limit.limit, limit.used) for name, limit in limits.items()} == {
        "hours": (2.0, 2.0), "person": (1.0, 1.0), "account": (2.0, 1.0), "target": (2.0, 2.0),
    }  # fmt: skip
    # An hour more leaves x full and Ann asked: nobody is left for y. The same for the others alone.
    assert {name for name, limit in limits.items() if limit.is_binding} == set()
    more_hours = week_plan(
        market({("ann", "at-x"): 0.4, ("bob", "at-y"): 0.4}, {"x": 1000.0, "y": 100.0}, hours=1), 0
    )
    assert more_hours.limits["hours"].worth == pytest.approx(15.0)
    assert more_hours.limits["hours"].is_binding


@pytest.mark.parametrize(("hours", "asks"), [(0.5, 0), (1.0, 1), (1.9, 1), (2.0, 2), (0.0, 0)])
def test_only_whole_asks_fit_into_the_hours(hours: float, asks: int) -> None:
    scores = market({("ann", "at-x"): 0.4, ("bob", "at-y"): 0.4}, {"x": 10.0, "y": 10.0}, hours=hours)
    plan = week_plan(scores, 0)
    assert len(plan.asks) == asks
    assert plan.limits["hours"].used == asks
    assert plan.limits["hours"].limit == hours
    assert plan.limits["hours"].is_binding == (asks < 2)


def test_an_hour_more_may_be_two_asks() -> None:
    half = replace(DEFAULTS, ask_hours=0.5)
    chances = {("ann", "at-x"): 0.4, ("bob", "at-y"): 0.4, ("cat", "at-z"): 0.4}
    scores = market(chances, {"x": 100.0, "y": 100.0, "z": 100.0}, hours=0.5, params=half)
    plan = week_plan(scores, 0)
    assert plan.limits["hours"].used == 0.5
    # .15 * 100 each.
    assert plan.limits["hours"].worth == pytest.approx(30.0)


def test_a_rep_without_hours_has_the_usual_six() -> None:
    assert hours_of(market({}, {}), 0) == 6.0


def test_two_open_asks_are_enough_for_a_target_and_those_of_earlier_weeks_count() -> None:
    chances = {(f"p{i}", "at-x"): 0.4 for i in range(4)}
    none = week_plan(market(chances, {"x": 10.0}), 0)
    one = week_plan(market(chances, {"x": 10.0}, events=[asked("p0", "x", 70)]), 0)
    both = week_plan(market(chances, {"x": 10.0}, events=[asked("p0", "x", 70), asked("p1", "x", 90)]), 0)
    assert [len(plan.asks) for plan in (none, one, both)] == [2, 1, 0]
    assert [plan.limits["target"].used for plan in (none, one, both)] == [2.0, 2.0, 2.0]
    assert {row.kept_out_by for row in both.not_chosen} == {("target",)}
    assert both.limits["target"].is_binding


def test_a_person_is_asked_once_a_week_and_a_customer_twice() -> None:
    chances = {(f"p{i}", f"at-{t}"): 0.4 for i in range(3) for t in "xyz"}
    one_company = dict.fromkeys(("p0", "p1", "p2"), "big")
    scores = market(chances, {"x": 30.0, "y": 20.0, "z": 10.0}, employer=one_company)
    plan = week_plan(scores, 0)
    # x alone: .15 * 30 = 4.5; again 85 % of that, 3.825, is more than y's 3.
    assert asks_of(scores, plan) == [("p0", "x"), ("p1", "x")]
    assert plan.limits["account"].is_binding
    apart = market(chances, {"x": 30.0, "y": 20.0, "z": 10.0})
    assert len(week_plan(apart, 0).asks) == 3


def test_asks_left_this_quarter_limit_a_person_too() -> None:
    twice = replace(DEFAULTS, asks_per_person_a_week=2)
    chances = {("ann", "at-x"): 0.4, ("ann", "at-y"): 0.4}
    fresh = market(chances, {"x": 10.0, "y": 10.0}, params=twice)
    used = market(chances, {"x": 10.0, "y": 10.0}, params=twice, events=[asked("ann", "elsewhere", 70)])
    assert len(week_plan(fresh, 0).asks) == 2
    (ask,) = week_plan(used, 0).asks
    assert ask.opener.details.asks_used == 1
    assert "person" in ask.binding


def test_one_contact_at_two_targets_opens_both() -> None:
    scores = scores_of(
        {("ann", "bo"): 0.4, ("al", "bo"): 0.2},
        {"ann": (0.5, 0.0), "al": (0.5, 0.0)},
        accounts=[
            {"account_id": "press", "status": "customer"},
            {"account_id": "x", "owner": "zhou"},
            {"account_id": "y", "owner": "zhou"},
        ],
        people=[{"person_id": p} for p in ("ann", "al", "bo")],
        roles=[role("ann", "press"), role("al", "press"), role("bo", "x"), role("bo", "y")],
        reps=[{"rep_id": "zhou"}],
    )
    plan = week_plan(scores, 0)
    assert asks_of(scores, plan) == [("ann", "x"), ("al", "y")]
    # Role unknown .5, nothing in common .75, potential unknown everywhere 1.
    assert plan.value == pytest.approx(0.5 * 0.5 * 0.75 * (0.4 + 0.2))


@pytest.mark.parametrize("targets", [{}, {"x": 10.0}])
def test_with_nobody_to_ask_the_plan_is_empty_and_says_so(targets: dict[str, float | None]) -> None:
    scores = market({}, targets)
    plan = week_plan(scores, 0)
    assert (plan.asks, plan.value, plan.upper_bound, plan.ratio) == ((), 0.0, 0.0, 1.0)
    assert plan.not_chosen == ()
    assert plan.targets == len(targets)
    assert not any(limit.is_binding for limit in plan.limits.values())


def test_many_targets_are_looked_at_only_as_far_as_they_can_matter() -> None:
    # Eighty targets of falling worth, one opener each; six hours are gone after the six best.
    chances = {(f"p{i:02}", f"at-t{i:02}"): 0.4 for i in range(80)}
    scores = market(chances, {f"t{i:02}": 100.0 - i for i in range(80)})
    plan = week_plan(scores, 0)
    assert asks_of(scores, plan) == [(f"p{i:02}", f"t{i:02}") for i in range(6)]
    assert plan.targets == 80
    assert plan.looked_at < 80
    assert plan.value == pytest.approx(0.15 * sum(100.0 - i for i in range(6)))
    hasty = week_plan(scores, 0, looks=3)
    assert hasty.looked_at == 3
    assert hasty.value == pytest.approx(0.15 * (100 + 99 + 98))
    assert hasty.upper_bound >= plan.value
