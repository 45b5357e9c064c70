"""Gains: how much better one way of ranking, or of telling chances, was than another, with an interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.bootstrap import DRAWS, FEWEST_CIRCLES
from refgraph.evidence.calibration import log_losses
from refgraph.evidence.ranking import areas, runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.evidence.pool import Pool
    from refgraph.evidence.ranking import Runs
    from refgraph.snapshot.snapshot import Bools, Floats


@dataclass(frozen=True, slots=True)
class Gain:
    """A difference on cases that were not learnt from."""

    estimate: float
    low: float
    """95 % bootstrap over circles, over accounts where there are fewer than 5."""
    high: float

    @property
    def is_real(self) -> bool:
        """Whether the whole interval lies above 0."""
        return self.low > 0


def log_loss_gain(pool: Pool, judged: Bools, chance: Floats, other: Floats, rng: np.random.Generator) -> Gain:
    """By how much the mean log loss of `chance` is below that of `other`, nats a case, over the cases `judged`.

    All of shape (n,), `judged` not empty.
    """
    cluster = np.unique(pool.cluster[judged], return_inverse=True)[1]
    better = (log_losses(other, pool.outcome) - log_losses(chance, pool.outcome))[judged]
    total, count = np.bincount(cluster, better), np.bincount(cluster)
    drawn = np.stack([times @ np.stack((total, count), axis=1) for times in _draws(len(count), rng)])
    return _gain(float(better.mean()), drawn[:, 0] / drawn[:, 1])


def inside_gain(
    pool: Pool, judged: Bools, score: Floats, other: Floats, rng: np.random.Generator
) -> Gain | None:
    """By how much the inside-circle AUC of `score` is above that of `other`, over the cases `judged`.

    Groups are (period, circle), weighted by their outcomes; where nobody is in a circle, periods. None where no group
    has both an outcome and a case without. Scores of shape (n,).
    """
    row, group, cluster = _entries(pool, judged)
    groups = int(group.max(initial=-1)) + 1
    ranked = [
        _Ranked(np.round(s, 12)[row], pool.outcome[row], group, groups, cluster) for s in (score, other)
    ]
    estimate = ranked[0].inside() - ranked[1].inside()
    if np.isnan(estimate):
        return None
    drawn = [
        ranked[0].inside(times) - ranked[1].inside(times) for times in _draws(int(cluster.max()) + 1, rng)
    ]
    return _gain(estimate, np.array(drawn))


class _Ranked:
    """Entries sorted by group, then score falling, and which cluster each is drawn with."""

    def __init__(
        self, score: Floats, won: Bools, group: NDArray[np.int64], groups: int, cluster: NDArray[np.int64]
    ) -> None:
        self._runs = runs(score, won, group, groups)
        order = np.lexsort((-score, group))
        self._won, self._group, self._cluster = won[order], group[order], cluster[order]
        self._run = np.repeat(np.arange(len(self._runs.length)), self._runs.length)

    def inside(self, times: NDArray[np.int64] | None = None) -> float:
        """AUC inside groups, weighted by positives; each cluster counts as often as drawn. NaN where none has both."""
        ranked = self._runs if times is None else self._drawn(times[self._cluster])
        area, weight = areas(ranked)[ranked.counts], ranked.positives[ranked.counts]
        return float(np.average(area, weights=weight)) if len(weight) else float("nan")

    def _drawn(self, weight: NDArray[np.int64]) -> Runs:
        found, groups = self._runs, len(self._runs.size)
        length, won = self._count(weight), self._count(weight * self._won)
        size = np.bincount(self._group, weight, minlength=groups).astype(np.int64)
        positives = np.bincount(self._group, weight * self._won, minlength=groups).astype(np.int64)
        return replace(found, length=length, won=won, size=size, positives=positives)

    def _count(self, weight: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.bincount(self._run, weight, minlength=len(self._runs.length)).astype(np.int64)


def _entries(pool: Pool, judged: Bools) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Case, group and cluster of each entry: a case counts in each of its circles of each period."""
    found = [moment.candidates for moment in pool.moments]
    row = np.concatenate(
        [c.entry_row + start for c, start in zip(found, pool.starts[:-1].tolist(), strict=True)]
    )
    names = [
        moment.snapshot.circles.ids[circle]
        for moment in pool.moments
        for circle in moment.candidates.entry_circle.tolist()
    ]
    circle = np.unique(np.array(names, dtype=str), return_inverse=True)[1].astype(np.int64)
    if not len(row):
        row, circle = np.arange(len(pool.outcome)), np.zeros(len(pool.outcome), np.int64)
    kept = judged[row]
    row, circle = row[kept], circle[kept]
    circles = int(circle.max(initial=-1)) + 1
    group = np.unique(pool.moment[row] * max(1, circles) + circle, return_inverse=True)[1].astype(np.int64)
    by = circle if len(np.unique(circle)) >= FEWEST_CIRCLES else pool.account[row]
    return row, group, np.unique(by, return_inverse=True)[1].astype(np.int64)


def _draws(count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """How often each of `count` clusters is drawn, with replacement; shape (`DRAWS`, count)."""
    return rng.multinomial(count, np.full(count, 1.0 / count), size=DRAWS)


def _gain(estimate: float, drawn: Floats) -> Gain:
    low, high = np.nanpercentile(drawn, (2.5, 97.5))
    return Gain(estimate, float(low), float(high))
