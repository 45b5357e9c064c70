"""Our name in each circle: penetration, reputation, who carries it, which accounts put it at risk."""

from __future__ import annotations

from dataclasses import dataclass

from refgraph.scores.scores import Scores


@dataclass(frozen=True, slots=True)
class Carrier:
    """A person whose word adds to our name in a circle."""

    person: int
    contribution: float
    """Part of the sum of heard.net over the circle's members at open accounts."""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A customer whose turning against us would lower our name in a circle."""

    account: int
    change: float
    """Reputation after (belief and disbelief of all its people swapped) less reputation now; below 0."""


@dataclass(frozen=True, slots=True)
class Reputation:
    """Our name in one circle."""

    circle: int
    members: int
    ours: int
    lost: int
    open: int
    """Distinct accounts with a current member: customers, lost ones, prospects; partners left out."""
    penetration: float | None
    """ours / (ours + lost + open), in [0, 1]; None without such accounts."""
    reputation: float | None
    """Mean tone heard by members at open accounts, weighted by certainty, in [-1, 1]; None when nothing was heard."""
    interval: tuple[float, float] | None
    """2.5 and 97.5 percentiles of `Params.resamples` resamples of those members; None with `reputation`."""
    certainty: float | None
    """Mean certainty of those members, in [0, 1); None when there is none."""
    carriers: tuple[Carrier, ...]
    at_risk: tuple[AtRisk, ...]


def reputations(scores: Scores) -> list[Reputation]:
    """Reputation in every circle, by circle index."""
