"""Cases on a generated network: import, snapshot, scores, and the answers that people wait for."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from refgraph.bench.case import NETWORK, Case, Claim, Outcome
from refgraph.decisions.followup import follow_ups
from refgraph.decisions.openers import openers
from refgraph.decisions.territory_spread import spread_plan
from refgraph.decisions.week import week_plan
from refgraph.model.tables import EVENTS, Cell, Row
from refgraph.scores.rescoring import rescored
from refgraph.scores.scores import Scores, score
from refgraph.service.importing import import_bundle
from refgraph.service.place import open_port
from refgraph.snapshot.advance import advance
from refgraph.snapshot.build import build
from refgraph.snapshot.snapshot import Status
from refgraph.sources.plan import ReadOptions

if TYPE_CHECKING:
    from refgraph.bench.case import Timed
    from refgraph.bench.place import Place
    from refgraph.snapshot.snapshot import Snapshot

_ANSWERS = 200
_EVENTS = 20
_ROWS = 10
_BUDGET = 50
_ACCOUNTS, _PEOPLE, _COINS = range(10, 13)
"""Topics of randomness."""


def _import(place: Place, _: str) -> Timed:
    def run() -> Outcome:
        for file in Path(place.folder).glob("store.db*"):
            file.unlink()
        report = import_bundle(place.store, place.network, options=ReadOptions(), today=place.day)
        if report.plan.outcome != "accept":
            raise ValueError(f"{place.network}: {report.plan.outcome}, expected a clean import")
        return Outcome()

    return run


def _snapshot(place: Place, _: str) -> Timed:
    def run() -> Outcome:
        _read(place)
        return Outcome()

    return run


def _read(place: Place) -> Snapshot:
    with closing(open_port(place.store)) as store:
        return build(store.snapshot(), place.day)


def _score(place: Place, _: str) -> Timed:
    snapshot = _read(place)

    def run() -> Outcome:
        score(snapshot)
        return Outcome()

    return run


def _answer(place: Place, _: str, *, percentile: float) -> Timed:
    scores = score(_read(place))
    asked = _some_targets(scores, place.rng(_ACCOUNTS))
    openers(scores, asked[0], k=_ROWS)

    def run() -> Outcome:
        walls = []
        for account in asked:
            started = time.perf_counter()
            openers(scores, account, k=_ROWS)
            walls.append(time.perf_counter() - started)
        return Outcome(wall_s=float(np.percentile(walls, percentile)))

    return run


def _some_targets(scores: Scores, rng: np.random.Generator) -> list[int]:
    open_accounts = np.flatnonzero(scores.snapshot.accounts.status != Status.CUSTOMER)
    return [int(account) for account in rng.choice(open_accounts, _ANSWERS)]


def _after_event(place: Place, _: str, *, everybody: bool) -> Timed:
    """One survey answer more, then the openers and what is heard at one account, or what everybody hears."""
    with closing(open_port(place.store)) as store:
        columns = store.snapshot()
    scores = score(build(columns, place.day))
    asked = _some_targets(scores, place.rng(_ACCOUNTS))[:_EVENTS]
    answers = [_survey(scores, person) for person in place.rng(_PEOPLE).integers(scores.ties.n, size=_EVENTS)]

    def run() -> Outcome:
        walls = []
        for account, answer in zip(asked, answers, strict=True):
            started = time.perf_counter()
            later = rescored(scores, advance(scores.snapshot, [answer], columns, scores.snapshot.version + 1))
            if everybody:
                _ = later.heard
            else:
                later.heard_by(np.unique(later.snapshot.current_people(account)))
                openers(later, account, k=_ROWS)
            walls.append(time.perf_counter() - started)
        return Outcome(wall_s=float(np.median(walls)))

    return run


def _survey(scores: Scores, person: int) -> Row:
    """An answer of ten by somebody that day."""
    snapshot = scores.snapshot
    role = snapshot.roles_of(person)[-1]
    cells: dict[str, Cell] = {
        "event_id": f"x{person}",
        "kind": "survey",
        "date": snapshot.as_of.isoformat(),
        "account_id": snapshot.accounts.ids[snapshot.roles.account[role]],
        "person_id": snapshot.people.ids[person],
        "value": 10.0,
    }
    return tuple(cells.get(column.name) for column in EVENTS.columns)


def _week(place: Place, _: str) -> Timed:
    """Plan for the rep with the most accounts."""
    scores = score(_read(place))
    ((busiest, _accounts),) = Counter(filter(None, scores.snapshot.accounts.owner)).most_common(1)
    rep = scores.snapshot.rep(busiest)

    def run() -> Outcome:
        week_plan(scores, rep)
        return Outcome()

    return run


def _territory(place: Place, _: str) -> Timed:
    scores, rng = score(_read(place)), place.rng(_COINS)

    def run() -> Outcome:
        spread_plan(scores, budget=_BUDGET, territory=None, rng=rng)
        return Outcome()

    return run


def _followup(place: Place, _: str) -> Timed:
    scores = score(_read(place))

    def run() -> Outcome:
        follow_ups(scores, rep=0)
        return Outcome()

    return run


_ONCE = (NETWORK,)

NETWORK_CASES = (
    Case(
        "import",
        "import",
        _ONCE,
        _import,
        (Claim("wall_s", 480.0), Claim("peak_mb", 2_500.0), Claim("ratio", None, "csv + sqlite3")),
        repetitions=1,
        warms_up=False,
    ),
    Case("snapshot", "snapshot from the store", _ONCE, _snapshot, (Claim("wall_s", None),), repetitions=2),
    Case("score", "score everybody", _ONCE, _score, (Claim("wall_s", None),), repetitions=3),
    Case(
        "answer_median",
        "one account's full answer, median",
        _ONCE,
        lambda place, graph: _answer(place, graph, percentile=50.0),
        (Claim("wall_s", 0.005),),
    ),
    Case(
        "answer_p99",
        "one account's full answer, 99th percentile",
        _ONCE,
        lambda place, graph: _answer(place, graph, percentile=99.0),
        (Claim("wall_s", 0.05),),
    ),
    Case(
        "event_looked_at",
        "after one event: what is looked at",
        _ONCE,
        lambda place, graph: _after_event(place, graph, everybody=False),
        (Claim("wall_s", 0.1),),
    ),
    Case(
        "event_everybody",
        "after one event: everybody",
        _ONCE,
        lambda place, graph: _after_event(place, graph, everybody=True),
        (Claim("wall_s", 3.0),),
        repetitions=2,
    ),
    Case("week", "plan week", _ONCE, _week, (Claim("wall_s", 2.0),)),
    Case(
        "territory", "plan territory --budget 50", _ONCE, _territory, (Claim("wall_s", 10.0),), repetitions=3
    ),
    Case("followup", "follow-ups of a rep", _ONCE, _followup, (Claim("wall_s", None),), repetitions=3),
)
