"""What every backend keeps: the surroundings of an entity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.errors import UnknownId
from refgraph.store.surroundings import EgoEdge, EgoNode
from tests.store.batches import add

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.model.tables import Cell
    from refgraph.store.port import Store
    from refgraph.store.surroundings import Ego
    from tests.facts import Cells
    from tests.store.conftest import StoreFactory

Node = tuple[str, str]


def people(*ids: str) -> list[dict[str, Cell]]:
    return [{"person_id": key} for key in ids]


def knows(a: str, b: str, **cells: Cell) -> dict[str, Cell]:
    return {"person_a": a, "person_b": b, **cells}


def near(ego: Ego) -> list[tuple[str, int]]:
    return [(node.id, node.hops) for node in ego.nodes]


def test_every_relation_is_walked_from_both_ends(store: Store) -> None:
    add(
        store,
        people=[{"person_id": "ann", "name": "Ann"}, *people("bob", "boss")],
        accounts=[{"account_id": "acme", "parent_id": "group"}, {"account_id": "group"}],
        circles=[{"circle_id": "choir"}],
        roles=[{"person_id": "ann", "account_id": "acme", "reports_to": "boss"}],
        memberships=[{"person_id": "ann", "circle_id": "choir", "attendance": 0.7}],
        knows=[knows("ann", "bob", strength=0.9)],
    )
    edges = [
        EgoEdge(("accounts", "group"), ("accounts", "acme"), "parent_of", 1.0),
        EgoEdge(("people", "ann"), ("accounts", "acme"), "works_at", 1.0),
        EgoEdge(("people", "ann"), ("people", "boss"), "reports_to", 1.0),
        EgoEdge(("people", "ann"), ("people", "bob"), "knows", 0.9),
        EgoEdge(("people", "ann"), ("circles", "choir"), "member_of", 0.7),
    ]
    whole = store.ego("people", "ann", hops=2)
    assert whole.edges == edges
    assert whole.nodes[0] == EgoNode("people", "ann", "Ann", 0)
    assert near(whole) == [("ann", 0), ("acme", 1), ("boss", 1), ("bob", 1), ("choir", 1), ("group", 2)]
    assert not whole.truncated
    for table, key in [("accounts", "group"), ("people", "boss"), ("people", "bob"), ("circles", "choir")]:
        assert {node.id for node in store.ego(table, key, hops=3).nodes} == {
            "ann",
            "acme",
            "boss",
            "bob",
            "choir",
            "group",
        }
        assert store.ego(table, key, hops=3).edges == edges


def test_the_strongest_come_first_then_by_id_and_the_limit_cuts_the_rest(store: Store) -> None:
    strengths = {"d": 0.2, "c": 0.9, "b": None, "a": 0.5, "e": 0.1}
    add(
        store,
        people=people("me", *strengths),
        knows=[knows("me", key, strength=s) for key, s in strengths.items()],
    )
    order = ["me", "c", "a", "b", "d", "e"]
    for limit in range(1, 8):
        ego = store.ego("people", "me", limit=limit)
        assert [node.id for node in ego.nodes] == order[:limit]
        assert ego.truncated == (limit < 6)
        assert len(ego.edges) == min(limit, 6) - 1


def test_nodes_of_the_same_distance_are_ordered_by_their_best_edge(store: Store) -> None:
    add(
        store,
        people=people("me", "strong", "weak", "x", "y"),
        knows=[
            knows("me", "strong", strength=0.9), knows("me", "weak", strength=0.2),
            knows("strong", "x", strength=0.3), knows("weak", "x", strength=0.6), knows("strong", "y", strength=0.5),
        ],
    )  # fmt: skip
    ego = store.ego("people", "me", hops=2)
    assert near(ego) == [("me", 0), ("strong", 1), ("weak", 1), ("x", 2), ("y", 2)]
    cut = store.ego("people", "me", hops=2, limit=3)
    assert (near(cut), cut.truncated) == ([("me", 0), ("strong", 1), ("weak", 1)], True)
    assert not store.ego("people", "me", hops=1, limit=3).truncated
    assert near(store.ego("people", "me", hops=0)) == [("me", 0)]
    assert store.ego("people", "me", hops=0).edges == []


def test_edges_between_neighbours_are_among_the_edges(store: Store) -> None:
    add(store, people=people("me", "a", "b"), knows=[knows("a", "me"), knows("b", "me"), knows("a", "b")])
    assert [(edge.source[1], edge.target[1]) for edge in store.ego("people", "me").edges] == [
        ("a", "b"), ("a", "me"), ("b", "me"),
    ]  # fmt: skip


def test_several_rows_of_one_relation_are_one_edge_of_the_greatest_strength(store: Store) -> None:
    add(
        store,
        people=people("ann", "bob"),
        accounts=[{"account_id": "acme"}],
        circles=[{"circle_id": "choir"}],
        roles=[{"person_id": "ann", "account_id": "acme", "from": day} for day in (None, "2020-01-01")],
        memberships=[
            {"person_id": "ann", "circle_id": "choir", "from": day, "attendance": share}
            for day, share in [(None, 0.1), ("2020-01-01", 0.8)]
        ],
        knows=[knows("ann", "bob", strength=s, kind=kind) for kind, s in [("x", 0.2), ("y", 0.6)]]
        + [knows("bob", "ann", directed=True, strength=0.3)],
    )
    edges = [(edge.source[1], edge.target[1], edge.strength) for edge in store.ego("people", "ann").edges]
    assert edges == [("ann", "acme", 1.0), ("ann", "choir", 0.8), ("ann", "bob", 0.6), ("bob", "ann", 0.3)]


def test_relations_that_do_not_hold_on_the_day_are_not_walked(store: Store) -> None:
    """Without a day it is today, 2026-01-01."""
    spans = {
        "ended": (None, "2025-12-31"),
        "ends": (None, "2026-01-01"),
        "later": ("2026-01-02", None),
        "still": (None, None),
    }
    add(
        store,
        people=people("ann", "boss", *spans),
        accounts=[{"account_id": f"a {key}"} for key in spans],
        circles=[{"circle_id": f"c {key}"} for key in spans],
        roles=[
            {"person_id": "ann", "account_id": f"a {key}", "from": start, "to": end, "reports_to": "boss" if key == "ended" else None}
            for key, (start, end) in spans.items()
        ],
        memberships=[
            {"person_id": "ann", "circle_id": f"c {key}", "from": start, "to": end} for key, (start, end) in spans.items()
        ],
        knows=[knows("ann", key, since=start) for key, (start, _) in spans.items()],
    )  # fmt: skip
    today = ["a ends", "a still", "c ends", "c still", "ended", "ends", "still"]
    assert [node.id for node in store.ego("people", "ann").nodes[1:]] == today
    day_before = store.ego("people", "ann", as_of=date(2025, 12, 31))
    assert {"a ended", "c ended", "boss"} <= {node.id for node in day_before.nodes}
    day_after = store.ego("people", "ann", as_of=date(2026, 1, 2))
    assert [node.id for node in day_after.nodes[1:]] == [
        "a later", "a still", "c later", "c still", "ended", "ends", "later", "still",
    ]  # fmt: skip


def test_a_manager_whom_the_store_does_not_know_is_left_out(store: Store) -> None:
    add(
        store,
        people=people("ann"),
        accounts=[{"account_id": "acme"}],
        roles=[{"person_id": "ann", "account_id": "acme", "reports_to": "nobody"}],
    )
    assert near(store.ego("people", "ann")) == [("ann", 0), ("acme", 1)]


def test_who_reports_to_himself_has_no_edge_for_it(store: Store) -> None:
    add(
        store,
        people=people("ann"),
        accounts=[{"account_id": "acme", "parent_id": "acme"}],
        roles=[{"person_id": "ann", "account_id": "acme", "reports_to": "ann"}],
    )
    assert [edge.relation for edge in store.ego("people", "ann").edges] == ["works_at"]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("people", "there is no person 'x'"),
        ("accounts", "there is no account 'x'"),
        ("circles", "there is no circle 'x'"),
    ],
)
def test_an_unknown_entity_is_named(store: Store, table: str, text: str) -> None:
    with pytest.raises(UnknownId, match=text):
        store.ego(table, "x")
    with pytest.raises(UnknownId):
        store.ego(table, "\ud800")


def test_a_walk_that_makes_no_sense_is_a_programming_mistake(store: Store) -> None:
    add(store, people=people("ann"))
    asks: list[Callable[[], Ego]] = [
        lambda: store.ego("events", "ann"),
        lambda: store.ego("people", "ann", hops=-1),
        lambda: store.ego("people", "ann", limit=0),
    ]
    for ask in asks:
        with pytest.raises(ValueError, match="expected one of"):
            ask()


class Town:
    """People, accounts and circles at random, all relations holding, and their surroundings by plain search."""

    def __init__(self, ties: list[tuple[int, int, float]]) -> None:
        self.tables: dict[str, list[Cells]] = {"people": people(*(f"p{i}" for i in range(6)))}
        self.tables["accounts"] = [{"account_id": f"a{i}"} for i in range(3)]
        self.tables["circles"] = [{"circle_id": f"c{i}"} for i in range(2)]
        self.edges: dict[tuple[Node, Node, str], float] = {}
        for a, b, strength in ties:
            self.join(f"p{a}", b, strength)

    def join(self, person: str, other: int, strength: float) -> None:
        if other < 6:
            a, b = sorted([person, f"p{other}"])
            row, edge = knows(a, b, strength=strength), (("people", a), ("people", b), "knows")
        elif other < 9:
            key = f"a{other - 6}"
            row, edge = (
                {"person_id": person, "account_id": key},
                (("people", person), ("accounts", key), "works_at"),
            )
        else:
            key = f"c{other - 9}"
            row = {"person_id": person, "circle_id": key, "attendance": strength}
            edge = ("people", person), ("circles", key), "member_of"
        table = {"knows": "knows", "works_at": "roles", "member_of": "memberships"}[edge[2]]
        if edge not in self.edges and edge[0] != edge[1]:
            self.edges[edge] = 1.0 if table == "roles" else strength
            self.tables.setdefault(table, []).append(row)

    def nodes(self, start: Node, hops: int) -> list[tuple[Node, int]]:
        reached = {start: 0}
        for hop in range(1, hops + 1):
            best: dict[Node, float] = {}
            for (source, target, _), strength in self.edges.items():
                for here, there in ((source, target), (target, source)):
                    if reached.get(here) == hop - 1 and there not in reached:
                        best[there] = max(best.get(there, 0.0), strength)
            reached |= dict.fromkeys(sorted(best, key=lambda node: (-best[node], node[1])), hop)
        return list(reached.items())


TIES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 10), st.sampled_from([0.1, 0.5, 1.0])), max_size=14
)


def test_surroundings_agree_with_a_plain_search(store_factory: StoreFactory) -> None:
    @settings(max_examples=store_factory.examples(40), deadline=None)
    @given(TIES, st.integers(0, 3), st.integers(1, 12))
    def holds(ties: list[tuple[int, int, float]], hops: int, limit: int) -> None:
        town = Town(ties)
        store = store_factory.new()
        add(store, **town.tables)
        ego = store.ego("people", "p0", hops=hops, limit=limit)
        expected = town.nodes(("people", "p0"), hops)
        assert [((node.table, node.id), node.hops) for node in ego.nodes] == expected[:limit]
        assert ego.truncated == (len(expected) > limit)
        kept = {node for node, _ in expected[:limit]}
        assert {(edge.source, edge.target, edge.relation): edge.strength for edge in ego.edges} == {
            edge: strength for edge, strength in town.edges.items() if {edge[0], edge[1]} <= kept
        }
        store.close()

    holds()
