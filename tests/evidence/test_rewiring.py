"""Rewired networks keep everybody's acquaintances in number, circle and direction, and little else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.evidence.rewiring import acquaintances, shared_circle
from tests.evidence.worlds import random_history
from tests.facts import snapshot_of

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Ints, Snapshot
    from tests.facts import Cells


def circles_of(number: int, *, members: int = 20) -> Snapshot:
    """Three circles with directed and undirected acquaintances inside, some between; rows of several kinds."""
    rng = np.random.default_rng(number)
    n = 3 * members
    rows: dict[tuple[int, int, bool, str], Cells] = {}
    for _ in range(6 * n):
        a = int(rng.integers(n))
        b = (
            int(rng.integers(n))
            if rng.random() < 0.1
            else a // members * members + int(rng.integers(members))
        )
        directed, kind = bool(rng.random() < 0.3), str(rng.choice(["friend", "family"]))
        a, b = (a, b) if directed else (min(a, b), max(a, b))
        since = f"2024-{int(rng.integers(1, 13)):02}-01"
        rows[a, b, directed, kind] = {
            "person_a": f"p{a:02}", "person_b": f"p{b:02}", "directed": directed, "kind": kind, "since": since,
        }  # fmt: skip
    return snapshot_of(
        people=[{"person_id": f"p{i:02}"} for i in range(n)],
        circles=[{"circle_id": f"c{i}"} for i in range(3)],
        memberships=[{"person_id": f"p{i:02}", "circle_id": f"c{i // members}"} for i in range(n)],
        knows=[rows[key] for key in sorted(rows)],
    )


WORLDS = [circles_of(number) for number in range(8)]


def pairs(a: Ints, b: Ints) -> set[tuple[int, int]]:
    return {(min(u, v), max(u, v)) for u, v in zip(a.tolist(), b.tolist(), strict=True)}


def spoken(a: Ints, b: Ints, directed: np.ndarray) -> set[tuple[int, int]]:
    """Who speaks to whom."""
    ends = list(zip(a.tolist(), b.tolist(), directed.tolist(), strict=True))
    return {(u, v) for u, v, _ in ends} | {(v, u) for u, v, d in ends if not d}


def rewired(snapshot: Snapshot, number: int = 0) -> tuple[Ints, Ints]:
    return acquaintances(snapshot).rewired(np.random.default_rng(number))


@pytest.mark.parametrize("snapshot", WORLDS)
def test_everybody_knows_as_many_in_his_circle_and_outside(snapshot: Snapshot) -> None:
    def known(a: Ints, b: Ints) -> Counter[tuple[int, int]]:
        circle = snapshot.memberships.circle  # one row a person, by person
        found = [(u, int(circle[v])) for u, v in pairs(a, b) if u != v]
        return Counter(found + [(v, int(circle[u])) for u, v in pairs(a, b) if u != v])

    assert known(*rewired(snapshot)) == known(snapshot.knows.a, snapshot.knows.b)


@pytest.mark.parametrize("snapshot", WORLDS)
def test_everybody_speaks_and_listens_to_as_many(snapshot: Snapshot) -> None:
    knows = snapshot.knows
    before, after = (spoken(a, b, knows.directed) for a, b in ((knows.a, knows.b), rewired(snapshot)))
    for end in (0, 1):
        assert Counter(tie[end] for tie in before) == Counter(tie[end] for tie in after)


@pytest.mark.parametrize("snapshot", WORLDS)
def test_no_pair_is_doubled_and_nobody_is_made_to_know_himself(snapshot: Snapshot) -> None:
    knows = snapshot.knows
    a, b = rewired(snapshot)
    assert len(pairs(a, b)) == len(pairs(knows.a, knows.b))
    assert ((a == b) == (knows.a == knows.b)).all()


@pytest.mark.parametrize("snapshot", WORLDS)
def test_rows_of_one_pair_stay_rows_of_one_pair(snapshot: Snapshot) -> None:
    knows = snapshot.knows
    a, b = rewired(snapshot)
    where: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for former, u, v in zip(
        zip(knows.a.tolist(), knows.b.tolist(), strict=True), a.tolist(), b.tolist(), strict=True
    ):
        where.setdefault((min(former), max(former)), set()).add((min(u, v), max(u, v)))
    assert {len(found) for found in where.values()} == {1}


@pytest.mark.parametrize("snapshot", WORLDS)
def test_pairs_across_circles_stay(snapshot: Snapshot) -> None:
    knows, circle = snapshot.knows, snapshot.memberships.circle
    a, b = rewired(snapshot)
    across = circle[knows.a] != circle[knows.b]
    assert across.any()
    assert (a[across] == knows.a[across]).all()
    assert (b[across] == knows.b[across]).all()


@pytest.mark.parametrize("snapshot", WORLDS)
def test_as_few_pairs_stay_as_by_chance(snapshot: Snapshot) -> None:
    knows, circle = snapshot.knows, snapshot.memberships.circle
    inside = {(u, v) for u, v in pairs(knows.a, knows.b) if circle[u] == circle[v] and u != v}
    stayed = len(inside & pairs(*rewired(snapshot))) / len(inside)
    # two members of a circle of 20 know each other by chance as often as pairs are there
    by_chance = len(inside) / (3 * 20 * 19 / 2)
    assert stayed < by_chance + 0.1


def test_the_same_draw_gives_the_same_network_and_another_another() -> None:
    one, again, other = (rewired(WORLDS[0], number) for number in (1, 1, 2))
    assert (one[0] == again[0]).all()
    assert (one[1] == again[1]).all()
    assert pairs(*one) != pairs(*other)


@pytest.mark.parametrize("number", range(60))
def test_small_worlds_keep_who_speaks_to_how_many(number: int) -> None:
    knows = snapshot_of("2025-06-01", **random_history(number))
    a, b = rewired(knows)
    before, after = (spoken(u, v, knows.knows.directed) for u, v in ((knows.knows.a, knows.knows.b), (a, b)))
    for end in (0, 1):
        assert Counter(tie[end] for tie in before) == Counter(tie[end] for tie in after)


def test_the_smallest_common_circle_counts_and_one_of_today_first() -> None:
    members = {
        "big": ["p0", "p1", "p2", "p3"], "small": ["p0", "p1", "p2"], "two": ["p2", "p3"], "past": ["p0", "p1", "p4"],
    }  # fmt: skip
    rows: list[Cells] = [
        {"person_id": p, "circle_id": c, "to": "2020-01-01" if c == "past" else None}
        for c, those in members.items()
        for p in those
    ]
    snapshot = snapshot_of(
        people=[{"person_id": f"p{i}"} for i in range(6)],
        circles=[{"circle_id": c} for c in sorted(members)],
        memberships=rows,
    )
    one, other = np.array([0, 2, 0, 0, 0], np.int32), np.array([1, 3, 3, 4, 5], np.int32)
    found = shared_circle(snapshot, one, other)
    names = [snapshot.circles.ids[c] if c >= 0 else None for c in found.tolist()]
    # p0 and p1 share big, small and, once, past; p0 and p4 only past; p0 and p5 none
    assert names == ["small", "two", "big", "past", None]


def test_members_of_different_times_never_shared_a_circle() -> None:
    rows: list[Cells] = [
        {"person_id": "p0", "circle_id": "c", "to": "2020-01-01"},
        {"person_id": "p1", "circle_id": "c", "from": "2020-01-02"},
    ]
    snapshot = snapshot_of(
        people=[{"person_id": "p0"}, {"person_id": "p1"}], circles=[{"circle_id": "c"}], memberships=rows
    )
    assert shared_circle(snapshot, np.array([0], np.int32), np.array([1], np.int32)).tolist() == [-1]


def test_nothing_moves_where_nobody_knows_anybody() -> None:
    for snapshot in (snapshot_of(), snapshot_of(people=[{"person_id": "p0"}])):
        found = acquaintances(snapshot)
        assert len(found.movable) == 0
        assert [len(end) for end in found.rewired(np.random.default_rng(0))] == [0, 0]
