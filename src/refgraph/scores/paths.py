"""Paths along which a word travels: simple, at most `max_hops` ties, each of at least `min_probability`.

Maximum influence paths: Chen, Wang, Wang (2010), Scalable influence maximization, KDD.
"""

from __future__ import annotations

from dataclasses import dataclass

from refgraph.model.params import Params
from refgraph.scores.ties import Ties
from refgraph.snapshot.snapshot import Bools


@dataclass(frozen=True, slots=True)
class Path:
    """One simple path."""

    people: tuple[int, ...]
    """Indices from the speaker to the listener, two or more."""
    probability: float
    """Product of the ties' probabilities."""


def best_paths(
    ties: Ties, params: Params, speaker: int, listener: int, *, k: int, carries: Bools | None = None
) -> list[Path]:
    """The k best paths between two people, by (probability rounded to 12 digits falling, ids).

    Only people with `carries` may stand between the ends; None lets everybody. The direct tie, where there is
    one, is among them whatever its probability.
    """
