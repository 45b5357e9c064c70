"""The week plan: whom a rep asks this week to open which account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.week_candidates import Candidates, asks_within
from refgraph.decisions.week_choice import EXACT_SETS, Choice, choose, left_out, outline
from refgraph.decisions.week_problem import LIMITS, LimitName
from refgraph.decisions.week_targets import rep_targets

if TYPE_CHECKING:
    from refgraph.decisions.rows import Opener
    from refgraph.decisions.week_problem import Problem
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Ints

LOOKS = 160
"""Targets whose openers are looked up at most; what is beyond counts in the bound at what it can promise."""
_LEFT_OUT = 5


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask of the plan."""

    opener: Opener
    """Whom to ask to open which account by way of whom, with all factors and the path."""
    gain: float
    """Increase of the plan's value in the order of listing."""
    binding: tuple[LimitName, ...]
    """Limits that are full and that this ask counts in."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A good ask that is not in the plan."""

    opener: Opener
    gain: float
    """What it would add to the plan."""
    kept_out_by: tuple[LimitName, ...]
    """Limits it would break; one or more, unless the plan is not the best."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One kind of limit, and what it costs."""

    limit: float
    """Hours of the week; asks a person, a customer account, a target can take."""
    used: float
    """Of the hours; of asks, the greatest number at one person, account or target (older open ones included)."""
    worth: float
    """How much the best value rises, among the asks looked at, with one hour more, or one ask more for each; or a
    bound of that where the week is too large to be solved exactly."""

    @property
    def is_binding(self) -> bool:
        """Whether loosening it would help."""
        return round(self.worth, 12) > 0


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """A rep's asks of a week, best first, and how much better any other plan could be.

    A value is an index of expected potential opened: score * potential, of several openers of a target
    potential * (1 - product of (1 - score)). Scores rank, they are no probabilities: only comparisons mean something.
    """

    rep: int
    asks: tuple[Ask, ...]
    """By falling gain; equal ones: the person asked least this quarter, then ids."""
    value: float
    upper_bound: float
    """No less than the value of any plan within the limits."""
    limits: dict[LimitName, Limit]
    """`hours`, `person`, `account`, `target`."""
    not_chosen: tuple[LeftOut, ...]
    """The best asks left out, at most five."""
    targets: int
    """Accounts that are the rep's to open."""
    looked_at: int
    """Those whose openers were looked up; the others cannot promise enough, or count in `upper_bound`."""

    @property
    def ratio(self) -> float:
        """value / upper_bound, in [0, 1]; 1 where nothing can be gained."""
        return self.value / self.upper_bound if self.upper_bound > 0 else 1.0


def week_plan(scores: Scores, rep: int, *, looks: int = LOOKS, exact_sets: int = EXACT_SETS) -> WeekPlan:
    """Plan the asks of a rep for the week that begins on the snapshot's day; `rep` is an index.

    Candidates are the openers of the rep's targets who may be asked now, whosever customers they are. Limits: the
    rep's hours; asks a person (and his budget of the quarter), a customer account and a target can take; asks of
    earlier weeks that wait for an answer take room at their target. Exact where at most `exact_sets` sets of asks
    remain to be considered, else greedy with the bound of the linear relaxation.
    """
    targets = rep_targets(scores.snapshot, rep, scores.params)
    found, hours = Candidates(scores, targets), hours_of(scores, rep)
    threshold = 0.0
    while found.look(threshold, looks - found.looks):
        threshold = outline(found.problem(hours).listed).threshold
    problem, rows = found.problem(hours), found.rows()
    choice = choose(problem, exact_sets=exact_sets)
    full = problem.full(choice.asks)
    return WeekPlan(
        rep=rep,
        asks=tuple(
            Ask(rows[ask], gain, tuple(name for name in LIMITS if full[name][ask]))
            for ask, gain in zip(choice.asks, choice.gain, strict=True)
        ),
        value=choice.value,
        upper_bound=choice.bound,
        limits=_limits(scores, problem, choice, hours, targets.open_asks, exact_sets),
        not_chosen=tuple(
            LeftOut(rows[ask], gain, tuple(name for name in LIMITS if full[name][ask]))
            for ask, gain in left_out(problem, choice, _LEFT_OUT)
        ),
        targets=len(targets.account),
        looked_at=found.looked_at,
    )


def hours_of(scores: Scores, rep: int) -> float:
    """Hours a week a rep has for asks; the default where the file says nothing."""
    hours = float(scores.snapshot.reps.hours_per_week[rep])
    return scores.params.hours_per_week_default if np.isnan(hours) else hours


def _limits(
    scores: Scores, problem: Problem, choice: Choice, hours: float, open_asks: Ints, exact_sets: int
) -> dict[LimitName, Limit]:
    params, chosen = scores.params, list(choice.asks)
    more = asks_within(hours + 1.0, params.ask_hours) - problem.asks
    worth = _worth(problem, choice, more, exact_sets)
    at_target = open_asks + np.bincount(problem.target[chosen], minlength=len(open_asks))
    hours_used = len(chosen) * params.ask_hours
    return {
        "hours": Limit(hours, hours_used, worth["hours"]),
        "person": Limit(params.asks_per_person_a_week, _most(problem.person[chosen]), worth["person"]),
        "account": Limit(params.asks_per_account_a_week, _most(problem.account[chosen]), worth["account"]),
        "target": Limit(params.open_asks_per_target, float(at_target.max(initial=0)), worth["target"]),
    }


def _most(where: Ints) -> float:
    return float(np.bincount(where).max(initial=0))


def _worth(problem: Problem, choice: Choice, more: int, exact_sets: int) -> dict[LimitName, float]:
    """Rise of the bound when each limit is loosened, among the asks that were looked at."""
    listed = problem.listed
    bound = choose(listed, exact_sets=exact_sets).bound if problem.rest.any() else choice.bound
    full = problem.full(choice.asks)
    return {
        name: max(0.0, choose(listed.loosened(name, more), exact_sets=exact_sets).bound - bound)
        if full[name].any()
        else 0.0
        for name in LIMITS
    }
