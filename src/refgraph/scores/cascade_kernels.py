"""The compiled loop of one cascade: along which ties the word passes, in one world.

Ties that do not carry are skipped at a geometric step instead of trying each (Guo, Wang, Wei, Chen 2020, Influence
Maximization Revisited, SIGMOD, §4): rows stand by falling chance, so a part of a row is tried at its greatest chance
p, and who is hit there is taken with (own chance) / p.
"""

from __future__ import annotations

from math import log, log1p
from typing import TYPE_CHECKING

import numba
import numpy as np

from refgraph.scores.coins import GAMMA, above_zero, below_one, mixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.path_kernels import FanArrays
    from refgraph.snapshot.snapshot import Bools, Ints

    Marks = NDArray[np.uint8]
    """One bit an index."""

PLAIN_CHANCE = 0.05
"""From this chance on each tie is tried by a coin of its own: a logarithm costs as much as several coins."""
PLAIN_TIES = 24
"""Up to so many ties likewise."""
FIRST_PART = 32
"""Ties in the first part of a row whose chances differ; each next part is twice as long."""


@numba.njit(cache=True)
def cascade(
    fan: FanArrays, queue: Ints, size: int, seen: Marks, stops: Bools, state: np.uint64
) -> tuple[int, np.uint64]:
    """Follow the fan from the first `size` people of `queue`, who are marked in `seen`; each tie is tried once.

    Puts the people reached behind them, in the order of reaching, and marks them. Gives their number, starts
    included, and the state of the stream; the number is -1 - (people so far) once somebody in `stops`, shape (n,) or
    empty for nobody, is reached. O(people reached + ties that carry) numbers where the chances of a row are equal.
    """
    indptr, neighbour, chance = fan
    can_stop = len(stops) > 0
    at = 0
    while at < size:
        v = queue[at]
        at += 1
        here, last = indptr[v], indptr[v + 1]
        width = FIRST_PART
        while here < last:
            top = chance[here]
            if top <= 0.0:
                break
            end = last
            if last - here > width and chance[last - 1] != top:
                end = here + width
                width *= 2
            is_plain = top >= PLAIN_CHANCE or end - here <= PLAIN_TIES
            scale = 0.0 if is_plain else 1.0 / log1p(-top)
            while True:
                state += GAMMA
                if is_plain:
                    is_hit = below_one(mixed(state)) < chance[here]
                else:
                    step = log(above_zero(mixed(state))) * scale
                    if not step < end - here:
                        break
                    here += np.int64(step)
                    is_hit = True
                    if chance[here] != top:
                        state += GAMMA
                        is_hit = below_one(mixed(state)) * top < chance[here]
                if is_hit:
                    size = marked(seen, neighbour[here], queue, size)
                    if can_stop and stops[neighbour[here]]:
                        return -1 - size, state
                here += 1
                if here >= end:
                    break
            here = end
    return size, state


@numba.njit(cache=True)
def marked(seen: Marks, start: int, queue: Ints, size: int) -> int:
    """Mark a start and put it behind the first `size` people, unless it is marked; gives how many there are now."""
    bit = np.uint8(1 << (start & 7))
    if seen[start >> 3] & bit:
        return size
    seen[start >> 3] |= bit
    queue[size] = start
    return size + 1


@numba.njit(cache=True)
def unmark(seen: Marks, queue: Ints, size: int) -> None:
    """Clear the marks of the first `size` people."""
    for i in range(size):
        seen[queue[i] >> 3] = 0
