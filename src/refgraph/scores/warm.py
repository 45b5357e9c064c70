"""Compile every kernel ahead of use, on the smallest network that needs them all."""

from __future__ import annotations

from datetime import date

import numpy as np

from refgraph.model.columns import columns_of
from refgraph.model.tables import TABLES, Cell, Row
from refgraph.scores.paths import paths_from, paths_to
from refgraph.scores.reputation import reputations
from refgraph.scores.scores import score
from refgraph.scores.tie_evidence import tie_evidence
from refgraph.snapshot.build import build


def warm() -> None:
    """Run every kernel once; numba keeps what it compiles beside the sources, or in the user's cache."""
    scores = score(build(columns_of(_two_people()), date(2026, 1, 1)))
    everybody = np.ones(2, np.bool_)
    for search, fan in ((paths_from, scores.outward), (paths_to, scores.inward)):
        search(fan, scores.params, 0, everybody, everybody, keep=1)
    tie_evidence(scores.snapshot, scores.params, 0, 1)
    reputations(scores)
    scores.reach.sum()


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
