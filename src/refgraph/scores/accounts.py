"""An account's opinion and what it has heard: means over its current people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from refgraph.scores.heard import Heard
from refgraph.scores.opinion import Opinion

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Floats, Snapshot


def account_scores(scores: Scores) -> tuple[Opinion, Heard]:
    """Opinion and heard by account index, shape (a,), weighted by contact role; u = 1 and zeros without people.

    Belief, disbelief, positive and negative are weighted means; net, tone and certainty follow from them.
    """
    weights = _mean_weights(scores.snapshot, scores.params)
    opinion, heard = scores.opinion, scores.heard
    return (
        Opinion(weights @ opinion.belief, weights @ opinion.disbelief),
        Heard(
            weights @ heard.positive, weights @ heard.negative, heard.negative_weight, heard.certainty_half
        ),
    )


def listening_weights(snapshot: Snapshot, params: Params, account: int) -> Floats:
    """Weight of each person in the means of an account, shape (n,); sums to 1, all 0 without people."""
    roles = snapshot.roles
    rows = np.flatnonzero(roles.current & (roles.account == account))
    by_role = [
        params.contact_role.get(roles.buying_role[row], params.contact_role_default) for row in rows.tolist()
    ]
    weights = np.zeros(len(snapshot.people.ids))
    np.maximum.at(weights, roles.person[rows], by_role)
    total = weights.sum()
    return weights / total if total > 0 else weights


def _mean_weights(snapshot: Snapshot, params: Params) -> sparse.csr_array:
    """Shape (accounts, people): weights by contact role, each account's divided by their sum.

    Of several current roles at one account the weightiest counts.
    """
    roles, shape = snapshot.roles, (len(snapshot.accounts.ids), len(snapshot.people.ids))
    rows = np.flatnonzero(roles.current)
    weight = np.array(
        [
            params.contact_role.get(roles.buying_role[row], params.contact_role_default)
            for row in rows.tolist()
        ]
    )
    order = np.lexsort((-weight, roles.person[rows], roles.account[rows]))
    pair = np.stack((roles.account[rows], roles.person[rows]))[:, order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (pair[:, 1:] != pair[:, :-1]).any(axis=0)
    account, person, weight = pair[0, first], pair[1, first], weight[order][first]
    total = np.bincount(account, weight, minlength=shape[0])[account]
    share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    return sparse.csr_array((share, (account, person)), shape=shape)
