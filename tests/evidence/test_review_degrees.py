"""Rewired networks keep everybody's acquaintances in number at every moment, not at the last one alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.evidence.rewiring import Acquaintances, acquaintances
from tests.facts import snapshot_of

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Ints, Snapshot

FIRST, QUARTER = date(2023, 1, 1), 91
DAYS = [(FIRST - date(1970, 1, 1)).days + QUARTER * at for at in range(4)]


def growing(number: int, *, people: int = 24) -> Snapshot:
    """One circle in which acquaintances are made in the course of a year, some without a date, some one-way."""
    rng = np.random.default_rng(number)
    ends = {tuple(sorted(rng.choice(people, 2, replace=False).tolist())) for _ in range(5 * people)}
    since = {pair: FIRST + timedelta(days=int(rng.integers(-200, 3 * QUARTER + 1))) for pair in ends}
    return snapshot_of(
        (FIRST + timedelta(days=3 * QUARTER)).isoformat(),
        people=[{"person_id": f"p{i:02}"} for i in range(people)],
        circles=[{"circle_id": "c"}],
        memberships=[{"person_id": f"p{i:02}", "circle_id": "c"} for i in range(people)],
        knows=[
            {
                "person_a": f"p{a:02}", "person_b": f"p{b:02}", "directed": bool(rng.random() < 0.2),
                "since": None if rng.random() < 0.2 else since[a, b].isoformat(),
            }
            for a, b in sorted(ends)
        ],
    )  # fmt: skip


def known_on(snapshot: Snapshot, day: int, a: Ints, b: Ints) -> list[int]:
    """How many each one knows by a day, by person."""
    is_current = snapshot.knows.since <= day
    ends = np.append(a[is_current], b[is_current])
    return [int((ends == person).sum()) for person in range(len(snapshot.people.ids))]


@pytest.mark.parametrize("number", range(6))
def test_everybody_knows_as_many_as_he_did_at_every_moment(number: int) -> None:
    snapshot = growing(number)
    knows, known = snapshot.knows, acquaintances(snapshot, DAYS)
    a, b = known.rewired(np.random.default_rng(number))
    assert (a != knows.a).any() or (b != knows.b).any()
    for day in DAYS:
        assert known_on(snapshot, day, a, b) == known_on(snapshot, day, knows.a, knows.b)


def test_without_dates_the_days_change_nothing() -> None:
    snapshot = snapshot_of(
        people=[{"person_id": f"p{i}"} for i in range(8)],
        circles=[{"circle_id": "c"}],
        memberships=[{"person_id": f"p{i}", "circle_id": "c"} for i in range(8)],
        knows=[{"person_a": f"p{i}", "person_b": f"p{(i + 1) % 8}"} for i in range(8)],
    )
    drawn = [drawn_from(found) for found in (acquaintances(snapshot), acquaintances(snapshot, DAYS))]
    assert drawn[0] == drawn[1]


def drawn_from(known: Acquaintances) -> list[list[int]]:
    return [end.tolist() for end in known.rewired(np.random.default_rng(5))]
