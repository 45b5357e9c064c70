"""Plain scores against networkx, and by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from refgraph.evidence.baselines import (
    acquainted,
    adopted_neighbours,
    baselines,
    circle_rate,
    degree,
    pagerank,
    recency,
)
from tests.evidence.moments import moment_of
from tests.evidence.worlds import random_history
from tests.facts import snapshot_of

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Snapshot
    from tests.facts import Cells

SMALL: dict[str, list[Cells]] = {
    "accounts": [
        {"account_id": "a0", "status": "customer"},
        {"account_id": "a1"},
        {"account_id": "a2"},
        {"account_id": "a3", "status": "partner"},
    ],
    "people": [{"person_id": f"p{i}"} for i in range(5)],
    "roles": [{"person_id": f"p{i}", "account_id": f"a{i}"} for i in range(4)],
    "circles": [{"circle_id": "c0"}, {"circle_id": "c1"}],
    # c0: ours, open, partner; c1: open, open
    "memberships": [
        {"person_id": p, "circle_id": c}
        for p, c in [("p0", "c0"), ("p1", "c0"), ("p3", "c0"), ("p1", "c1"), ("p2", "c1")]
    ],
    "knows": [
        {"person_a": "p0", "person_b": "p1"},
        {"person_a": "p0", "person_b": "p1", "kind": "friend"},
        {"person_a": "p2", "person_b": "p0", "directed": True},
        {"person_a": "p3", "person_b": "p1"},
        {"person_a": "p4", "person_b": "p4", "directed": True},
    ],
    "events": [
        {"event_id": "e0", "kind": "meeting", "date": "2025-01-05", "person_id": "p1"},
        {"event_id": "e1", "kind": "meeting", "date": "2025-01-03", "account_id": "a1"},
        {"event_id": "e2", "kind": "meeting", "date": "2025-01-04", "account_id": "a0", "person_id": "p2"},
        {"event_id": "e3", "kind": "meeting", "date": "2026-02-01", "account_id": "a2"},
    ],
}


def day(iso: str) -> int:
    return (date.fromisoformat(iso) - date(1970, 1, 1)).days


def graph_of(snapshot: Snapshot) -> nx.Graph[int]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(snapshot.people.ids)))
    ends = zip(snapshot.knows.a.tolist(), snapshot.knows.b.tolist(), strict=True)
    graph.add_edges_from((a, b) for a, b in ends if a != b)
    return graph


@pytest.mark.parametrize("number", range(40))
def test_degree_and_pagerank_are_those_of_networkx(number: int) -> None:
    snapshot = snapshot_of("2025-06-01", **random_history(number))
    graph, known = graph_of(snapshot), acquainted(snapshot)
    assert degree(known).tolist() == [graph.degree[v] for v in range(len(graph))]
    expected = nx.pagerank(graph, alpha=0.85, tol=1e-12, max_iter=500)
    np.testing.assert_allclose(pagerank(known), [expected[v] for v in range(len(graph))], atol=1e-9)


def test_pagerank_of_nobody_is_empty_and_of_strangers_even() -> None:
    assert pagerank(acquainted(snapshot_of())).tolist() == []
    strangers = acquainted(snapshot_of(people=[{"person_id": f"p{i}"} for i in range(4)]))
    assert pagerank(strangers) == pytest.approx(np.full(4, 0.25))


def test_acquaintances_count_once_whatever_the_kind_and_never_oneself() -> None:
    known = acquainted(snapshot_of(**SMALL))
    assert degree(known).tolist() == [2, 2, 1, 1, 0]


def test_adopted_neighbours_are_people_at_customers() -> None:
    snapshot = snapshot_of(**SMALL)
    assert adopted_neighbours(snapshot, acquainted(snapshot)).tolist() == [0, 1, 1, 0, 0]


def test_a_circle_rate_leaves_partners_out_and_takes_the_best_circle() -> None:
    # c0 has one customer among two, c1 none
    assert circle_rate(snapshot_of(**SMALL)).tolist() == [0.5, 0.5, 0.0, 0.5, 0.0]


def test_recency_is_the_last_event_at_the_account_or_of_its_people() -> None:
    # e2 is p2's too, who works at a2; e3 is later than the snapshot
    found = recency(snapshot_of("2026-01-01", **SMALL))
    assert found.tolist() == [day("2025-01-04"), day("2025-01-05"), day("2025-01-04"), -np.inf]


def test_an_account_has_the_greatest_score_among_its_people() -> None:
    tables: dict[str, list[Cells]] = {
        **SMALL,
        "roles": [*SMALL["roles"], {"person_id": "p0", "account_id": "a2"}],
    }
    found = baselines(moment_of("2026-01-01", tables))
    # candidates a1 (p1), a2 (p0 and p2) and the partner a3 (p3)
    assert found["degree"].tolist() == [2, 2, 1]
    assert found["random"].tolist() == [0, 0, 0]
    # p0 brings a2 into the circle of one customer: now one of three there
    assert found["circle_rate"] == pytest.approx(np.full(3, 1 / 3))
    assert set(found) == {"degree", "recency", "circle_rate", "adopted_neighbours", "pagerank", "random"}


def test_people_and_accounts_without_anything_have_a_score() -> None:
    bare = {name: SMALL[name] for name in ("accounts", "people", "roles")}
    found = baselines(moment_of("2026-01-01", bare))
    assert found["circle_rate"].tolist() == [0, 0, 0]
    assert found["recency"].tolist() == [-np.inf] * 3
