"""Cases on a simulated history: the whole backtest, and redrawing who knows whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from refgraph.bench.case import Case, Claim, Outcome
from refgraph.bench.place import Place, load
from refgraph.evidence.backtest import backtest
from refgraph.evidence.replay import replay
from refgraph.evidence.rewiring import SWAPS, acquaintances
from refgraph.model.columns import columns_of
from refgraph.model.params import QUARTER_DAYS, Params
from refgraph.model.progress import silent
from refgraph.model.tables import TABLES
from refgraph.snapshot.build import build

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from refgraph.bench.case import Timed
    from refgraph.model.columns import Columns
    from refgraph.model.tables import Cell, Row

PERIODS = 50
_PEOPLE, _REWIRED = 1_000, 10_000
_MEMBERS = 250
"""People a circle."""
_FIRST = 0.05
"""Share of customers on the first day; as many again are won in the quarters after, by chance."""
_HISTORY, _NETWORKS = 20, 21
"""Topics of randomness."""


def history(place: Place, graph: str) -> Columns:
    """One account a person, who knows others as in the graph; quarters up to the place's day, orders in each."""
    drawn, rng = load(place.graph(graph)), place.rng(_HISTORY)
    n = drawn.n
    speaker = np.repeat(np.arange(n), np.diff(drawn.indptr))
    pairs = [(a, b) for a, b in zip(speaker.tolist(), drawn.indices.tolist(), strict=True) if a < b]
    circle = rng.integers(0, max(1, n // _MEMBERS), n).tolist()
    quarter = np.where(rng.random(n) < _FIRST, 0, rng.integers(1, 2 * PERIODS, n))
    days = [
        place.day - timedelta(days=QUARTER_DAYS * (PERIODS - q)) for q in quarter.tolist() if q <= PERIODS
    ]
    won = list(zip(np.flatnonzero(quarter <= PERIODS).tolist(), days, strict=True))
    tables: Mapping[str, Iterable[Mapping[str, Cell]]] = {
        "accounts": ({"account_id": _id("a", i), "name": _id("a", i)} for i in range(n)),
        "people": ({"person_id": _id("p", i), "name": _id("p", i)} for i in range(n)),
        "roles": ({"person_id": _id("p", i), "account_id": _id("a", i)} for i in range(n)),
        "circles": ({"circle_id": f"c{c:04}", "name": f"c{c:04}"} for c in sorted(set(circle))),
        "memberships": ({"person_id": _id("p", i), "circle_id": f"c{c:04}"} for i, c in enumerate(circle)),
        "knows": ({"person_a": _id("p", a), "person_b": _id("p", b), "directed": False} for a, b in pairs),
        "events": (
            {
                "event_id": f"{kind}{i:07}",
                "kind": kind,
                "date": day.isoformat(),
                "account_id": _id("a", i),
                "person_id": _id("p", i),
                "value": 1.0,
            }
            for i, day in won
            for kind in ("deal_won", "satisfaction")
        ),
    }
    return columns_of({name: [_row(name, cells) for cells in rows] for name, rows in tables.items()})


def _backtest(place: Place, graph: str) -> Timed:
    columns = history(place, graph)

    def run() -> Outcome:
        backtest(replay(columns, Params(), progress=silent), progress=silent)
        return Outcome()

    return run


def _rewire(place: Place, graph: str) -> Timed:
    known, rng = acquaintances(build(history(place, graph), place.day)), place.rng(_NETWORKS)

    def run() -> Outcome:
        known.rewired(rng)
        return Outcome(SWAPS * len(known.movable))

    return run


def _row(table: str, cells: Mapping[str, Cell]) -> Row:
    return tuple(cells.get(column.name) for column in TABLES[table].columns)


def _id(letter: str, number: int) -> str:
    return f"{letter}{number:07}"


EVIDENCE_CASES = (
    Case(
        "backtest",
        f"backtest of {PERIODS} quarters",
        ("barabasi_albert",),
        _backtest,
        (Claim("wall_s", 60.0),),
        repetitions=2,
        warms_up=False,
        most_people=_PEOPLE,
        full=_PEOPLE,
    ),
    Case(
        "rewire",
        "contacts redrawn inside circles",
        ("barabasi_albert",),
        _rewire,
        (Claim("ratio", None, "networkx double_edge_swap"),),
        unit="swap",
        most_people=_REWIRED,
    ),
)
