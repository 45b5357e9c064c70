"""The week's problem as arrays: the asks that could be made, what each is worth, and the limits they share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.snapshot.snapshot import Bools, Floats, Ints

LimitName = Literal["hours", "person", "account", "target"]
LIMITS: tuple[LimitName, ...] = ("hours", "person", "account", "target")


@dataclass(frozen=True, slots=True)
class Problem:
    """Choose asks of the greatest value within the limits.

    A candidate ask is one opener for one target; candidates are sorted by (target, person). What it shares with
    others is given by position: `target`, `person` and `account` index the arrays of room.
    """

    score: Floats
    """Of the opener, in (0, 1], shape (c,)."""
    target: Ints
    person: Ints
    account: Ints
    """Of the opener, shape (c,)."""
    load: Ints
    """Asks of the person this quarter, shape (c,)."""
    weight: Floats
    """Worth of opening each target, 0 or more, shape (t,)."""
    rest: Floats
    """The greatest gain that an ask not among the candidates can have, shape (t,); 0 where all are."""
    asks: int
    """Asks there are hours for."""
    target_room: Ints
    """Asks that can still be opened at each target, 0 or more, shape (t,)."""
    person_room: Ints
    account_room: Ints

    @property
    def gain(self) -> Floats:
        """Value of each candidate as the only ask, score * weight, shape (c,)."""
        gain: Floats = self.score * self.weight[self.target]
        return gain

    @property
    def listed(self) -> Problem:
        """The same as if there were no other asks than the candidates."""
        return replace(self, rest=np.zeros_like(self.rest))

    def value(self, chosen: Sequence[int]) -> float:
        """Sum over targets of weight * (1 - product of (1 - score)): a second opener adds what the first misses."""
        missed = np.ones(len(self.weight))
        np.multiply.at(missed, self.target[list(chosen)], 1.0 - self.score[list(chosen)])
        return float(self.weight @ (1.0 - missed))

    def full(self, chosen: Sequence[int]) -> dict[LimitName, Bools]:
        """Whether one more ask like each candidate would break each limit, shape (c,) by name."""
        at = list(chosen)
        shared = {
            "person": (self.person, self.person_room),
            "account": (self.account, self.account_room),
            "target": (self.target, self.target_room),
        }
        full = {
            name: (np.bincount(where[at], minlength=len(room)) >= room)[where]
            for name, (where, room) in shared.items()
        }
        hours = np.full(len(self.score), len(at) >= self.asks)
        return {
            "hours": hours,
            "person": full["person"],
            "account": full["account"],
            "target": full["target"],
        }

    def loosened(self, limit: LimitName, hours_asks: int) -> Problem:
        """The same with one more ask for every person, account or target, or `hours_asks` more in all."""
        if limit == "hours":
            return replace(self, asks=self.asks + hours_asks)
        if limit == "person":
            return replace(self, person_room=self.person_room + 1)
        if limit == "account":
            return replace(self, account_room=self.account_room + 1)
        return replace(self, target_room=self.target_room + 1)

    def limit_rows(self, counts: sparse.csr_array, *, with_targets: bool) -> tuple[sparse.csr_array, Floats]:
        """Rows and right sides of the limits, the hours first, for variables that stand for several asks.

        `counts` has shape (c, v): the candidates that each variable is made of. Rows that no choice can break are
        left out.
        """
        everything = np.asarray(counts.sum(axis=0))[np.newaxis, :]
        rows, sides = [sparse.csr_array(everything)], [np.array([float(self.asks)])]
        shared = [(self.person, self.person_room), (self.account, self.account_room)]
        for where, room in [*shared, (self.target, self.target_room)] if with_targets else shared:
            used = incidence(where, len(room)) @ counts
            tight = np.asarray(used.sum(axis=1)).ravel() > room
            rows.append(used[tight])
            sides.append(room[tight].astype(np.float64))
        return sparse.csr_array(sparse.vstack(rows, format="csr")), np.concatenate(sides)


def incidence(where: Ints, groups: int) -> sparse.csr_array:
    """Shape (groups, c): 1 where the candidate is in the group."""
    count = len(where)
    return sparse.csr_array((np.ones(count), (where, np.arange(count))), shape=(groups, count))
