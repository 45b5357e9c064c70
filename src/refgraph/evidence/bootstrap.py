"""Bootstrap: how much a figure would vary had other circles, or other accounts, been looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from refgraph.evidence.moment import Moment
    from refgraph.snapshot.snapshot import Bools, Floats

FEWEST_CIRCLES = 5
"""Under so many circles accounts are drawn instead."""
DRAWS = 1000
LEVEL = 0.95

Interval = tuple[float, float]


@dataclass(frozen=True)
class Resamples:
    """How often each unit was drawn, with replacement, as many as there are; a unit is a circle or an account."""

    by_circle: bool
    weight: Floats
    """Shape (draws, units)."""
    units: NDArray[np.int64]
    """Labels of the units, ascending: circles by index; accounts by number of circles + index."""
    circles: int

    def of_candidates(self, moment: Moment) -> Floats:
        """How often each candidate was drawn, shape (draws, m); one in several circles goes with its first."""
        return self.weight[
            :, np.searchsorted(self.units, labels(moment, self.circles, by_circle=self.by_circle))
        ]

    def of_circles(self) -> Floats:
        """How often each circle was drawn, shape (draws, circles); 0 for circles without a candidate."""
        weight = np.zeros((len(self.weight), self.circles))
        is_circle = self.units < self.circles
        weight[:, self.units[is_circle]] = self.weight[:, is_circle]
        return weight


def resamples(moments: Sequence[Moment], circles: int, rng: np.random.Generator) -> Resamples:
    """Draw circles (accounts in none by themselves), or accounts where under five circles have candidates."""
    used = np.unique(np.concatenate([moment.candidates.entry_circle for moment in moments]))
    by_circle = len(used) >= FEWEST_CIRCLES
    found = [labels(moment, circles, by_circle=by_circle) for moment in moments]
    # Candidates go by their first circle, groups by their own: both must be among the units.
    units = np.unique(np.concatenate([*found, used.astype(np.int64)] if by_circle else found))
    weight = rng.multinomial(len(units), np.full(len(units), 1 / len(units)), DRAWS).astype(np.float64)
    return Resamples(by_circle, weight, units, circles)


def labels(moment: Moment, circles: int, *, by_circle: bool) -> NDArray[np.int64]:
    """Unit of each candidate, shape (m,)."""
    alone = circles + moment.candidates.account.astype(np.int64)
    first = moment.candidates.first_circle
    return np.where(first >= 0, first, alone) if by_circle else alone


def weighted_areas(score: Floats, won: Bools, weight: Floats) -> tuple[Floats, Floats]:
    """Area under the ROC curve and positives of one group, drawn with `weight`, shape (draws, m); both (draws,).

    The area is 0 where a draw has no pair to compare, its positives too.
    """
    order = np.argsort(score, kind="stable")
    score, won, weight = score[order], won[order], weight[:, order]
    first = np.flatnonzero(np.append(True, score[1:] != score[:-1]))
    positive = np.add.reduceat(weight * won, first, axis=1)
    other = np.add.reduceat(weight * ~won, first, axis=1)
    below = np.cumsum(other, axis=1) - 0.5 * other
    beaten, positives, others = (positive * below).sum(axis=1), positive.sum(axis=1), other.sum(axis=1)
    pairs = positives * others
    area = np.divide(beaten, pairs, out=np.zeros(len(pairs)), where=pairs > 0)
    return area, np.where(pairs > 0, positives, 0.0)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Part over whole, NaN where the whole is 0."""
    share: Floats = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share


def interval(values: Floats) -> Interval | None:
    """The middle 95 % of draws; None where no draw has a value."""
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
