from __future__ import annotations

from refgraph.decisions.week import LeftOut, WeekPlan
from refgraph.views.plan_lines import week_lines
from tests.decisions.world import openers_of, opening, scored


def test_an_ask_that_no_limit_keeps_out_is_told_without_empty_brackets() -> None:
    facts = opening(reps=[{"rep_id": "zhou", "name": "Zhou"}])
    (row,) = openers_of(facts).rows
    left = (LeftOut(row, 2.0, ()), LeftOut(row, 2.0, ("hours",)))
    plan = WeekPlan(0, (), 0.0, 2.0, {}, left, targets=1, looked_at=1)
    assert week_lines(scored(facts), plan)[-2:] == [
        "not this week: ann (press) → bo (daily), would add 2",
        "not this week (the rep's hours): ann (press) → bo (daily), would add 2",
    ]
