"""Random relations between people: roles, memberships and acquaintances, current and ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.opinion import Opinion
from tests.facts import Cells, snapshot_of

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Snapshot

_FIRST_DAY = date(2024, 1, 1)
_DAYS = 760


def random_facts(number: int) -> dict[str, list[Cells]]:
    """Facts of 3 to 12 people, the same for the same number; as of 2026-01-01 some relations have ended."""
    rng = np.random.default_rng(number)
    people = [f"p{i:02}" for i in range(int(rng.integers(3, 13)))]
    accounts = [f"a{i}" for i in range(int(rng.integers(1, 4)))]
    circles = [f"c{i}" for i in range(int(rng.integers(1, 4)))]
    return {
        "people": [{"person_id": person} for person in people],
        "accounts": [
            {"account_id": account, "status": str(rng.choice(["customer", "prospect", "lost", "partner"]))}
            for account in accounts
        ],
        "circles": [_circle(rng, circle) for circle in circles],
        "roles": [
            {"person_id": person, "account_id": account, **_role(rng, people), **span}
            for person in people
            for account in accounts
            for span in _spans(rng)
        ],
        "memberships": [
            {"person_id": person, "circle_id": circle, **_membership(rng), **span}
            for person in people
            for circle in circles
            for span in _spans(rng)
        ],
        "knows": _knows(rng, people),
    }


def random_world(number: int) -> Snapshot:
    """Snapshot of `random_facts` as of 2026-01-01."""
    return snapshot_of("2026-01-01", **random_facts(number))


def random_opinion(snapshot: Snapshot, number: int) -> Opinion:
    """Opinions of which a third are unknown."""
    rng = np.random.default_rng([number, 1])
    parts = rng.dirichlet((1.0, 1.0, 1.0), size=len(snapshot.people.ids))
    parts[rng.random(len(parts)) < 1 / 3, :2] = 0.0
    return Opinion(parts[:, 0].copy(), parts[:, 1].copy())


def _circle(rng: np.random.Generator, circle: str) -> Cells:
    kind = [None, "social", "alumni", "industry"][int(rng.integers(4))]
    meetings = float(rng.integers(0, 60)) if rng.random() < 0.5 else None
    return {"circle_id": circle, "kind": kind, "meetings_per_year": meetings}


def _role(rng: np.random.Generator, people: list[str]) -> Cells:
    return {
        "reports_to": str(rng.choice(people)) if rng.random() < 0.3 else None,
        "buying_role": [None, "decider", "user", "influencer"][int(rng.integers(4))],
    }


def _membership(rng: np.random.Generator) -> Cells:
    return {
        "role": [None, "chair", "organiser", "member"][int(rng.integers(4))],
        "attendance": float(rng.choice([0.0, 0.25, 0.5, 1.0])) if rng.random() < 0.5 else None,
    }


def _knows(rng: np.random.Generator, people: list[str]) -> list[Cells]:
    found: dict[tuple[str, str, bool, str], Cells] = {}
    for _ in range(int(rng.integers(0, 2 * len(people)))):
        a, b = (str(person) for person in rng.choice(people, 2))
        directed, kind = bool(rng.random() < 0.5), str(rng.choice(["", "friend", "family"]))
        if not directed:
            a, b = sorted((a, b))
        found[a, b, directed, kind] = {
            "person_a": a,
            "person_b": b,
            "directed": directed,
            "kind": kind or None,
            "strength": float(rng.random()) if rng.random() < 0.7 else None,
            "last_contact": _day(rng) if rng.random() < 0.5 else None,
        }
    return list(found.values())


def _spans(rng: np.random.Generator) -> list[Cells]:
    """No, one or two stays, which may overlap."""
    begun: dict[str | None, Cells] = {}
    for _ in range(int(rng.choice(3, p=[0.4, 0.4, 0.2]))):
        first, last = sorted((_day(rng), _day(rng)))
        start = first if rng.random() < 0.7 else None
        begun[start] = {"from": start, "to": last if rng.random() < 0.5 else None}
    return list(begun.values())


def _day(rng: np.random.Generator) -> str:
    return (_FIRST_DAY + timedelta(days=int(rng.integers(0, _DAYS)))).isoformat()
