"""Reverse-reachable sets: a counted group drawn at random, and the groups whose seeding would reach it.

The share of sets that some groups meet, times the number of counted groups, estimates their spread without bias
(Borgs, Brautbar, Chayes, Lucier 2014, SODA).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.coins import wrapping
from refgraph.scores.parallel import one_at_a_time
from refgraph.scores.rr_kernels import COVERED, draw_sets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.coverage_kernels import Rows
    from refgraph.scores.fans import Fan
    from refgraph.scores.rr_kernels import Sought
    from refgraph.scores.seats import Seats
    from refgraph.snapshot.snapshot import Bools, Ints

_WORKERS = 8
"""Parts the sets are divided into; what is drawn does not depend on how many threads take them."""
_LEAST_ROOM = 1 << 16


@dataclass(frozen=True, slots=True)
class Aim:
    """Who is to be reached, and from where, along the ties of `inward`."""

    inward: Fan
    """Speakers to each of n people."""
    seats: Seats
    may_choose: Bools
    """Groups that may be chosen, shape (g,), none of them active."""
    active: Bools
    """Groups that start active, shape (g,)."""
    roots: Ints
    """Counted groups, ascending, none of them active."""

    @classmethod
    def of(cls, inward: Fan, seats: Seats, candidates: Bools, active: Bools, counted: Bools) -> Aim:
        """Active groups are neither chosen nor counted."""
        roots = np.flatnonzero(counted & ~active).astype(np.int32)
        return cls(inward, seats, candidates & ~active, active, roots)

    def sought(self) -> Sought:
        """What kernels take."""
        seats, n = self.seats, len(self.inward.indptr) - 1
        stops = np.zeros(n if self.active.any() else 0, np.bool_)
        if len(stops):
            at_active = seats.people_in(self.active)
            stops[: len(at_active)] = at_active
        if self._is_direct(n):
            own = (np.empty(0, np.int64), np.empty(0, np.int32))
        else:
            own = seats.groups_by_person(n, self.may_choose)
        return (self.roots, seats.indptr, seats.person, self.may_choose, *own, stops)

    def _is_direct(self, n: int) -> bool:
        """Whether each person is a group of his own, and any may be chosen."""
        seats = self.seats
        return (
            seats.groups == n == len(seats.person)
            and bool(self.may_choose.all())
            and bool((seats.indptr[1:] - seats.indptr[:-1] == 1).all())
            and bool((seats.person[1:] > seats.person[:-1]).all())
        )


@dataclass(slots=True)
class RRSets:
    """A growing collection of independent sets; 4 bytes an entry and 8 a set, at most twice that while it grows."""

    aim: Aim
    key: np.uint64
    drawn: int = 0
    """Sets drawn so far, those without a group and those covered among them."""
    covered: int = 0
    """Sets that an active person reaches: covered whatever is chosen."""
    work: int = 0
    """People reached in drawing them."""
    indptr: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    """Where each set that is not covered begins."""
    member: Ints = field(default_factory=lambda: np.empty(0, np.int32))
    """Groups of each set, distinct, in no particular order."""
    _sought: Sought | None = None

    @property
    def rows(self) -> Rows:
        """Groups of each set that is not covered, in CSR form."""
        return self.indptr, self.member

    def draw(self, until: int) -> None:
        """Draw on until there are `until` sets; safe to call from several threads for different collections."""
        sought = self._sought = self._sought or self.aim.sought()
        first, edges = self.drawn, np.linspace(self.drawn, until, _WORKERS + 1).astype(np.int64)
        todo = np.stack((edges[:-1], edges[1:]), axis=1)
        length = np.zeros(until - first, np.int32)
        blocks, sizes = [self.member], [np.diff(self.indptr)]
        while (todo[:, 0] < todo[:, 1]).any():
            members = np.empty((_WORKERS, self._room(todo)), np.int32)
            with one_at_a_time, wrapping():
                done = draw_sets(self.aim.inward.arrays, sought, self.key, first, todo, members, length)
            blocks += [members[worker, :used] for worker, used in enumerate(done[:, 1].tolist())]
            sizes += [
                length[start - first : end - first] for start, end in zip(todo[:, 0], done[:, 0], strict=True)
            ]
            todo[:, 0] = done[:, 0]
            self.work += int(done[:, 2].sum())
        self._append(blocks, np.concatenate(sizes))
        self.drawn = until

    def _room(self, todo: NDArray[np.int64]) -> int:
        """Entries a worker gets: a quarter more than the sets so far let expect, and never less than the largest set."""
        mean = len(self.member) / self.drawn if self.drawn else 4.0
        expected = int(1.25 * mean * int((todo[:, 1] - todo[:, 0]).max()))
        return max(_LEAST_ROOM, expected, len(self.aim.may_choose))

    def _append(self, blocks: list[Ints], size: NDArray[np.int64]) -> None:
        self.covered += int((size == COVERED).sum())
        self.indptr = np.concatenate(([0], np.cumsum(size[size >= 0], dtype=np.int64)))
        self.member = np.concatenate(blocks)
