"""Compile every kernel ahead of use, on the smallest network that needs them all."""

from __future__ import annotations

from datetime import date

import numpy as np

from refgraph.model.columns import columns_of
from refgraph.model.tables import TABLES, Cell, Row
from refgraph.scores.best_speakers import best_speakers
from refgraph.scores.late_heard import LateHeard
from refgraph.scores.opinion import Opinion
from refgraph.scores.paths import paths_from, paths_to
from refgraph.scores.reputation import reputations
from refgraph.scores.scores import Scores, score
from refgraph.scores.seats import Seats
from refgraph.scores.spread import best_seeds, simulate
from refgraph.scores.tie_evidence import tie_evidence
from refgraph.snapshot.build import build


def warm() -> None:
    """Run every kernel once; numba keeps what it compiles beside the sources, or in the user's cache."""
    scores = score(build(columns_of(_two_people()), date(2026, 1, 1)))
    everybody = np.ones(2, np.bool_)
    for search, fan in ((paths_from, scores.outward), (paths_to, scores.inward)):
        search(fan, scores.params, 0, everybody, everybody, keep=1)
    best_speakers(scores.inward, np.ones(2), everybody, Seats.one_each(2), k=1, params=scores.params)
    tie_evidence(scores.snapshot, scores.params, 0, 1)
    reputations(scores)
    scores.reach.sum()
    _rescore(scores)
    _spread(scores)


def _rescore(scores: Scores) -> None:
    """Let one of the two think otherwise than before."""
    late = LateHeard(scores, Opinion(np.array([0.5, 0.0]), np.zeros(2)))
    late.of(np.arange(2, dtype=np.int32))
    late.hearing()


def _spread(scores: Scores) -> None:
    """Simulate, enumerate and draw, with and without an active account."""
    rng, seats, yes = np.random.default_rng(0), Seats.of_accounts(scores.snapshot), np.ones(1, np.bool_)
    simulate(scores.outward, [0], seats, draws=2, rng=rng)
    for exact_ties in (0, 2):
        best_seeds(
            scores.inward,
            seats,
            k=1,
            candidates=yes,
            active=~yes,
            counted=yes,
            accuracy=scores.params.spread_accuracy,
            confidence=scores.params.spread_confidence,
            rng=rng,
            max_sets=2,
            exact_ties=exact_ties,
        )


def _two_people() -> dict[str, list[Row]]:
    facts: dict[str, list[dict[str, Cell]]] = {
        "accounts": [{"account_id": "a", "name": "a", "status": "customer"}],
        "people": [{"person_id": "p", "name": "p"}, {"person_id": "q", "name": "q"}],
        "circles": [{"circle_id": "c", "name": "c"}],
        "roles": [{"person_id": person, "account_id": "a"} for person in "pq"],
        "memberships": [{"person_id": person, "circle_id": "c"} for person in "pq"],
        "knows": [{"person_a": "p", "person_b": "q", "directed": False}],
        "events": [
            {"event_id": "e", "kind": "survey", "date": "2026-01-01", "account_id": "a", "value": 10.0}
        ],
    }
    return {
        name: [tuple(cells.get(column.name) for column in TABLES[name].columns) for cells in rows]
        for name, rows in facts.items()
    }
