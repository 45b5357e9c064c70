"""Logistic regression on few named factors, with a ridge and intervals by cluster bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit

from refgraph.errors import Unavailable
from refgraph.evidence.descent import least

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Bools, Floats

RIDGE = 1.0
"""Default penalty: λ of λ/2 · Σ coefficient², on the standardised scale, against the log-likelihood of all cases."""
_MOST = 1e3
"""Coefficients are looked for up to here: beyond, every chance is 0 or 1 all the same."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """log-odds = intercept + Σ coefficient · (factor - centre) / scale, over k factors."""

    names: tuple[str, ...]
    intercept: float
    """Log-odds where every factor is at its centre."""
    coefficient: Floats
    """Change of the log-odds by one standard deviation of each factor, shape (k,); 0 for one that never varies."""
    centre: Floats
    """Mean of each factor, shape (k,)."""
    scale: Floats
    """Standard deviation of each factor, shape (k,); 1 for one that never varies."""

    @property
    def raw(self) -> Floats:
        """Change of the log-odds by one unit of each factor, shape (k,)."""
        return self.coefficient / self.scale

    def probability(self, factors: Floats) -> Floats:
        """Chance of an outcome, in [0, 1], shape (n,), for factors of shape (n, k)."""
        odds: Floats = expit(self.intercept + ((factors - self.centre) / self.scale) @ self.coefficient)
        return odds


def obstacle(outcome: Bools) -> str:
    """Why nothing can be fitted; '' where it can."""
    won, count = int(outcome.sum()), len(outcome)
    if not won:
        return f"no outcome among {count} cases"
    return f"all {count} cases have an outcome" if won == count else ""


def fit(names: tuple[str, ...], factors: Floats, outcome: Bools, *, ridge: float = RIDGE) -> Logistic:
    """Fit by Newton's method; the intercept is not penalised.

    `factors` has shape (n, k), finite. Raises Unavailable where all cases or none have an outcome. Where a factor tells
    them apart without error and the ridge is 0, its coefficient is as great as the search goes.
    """
    if found := obstacle(outcome):
        raise Unavailable(f"the logistic map cannot be fitted: {found}", "take a longer history")
    centre, spread = factors.mean(axis=0), factors.std(axis=0)
    scale = np.where(spread > 1e-12 * np.maximum(1.0, np.abs(centre)), spread, np.inf)
    design = np.column_stack((np.ones(len(factors)), (factors - centre) / scale))
    share = outcome.mean()
    start = np.concatenate(([np.log(share / (1 - share))], np.zeros(factors.shape[1])))
    found_at = _least(_Loss(design, outcome.astype(np.float64), np.ones(len(outcome)), ridge), start)
    return Logistic(names, float(found_at[0]), found_at[1:], centre, np.where(np.isinf(scale), 1.0, scale))


def shift(odds: Floats, outcome: Bools) -> float:
    """What to add to given log-odds, shape (n,), so that as many outcomes are expected as there are; neither 0 nor n."""
    low, high = logit(outcome.mean()) - odds.max(), logit(outcome.mean()) - odds.min()
    return float(brentq(lambda added: expit(odds + added).sum() - outcome.sum(), low - 1e-6, high + 1e-6))


def intervals(
    fitted: Logistic,
    factors: Floats,
    outcome: Bools,
    cluster: NDArray[np.int64],
    rng: np.random.Generator,
    *,
    ridge: float = RIDGE,
    draws: int = 500,
) -> Floats:
    """95 % intervals of the standardised coefficients, shape (k, 2), by drawing whole clusters anew.

    `cluster` numbers the cases' clusters from 0, shape (n,). A draw in which all cases or none have an outcome tells
    nothing and is drawn again. Divide by `scale` for the raw ones. (0, 0) for a factor that never varies.
    """
    design = np.column_stack((np.ones(len(factors)), (factors - fitted.centre) / fitted.scale))
    start = np.concatenate(([fitted.intercept], fitted.coefficient))
    won = outcome.astype(np.float64)
    drawn = [
        _least(_Loss(design, won, weight, ridge), start)
        for weight in _drawn_weights(cluster, outcome, rng, draws)
    ]
    low_high: Floats = np.percentile(np.array(drawn)[:, 1:], (2.5, 97.5), axis=0).T
    return low_high


def _drawn_weights(
    cluster: NDArray[np.int64], outcome: Bools, rng: np.random.Generator, draws: int
) -> Iterator[Floats]:
    """How often each case is drawn with its cluster, in draws with both kinds of outcome, shape (n,) each."""
    size, won = np.bincount(cluster), np.bincount(cluster, outcome)
    while draws:
        times = rng.multinomial(len(size), np.full(len(size), 1.0 / len(size)))
        if 0 < times @ won < times @ size:
            draws -= 1
            yield times[cluster].astype(np.float64)


class _Loss:
    """Negative log-likelihood of weighted cases plus ridge, as a function of (intercept, coefficients)."""

    def __init__(self, design: Floats, won: Floats, weight: Floats, ridge: float) -> None:
        self._design, self._won, self._weight = design, won, weight
        self._penalty = np.full(design.shape[1], ridge)
        self._penalty[0] = 0.0

    def value(self, at: Floats) -> float:
        odds = self._design @ at
        told = self._weight @ (np.logaddexp(0.0, odds) - self._won * odds)
        return float(told + self._penalty @ at**2 / 2.0)

    def slopes(self, at: Floats) -> tuple[Floats, Floats]:
        chance = expit(self._design @ at)
        first: Floats = self._design.T @ (self._weight * (chance - self._won)) + self._penalty * at
        curved = (self._design.T * (self._weight * chance * (1.0 - chance))) @ self._design
        return first, curved + np.diag(self._penalty)


def _least(loss: _Loss, start: Floats) -> Floats:
    return least(loss, start, np.tile((-_MOST, _MOST), (len(start), 1)))
