"""Calibration: whether as many came true as the probabilities said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logit

from refgraph.errors import Unavailable
from refgraph.evidence import logistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Bools, Floats

BINS = 10
_Z_95 = 1.959963984540054
_LEAST = 1e-9
"""Probabilities are kept this far from 0 and 1 where their logarithm is taken."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases with about the same probability."""

    expected: float
    """Mean probability."""
    observed: float
    """Share that came true."""
    count: int
    low: float
    """95 % Wilson interval of `observed` (Wilson 1927)."""
    high: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How probabilities fared against outcomes."""

    bins: tuple[Bin, ...]
    """By rising probability, at most `BINS`."""
    brier: float
    """Mean squared error, in [0, 1]; less is better."""
    log_loss: float
    """Mean negative log-likelihood, nats a case; less is better."""
    slope: float | None
    """Of outcomes on the log-odds said: 1 is right, below 1 is too bold; None where it cannot be told."""
    intercept: float | None
    """Log-odds to add at slope 1, so that as many come true as said: below 0 is too hopeful; None as `slope`."""


def calibration(expected: Floats, outcome: Bools, *, bins: int = BINS) -> Calibration:
    """Compare probabilities with what came true, both of shape (n,), n at least 1.

    Bins hold about equal sums of probability, so that about as many outcomes are expected in each: there are few
    cases where it matters and many where nothing happens. Equal probabilities stand in one bin.
    """
    slope, intercept = _recalibrated(expected, outcome)
    return Calibration(
        bins=tuple(_bin(expected[rows], outcome[rows]) for rows in _binned(expected, bins)),
        brier=float(np.mean((expected - outcome) ** 2)),
        log_loss=float(log_losses(expected, outcome).mean()),
        slope=slope,
        intercept=intercept,
    )


def log_losses(expected: Floats, outcome: Bools) -> Floats:
    """Negative log-likelihood of each case, nats, shape (n,)."""
    kept = np.clip(expected, _LEAST, 1.0 - _LEAST)
    losses: Floats = -np.log(np.where(outcome, kept, 1.0 - kept))
    return losses


def wilson(won: int, count: int) -> tuple[float, float]:
    """95 % interval of a share of `won` among `count` cases, in [0, 1]; (0, 1) where there are none."""
    if not count:
        return 0.0, 1.0
    share, z2 = won / count, _Z_95**2 / count
    middle = (share + z2 / 2) / (1 + z2)
    half = _Z_95 * np.sqrt(share * (1 - share) / count + z2 / (4 * count)) / (1 + z2)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def _binned(expected: Floats, bins: int) -> list[NDArray[np.int64]]:
    order = np.argsort(expected, kind="stable")
    value = expected[order]
    mass = np.cumsum(value) - value / 2.0
    total = float(value.sum())
    part = np.floor(bins * mass / total) if total > 0 else np.zeros(len(value))
    first = np.searchsorted(value, value)
    part = np.minimum(part[first], bins - 1)
    return np.split(order, np.flatnonzero(np.diff(part)) + 1)


def _bin(expected: Floats, outcome: Bools) -> Bin:
    won, count = int(outcome.sum()), len(outcome)
    return Bin(float(expected.mean()), won / count, count, *wilson(won, count))


def _recalibrated(expected: Floats, outcome: Bools) -> tuple[float | None, float | None]:
    """Slope of a logistic regression on the log-odds said, and the intercept of one whose slope is 1."""
    if logistic.obstacle(outcome):
        return None, None
    odds = logit(np.clip(expected, _LEAST, 1.0 - _LEAST))
    return _slope(odds, outcome), logistic.shift(odds, outcome)


def _slope(odds: Floats, outcome: Bools) -> float | None:
    try:
        fitted = logistic.fit(("odds",), odds[:, np.newaxis], outcome, ridge=0.0)
    except Unavailable:
        return None
    return float(fitted.raw[0]) if np.ptp(odds) > 1e-9 else None
