"""Heard: the good and bad word of mouth that reaches each person, and from whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from refgraph.model.params import Params
from refgraph.scores.opinion import Opinion
from refgraph.scores.ties import Ties
from refgraph.snapshot.snapshot import Floats


@dataclass(frozen=True, slots=True)
class Heard:
    """What has reached each person, by person index, shape (n,); nothing heard is exactly 0 and 0."""

    positive: Floats
    negative: Floats
    negative_weight: float
    certainty_half: float

    @property
    def net(self) -> Floats:
        """positive - negative_weight * negative: what people are ranked by."""
        return self.positive - self.negative_weight * self.negative

    @property
    def tone(self) -> Floats:
        """(positive - negative) / (positive + negative), in [-1, 1]; NaN where nothing was heard."""

    @property
    def certainty(self) -> Floats:
        """Volume / (volume + certainty_half), in [0, 1)."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one source adds to what a listener has heard."""

    source: int
    """Person index; the listener's own index for the own word coming back ("self")."""
    positive: float
    negative: float


def heard(ties: Ties, opinion: Opinion, params: Params) -> Heard:
    """Propagate everybody's opinion along the ties."""


def contributions(ties: Ties, opinion: Opinion, params: Params, listener: int) -> list[Contribution]:
    """Who said what a listener has heard: adds up to `heard` (1e-9); greatest positive + negative first, then index.

    Sources that add nothing are left out.
    """
