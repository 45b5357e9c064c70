"""Histories of which the effect of word of mouth is known, because it was put in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.replay import Replay, replay
from refgraph.model.columns import columns_of
from refgraph.model.params import QUARTER_DAYS, Params
from refgraph.model.progress import silent
from tests.facts import row_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.model.columns import Columns
    from tests.facts import Cells

    Pairs = NDArray[np.int64]
    Floats = NDArray[np.float64]

FIRST = date(2024, 1, 1)
PARAMS = Params()
_KNOWN = PARAMS.declared_rate * PARAMS.strength_default
"""Conversations a quarter of two who know each other."""


@dataclass(frozen=True)
class World:
    """Circles of accounts of one person each, in which word of mouth has a known effect."""

    circles: int
    members: int = 40
    friends: float = 6.0
    """Acquaintances a person, all in the own circle; some have many, and friends of friends are often friends."""
    customers: float = 0.15
    """Share of customers on the first day."""
    satisfied: float = 0.8
    """Share of customers who judge +1, the others judge -1."""
    multiplier: float = 0.0
    """Hazard a quarter for each conversation · effect · belief that acquaintances bring; 1 is what the defaults say."""
    lines: float | None = None
    """The same for reporting lines, of which everybody has one in the circle; None without any."""
    won: int = 200
    """Accounts won in all quarters together, by expectation."""
    quarters: int = 4

    @property
    def n(self) -> int:
        """People."""
        return self.circles * self.members


@dataclass(frozen=True)
class History:
    """What came of a world."""

    world: World
    known: Pairs
    """Acquaintances, shape (pairs, 2)."""
    managers: Pairs
    """Whom each reports to, shape (n,); -1 for nobody."""
    quarter: Pairs
    """Quarter in which each was won, 0 for customers on the first day, -1 for never; shape (n,)."""
    satisfied: NDArray[np.bool_]

    @property
    def columns(self) -> Columns:
        """As the store would give it."""
        return columns_of(
            {name: [row_of(name, cells) for cells in rows] for name, rows in self._tables().items()}
        )

    @property
    def replay(self) -> Replay:
        """Quarter by quarter."""
        return replay(self.columns, PARAMS, since=FIRST, horizon_days=QUARTER_DAYS, progress=silent)

    def _tables(self) -> dict[str, list[Cells]]:
        world, managers = self.world, self.managers.tolist()
        meetings = None if world.lines is None else 0.0
        return {
            "accounts": [{"account_id": _id("a", i)} for i in range(world.n)],
            "people": [{"person_id": _id("p", i)} for i in range(world.n)],
            "roles": [
                {"person_id": _id("p", i), "account_id": _id("a", i), "reports_to": _id("p", m) if m >= 0 else None}
                for i, m in enumerate(managers)
            ],
            "circles": [
                {"circle_id": f"c{c:04}", "kind": "association", "meetings_per_year": meetings}
                for c in range(world.circles)
            ],
            "memberships": [
                {"person_id": _id("p", i), "circle_id": f"c{i // world.members:04}"} for i in range(world.n)
            ],
            "knows": [{"person_a": _id("p", a), "person_b": _id("p", b)} for a, b in self.known.tolist()],
            "events": [event for i in np.flatnonzero(self.quarter >= 0).tolist() for event in self._taken(i)],
        }  # fmt: skip

    def _taken(self, i: int) -> list[Cells]:
        day = FIRST + timedelta(days=QUARTER_DAYS * int(self.quarter[i]))
        common: Cells = {"date": day.isoformat(), "account_id": _id("a", i), "person_id": _id("p", i)}
        judged = 1.0 if self.satisfied[i] else -1.0
        return [
            {"event_id": f"won{i}", "kind": "deal_won", **common},
            {"event_id": f"said{i}", "kind": "satisfaction", "value": judged, **common},
        ]


def simulated(world: World, rng: np.random.Generator) -> History:
    """Let word of mouth run: P(won in a quarter) = 1 - exp(-(base of the circle + Σ multiplier · effect · λ · belief)).

    The base varies between circles, and is such that as many are won as were asked for.
    """
    known, managers = _acquaintances(world, rng), np.full(world.n, -1)
    if world.lines is not None:
        managers = _managers(world, rng)
    satisfied = rng.random(world.n) < world.satisfied
    quarter = np.where(rng.random(world.n) < world.customers, 0, -1)
    liking = np.repeat(rng.gamma(4.0, 0.25, world.circles), world.members)
    for now in range(1, world.quarters + 1):
        said = _said(quarter, satisfied, now)
        hazard = hazard_of(world, known, managers, said)
        chance = _chance(hazard, liking, quarter < 0, world.won / world.quarters)
        quarter = np.where((quarter < 0) & (rng.random(world.n) < chance), now, quarter)
    return History(world, known, managers, quarter, satisfied)


def said_by(history: History, now: int) -> Floats:
    """Belief of everybody when a quarter begins, 0 for who is no customer yet; quarters count from 1, shape (n,)."""
    return _said(np.where(history.quarter < now, history.quarter, -1), history.satisfied, now)


def _said(quarter: Pairs, satisfied: NDArray[np.bool_], now: int) -> Floats:
    return np.where(quarter >= 0, _belief(satisfied, QUARTER_DAYS * (now - 1 - quarter)), 0.0)


def _belief(satisfied: NDArray[np.bool_], age_days: Pairs) -> Floats:
    """Belief of customers who ordered, and judged, so many days ago (design.md §3, "Opinion")."""
    left = np.exp2(-age_days / PARAMS.experience_half_life_days)
    good: Floats = (
        PARAMS.order_weight * PARAMS.order_value + np.where(satisfied, PARAMS.satisfaction_weight, 0.0)
    ) * left
    bad = np.where(satisfied, 0.0, PARAMS.satisfaction_weight) * left
    belief: Floats = good / (good + bad + PARAMS.prior_weight)
    return belief


def hazard_of(world: World, known: Pairs, managers: Pairs, said: Floats) -> Floats:
    """What word of mouth adds to the hazard a quarter of each, shape (n,)."""
    heard = np.bincount(known[:, 0], said[known[:, 1]], world.n) + np.bincount(
        known[:, 1], said[known[:, 0]], world.n
    )
    hazard = world.multiplier * PARAMS.effect * _KNOWN * heard.astype(np.float64)
    if world.lines is not None:
        people = np.arange(world.n)
        lines = said[managers] + np.bincount(managers, said[people], world.n)
        hazard = hazard + world.lines * PARAMS.effect * PARAMS.reporting_rate * lines
    return hazard


def _chance(hazard: Floats, liking: Floats, is_open: NDArray[np.bool_], won: float) -> Floats:
    """Chance to be won, with the base that gives so many by expectation, shape (n,)."""
    low, high = 0.0, 50.0
    for _ in range(60):
        base = (low + high) / 2
        chance: Floats = -np.expm1(-(base * liking + hazard))
        low, high = (low, base) if chance[is_open].sum() > won else (base, high)
    return chance


def _acquaintances(world: World, rng: np.random.Generator) -> Pairs:
    """Pairs in the same circle, near each other on a ring the more often, and the more sociable both are."""
    first, second = np.triu_indices(world.members, 1)
    apart = np.minimum(second - first, world.members - (second - first))
    near = np.exp(-apart / (world.members / 6))
    found = []
    for circle in range(world.circles):
        sociable = rng.gamma(2.0, 0.5, world.members)
        weight = near * sociable[first] * sociable[second]
        chance = np.minimum(1.0, weight * world.friends * world.members / 2 / weight.sum())
        is_there = rng.random(len(weight)) < chance
        found.append(np.stack((first[is_there], second[is_there]), axis=1) + circle * world.members)
    return np.concatenate(found)


def _managers(world: World, rng: np.random.Generator) -> Pairs:
    """Somebody else of the own circle, for everybody; the same two are no line twice."""
    step = rng.integers(1, (world.members - 1) // 2 + 1, world.n)
    people = np.arange(world.n)
    found: Pairs = people // world.members * world.members + (people + step) % world.members
    return found


def _id(letter: str, number: int) -> str:
    return f"{letter}{number:06}"
