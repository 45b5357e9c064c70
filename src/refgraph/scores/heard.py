"""Heard: the good and bad word of mouth that reaches each person, and from whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from refgraph.scores.mixing import Mixing

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        """positive - negative_weight * negative: what people are ranked by; shape (n,)."""
        return self.positive - self.negative_weight * self.negative

    @property
    def tone(self) -> Floats:
        """(positive - negative) / (positive + negative), in [-1, 1], shape (n,); NaN where nothing was heard."""
        tone = np.full(len(self.positive), np.nan)
        np.divide(self.positive - self.negative, self.volume, out=tone, where=self.volume > 0)
        return tone

    @property
    def certainty(self) -> Floats:
        """Volume / (volume + certainty_half), in [0, 1)."""
        certainty: Floats = self.volume / (self.volume + self.certainty_half)
        return certainty

    @property
    def volume(self) -> Floats:
        """positive + negative, at least 0, shape (n,)."""
        return self.positive + self.negative


class Spreads(Protocol):
    """One step of word of mouth among n people."""

    def spread(self, words: Floats) -> Floats:
        """What everybody hears when they say `words`, shape (n, c)."""
        ...


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one source adds to what a listener has heard."""

    source: int
    """Person index; the listener's own index for the own word coming back ("self")."""
    positive: float
    negative: float


def heard(ties: Ties, opinion: Opinion, params: Params, *, mixing: Mixing | None = None) -> Heard:
    """Propagate everybody's opinion along the ties, shape (n,) (design.md §3, "Heard").

    P = Σ_l δ^l x_l with x_1 = M b and x_{l+1} = M (u ∘ x_l) for l up to `depth`; N likewise from d.
    """
    said = np.stack((opinion.belief, opinion.disbelief), axis=1)
    reached = carry(mixing or Mixing(ties), opinion.uncertainty, params, said)
    return Heard(reached[:, 0], reached[:, 1], params.negative_weight, params.certainty_half)


def contributions(
    ties: Ties, opinion: Opinion, params: Params, listener: int, *, mixing: Mixing | None = None
) -> list[Contribution]:
    """Who said what a listener has heard: adds up to `heard` (1e-9); greatest positive + negative first, then index.

    Sources that add nothing are left out.
    """
    weights = np.zeros(ties.n)
    weights[listener] = 1.0
    return contributions_to(ties, opinion, params, weights, mixing=mixing)


def contributions_to(
    ties: Ties, opinion: Opinion, params: Params, weights: Floats, *, mixing: Mixing | None = None
) -> list[Contribution]:
    """Who said what several listeners have heard, summed with `weights`, shape (n,); order as in `contributions`.

    With the weights of an account (`accounts.listening_weights`) they add up to what the account has heard.
    """
    counts = trace(mixing or Mixing(ties), opinion.uncertainty, params, weights[:, np.newaxis])[:, 0]
    positive, negative = counts * opinion.belief, counts * opinion.disbelief
    sources = np.flatnonzero((positive != 0) | (negative != 0))
    order = sources[np.argsort(-np.round(positive + negative, 12)[sources], kind="stable")]
    return list(map(Contribution, order.tolist(), positive[order].tolist(), negative[order].tolist()))


def carry(mixing: Spreads, uncertainty: Floats, params: Params, words: Floats) -> Floats:
    """What reaches everybody when people say `words`, both of shape (n, c); linear in `words`."""
    total = np.zeros_like(words)
    for step, arrived in enumerate(arriving(mixing, uncertainty, params, words), 1):
        total += params.damping**step * arrived
    return total


def arriving(mixing: Spreads, uncertainty: Floats, params: Params, words: Floats) -> Iterator[Floats]:
    """What arrives at each step up to `depth`, before damping: x_1 = M words, x_{l+1} = M (u ∘ x_l); shape (n, c)."""
    relayed, passing = uncertainty[:, np.newaxis], words
    for _ in range(params.depth):
        arrived = mixing.spread(passing)
        yield arrived
        passing = relayed * arrived


def trace(mixing: Mixing, uncertainty: Floats, params: Params, weights: Floats) -> Floats:
    """How much a word of each person counts when what reaches listeners is summed with `weights`, shape (n, c).

    The transpose of `carry`: `(trace(weights) * words).sum() == (weights * carry(words)).sum()`.
    """
    relayed = uncertainty[:, np.newaxis]
    passing, total = weights, np.zeros_like(weights)
    for step in range(1, params.depth + 1):
        passing = mixing.gather(passing)
        total += params.damping**step * passing
        passing = relayed * passing
    return total
