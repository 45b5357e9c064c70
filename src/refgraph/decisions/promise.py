"""What an account can promise before its openers are known: a bound on every opener's score, for all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.blocking import Rules
from refgraph.decisions.role_weights import role_weights

if TYPE_CHECKING:
    from refgraph.scores.fans import Fan
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools, Floats, Ints


def promises(scores: Scores, accounts: Ints) -> Floats:
    """No less than the score of any opener of each account, in [0, 1], shape as `accounts`; 0 where nobody is heard.

    From the greatest net opinion · path over all walks of at most `max_hops` ties to each contact, which takes one
    pass over all ties a hop; several paths, congruency, ask budget and willingness are taken at their best.
    """
    rules, params = Rules(scores), scores.params
    net = scores.opinion.net
    starts = np.where(rules.known.at_customer & rules.can_carry & (net > 0), net, 0.0)
    greatest = float(starts.max(initial=0.0))
    if greatest <= 0:
        return np.zeros(len(accounts))
    heard = _loudest(scores.inward, starts, rules.can_carry, params.max_hops)
    # The more of net · p is opinion, the more several paths can add: taken at the greatest opinion there is.
    reach = 1.0 - (1.0 - np.minimum(heard / greatest, 1.0)) ** params.best_paths
    return _by_account(scores, accounts, greatest * reach)


def _loudest(inward: Fan, starts: Floats, can_carry: Bools, hops: int) -> Floats:
    """The greatest start · path over walks of 1 to `hops` ties to each person, relayed by good carriers; shape (n,)."""
    heard = np.zeros_like(starts)
    filled = np.flatnonzero(np.diff(inward.indptr))
    said = starts
    for _ in range(hops):
        arriving = inward.chance * said[inward.neighbour]
        said = np.zeros_like(starts)
        if len(filled):
            said[filled] = np.maximum.reduceat(arriving, inward.indptr[filled])
        said[~can_carry] = 0.0
        heard = np.maximum(heard, said)
    return heard


def _by_account(scores: Scores, accounts: Ints, by_person: Floats) -> Floats:
    """The greatest of each account's current people, weighted by contact role, shape as `accounts`."""
    snapshot = scores.snapshot
    roles = snapshot.roles
    best = np.zeros(len(snapshot.accounts.ids))
    is_asked_for = np.zeros(len(best), np.bool_)
    is_asked_for[accounts] = True
    rows = np.flatnonzero(roles.current & is_asked_for[roles.account])
    np.maximum.at(best, roles.account[rows], role_weights(scores)[rows] * by_person[roles.person[rows]])
    found: Floats = best[accounts]
    return found
