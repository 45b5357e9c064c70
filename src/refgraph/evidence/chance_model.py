"""Chance model: a logistic map from the factors of a candidate to the probability of being won in a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence import logistic

if TYPE_CHECKING:
    from refgraph.evidence.logistic import Logistic
    from refgraph.snapshot.snapshot import Bools, Floats


@dataclass(frozen=True, slots=True)
class ChanceModel:
    """A logistic map; a factor that is not known counts as its mean."""

    fitted: Logistic

    @property
    def names(self) -> tuple[str, ...]:
        """The factors it takes, k of them."""
        return self.fitted.names

    def probability(self, factors: Floats) -> Floats:
        """Chance of being won in a period, shape (n,), for factors of shape (n, k), NaN for not known."""
        return self.fitted.probability(filled(factors, self.fitted.centre))


def chance_model(names: tuple[str, ...], factors: Floats, outcome: Bools) -> ChanceModel:
    """Fit to factors of shape (n, k), NaN for not known; raises Unavailable without outcomes of both kinds."""
    return ChanceModel(logistic.fit(names, filled(factors, means(factors)), outcome))


def filled(factors: Floats, values: Floats) -> Floats:
    """Put `values`, shape (k,), where a factor is not known."""
    return np.where(np.isnan(factors), values, factors)


def means(factors: Floats) -> Floats:
    """Mean of each factor where it is known, shape (k,); 0 where it never is."""
    known = ~np.isnan(factors)
    count = known.sum(axis=0)
    total = np.where(known, factors, 0.0).sum(axis=0)
    mean: Floats = np.divide(total, count, out=np.zeros(len(count)), where=count > 0)
    return mean
