"""Affected: the accounts whose openers can differ between two worlds that share their people, roles and ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.askable import askable
from refgraph.scores.arrival import arrivals
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from refgraph.scores.ties import Ties
    from refgraph.snapshot.snapshot import Bools, Floats


@dataclass(frozen=True, slots=True)
class Affected:
    """Targets, customers in neither world, that a word from somebody who changed may reach."""

    targets: tuple[int, ...]
    """Account indices; those reached with the greatest chance first, then by id."""
    count: int
    """As many as there are, those beyond the limit among them."""
    others: tuple[int, ...] | None
    """The targets that nothing reaches, ascending; None where these and the affected are more than the limit."""


def affected_targets(before: Scores, after: Scores, *, limit: int) -> Affected:
    """Find the targets to look at, at most `limit`, O(ties within `max_hops` of who changed).

    Who changed: customers' people whose opinion, customers or incidents in the way differ, and everybody who can
    carry our word in one of the worlds alone, as contact or between. No target left out has other openers.
    """
    reached = _reached(before, _changed_openers(before, after), _turned(before, after))
    roles = before.snapshot.roles
    is_target = _is_target(before, after)
    rows = np.flatnonzero(roles.current & is_target[roles.account])
    strength = np.zeros(len(before.snapshot.accounts.ids))
    np.maximum.at(strength, roles.account[rows], reached[roles.person[rows]])
    found = np.flatnonzero(strength > 0)
    order = found[np.lexsort((found, -np.round(strength[found], 12)))]
    is_few = is_target.sum() <= limit
    others = tuple(np.flatnonzero(is_target & (strength == 0)).tolist()) if is_few else None
    return Affected(tuple(order[:limit].tolist()), len(order), others)


def _is_target(before: Scores, after: Scores) -> Bools:
    """Whether each account is a customer in neither world, shape (a,)."""
    is_ours = [scores.snapshot.accounts.status == Status.CUSTOMER for scores in (before, after)]
    return np.asarray(~(is_ours[0] | is_ours[1]), np.bool_)


def _turned(before: Scores, after: Scores) -> Bools:
    """Whether each person can carry our word in one of the worlds alone, shape (n,)."""
    can, could = (askable(scores).can_carry for scores in (before, after))
    return np.asarray(can != could, np.bool_)


def _changed_openers(before: Scores, after: Scores) -> Bools:
    """Whether what each person can open may differ by the person's own opinion or accounts, shape (n,)."""
    one, other = before.opinion, after.opinion
    is_changed = np.round(one.belief - other.belief, 12) != 0
    is_changed |= np.round(one.disbelief - other.disbelief, 12) != 0
    roles = before.snapshot.roles
    is_changed[roles.person[roles.current & _changed_accounts(before, after)[roles.account]]] = True
    return np.asarray(is_changed & (askable(before).at_customer | askable(after).at_customer), np.bool_)


def _changed_accounts(before: Scores, after: Scores) -> Bools:
    """Whether status or the incident in the way of each account differ, shape (a,)."""
    is_changed = before.snapshot.accounts.status != after.snapshot.accounts.status
    stood, stands = (askable(scores).incidents for scores in (before, after))
    is_changed[sorted(stood.keys() ^ stands.keys())] = True
    return np.asarray(is_changed, np.bool_)


def _reached(scores: Scores, speakers: Bools, turned: Bools) -> Floats:
    """Greatest chance with which a word from one of the speakers, or over one of those who turned, arrives, shape (n,).

    Over walks of at most `max_hops` ties whose chance is at least `min_probability`; who turned counts as reached
    over the strongest tie to him. 0 for who is not reached.
    """
    ties, params, least = scores.ties, scores.params, scores.params.min_probability
    start, between = np.flatnonzero(speakers), np.flatnonzero(turned)
    heard = _strongest_tie_to(ties)
    reached = np.where(turned, heard, 0.0)
    for people, chance, hops in (
        (start, np.ones(len(start)), params.max_hops),
        (between, heard[between], params.max_hops - 1),
    ):
        found, arrives = arrivals(ties, people, chance, hops=hops, min_probability=least)
        reached[found] = np.maximum(reached[found], arrives)
    return reached


def _strongest_tie_to(ties: Ties) -> Floats:
    """Greatest chance of a tie to each person, shape (n,); 0 without one."""
    strongest = np.zeros(ties.n)
    np.maximum.at(strongest, ties.indices, ties.probability)
    return strongest
