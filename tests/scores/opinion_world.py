"""Two accounts and three people, and what happened between them and us as of one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.params import Params
from refgraph.scores.opinion import opinion_evidence, opinions
from tests.facts import Cells, snapshot_of

if TYPE_CHECKING:
    from refgraph.model.tables import Cell
    from refgraph.snapshot.snapshot import Snapshot

DAY = "2025-06-01"
PARAMS = Params()
WORLD: dict[str, list[Cells]] = {
    "accounts": [{"account_id": "A"}, {"account_id": "B"}],
    "people": [{"person_id": "p"}, {"person_id": "q"}, {"person_id": "s"}],
}


def event(kind: str, value: float | None = None, day: str = DAY, **cells: Cell) -> Cells:
    """An event of person p alone, numbered by what it says."""
    named: Cells = {"event_id": f"{kind} {value} {day}", "person_id": "p"}
    return {**named, "kind": kind, "date": day, "value": value, **cells}


def world(*events: Cells, roles: list[Cells] | None = None, as_of: str = DAY) -> Snapshot:
    return snapshot_of(as_of, **WORLD, roles=roles or [], events=list(events))


def of_p(snapshot: Snapshot) -> tuple[float, float]:
    opinion = opinions(snapshot, PARAMS)
    return float(opinion.belief[0]), float(opinion.disbelief[0])


Said = tuple[str, float, float, float, float]


def said(snapshot: Snapshot, person: str = "p") -> list[Said]:
    """(kind, weight, share, decay, value) of one person's evidence."""
    evidence = opinion_evidence(snapshot, PARAMS, snapshot.person(person))
    return [(e.kind, e.weight, e.share, e.decay, e.value) for e in evidence]


def rounded(evidence: list[Said]) -> list[Said]:
    return [(kind, weight, share, decay, round(value, 12)) for kind, weight, share, decay, value in evidence]


AT_A: list[Cells] = [
    {"person_id": "p", "account_id": "A", "seniority": "S"},
    {"person_id": "q", "account_id": "A", "seniority": "C"},
    {"person_id": "s", "account_id": "B", "seniority": "C"},
]
