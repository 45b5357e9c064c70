"""Targets: which open accounts a person, or the people of an account, can open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.askable import askable
from refgraph.decisions.blocked_paths import with_blocked_paths
from refgraph.decisions.candidates import Candidates
from refgraph.decisions.connections import connections_from
from refgraph.decisions.offers import Offers, offers
from refgraph.decisions.open_roles import open_roles
from refgraph.decisions.role_weights import role_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from refgraph.decisions.rows import Blocked, Opener
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools, Ints


@dataclass(frozen=True, slots=True)
class Targets:
    """One row a target account that is not a customer: the best opener of those asked about."""

    rows: tuple[Opener, ...]
    blocked: tuple[Blocked, ...]
    """One a target that none of them may open now, the one with the greatest reach * contact role."""

    @property
    def no_evidence(self) -> bool:
        """Whether nothing can be opened, not even by someone blocked."""
        return not self.rows and not self.blocked


def targets(scores: Scores, people: Sequence[int], *, k: int = 10) -> Targets:
    """Rank the accounts these people can open, at most k, and those where all who could are blocked.

    `people` are person indices; who has no current role at a customer opens nothing. Scores and factors equal
    those of `openers`; a person does not open an account he works at. Order: score (blocked: reach * contact role)
    rounded to 12 digits falling, then the target's id.
    """
    candidates, known = Candidates(scores), askable(scores)
    asked = sorted({person for person in people if known.at_customer[person]})
    found = _offers(scores, asked, known.can_carry)
    rows = candidates.openers(found, k, one_a_target=True)
    blocked = candidates.blocked(found, k, one_a_target=True)
    return Targets(with_blocked_paths(scores, rows, known.can_carry), tuple(blocked))


def _offers(scores: Scores, people: list[int], can_carry: Bools) -> Offers:
    """What the people could open: accounts that are no customers and not their own."""
    snapshot = scores.snapshot
    roles, at_open = snapshot.roles, open_roles(scores)
    links = connections_from(scores, people, at_open.has_one, can_carry)
    at, rows = _roles_of(links.contact, at_open.person)
    rows = at_open.row[rows]
    is_own = np.zeros(len(at), np.bool_)
    for person in people:
        own = snapshot.current_accounts(person)
        is_own |= (links.person[at] == person) & np.isin(roles.account[rows], own)
    at, rows = at[~is_own], rows[~is_own]
    return offers(links, at, roles.account[rows], role_weights(scores)[rows])


def _roles_of(contact: Ints, person: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each contact's position with each of his rows in `person`, ascending: two arrays of one shape."""
    first, last = np.searchsorted(person, contact), np.searchsorted(person, contact, side="right")
    count = last - first
    at = np.repeat(np.arange(len(contact)), count)
    step = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    return at, first[at] + step
