"""How well a score ranks candidates in groups: the area under the ROC curve, and hits among the first k."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Bools, Floats


@dataclass(frozen=True, slots=True)
class Runs:
    """Candidates of equal score within their group, greatest score first; arrays of shape (runs,) but for groups'."""

    group: NDArray[np.int64]
    start: NDArray[np.int64]
    """Candidates of the group before the run."""
    length: NDArray[np.int64]
    won: NDArray[np.int64]
    """Positives of the run."""
    size: NDArray[np.int64]
    """Candidates by group, shape (groups,)."""
    positives: NDArray[np.int64]
    """Positives by group, shape (groups,)."""

    @property
    def counts(self) -> Bools:
        """Groups that have both positives and others, shape (groups,): the others rank nothing."""
        both: Bools = (self.positives > 0) & (self.positives < self.size)
        return both


def runs(score: Floats, won: Bools, group: NDArray[np.int64], groups: int) -> Runs:
    """Sort candidates by group, then score falling; all of shape (m,), `group` in 0..groups - 1. O(m log m)."""
    order = np.lexsort((-score, group))
    by_group, by_score, positive = group[order], score[order], won[order].astype(np.int64)
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = (by_group[1:] != by_group[:-1]) | (by_score[1:] != by_score[:-1])
    first = np.flatnonzero(is_first)
    size = np.bincount(group, minlength=groups)
    begins = np.cumsum(size) - size
    return Runs(
        by_group[first],
        first - begins[by_group[first]],
        np.diff(np.append(first, len(order))),
        np.add.reduceat(positive, first) if len(first) else np.empty(0, np.int64),
        size,
        np.bincount(group, won, minlength=groups).astype(np.int64),
    )


def areas(ranked: Runs) -> Floats:
    """Area under the ROC curve by group, shape (groups,): the chance that a positive stands before another; ties ½.

    NaN for groups without both (Mann & Whitney 1947).
    """
    others = ranked.length - ranked.won
    after = (ranked.size - ranked.positives)[ranked.group] - _before(others, ranked.group)
    beaten = np.bincount(ranked.group, ranked.won * (after - 0.5 * others), minlength=len(ranked.size))
    pairs = ranked.positives * (ranked.size - ranked.positives)
    area: Floats = np.divide(beaten, pairs, out=np.full(len(pairs), np.nan), where=pairs > 0)
    return area


def hits(ranked: Runs, k: int) -> Floats:
    """Positives among the first k of each group, or among all where there are fewer; ties by expectation."""
    taken = np.clip(k - ranked.start, 0, ranked.length)
    expected = ranked.won * (taken / ranked.length)
    return np.bincount(ranked.group, expected, minlength=len(ranked.size)).astype(np.float64)


def _before(count: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum of `count` over earlier runs of the same group; `group` ascends."""
    total = np.cumsum(count) - count
    is_first = np.ones(len(group), np.bool_)
    is_first[1:] = group[1:] != group[:-1]
    before: NDArray[np.int64] = total - np.maximum.accumulate(np.where(is_first, total, 0))
    return before
