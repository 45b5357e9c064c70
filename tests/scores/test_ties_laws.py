from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.params import Params
from refgraph.scores.pair_kernels import ended_pairs, present
from refgraph.scores.tie_evidence import tie_evidence
from refgraph.scores.ties import Ties, ties
from refgraph.snapshot.snapshot import ALWAYS, STILL
from tests.facts import Cells, snapshot_of
from tests.scores.contact_twin import Pairs, twin_rates
from tests.scores.interpreted import interpreted
from tests.scores.tie_world import random_facts, random_world

WHOLE = Params()
RINGS = Params(pairs_up_to=3, account_pairs_up_to=3, ring_neighbours=1)
WIDE_RINGS = Params(pairs_up_to=4, account_pairs_up_to=2, ring_neighbours=2)
THIN_RINGS = Params(pairs_up_to=5, account_pairs_up_to=4, ring_neighbours=1)
numbers = st.integers(0, 2**32 - 1)
LOUD_CIRCLES = Params(circle_rate=2.5, ended_circle_rate=0.4)

all_params = st.sampled_from([WHOLE, RINGS, WIDE_RINGS, THIN_RINGS, LOUD_CIRCLES])


def as_pairs(found: Ties) -> Pairs:
    speaker = np.repeat(np.arange(found.n), np.diff(found.indptr))
    return dict(
        zip(zip(speaker.tolist(), found.indices.tolist(), strict=True), found.rate.tolist(), strict=True)
    )


@settings(deadline=None, max_examples=60)
@given(numbers, all_params)
def test_rates_equal_the_slow_twin(number: int, params: Params) -> None:
    snapshot = random_world(number)
    assert as_pairs(ties(snapshot, params)) == pytest.approx(
        twin_rates(snapshot, params, rings=True), abs=1e-12
    )


@settings(deadline=None, max_examples=40)
@given(numbers, all_params)
def test_evidence_of_every_pair_adds_up_to_its_rate(number: int, params: Params) -> None:
    snapshot = random_world(number)
    found = as_pairs(ties(snapshot, params))
    for speaker in range(len(snapshot.people.ids)):
        for listener in range(len(snapshot.people.ids)):
            evidence = tie_evidence(snapshot, params, speaker, listener)
            assert sum(part.rate for part in evidence) == pytest.approx(
                found.get((speaker, listener), 0.0), abs=1e-12
            )
            rates = [round(part.rate, 12) for part in evidence]
            assert rates == sorted(rates, reverse=True)
            assert all(rate > 0 for rate in rates)


@settings(deadline=None, max_examples=20)
@given(numbers)
def test_renaming_people_permutes_the_rates(number: int) -> None:
    facts = random_facts(number)
    order = np.random.default_rng(number).permutation(len(facts["people"]))
    new_id = {str(row["person_id"]): f"q{order[i]:02}" for i, row in enumerate(facts["people"])}
    people = ("person_id", "reports_to", "person_a", "person_b")
    renamed = {
        table: [
            {name: new_id[str(cell)] if name in people and cell else cell for name, cell in row.items()}
            for row in rows
        ]
        for table, rows in facts.items()
    }
    before, after = as_pairs(ties(random_world(number), WHOLE)), as_pairs(ties(snapshot_of(**renamed), WHOLE))
    assert after == pytest.approx(
        {(int(order[u]), int(order[v])): rate for (u, v), rate in before.items()}, abs=1e-12
    )


@settings(deadline=None, max_examples=20)
@given(numbers)
def test_what_is_not_directed_talks_both_ways_alike(number: int) -> None:
    facts = random_facts(number)
    mutual = [row for row in facts["knows"] if not row["directed"]]
    found = as_pairs(ties(snapshot_of(**{**facts, "knows": mutual}), RINGS))
    assert found == pytest.approx({(v, u): rate for (u, v), rate in found.items()}, abs=1e-12)


@settings(deadline=None, max_examples=20)
@given(st.integers(2, 12), st.integers(1, 6), numbers)
def test_circles_that_meet_once_a_quarter_are_newmans_collaboration_network(
    people: int, circles: int, number: int
) -> None:
    rng = np.random.default_rng(number)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(f"p{i:02}" for i in range(people))
    graph.add_edges_from(
        (f"p{i:02}", f"c{j}") for i in range(people) for j in range(circles) if rng.random() < 0.5
    )
    rows: list[Cells] = [
        {"person_id": person, "circle_id": circle, "attendance": 1.0} for person, circle in graph.edges
    ]
    snapshot = snapshot_of(
        people=[{"person_id": f"p{i:02}"} for i in range(people)],
        circles=[{"circle_id": f"c{j}", "meetings_per_year": 4.0} for j in range(circles)],
        memberships=rows,
    )
    newman = nx.bipartite.collaboration_weighted_projected_graph(graph, snapshot.people.ids)
    index = snapshot.person_index
    expected = {(index[u], index[v]): data["weight"] for u, v, data in newman.to_directed().edges(data=True)}
    assert as_pairs(ties(snapshot, WHOLE)) == pytest.approx(expected, abs=1e-12)


@settings(deadline=None, max_examples=15)
@given(numbers, st.integers(0, 5), st.integers(0, 3))
def test_the_compiled_loops_equal_their_python(number: int, limit: int, neighbours: int) -> None:
    snapshot = random_world(number)
    rows = snapshot.memberships
    order = np.lexsort((rows.start, rows.person, rows.circle))
    end = np.where(rows.current, np.int32(STILL), rows.end)[order]
    indptr = np.searchsorted(rows.circle[order], np.arange(len(snapshot.circles.ids) + 1))
    share = np.random.default_rng(number).random(len(order))
    stays = (rows.person[order], rows.start[order], end, share)
    pairs, product = ended_pairs(indptr, *stays, 0, limit, neighbours)
    slow_pairs, slow_product = interpreted(ended_pairs)(indptr, *stays, 0, limit, neighbours)
    assert (pairs == slow_pairs).all()
    assert (product == slow_product).all()
    assert (present(*stays, snapshot.day) == interpreted(present)(*stays, snapshot.day)).all()


@pytest.mark.parametrize("size", range(7))
@pytest.mark.parametrize("neighbours", range(4))
def test_a_ring_pairs_each_two_neighbours_once(size: int, neighbours: int) -> None:
    snapshot = snapshot_of(
        people=[{"person_id": f"p{i}"} for i in range(size)],
        circles=[{"circle_id": "C", "meetings_per_year": 4.0}],
        memberships=[{"person_id": f"p{i}", "circle_id": "C", "attendance": 1.0} for i in range(size)],
    )
    ring = nx.circulant_graph(size, list(range(1, neighbours + 1))) if size else nx.Graph()
    ring.remove_edges_from(list(nx.selfloop_edges(ring)))
    # each of them once in either direction, at 1 / (members - 1) conversations a quarter
    expected = dict.fromkeys(ring.to_directed().edges, 1 / max(size - 1, 1))
    found = as_pairs(ties(snapshot, Params(pairs_up_to=0, ring_neighbours=neighbours)))
    assert found == pytest.approx(expected, abs=1e-12)


def test_evidence_names_its_reason_day_and_facts() -> None:
    snapshot = snapshot_of(
        "2026-01-01",
        people=[{"person_id": "u"}, {"person_id": "v"}, {"person_id": "w"}],
        accounts=[{"account_id": "A", "name": "Alpha"}, {"account_id": "B", "name": "Beta"}],
        circles=[{"circle_id": "C", "name": "Club"}, {"circle_id": "D", "name": "Dinner"}],
        roles=[
            {"person_id": "u", "account_id": "A", "reports_to": "v"},
            {"person_id": "u", "account_id": "B", "to": "2024-01-02"},
            {"person_id": "v", "account_id": "B"},
        ],
        memberships=[
            {"person_id": "u", "circle_id": "C"},
            {"person_id": "v", "circle_id": "C"},
            {"person_id": "w", "circle_id": "C"},
            {"person_id": "u", "circle_id": "D", "to": "2024-01-02"},
            {"person_id": "v", "circle_id": "D", "to": "2024-01-02"},
        ],
        knows=[
            {
                "person_a": "u",
                "person_b": "v",
                "kind": "friend",
                "last_contact": "2025-01-01",
                "since": "2020-05-01",
            }
        ],
    )
    u, v = snapshot.person("u"), snapshot.person("v")
    found = tie_evidence(snapshot, WHOLE, v, u)
    days = {"2024-01-02": 19724, "2025-01-01": 20089}
    assert [(part.kind, part.ref, part.day, part.capped) for part in found] == [
        ("reports_to", "A", ALWAYS, False),
        ("knows", "u|v|friend", days["2025-01-01"], False),
        ("former_colleagues", "B", days["2024-01-02"], False),
        ("ended_circle", "D", days["2024-01-02"], False),
        ("shared_circle", "C", ALWAYS, False),
    ]
    # 3 · .5 halved; .3 halved; 1 · .25 / 1 halved; 1 · .25 / 2, and by kind where they are equal
    assert [part.rate for part in found] == pytest.approx([3.0, 0.75, 0.15, 0.125, 0.125], abs=1e-12)
    assert [dict(part.facts) for part in found] == [
        {"name": "Alpha"},
        {"kind": "friend", "strength": 0.5, "since": "2020-05-01", "last_contact": "2025-01-01"},
        {"name": "Beta", "people": 2.0},
        {"name": "Dinner", "members": 2.0},
        {"name": "Club", "members": 3.0},
    ]
    assert tie_evidence(snapshot, WHOLE, u, u) == []


def test_a_circle_of_the_limit_is_taken_pair_by_pair() -> None:
    limit = Params(pairs_up_to=5, ring_neighbours=1)
    for members, capped, tie_across in ((5, False, True), (6, True, False)):
        snapshot = snapshot_of(
            people=[{"person_id": f"p{i}"} for i in range(members)],
            circles=[{"circle_id": "C"}],
            memberships=[{"person_id": f"p{i}", "circle_id": "C"} for i in range(members)],
        )
        assert [part.capped for part in tie_evidence(snapshot, limit, 0, 1)] == [capped]
        assert (ties(snapshot, limit).find(0, 2) is not None) == tie_across
        assert bool(tie_evidence(snapshot, limit, 0, 2)) == tie_across


def test_parts_from_a_ring_are_marked_as_capped() -> None:
    snapshot = snapshot_of(
        people=[{"person_id": f"p{i}"} for i in range(5)],
        circles=[{"circle_id": "C"}],
        memberships=[{"person_id": f"p{i}", "circle_id": "C"} for i in range(5)],
    )
    assert [part.capped for part in tie_evidence(snapshot, RINGS, 0, 1)] == [True]
    assert tie_evidence(snapshot, RINGS, 0, 2) == []
    assert [part.capped for part in tie_evidence(snapshot, WHOLE, 0, 2)] == [False]
