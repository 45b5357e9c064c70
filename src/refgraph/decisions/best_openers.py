"""Best openers: who could open each of many accounts at once, by best path and opinion alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.askable import askable
from refgraph.scores.best_speakers import BestSpeakers, best_speakers
from refgraph.scores.seats import Seats
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Floats, Ints, Snapshot


@dataclass(frozen=True, slots=True)
class BestOpeners:
    """Openers of many targets in CSR form by target; arrays of shape (r,) but for the first two."""

    target: Ints
    """Account indices in the order asked for, shape (t,)."""
    indptr: NDArray[np.int64]
    """Where the openers of each target begin, shape (t + 1,)."""
    person: Ints
    """The opener."""
    contact: Ints
    """The person at the target who is best reached."""
    chance: Floats
    """Probability of the best path from the opener to the contact, in (0, 1)."""
    value: Floats
    """chance · net opinion of the opener, in (0, 1): what they are ranked by."""

    def of(self, at: int) -> slice:
        """Where the openers of the target at a position stand, best first."""
        return slice(int(self.indptr[at]), int(self.indptr[at + 1]))


def best_openers(scores: Scores, accounts: Ints | None = None, *, k: int = 10) -> BestOpeners:
    """The k people with the greatest best path · net opinion for each account, equal to trying everybody.

    `accounts` are distinct or not, in any order; None takes all that are no customers, ascending. An opener may be
    asked now, is not at the target and reaches it without bad carriers: whoever is listed is an opener of the full
    answer too, which ranks by contact role, congruency, ask budget and willingness as well. Order: value rounded to
    12 digits falling, then person. k is at least 1.
    """
    snapshot, known = scores.snapshot, askable(scores)
    if accounts is None:
        accounts = np.flatnonzero(snapshot.accounts.status != Status.CUSTOMER).astype(np.int32)
    net = np.where(known.at_customer & ~known.may_not, scores.opinion.net, 0.0)
    seats = _seats(snapshot, accounts)
    found = best_speakers(scores.inward, net, known.can_carry, seats, k=k, params=scores.params)
    return _packed(accounts, found)


def _seats(snapshot: Snapshot, accounts: Ints) -> Seats:
    """Current people of some accounts, in their order."""
    indptr, people = snapshot.people_of_accounts
    first, count = indptr[accounts], np.diff(indptr)[accounts]
    starts = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    at = np.arange(starts[-1]) + np.repeat(first - starts[:-1], count)
    return Seats(starts, people[at])


def _packed(accounts: Ints, found: BestSpeakers) -> BestOpeners:
    is_there = found.person >= 0
    indptr = np.concatenate(([0], np.cumsum(is_there.sum(axis=1)))).astype(np.int64)
    return BestOpeners(
        np.asarray(accounts, np.int32),
        indptr,
        found.person[is_there],
        found.contact[is_there],
        found.chance[is_there],
        found.value[is_there],
    )
