"""Small random networks in which every reason to block somebody comes up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tests.decisions.network import DEFAULTS, random_chances, scores_of
from tests.decisions.twin import ROLE_WEIGHT, Twin

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from tests.facts import Cells

AS_OF = "2026-01-01"


@dataclass(frozen=True)
class World:
    """The same facts for the code under test and for its twin."""

    scores: Scores
    twin: Twin
    accounts: list[str]
    people: list[str]


def random_world(number: int) -> World:
    """Six to ten people at three to five accounts; the same for the same number."""
    rng = np.random.default_rng(number)
    people = [f"p{i}" for i in range(int(rng.integers(6, 11)))]
    accounts = [f"a{i}" for i in range(int(rng.integers(3, 6)))]
    tables: dict[str, list[Cells]] = {
        "accounts": [_account(rng, accounts, i) for i in range(len(accounts))],
        "people": [
            {"person_id": p, "consent": str(rng.choice(["no", "yes"], p=[0.3, 0.7]))}
            if rng.random() < 0.3
            else {"person_id": p}
            for p in people
        ],
        "roles": _roles(rng, people, accounts),
        "events": _events(rng, people, accounts),
    }
    chances = {
        (people[u], people[v]): chance
        for (u, v), chance in random_chances(rng, len(people), float(rng.uniform(0.15, 0.5))).items()
    }
    opinions = {
        p: (float(b), float(d))
        for p, (b, d, _) in zip(people, rng.dirichlet((3, 1, 2), len(people)), strict=True)
    }
    scores = scores_of(chances, opinions, DEFAULTS, AS_OF, **tables)
    return World(scores, Twin(scores, AS_OF, tables), accounts, people)


def _account(rng: np.random.Generator, accounts: list[str], i: int) -> Cells:
    return {
        "account_id": accounts[i],
        "status": str(rng.choice(["customer", "prospect", "lost", "partner"], p=[0.5, 0.3, 0.1, 0.1])),
        "industry": str(rng.choice(["press", "print"])) if rng.random() < 0.7 else None,
        "region": str(rng.choice(["east", "west"])) if rng.random() < 0.5 else None,
        "size": float(rng.integers(0, 3000)) if rng.random() < 0.6 else None,
        "parent_id": accounts[int(rng.integers(i))] if i and rng.random() < 0.5 else None,
    }


def _roles(rng: np.random.Generator, people: list[str], accounts: list[str]) -> list[Cells]:
    return [
        {
            "person_id": person,
            "account_id": account,
            "buying_role": str(rng.choice(list(ROLE_WEIGHT))) if rng.random() < 0.8 else None,
            "stance": "opponent" if rng.random() < 0.08 else None,
        }
        for person in people
        for account in rng.choice(accounts, int(rng.choice(3, p=[0.1, 0.65, 0.25])), replace=False).tolist()
    ]


def _events(rng: np.random.Generator, people: list[str], accounts: list[str]) -> list[Cells]:
    asks = ["referral_asked", "referral_declined", "reference_call"]
    events: list[Cells] = []
    for i in range(int(rng.integers(0, 8))):
        day = date.fromisoformat(AS_OF) - timedelta(days=int(rng.choice([0, 59, 60, 90, 91, 179, 180])))
        events.append(
            {
                "event_id": f"e{i}",
                "kind": str(rng.choice(asks)),
                "date": day.isoformat(),
                "person_id": str(rng.choice(people)),
            }
        )
    for i in range(int(rng.integers(0, 3))):
        opened: Cells = {"event_id": f"i{i}", "kind": "incident_opened", "date": "2025-12-01"}
        events.append({**opened, "account_id": str(rng.choice(accounts))})
        for kind in ("complaint_escalated", "incident_closed"):
            if rng.random() < 0.4:
                events.append(
                    {
                        **opened,
                        "event_id": f"{kind}{i}",
                        "kind": kind,
                        "account_id": accounts[0],
                        "ref": f"i{i}",
                    }
                )
    return events + _judgements(rng, people, events)


def _judgements(rng: np.random.Generator, people: list[str], events: list[Cells]) -> list[Cells]:
    """How most reference calls went; of most of them something was expected."""
    judged: list[Cells] = []
    for call in (e for e in events if e["kind"] == "reference_call"):
        call["value"] = float(rng.uniform(-0.5, 1)) if rng.random() < 0.8 else None
        for i in range(int(rng.integers(0, 3))):
            when = date.fromisoformat(str(call["date"])) + timedelta(days=int(rng.integers(-1, 40)))
            judged.append(
                {
                    "event_id": f"j{i}-{call['event_id']}",
                    "kind": "satisfaction",
                    "date": when.isoformat(),
                    "person_id": str(rng.choice(people)),
                    "value": float(rng.uniform(-1, 1)) if rng.random() < 0.9 else None,
                    "ref": call["event_id"],
                }
            )
    return judged
