"""Rewired networks: the same people with as many acquaintances each, inside the same circles, drawn anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.csr_kernels import grouped
from refgraph.scores.rewiring_kernels import swap_partners
from refgraph.snapshot.snapshot import STILL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Bools, Ints, Snapshot

SWAPS = 10
"""Swaps tried a pair: after so many nothing is left of who knew whom (Milo et al. 2003)."""


@dataclass(frozen=True)
class Acquaintances:
    """Pairs of people who know each other, and the rows of `knows` that say so."""

    n: int
    """Number of people."""
    one: Ints
    """Shape (pairs,); the speaker, where only one of the two speaks."""
    other: Ints
    movable: NDArray[np.int64]
    """Positions of pairs whose ends share a circle and who can swap, by stratum: circle, whether both speak,
    and the day from which on they are current."""
    first: NDArray[np.int64]
    """Where the stratum of each movable pair begins in `movable`."""
    size: NDArray[np.int64]
    """Pairs of that stratum."""
    may_turn: Bools
    """Whether both of a movable pair speak, so that its ends can change places."""
    pair_of_row: NDArray[np.int64]
    """Pair of each row of `knows`, shape (rows,)."""
    is_turned: Bools
    """Whether the row's a is the pair's other, shape (rows,)."""

    def rewired(self, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """Draw another network; a and b by row of `knows`, shape (rows,): a row keeps its date, strength and kind."""
        one, other = self.one[self.movable], self.other[self.movable]
        tries = SWAPS * len(one)
        chosen = rng.integers(0, max(1, len(one)), tries)
        turned = (rng.random(tries) < 0.5) & self.may_turn[chosen]
        partner = rng.integers(0, np.iinfo(np.int64).max, tries)
        swap_partners(one, other, self._neighbours(), (self.first, self.size), (chosen, partner, turned))
        ends = self.one.copy(), self.other.copy()
        ends[0][self.movable], ends[1][self.movable] = one, other
        a, b = (end[self.pair_of_row] for end in ends)
        return np.where(self.is_turned, b, a), np.where(self.is_turned, a, b)

    def _neighbours(self) -> tuple[NDArray[np.int64], Ints]:
        indptr, order = grouped(np.append(self.one, self.other), self.n)
        return indptr, np.append(self.other, self.one)[order]


def acquaintances(snapshot: Snapshot, days: Sequence[int] = ()) -> Acquaintances:
    """Read who knows whom as of a snapshot's day; a pair may be moved within the smallest circle its ends share.

    A circle both are in now goes before one both were in at one time; equal sizes go by index. `days`, ascending, are
    those at which everybody is to know as many as he did: pairs change partners only with pairs that are current from
    the same of them on.
    """
    knows, n = snapshot.knows, len(snapshot.people.ids)
    low, high = np.minimum(knows.a, knows.b), np.maximum(knows.a, knows.b)
    keys, pair_of_row = np.unique(low.astype(np.int64) * n + high, return_inverse=True)
    one, other = (keys // max(1, n)).astype(np.int32), (keys % max(1, n)).astype(np.int32)
    forward, back = _directions(pair_of_row, knows.a == low, knows.directed, len(keys))
    only_back = back & ~forward
    one, other = np.where(only_back, other, one), np.where(only_back, one, other)
    both = forward & back
    circle = shared_circle(snapshot, one, other)
    began = np.full(len(keys), STILL, np.int32)
    np.minimum.at(began, pair_of_row, knows.since)
    alike = (2 * circle.astype(np.int64) + both) * (len(days) + 1) + np.searchsorted(days, began)
    stratum = np.where((circle >= 0) & (one != other), alike, -1)
    _, of_pair, count = np.unique(stratum, return_inverse=True, return_counts=True)
    stratum = np.where(count[of_pair] > 1, stratum, -1)  # nobody to change partners with
    movable = np.argsort(stratum, kind="stable")[int((stratum < 0).sum()) :]
    _, first, size = np.unique(stratum[movable], return_index=True, return_counts=True)
    return Acquaintances(
        n, one, other, movable, np.repeat(first, size), np.repeat(size, size), both[movable],
        pair_of_row, knows.a != one[pair_of_row],
    )  # fmt: skip


def shared_circle(snapshot: Snapshot, one: Ints, other: Ints) -> Ints:
    """The smallest circle the two of each pair share, -1 for none; shape (pairs,). See `acquaintances`."""
    memberships, circles = snapshot.memberships, max(1, len(snapshot.circles.ids))
    key = memberships.person.astype(np.int64) * circles + memberships.circle
    keys, row = np.unique(key, return_index=True)
    now = np.zeros(len(keys), np.bool_)
    now[np.searchsorted(keys, key[memberships.current])] = True
    start, end = memberships.start[row], np.maximum.reduceat(memberships.end, row) if len(row) else row
    size = np.bincount(keys[now] % circles, minlength=circles)
    pair, at, there = _meetings(keys, circles, one, other)
    together = (now[at] & now[there]) | (
        np.maximum(start[at], start[there]) <= np.minimum(end[at], end[there])
    )
    pair, at, there = pair[together], at[together], there[together]
    circle = (keys[at] % circles).astype(np.int32)
    order = np.lexsort((circle, size[circle], ~(now[at] & now[there]), pair))
    found = np.full(len(one), -1, np.int32)
    found[pair[order][::-1]] = circle[order][::-1]
    return found


def _meetings(
    keys: NDArray[np.int64], circles: int, one: Ints, other: Ints
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Circles both of a pair were ever in: the pair, and where (person, circle) of each stands in `keys`."""
    first = np.searchsorted(keys, one.astype(np.int64) * circles)
    count = np.searchsorted(keys, (one.astype(np.int64) + 1) * circles) - first
    pair = np.repeat(np.arange(len(one)), count)
    at = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    wanted = other[pair].astype(np.int64) * circles + keys[at] % circles
    there = np.searchsorted(keys, wanted)
    is_there = np.append(keys, -1)[there] == wanted
    return pair[is_there], at[is_there], there[is_there]


def _directions(
    pair_of_row: NDArray[np.int64], is_forward: Bools, directed: Bools, pairs: int
) -> tuple[Bools, Bools]:
    """Whether the first speaks to the second of each pair, and the second to the first."""
    forward = np.bincount(pair_of_row[is_forward | ~directed], minlength=pairs) > 0
    back = np.bincount(pair_of_row[~is_forward | ~directed], minlength=pairs) > 0
    return forward, back
