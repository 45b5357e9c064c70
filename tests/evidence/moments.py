"""Moments and replays of small facts, for tests of what is fitted to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.moment import Moment, candidates
from refgraph.evidence.periods import Period, first_orders
from refgraph.evidence.replay import Replay, replay
from refgraph.model.params import Params
from refgraph.model.progress import silent
from refgraph.snapshot.build import build
from tests.facts import Cells, columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from refgraph.model.columns import Columns

QUARTER = 91


def moment_of(day: str, tables: Mapping[str, list[Cells]], *, params: Params | None = None) -> Moment:
    """The moment of an ISO day of tables by name, with a horizon of one quarter."""
    found: Columns = columns(**dict(tables))
    snapshot = build(found, date.fromisoformat(day))
    period = Period(snapshot.day, snapshot.day + QUARTER)
    first_order = first_orders(build(found, date.max))
    return Moment(period, snapshot, params or Params(), candidates(snapshot, first_order, period))


def replay_of(tables: Mapping[str, list[Cells]], *, since: str, horizon_days: int = QUARTER) -> Replay:
    """The replay of tables by name."""
    return replay(
        columns(**dict(tables)),
        Params(),
        since=date.fromisoformat(since),
        horizon_days=horizon_days,
        progress=silent,
    )


def people_at_accounts(number: int) -> dict[str, list[Cells]]:
    """Accounts a0, a1 … of one person p0, p1 … each."""
    return {
        "accounts": [{"account_id": f"a{i}"} for i in range(number)],
        "people": [{"person_id": f"p{i}"} for i in range(number)],
        "roles": [{"person_id": f"p{i}", "account_id": f"a{i}"} for i in range(number)],
    }


def spreading(
    rng: np.random.Generator,
    *,
    circles: int,
    members: int,
    friends: float,
    strangers: float,
    is_by_line: bool = False,
) -> dict[str, list[Cells]]:
    """Circles in which a tenth were customers by 2024 and the others were won in 2024 the more, the more they hear.

    Each member knows two others in the circle. Without a customer among them the chance to be won in 2024 is
    `strangers`, with one or more `friends`. All customers said they were satisfied. Where it goes `is_by_line`, each
    member also reports to another one, these lines decide, and each knows six others, which says nothing.
    """
    n = circles * members
    tables = people_at_accounts(n)
    circle = np.arange(n) // members
    tables["circles"] = [{"circle_id": f"c{c}", "kind": "association"} for c in range(circles)]
    tables["memberships"] = [{"person_id": f"p{i}", "circle_id": f"c{circle[i]}"} for i in range(n)]
    known = _pairs(rng, circle, 6 if is_by_line else 2)
    tables["knows"] = [{"person_a": f"p{a}", "person_b": f"p{b}"} for a, b in known]
    if is_by_line:
        known = _pairs(rng, circle, 1)
        for a, b in known:
            tables["roles"][a]["reports_to"] = f"p{b}"
    early = rng.random(n) < 0.1
    hears = np.zeros(n, bool)
    for a, b in known:
        hears[a] |= early[b]
        hears[b] |= early[a]
    later = ~early & (rng.random(n) < np.where(hears, friends, strangers))
    tables["events"] = [
        event
        for i in range(n)
        for day, at in (("2023-12-01", early[i]), (f"2024-{1 + i % 12:02}-15", later[i]))
        if at
        for event in _taken(i, day)
    ]
    return tables


def _pairs(rng: np.random.Generator, circle: NDArray[np.int64], each: int) -> list[tuple[int, int]]:
    """Distinct pairs inside circles, `each` of them begun by each one."""
    n = len(circle)
    mates = (np.flatnonzero((circle == circle[i]) & (np.arange(n) != i)) for i in range(n))
    drawn = [(i, int(j)) for i, others in enumerate(mates) for j in rng.choice(others, each, replace=False)]
    return list({(min(pair), max(pair)): pair for pair in drawn}.values())


def _taken(i: int, day: str) -> list[Cells]:
    common: Cells = {"date": day, "account_id": f"a{i}", "person_id": f"p{i}"}
    return [
        {"event_id": f"won{i}", "kind": "deal_won", **common},
        {"event_id": f"said{i}", "kind": "satisfaction", "value": 1.0, **common},
    ]
