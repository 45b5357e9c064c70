"""What each circle lacks to critical mass, and which accounts could bring it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from refgraph.snapshot.snapshot import Ints, Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.model.params import Params
    from refgraph.snapshot.snapshot import Bools, Snapshot


@dataclass(frozen=True, slots=True)
class Needs:
    """Circles that a plan can complete, and the accounts that count in them; both ascending by index."""

    circle: Ints
    """Shape (c,)."""
    account: Ints
    """Each with a current member in at least one of the circles, shape (a,)."""
    need: Ints
    """Customer accounts each circle lacks, 1 to the budget, shape (c,)."""
    present: sparse.csr_array
    """Shape (c, a): 1 where the account has a current member in the circle."""
    done: int
    """Circles at critical mass already."""

    def only(self, accounts: NDArray[np.int64]) -> Needs:
        """The same with some of the accounts, given by ascending position, and the circles that these can complete."""
        present = sparse.csr_array(self.present[:, accounts])
        at = np.flatnonzero(np.diff(present.indptr) >= self.need)
        kept = sparse.csr_array(present[at])
        return Needs(self.circle[at], self.account[accounts], self.need[at], kept, self.done)


def circle_needs(snapshot: Snapshot, params: Params, candidates: Bools, budget: int) -> Needs:
    """Circles that so many of the candidates, shape (accounts,), can bring to critical mass."""
    present = _present(snapshot)
    is_customer = (snapshot.accounts.status == Status.CUSTOMER).astype(np.float64)
    need = params.critical_mass - np.asarray(present @ is_customer)
    available = np.asarray(present @ candidates.astype(np.float64))
    circle = np.flatnonzero((need > 0) & (need <= np.minimum(available, budget)))
    open_ones = present[circle]
    account = np.flatnonzero(candidates & (np.asarray(open_ones.sum(axis=0)) > 0))
    return Needs(
        circle.astype(np.int32),
        account.astype(np.int32),
        need[circle].astype(np.int32),
        sparse.csr_array(open_ones[:, account]),
        int((need <= 0).sum()),
    )


def without_doubles(needs: Needs, worth: NDArray[np.float64]) -> Needs:
    """Of accounts that count in the same circles, as many as one of these circles can need: the worthiest, then by index.

    `worth` has shape (a,). No plan is lost that completes most circles with fewest accounts of the greatest worth.
    """
    by_account = sparse.csr_array(needs.present.T)
    by_account.sort_indices()
    cuts = by_account.indptr
    taken: dict[bytes, int] = {}
    kept: list[int] = []
    for at in np.lexsort((np.arange(len(worth)), -worth)).tolist():
        circles = by_account.indices[cuts[at] : cuts[at + 1]]
        kind = circles.tobytes()
        taken[kind] = taken.get(kind, 0) + 1
        if taken[kind] <= needs.need[circles].max():
            kept.append(at)
    return needs.only(np.array(sorted(kept), np.int64))


def _present(snapshot: Snapshot) -> sparse.csr_array:
    """Shape (circles, accounts): 1 where the account has a current member in the circle."""
    people = len(snapshot.people.ids)
    members, roles = snapshot.memberships, snapshot.roles
    belongs = _ones(
        members.circle[members.current], members.person[members.current], (len(snapshot.circles.ids), people)
    )
    works = _ones(
        roles.person[roles.current], roles.account[roles.current], (people, len(snapshot.accounts.ids))
    )
    present = sparse.csr_array(belongs @ works)
    present.data[:] = 1.0
    return present


def _ones(row: Ints, column: Ints, shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape)
