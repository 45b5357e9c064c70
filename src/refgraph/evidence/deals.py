"""Deals: what the scores would be worth had outcomes been dealt out by chance inside circles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from refgraph.evidence.moment import Candidates, Moment
    from refgraph.evidence.placebo import Placebo
    from refgraph.model.progress import Progress
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

DEALS = 4999
"""Deals: with them the smallest p is 1/5000, and one of .05 is told to .003 (standard error)."""
_AT_ONCE = 500


def dealt(candidates: Candidates, count: int, rng: np.random.Generator) -> Bools:
    """Deal `won` out anew within first circles, shape (count, m): as many are won in each as were.

    Those in no circle are one group.
    """
    circle, won = candidates.first_circle, candidates.won
    found = np.zeros((count, len(won)), np.bool_)
    for one in np.unique(circle[won]):
        there = np.flatnonzero(circle == one)
        winners = int(won[there].sum())
        # The least of random keys are a random choice, and need no order among themselves.
        chosen = rng.random((count, len(there))).argpartition(winners - 1, axis=1)[:, :winners]
        np.put_along_axis(found, there[chosen], values=True, axis=1)
    return found


def gains_by_chance(
    moments: Sequence[Moment],
    placebo: Placebo,
    circles: int,
    rng: np.random.Generator,
    *,
    count: int = DEALS,
    progress: Progress,
) -> Floats:
    """Gain in `auc_inside` over the mean of the rewired networks in each deal, shape (count,).

    NaN where a deal leaves no circle with both; empty where nothing can be redrawn. Under chance the actual gain is
    one of them, however much more, or less, the actual network differs from rewired ones than these do among
    themselves.
    """
    if not placebo.scores:
        return np.empty(0)
    ranked = [Ranked.of(moment, placebo.scores[at]).against_mean() for at, moment in enumerate(moments)]
    found = []
    for first in range(0, count, _AT_ONCE):
        progress("deal", first, count)
        found.append(areas_by_chance(ranked, circles, min(_AT_ONCE, count - first), rng))
    progress("deal", count, count)
    area = np.concatenate(found)
    gain: Floats = area[:, 0] - area[:, 1]
    return gain


@dataclass(frozen=True)
class Ranked:
    """Ranks of a moment's candidates inside circles, over the actual network and others."""

    candidates: Candidates
    rank: Floats
    """The actual network's first, shape (networks + 1, entries)."""

    @classmethod
    def of(cls, moment: Moment, rewired: Floats) -> Ranked:
        """Rank by the scores over the actual network and over others, shape (networks, m)."""
        candidates = moment.candidates
        score = np.vstack((candidates.greatest(moment.heard_net), rewired))
        return cls(candidates, inside_ranks(score[:, candidates.entry_row], candidates.entry_circle))

    def against_mean(self) -> Ranked:
        """One row for all others, whose areas are their mean: areas are linear in ranks."""
        return Ranked(self.candidates, np.stack((self.rank[0], self.rank[1:].mean(axis=0))))

    def gained(self, won: Bools, circles: int) -> tuple[Floats, NDArray[np.int64]]:
        """Σ area · positives by deal and network, (count, networks + 1), and the positives it weighs, (count,).

        `won` is of shape (count, m). With ranks R in a circle of n, P of them won: area · P = (Σ R - P(P + 1)/2) /
        (n - P) (Mann & Whitney 1947).
        """
        circle, is_won = self.candidates.entry_circle, won[:, self.candidates.entry_row]
        positives = np.stack([np.bincount(circle, row, minlength=circles) for row in is_won])
        others = np.bincount(circle, minlength=circles) - positives
        counts = (positives > 0) & (others > 0)
        share = np.divide(1.0, others, out=np.zeros(others.shape), where=counts)
        least = (share * positives * (positives + 1) / 2).sum(axis=1, keepdims=True)
        found: Floats = (is_won * share[:, circle]) @ self.rank.T - least
        return found, (positives * counts).sum(axis=1).astype(np.int64)


def areas_by_chance(ranked: Sequence[Ranked], circles: int, count: int, rng: np.random.Generator) -> Floats:
    """`auc_inside` by deal over the actual network, then each other, shape (count, networks + 1).

    NaN where a deal leaves no circle with both.
    """
    each = [one.gained(dealt(one.candidates, count, rng), circles) for one in ranked]
    gained = np.sum([one for one, _ in each], axis=0)
    total = np.sum([positives for _, positives in each], axis=0)[:, np.newaxis]
    area: Floats = np.divide(gained, total, out=np.full(gained.shape, np.nan), where=total > 0)
    return area


def inside_ranks(score: Floats, circle: Ints) -> Floats:
    """Ranks from 1 within circles, the lowest score first, equal ones share their mean; shape (networks, entries)."""
    rank = np.empty(score.shape)
    for one in np.unique(circle):
        there = circle == one
        rank[:, there] = rankdata(score[:, there], axis=1)
    return rank
