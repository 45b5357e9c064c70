"""Exact spread where few ties are uncertain: every outcome is enumerated, with its chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.enumeration_kernels import all_sets, best_choice, has_more_uncertain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.rr_sets import Aim
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

_ENTRIES = 1 << 26
_CHOICES = 200_000
"""Choices up to which all are compared."""
_STEPS = 100_000_000
"""Choices times sets up to which all are compared: a fraction of a second."""
_MASK_BITS = 62


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All reverse-reachable sets of the counted groups in all worlds; 4 bytes an entry and 16 a set."""

    groups: int
    weight: Floats
    """Chance of each set's world, shape (sets,)."""
    indptr: NDArray[np.int64]
    member: Ints
    """Groups that may be chosen of each set."""
    covered: float
    """Expected number of counted groups that the active ones reach alone."""

    def gains(self, is_open: Bools) -> Floats:
        """What each group would add, where `is_open`, shape (sets,), tells the sets not yet covered; shape (g,)."""
        weight = np.repeat(np.where(is_open, self.weight, 0.0), np.diff(self.indptr))
        gains: Floats = np.bincount(self.member, weight, minlength=self.groups).astype(np.float64)
        return gains

    def close(self, is_open: Bools, group: int) -> None:
        """Mark the sets with a group as covered."""
        at = np.flatnonzero(self.member == group)
        is_open[np.searchsorted(self.indptr, at, side="right") - 1] = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Groups in order of choice."""

    chosen: list[int]
    gain: list[float]
    bound: float
    """No choice of as many groups adds more to what is covered from the start."""


def outcomes(aim: Aim, most_ties: int) -> Outcomes | None:
    """Enumerate, or None where more than `most_ties` ties have 0 < p < 1 or the sets would fill 256 MiB.

    O(2^uncertain ties met by a root · ties met), summed over the roots.
    """
    if len(aim.roots) and has_more_uncertain(aim.inward.chance, most_ties):
        return None
    weight, indptr, member, covered = all_sets(aim.inward.arrays, aim.sought(), most_ties, _ENTRIES)
    return None if covered < 0 else Outcomes(len(aim.may_choose), weight, indptr, member, covered)


def exact_choice(found: Outcomes, k: int) -> Choice:
    """The best k groups where all choices can be compared (up to 200,000), else the greedy ones with their bound.

    Of equally good choices the greedy one is taken, then the first in the order of their groups.
    """
    greedy = greedy_choice(found, k)
    best = _best(found, len(greedy.chosen))
    if best is None:
        return greedy
    ordered = greedy_choice(found, len(best), among=best)
    is_better = round(sum(ordered.gain), 12) > round(sum(greedy.gain), 12)
    winner = ordered if is_better else greedy
    return Choice(winner.chosen, winner.gain, sum(winner.gain))


def greedy_choice(found: Outcomes, k: int, *, among: Ints | None = None) -> Choice:
    """Choose up to k groups, each time the one that adds most (to 12 digits), of equal ones the smallest.

    Ends when none adds anything. The bound is the least, over the prefixes, of covered + k greatest gains.
    """
    is_open, chosen, gain, bound = np.ones(len(found.weight), np.bool_), list[int](), list[float](), np.inf
    while True:
        gains = found.gains(is_open)
        top = np.partition(gains, -k)[-k:] if 0 < k < len(gains) else gains[: k * len(gains)]
        bound = min(bound, sum(gain) + float(top.sum()))
        if among is not None:
            gains[np.setdiff1d(np.arange(found.groups), among)] = 0.0
        if len(chosen) == k or not gains.round(12).any():
            return Choice(chosen, gain, max(bound, sum(gain)))
        group = int(gains.round(12).argmax())
        chosen.append(group)
        gain.append(float(gains[group]))
        found.close(is_open, group)


def _best(found: Outcomes, k: int) -> Ints | None:
    """The best k groups by comparing all choices, or None where that would take too long."""
    groups = np.unique(found.member)
    if k == 0 or len(groups) > _MASK_BITS or comb(len(groups), k) > _CHOICES:
        return None
    row = np.repeat(np.arange(len(found.weight)), np.diff(found.indptr))
    mask = np.zeros(len(found.weight), np.int64)
    np.bitwise_or.at(mask, row, np.int64(1) << np.searchsorted(groups, found.member))
    distinct, inverse = np.unique(mask, return_inverse=True)
    if len(distinct) * comb(len(groups), k) > _STEPS:
        return None
    weight = np.bincount(inverse, found.weight)
    best: Ints = groups[best_choice(distinct, weight, len(groups), k)]
    return best
