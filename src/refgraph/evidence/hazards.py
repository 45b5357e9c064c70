"""Additive hazards: how much each kind of exposure adds to the rate at which accounts are won.

A case is one account in one period. Its hazard is H = (base + Σ_k multiplier_k · exposure_k) · quarters, and it has an
outcome with probability 1 - exp(-H). The negative log-likelihood, Σ_without H - Σ_with log(1 - exp(-H)), is convex in
(base, multiplier) ≥ 0 (NetRate: Gomez-Rodriguez, Balduzzi & Schölkopf 2011). Cases without an outcome enter by the sum
of their exposures alone, so one evaluation costs O(outcomes · (strata + kinds)).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from refgraph.errors import Unavailable
from refgraph.evidence.descent import least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.evidence.folds import Split
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

_ROOT_DEVIANCE_95 = 1.959963984540054
"""Root of the 95 % quantile of χ² with one degree of freedom."""
PENALTIES = (0.1, 1.0, 4.0, 16.0, 100.0)
"""Strengths tried for shrinking: 1 / variance that multipliers are given around their centre."""
_LEAST_HAZARD, _MOST_HAZARD = 1e-12, 50.0


@dataclass(frozen=True)
class Cases:
    """Accounts in periods, n of them, with k kinds of exposure and s strata of the base rate."""

    exposure: Floats
    """At least 0, a quarter, shape (n, k); in units in which the default of each kind is a multiplier of 1."""
    quarters: Floats
    """Length of the period, more than 0, shape (n,)."""
    stratum: Ints
    """Which base rate a case has, 0 to s - 1, shape (n,); of shape (n, j) where j base rates add up, say by circle and
    by period."""
    outcome: Bools
    """Whether it was won in the period, shape (n,)."""

    @property
    def _layers(self) -> int:
        return int(self.stratum.shape[1]) if self.stratum.ndim > 1 else 1

    @cached_property
    def strata(self) -> int:
        """Number of base rates."""
        return int(self.stratum.max(initial=-1)) + 1

    @property
    def kinds(self) -> int:
        """Number of kinds of exposure."""
        return int(self.exposure.shape[1])

    def design(self, rows: Bools) -> Floats:
        """Hazard per unit of each base rate, then of each multiplier, of some cases; shape (rows, s + k)."""
        stratum = self.stratum[rows]
        base = np.zeros((len(stratum), self.strata))
        for at in stratum.reshape(len(base), self._layers).T:
            base[np.arange(len(base)), at] = 1.0
        columns: Floats = np.hstack((base, self.exposure[rows])) * self.quarters[rows, np.newaxis]
        return columns

    @cached_property
    def won(self) -> Floats:
        """`design` of the cases with an outcome, shape (outcomes, s + k)."""
        return self.design(self.outcome)

    @cached_property
    def total(self) -> Floats:
        """Column sums of `design` over all cases, shape (s + k,)."""
        time = np.zeros(self.strata)
        for at in self.stratum.reshape(len(self.outcome), self._layers).T:
            time += np.bincount(at, self.quarters, minlength=self.strata)
        return np.concatenate((time, self.quarters @ self.exposure))

    @cached_property
    def without(self) -> Floats:
        """Column sums of `design` over the cases without an outcome, shape (s + k,)."""
        rest = self.total - self.won.sum(axis=0)
        return np.where(rest > 1e-12 * self.total, rest, 0.0)

    @cached_property
    def smallest(self) -> Floats:
        """The least of each column of `design` above 0, shape (s + k,), infinite for none."""
        time = np.full(self.strata, np.inf)
        for at in self.stratum.reshape(len(self.outcome), self._layers).T:
            np.minimum.at(time, at, self.quarters)
        exposed = self.exposure * self.quarters[:, np.newaxis]
        return np.concatenate((time, np.min(exposed, axis=0, initial=np.inf, where=exposed > 0)))

    def among(self, rows: Bools) -> Cases:
        """Those of some rows, with the same strata numbered anew."""
        kept = self.stratum[rows]
        stratum = np.unique(kept, return_inverse=True)[1].reshape(kept.shape).astype(np.int32)
        return Cases(self.exposure[rows], self.quarters[rows], stratum, self.outcome[rows])

    def obstacle(self) -> str:
        """Why nothing can be fitted to them; '' where it can."""
        won, count = int(self.outcome.sum()), len(self.outcome)
        if not won:
            return f"no outcome among {count} cases"
        return f"all {count} cases have an outcome" if won == count else ""


@dataclass(frozen=True, slots=True)
class Hazards:
    """Fitted rates."""

    base: Floats
    """Hazard a quarter of who is not exposed, by stratum, shape (s,)."""
    multiplier: Floats
    """Of each kind's exposure, at least 0, shape (k,); its centre, 1, where no case is exposed."""
    log_likelihood: float
    """Of the cases, without the penalty where there was one."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval by profile likelihood."""

    low: float
    high: float | None
    """None where however great a multiplier is likely: all who are exposed have an outcome."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Rates drawn towards a centre, as much as cases left out ask for."""

    hazards: Hazards
    penalty: float
    """One of `PENALTIES`."""


def probability(cases: Cases, fitted: Hazards) -> Floats:
    """Chance of an outcome in the period, in [0, 1), shape (n,)."""
    rates = np.concatenate((fitted.base, fitted.multiplier))
    return -np.expm1(-cases.design(np.ones(len(cases.outcome), np.bool_)) @ rates)


def loss(cases: Cases, rates: Floats) -> float:
    """Negative log-likelihood of `rates` (base by stratum, then multipliers), shape (s + k,); at least 0."""
    hazard = np.clip(cases.won @ rates, _LEAST_HAZARD, _MOST_HAZARD)
    return float(cases.without @ rates - np.log(-np.expm1(-hazard)).sum())


def slopes(cases: Cases, rates: Floats) -> tuple[Floats, Floats]:
    """First and second derivatives of `loss`, shape (s + k,) and (s + k, s + k)."""
    hazard = np.clip(cases.won @ rates, _LEAST_HAZARD, _MOST_HAZARD)
    grown = np.expm1(hazard)
    first: Floats = cases.without - (1.0 / grown) @ cases.won
    curved = cases.won * (np.sqrt(1.0 + grown) / grown)[:, np.newaxis]
    return first, curved.T @ curved


def most_likely(cases: Cases) -> Hazards:
    """Fit all rates by maximum likelihood; raises Unavailable where all cases or none have an outcome."""
    return penalised(cases, 0.0)


def penalised(cases: Cases, penalty: float, centre: Floats | None = None) -> Hazards:
    """Fit with `loss + penalty / 2 · Σ (multiplier / centre - 1)²`; `centre` is more than 0, shape (k,), default 1.

    Raises Unavailable as `most_likely`.
    """
    if obstacle := cases.obstacle():
        raise Unavailable(f"hazards cannot be fitted: {obstacle}", "take a longer history")
    search = _Search(cases, penalty, np.ones(cases.kinds) if centre is None else centre)
    rates = search.least(search.start, search.bounds)
    return Hazards(rates[: cases.strata], rates[cases.strata :], -loss(cases, rates))


def shrunk(cases: Cases, parts: Sequence[Split], centre: Floats | None = None) -> Shrunk:
    """Fit with the one of `PENALTIES` under which what was left out is most likely; equal: the greater.

    Raises Unavailable as `most_likely`.
    """
    halves = [(cases.among(part.train), cases.among(part.test)) for part in parts]
    usable = [(train, test) for train, test in halves if not train.obstacle()]

    def left_out(penalty: float) -> float:
        fits = ((test, penalised(train, penalty, centre)) for train, test in usable)
        return sum(left_out_loss(test, fitted.multiplier) for test, fitted in fits)

    penalty = min(reversed(PENALTIES), key=lambda tried: round(left_out(tried), 9))
    return Shrunk(penalised(cases, penalty, centre), penalty)


def left_out_loss(cases: Cases, multiplier: Floats) -> float:
    """Negative log-likelihood of cases under given multipliers, with the base rates that suit these cases best.

    So cases of circles that were left out can be judged where each circle has a base rate of its own.
    """
    search = _Search(cases, 0.0, np.ones(cases.kinds))
    for kind, value in enumerate(multiplier.tolist()):
        search.bounds[cases.strata + kind] = value
    return loss(cases, search.least(search.start, search.bounds))


def intervals(cases: Cases, fitted: Hazards) -> tuple[Interval | None, ...]:
    """95 % profile-likelihood intervals of the multipliers of `most_likely`, by kind; None where no case is exposed.

    An interval holds the values under which the other rates can still be chosen so that twice the log-likelihood
    falls by less than 3.84. One that holds 0 starts there; it then covers 0 in 97.5 % of histories without effect.
    """
    search = _Search(cases, 0.0, np.ones(cases.kinds))
    is_exposed = search.total[cases.strata :] > 0
    return tuple(
        _Profile(search, fitted, kind).interval() if exposed else None
        for kind, exposed in enumerate(is_exposed.tolist())
    )


class _Search:
    """The search for the least loss, in units in which a rate is the share of the outcomes that it explains."""

    def __init__(self, cases: Cases, penalty: float, centre: Floats) -> None:
        self.cases, self.penalty, self.centre = cases, penalty, centre
        self.total = cases.total
        self._won = max(1, int(cases.outcome.sum()))
        self._unit = np.divide(self._won, self.total, out=np.ones_like(self.total), where=self.total > 0)
        self.bounds = self._bounds()
        self.start = np.clip(self._unit / len(self._unit), *self.bounds.T)

    def _bounds(self) -> Floats:
        """Least and greatest of each rate, shape (s + k, 2); beyond the greatest whoever is exposed is won for certain."""
        smallest = self.cases.smallest
        bounds = np.stack((np.zeros(len(smallest)), _MOST_HAZARD / smallest), axis=1)
        nobody = self.total[self.cases.strata :] == 0
        bounds[self.cases.strata :][nobody] = self.centre[nobody, np.newaxis]
        return bounds

    def least(self, start: Floats, bounds: Floats) -> Floats:
        """Rates of the least loss within `bounds`, shape (s + k,)."""
        rates: Floats = least(self, start / self._unit, bounds / self._unit[:, np.newaxis]) * self._unit
        return rates

    def value(self, at: Floats) -> float:
        """Penalised loss of scaled rates."""
        rates = at * self._unit
        off = rates[self.cases.strata :] / self.centre - 1.0
        return loss(self.cases, rates) + self.penalty / 2.0 * float(off @ off)

    def slopes(self, at: Floats) -> tuple[Floats, Floats]:
        """Derivatives of `value`."""
        rates = at * self._unit
        first, second = slopes(self.cases, rates)
        kinds = np.arange(self.cases.strata, len(rates))
        first[kinds] += self.penalty * (rates[kinds] / self.centre - 1.0) / self.centre
        second[kinds, kinds] += self.penalty / self.centre**2
        return first * self._unit, second * np.outer(self._unit, self._unit)


class _Profile:
    """How the likelihood falls away from the best value of one multiplier."""

    def __init__(self, search: _Search, fitted: Hazards, kind: int) -> None:
        self._search, self._best = search, -fitted.log_likelihood
        self._at, self._value = search.cases.strata + kind, float(fitted.multiplier[kind])
        self._rates = np.concatenate((fitted.base, fitted.multiplier))
        self._ceiling = float(search.bounds[self._at, 1])

    def interval(self) -> Interval:
        low = 0.0 if self._excess(0.0) <= 0 else self._root(0.0, self._value)
        return Interval(low, self._high())

    def _high(self) -> float | None:
        inner, step = self._value, max(self._value, float(1.0 / self._search.total[self._at]))
        while inner < self._ceiling:
            outer = min(inner + step, self._ceiling)
            if self._excess(outer) > 0:
                return self._root(inner, outer)
            inner, step = outer, 2.0 * step
        return None

    def _root(self, one: float, other: float) -> float:
        return float(brentq(self._excess, one, other, rtol=1e-5, xtol=1e-7 * max(one, other)))

    def _excess(self, value: float) -> float:
        """How far the root of the deviance at a value is above its 95 % bound; nearly linear in the value."""
        bounds = self._search.bounds.copy()
        bounds[self._at] = value
        # Off the bounds by a little, for hazards of 0 are infinitely unlikely.
        start = np.maximum(self._rates, 1e-3 * self._search.start)
        fallen = loss(self._search.cases, self._search.least(start, bounds)) - self._best
        return math.sqrt(max(0.0, 2.0 * fallen)) - _ROOT_DEVIANCE_95
