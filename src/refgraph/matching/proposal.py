"""What is proposed: entities that may be one, with what speaks for it and against."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import NamedTuple

_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence."""

    kind: str
    """Stable English word, such as `same_name`, `email`, `phone`, `employer`, `domain`."""
    detail: str
    """What it is about, as it stands in the data: a name, an address, an id."""
    weight: float
    """Natural log-odds; positive speaks for one entity."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Entities that may be the same. Nothing is merged because of it."""

    table: str
    """`people` or `accounts`."""
    ids: tuple[str, ...]
    """Two or more; the first is the one to keep: most is known of it, then the smallest id."""
    names: tuple[str, ...]
    """Their names, in the order of `ids`."""
    confidence: float
    """Chance that they are one, in (0, 1); of a group, that of its weakest link."""
    reasons: tuple[Reason, ...]
    """What speaks for it, strongest first."""
    against: tuple[Reason, ...]
    """What speaks against it, strongest first."""


class Evidence(NamedTuple):
    """A piece of evidence about a pair; without a kind it counts and is not told."""

    weight: float
    kind: str
    detail: str


def confidence(log_odds: float) -> float:
    """Chance in (0, 1) for log-odds, rounded to six digits."""
    chance = 1 / (1 + exp(-max(min(log_odds, 50.0), -50.0)))
    return round(min(max(chance, _EDGE), 1 - _EDGE), 6)
