"""Plans as the pages show them, computed once for every version of the store, day and choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from refgraph.decisions.week import week_plan
from refgraph.service.following import follow_up_list
from refgraph.service.planning import territory_plan
from refgraph.service.supposing import sensitivity_of as find_sensitivity
from refgraph.service.supposing import suppose

if TYPE_CHECKING:
    from datetime import date

    from refgraph.decisions.sensitivity import Setting
    from refgraph.decisions.territory import Objective, TerritoryPlan
    from refgraph.decisions.week import WeekPlan
    from refgraph.decisions.whatif import WhatIf
    from refgraph.scores.scores import Scores
    from refgraph.service.following import FollowUpList
    from refgraph.web.store import Scene

    Key = tuple[str, int, date]


def follow_ups_of(scene: Scene, rep: int | None) -> FollowUpList:
    """Next best actions of a representative, of all for None."""
    return _follow_ups(scene.key, rep, scene.scores)


def week_plan_of(scene: Scene, rep: int) -> WeekPlan:
    """Asks of a representative's week."""
    return _week_plan(scene.key, rep, scene.scores)


def territory_plan_of(
    scene: Scene, objective: Objective, budget: int, territory: str | None
) -> TerritoryPlan:
    """Accounts to win next."""
    return _territory_plan(scene.key, objective, budget, territory, scene.scores)


def sensitivity_of(scene: Scene, budget: int, territory: str | None) -> tuple[Setting, ...]:
    """What the plan and the best prospects would be under other values of the parameters in dispute."""
    return _sensitivity(scene.key, budget, territory, scene.scores)


def what_if_of(
    scene: Scene,
    win: tuple[str, ...],
    lose: tuple[str, ...],
    resolve: tuple[str, ...],
    stances: tuple[tuple[str, str], ...],
) -> WhatIf:
    """The scores under a change; raises as `service.supposing.suppose`."""
    return _what_if(scene.key, win, lose, resolve, stances, scene.scores)


@st.cache_resource(show_spinner=False, max_entries=64)
def _follow_ups(key: Key, rep: int | None, _scores: Scores) -> FollowUpList:
    return follow_up_list(_scores, None if rep is None else _scores.snapshot.reps.ids[rep])


@st.cache_resource(show_spinner=False, max_entries=64)
def _week_plan(key: Key, rep: int, _scores: Scores) -> WeekPlan:
    return week_plan(_scores, rep)


@st.cache_resource(show_spinner=False, max_entries=64)
def _territory_plan(
    key: Key, objective: Objective, budget: int, territory: str | None, _scores: Scores
) -> TerritoryPlan:
    return territory_plan(_scores, objective=objective, budget=budget, territory=territory)


@st.cache_resource(show_spinner=False, max_entries=16)
def _sensitivity(key: Key, budget: int, territory: str | None, _scores: Scores) -> tuple[Setting, ...]:
    return find_sensitivity(_scores, budget=budget, territory=territory)


# Few: each holds a second world.
@st.cache_resource(show_spinner=False, max_entries=4)
def _what_if(
    key: Key,
    win: tuple[str, ...],
    lose: tuple[str, ...],
    resolve: tuple[str, ...],
    stances: tuple[tuple[str, str], ...],
    _scores: Scores,
) -> WhatIf:
    return suppose(_scores, win=win, lose=lose, resolve=resolve, stances=stances)
