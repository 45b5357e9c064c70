"""A moment of the replay: what was known on a day, who could be won, and who was won in the days after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.periods import first_orders_in
from refgraph.scores.heard import Heard, carry
from refgraph.scores.opinion import Opinion, opinions
from refgraph.scores.plain_mixing import PlainMixing
from refgraph.scores.talk import Talk, talk
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from refgraph.evidence.periods import Period
    from refgraph.model.params import Params
    from refgraph.scores.heard import Spreads
    from refgraph.snapshot.snapshot import Bools, Floats, Ints, Snapshot


@dataclass(frozen=True)
class Candidates:
    """Accounts with a current role that are no customers on the day, ascending; arrays of shape (m,) but where told."""

    account: Ints
    won: Bools
    """Whether the first order fell into the period."""
    indptr: NDArray[np.int64]
    """Where each one's current people begin in `people`, shape (m + 1,)."""
    people: Ints
    entry_row: NDArray[np.int64]
    """An account counts in each circle of its current people: position of the candidate, shape (entries,)."""
    entry_circle: Ints
    """That circle, shape (entries,); entries are distinct, by (position, circle)."""

    def greatest(self, by_person: Floats) -> Floats:
        """The greatest value among the current people of each, shape (m,)."""
        if not len(self.account):
            return np.empty(0)
        found: Floats = np.maximum.reduceat(by_person[self.people], self.indptr[:-1])
        return found

    def summed(self, by_person: Floats) -> Floats:
        """The sum over the current people of each, shape (m, …) for values of shape (n, …)."""
        if not len(self.account):
            return np.empty((0, *by_person.shape[1:]))
        found: Floats = np.add.reduceat(by_person[self.people], self.indptr[:-1])
        return found

    @cached_property
    def first_circle(self) -> Ints:
        """The first circle of each by index, -1 for none; shape (m,)."""
        first = np.full(len(self.account), -1, np.int32)
        first[self.entry_row[::-1]] = self.entry_circle[::-1]
        return first


@dataclass(frozen=True)
class Moment:
    """What was known on the day a period begins after, and what came of it."""

    period: Period
    snapshot: Snapshot
    params: Params
    candidates: Candidates

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return self.snapshot.as_of + timedelta(days=self.period.end - self.period.day)

    @cached_property
    def opinion(self) -> Opinion:
        """Opinion of everybody on the day."""
        return opinions(self.snapshot, self.params)

    @cached_property
    def talk(self) -> Talk:
        """Who talked with whom, as known on the day."""
        return talk(self.snapshot, self.params)

    @cached_property
    def mixing(self) -> PlainMixing:
        """How word of mouth passed in one step, as known on the day."""
        return PlainMixing.of(self.talk)

    def heard(self, network: Talk | None = None) -> Heard:
        """What everybody had heard on the day, shape (n,), equal to `heard.heard`; over another network where given."""
        return self.heard_by(PlainMixing.of(network) if network else self.mixing)

    def heard_by(self, mixing: Spreads) -> Heard:
        """What everybody would have heard if word had passed in such steps, shape (n,)."""
        opinion = self.opinion
        said = np.stack((opinion.belief, opinion.disbelief), axis=1)
        reached = carry(mixing, opinion.uncertainty, self.params, said)
        return Heard(reached[:, 0], reached[:, 1], self.params.negative_weight, self.params.certainty_half)

    @cached_property
    def heard_net(self) -> Floats:
        """Net of what everybody had heard on the day, shape (n,), rounded to 12 digits."""
        return np.round(self.heard().net, 12)


def candidates(snapshot: Snapshot, first_order: Ints, period: Period) -> Candidates:
    """Who could be won on the snapshot's day; `first_order` gives the day of each account's first order, shape (a,)."""
    indptr, people = snapshot.people_of_accounts
    count = np.diff(indptr)
    account = np.flatnonzero((count > 0) & (snapshot.accounts.status != Status.CUSTOMER)).astype(np.int32)
    starts = np.concatenate(([0], np.cumsum(count[account]))).astype(np.int64)
    row = np.repeat(np.arange(len(account)), count[account])
    seat = people[np.arange(starts[-1]) - starts[row] + indptr[account][row]]
    entry_row, entry_circle = _circles(snapshot, row, seat)
    won = first_orders_in(period, first_order[account])
    return Candidates(account, won, starts, seat, entry_row, entry_circle)


def _circles(snapshot: Snapshot, row: NDArray[np.int64], seat: Ints) -> tuple[NDArray[np.int64], Ints]:
    """Distinct (candidate, circle) of the people `seat`, who sit at candidates `row`."""
    memberships, circles = snapshot.memberships, max(1, len(snapshot.circles.ids))
    current = np.flatnonzero(memberships.current)
    person, circle = memberships.person[current], memberships.circle[current]
    first, last = (np.searchsorted(person, seat, side) for side in ("left", "right"))
    count = last - first
    at = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    pairs = np.unique(np.repeat(row, count) * circles + circle[at])
    return pairs // circles, (pairs % circles).astype(np.int32)
