"""Splits of cases: what is learnt from some is judged on others, out of circle or later in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.bootstrap import FEWEST_CIRCLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Bools, Ints


@dataclass(frozen=True, slots=True)
class Split:
    """Which cases are learnt from and which are judged, shape (n,) each; no case is both."""

    train: Bools
    test: Bools


def clusters(account: Ints, circle: Ints) -> NDArray[np.int64]:
    """Cluster of each case, 0 to c - 1, shape (n,): cases that may share their fate without word of mouth.

    All cases of an account go by the circle of its first one, `circle` there, -1 for none: such an account is a
    cluster of its own, as every account is where there are fewer than `FEWEST_CIRCLES` circles.
    """
    accounts, first, of_case = np.unique(account, return_index=True, return_inverse=True)
    home = circle[first].astype(np.int64)
    alone = home < 0 if len(np.unique(home[home >= 0])) >= FEWEST_CIRCLES else np.ones(len(accounts), bool)
    home[alone] = int(circle.max(initial=-1)) + 1 + np.flatnonzero(alone)
    return np.unique(home[of_case], return_inverse=True)[1].astype(np.int64)


def folds(cluster: NDArray[np.int64], outcome: Bools, count: int = 5) -> NDArray[np.int64]:
    """Fold of each case, 0 to at most `count` - 1, shape (n,); clusters stay whole.

    The clusters with most outcomes come first (equal: with most cases, then of the lower number), each to the fold
    with the fewest outcomes (equal: the fewest cases, then the lower number). Deterministic.
    """
    size, won = np.bincount(cluster), np.bincount(cluster, outcome)
    fold_of = np.zeros(len(size), np.int64)
    load = np.zeros((min(count, len(size)), 2))
    for at in np.lexsort((np.arange(len(size)), -size, -won)).tolist():
        chosen = min(range(len(load)), key=lambda fold: tuple(load[fold]))
        fold_of[at] = chosen
        load[chosen] += won[at], size[at]
    return fold_of[cluster]


def out_of_circle(fold: NDArray[np.int64]) -> list[Split]:
    """Each fold judged once, on what all others teach; empty where there is but one fold."""
    found = np.unique(fold)
    return [Split(fold != at, fold == at) for at in found.tolist()] if len(found) > 1 else []


def forward(day: Ints, end: Ints, outcome: Bools, *, blocks: int = 10) -> list[Split]:
    """Later periods judged on what all earlier ones teach; periods are (day, end], shape (n,) each.

    Periods with an outcome are taken together, in order, to at most `blocks` with about as many outcomes each. A block
    is judged on cases whose period ended by its first day, where there are outcomes among those.
    """
    days, won = np.unique(day[outcome], return_counts=True)
    block = (np.cumsum(won) - won) * blocks // max(1, int(won.sum()))
    tests = [days[block == at] for at in np.unique(block).tolist()]
    splits = [Split(end <= test[0], np.isin(day, test)) for test in tests]
    return [split for split in splits if outcome[split.train].any()]
