"""Seeds chosen on one collection of random sets and judged on another, until they are shown to be good (OPIM-C)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.certificate import GUARANTEE, allowance, at_least, at_most, first_round
from refgraph.scores.coins import drawn_key
from refgraph.scores.coverage_kernels import covered_in_order, greedy_cover, transposed
from refgraph.scores.parallel import one_at_a_time
from refgraph.scores.rr_sets import RRSets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.rr_sets import Aim
    from refgraph.snapshot.snapshot import Ints

_WORKERS = 8
_ENOUGH_WORK = 1 << 20
"""People reached in a collection, or sets, up to which it grows in any case: about a tenth of a second."""
_ENOUGH_SETS = 1 << 17
_ENTRIES = 1 << 26
"""Entries of a collection from which on it is not doubled any more: with its index 512 MiB."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A choice and what the sets say about it, in counted groups."""

    chosen: Ints
    """In order of choice."""
    gain: NDArray[np.float64]
    """Increase by each of the chosen as the judging sets have it: unbiased but for the rule that ends the drawing."""
    baseline: float
    lower_bound: float
    upper_bound: float
    is_good: bool
    """Whether what the chosen add is at least `share` of what any choice adds, both as bounded."""
    sets: int
    """Sets of both collections together."""

    @property
    def value(self) -> float:
        """Estimate of what the chosen reach together with the active, unbiased as `gain` is."""
        return self.baseline + float(self.gain.sum())


def sampled_seeds(
    aim: Aim, k: int, *, accuracy: float, confidence: float, rng: np.random.Generator, max_sets: int
) -> Judged:
    """Double both collections until what the chosen add is 1 - 1/e - accuracy of what any choice adds, as bounded.

    Small networks are drawn further, as long as that costs next to nothing; where nothing is chosen, only so far.
    Needs at least one root and 0 ≤ k ≤ number of candidates. Ends earlier where one more round would be too much:
    more than `max_sets` sets in all, or a collection of more than 2^26 entries. Memory: 8 bytes an entry, 20 a set, 28 a group and 5 a person.
    """
    choosing, judging = RRSets(aim, drawn_key(rng)), RRSets(aim, drawn_key(rng))
    sizes = _rounds(int(aim.may_choose.sum()), k, confidence, max_sets)
    # Four bounds a round: of the value, of any choice's, and of what the chosen and any choice add.
    a = allowance(confidence, 4 * len(sizes))
    for size in sizes:
        choosing.draw(size)
        judging.draw(size)
        judged = _judge(choosing, judging, k, a, GUARANTEE - accuracy)
        if (judged.is_good and _is_enough(judging)) or 2 * max(
            len(choosing.member), len(judging.member)
        ) > _ENTRIES:
            break
    return judged


def _is_enough(sets: RRSets) -> bool:
    return sets.work >= _ENOUGH_WORK or sets.drawn >= _ENOUGH_SETS


def _rounds(candidates: int, k: int, confidence: float, max_sets: int) -> list[int]:
    """Sets of each collection after each round: doubling up to half of `max_sets`, at least one round."""
    most = max(1, max_sets // 2)
    sizes = [min(most, first_round(candidates, k, allowance(confidence, 2)))]
    while sizes[-1] < most:
        sizes.append(min(most, 2 * sizes[-1]))
    return sizes


def _judge(choosing: RRSets, judging: RRSets, k: int, a: float, share: float) -> Judged:
    """Choose by the one and judge by the other, both with the same number of sets.

    What the active reach alone is no merit of a choice: where it is most of the value, a choice at random would do.
    """
    groups, sets = len(choosing.aim.may_choose), choosing.drawn
    chosen, _, above = greedy_cover(choosing.rows, transposed(choosing.rows, groups), k)
    order = np.full(groups, len(chosen), np.int32)
    order[chosen] = np.arange(len(chosen))
    with one_at_a_time:
        added = covered_in_order(judging.rows, order, len(chosen), _WORKERS)
    unit = len(choosing.aim.roots) / sets
    return Judged(
        chosen,
        added * unit,
        judging.covered * unit,
        at_least(judging.covered + int(added.sum()), a) * unit,
        at_most(choosing.covered + int(above.min()), a) * unit,
        k == 0 or at_least(int(added.sum()), a) >= share * at_most(int(above.min()), a),
        2 * sets,
    )
