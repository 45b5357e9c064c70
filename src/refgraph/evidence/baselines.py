"""Plain scores to compare with: what one could rank by without any model of word of mouth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from refgraph.snapshot.snapshot import ALWAYS, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.evidence.moment import Moment
    from refgraph.snapshot.snapshot import Floats, Snapshot

_DAMPING, _TOLERANCE, _STEPS = 0.85, 1e-10, 200


def baselines(moment: Moment) -> Mapping[str, Floats]:
    """Scores of the candidates of a moment by name, each of shape (m,); greater is ranked first."""
    snapshot, candidates = moment.snapshot, moment.candidates
    known = acquainted(snapshot)
    return {
        "degree": candidates.greatest(degree(known)),
        "recency": recency(snapshot)[candidates.account],
        "circle_rate": candidates.greatest(circle_rate(snapshot)),
        "adopted_neighbours": candidates.greatest(adopted_neighbours(snapshot, known)),
        "pagerank": candidates.greatest(np.round(pagerank(known), 12)),
        "random": np.zeros(len(candidates.account)),
    }


def acquainted(snapshot: Snapshot) -> sparse.csr_array:
    """Who knows whom, either way round, shape (n, n), entries 1."""
    knows, n = snapshot.knows, len(snapshot.people.ids)
    apart = knows.a != knows.b
    a, b = knows.a[apart], knows.b[apart]
    both = sparse.csr_array((np.ones(2 * len(a)), (np.append(a, b), np.append(b, a))), shape=(n, n))
    both.data[:] = 1.0
    return both


def degree(known: sparse.csr_array) -> Floats:
    """Number of people each one knows, shape (n,)."""
    return np.diff(known.indptr).astype(np.float64)


def recency(snapshot: Snapshot) -> Floats:
    """Day of the last event at each account, or of one of its current people, shape (a,); -inf for none."""
    events, roles = snapshot.events, snapshot.roles
    by_person = np.full(len(snapshot.people.ids), ALWAYS, np.int32)
    by_account = np.full(len(snapshot.accounts.ids), ALWAYS, np.int32)
    for latest, whose in ((by_person, events.person), (by_account, events.account)):
        np.maximum.at(latest, whose[whose >= 0], events.day[whose >= 0])
    np.maximum.at(by_account, roles.account[roles.current], by_person[roles.person[roles.current]])
    return np.where(by_account == ALWAYS, -np.inf, by_account)


def circle_rate(snapshot: Snapshot) -> Floats:
    """Share of customers among the accounts in a circle (partners left out), the greatest over each one's circles.

    Shape (n,), by person; 0 in no circle.
    """
    at = _seats(snapshot)
    circles = len(snapshot.circles.ids)
    memberships = snapshot.memberships
    current = memberships.current
    belongs = sparse.csr_array(
        (np.ones(int(current.sum())), (memberships.person[current], memberships.circle[current])),
        shape=(len(snapshot.people.ids), circles),
    )
    present = ((belongs.T @ at) > 0).astype(np.float64)
    status = snapshot.accounts.status
    counted, ours = present @ (status != Status.PARTNER), present @ (status == Status.CUSTOMER)
    rate = np.divide(ours, counted, out=np.zeros(circles), where=counted > 0)
    return _greatest(belongs, rate)


def adopted_neighbours(snapshot: Snapshot, known: sparse.csr_array) -> Floats:
    """Number of people with a current role at a customer whom each one knows, shape (n,)."""
    at_customer = (_seats(snapshot) @ (snapshot.accounts.status == Status.CUSTOMER)) > 0
    found: Floats = known @ at_customer.astype(np.float64)
    return found


def pagerank(known: sparse.csr_array) -> Floats:
    """PageRank of people among those they know, shape (n,), sums to 1 (Brin & Page 1998), damping .85.

    People who know nobody are linked to everybody. Power iteration to an L1 residual of 1e-10.
    """
    n = known.shape[0]
    if not n:
        return np.empty(0)
    links = degree(known)
    share = np.divide(1.0, links, out=np.zeros(n), where=links > 0)
    rank = np.full(n, 1.0 / n)
    for _ in range(_STEPS):
        lost = rank[links == 0].sum()
        later: Floats = _DAMPING * (known.T @ (share * rank) + lost / n) + (1 - _DAMPING) / n
        if np.abs(later - rank).sum() < _TOLERANCE:
            return later
        rank = later
    return rank


def _seats(snapshot: Snapshot) -> sparse.csr_array:
    """Who has a current role where, shape (people, accounts)."""
    roles = snapshot.roles
    current = roles.current
    shape = (len(snapshot.people.ids), len(snapshot.accounts.ids))
    return sparse.csr_array(
        (np.ones(int(current.sum())), (roles.person[current], roles.account[current])), shape=shape
    )


def _greatest(belongs: sparse.csr_array, value: Floats) -> Floats:
    """The greatest value among the columns each row has, shape (rows,); 0 for none."""
    greatest = np.zeros(belongs.shape[0])
    rows = np.repeat(np.arange(belongs.shape[0]), np.diff(belongs.indptr))
    np.maximum.at(greatest, rows, value[belongs.indices])
    return greatest
