"""Opinion: what each person thinks of us, from evidence (subjective logic; Jøsang & Ismail 2002, Jøsang 2016)."""

from __future__ import annotations

from dataclasses import dataclass

from refgraph.model.params import Params
from refgraph.snapshot.snapshot import Floats, Snapshot


@dataclass(frozen=True, slots=True)
class Opinion:
    """Opinions by person index, shape (n,); belief + disbelief + uncertainty = 1."""

    belief: Floats
    disbelief: Floats

    @property
    def uncertainty(self) -> Floats:
        """1 - belief - disbelief; 1 where nothing is known."""
        return 1.0 - self.belief - self.disbelief

    @property
    def net(self) -> Floats:
        """belief - disbelief, in (-1, 1)."""
        return self.belief - self.disbelief


@dataclass(frozen=True, slots=True)
class OpinionEvidence:
    """One piece of evidence behind one person's opinion; `weight * share * decay * value` went into it."""

    kind: str
    """An event kind; `incident_closed` for an incident that was, `stance` also for one from roles.csv."""
    ref: str
    """Event id; the account id for a stance from roles.csv."""
    day: int
    """Day the age runs from; ALWAYS for an undated stance."""
    value: float
    """x, from -1 to 1."""
    weight: float
    share: float
    decay: float
    """2^(-age / half-life), in (0, 1]."""


def opinions(snapshot: Snapshot, params: Params) -> Opinion:
    """Opinion of every person."""


def opinion_evidence(snapshot: Snapshot, params: Params, person: int) -> list[OpinionEvidence]:
    """Evidence behind one person's opinion, strongest first (|weight * share * decay * value|), then by ref."""
