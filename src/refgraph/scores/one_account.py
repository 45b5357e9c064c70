"""One account: its opinion and what it has heard, without going through all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.heard import Heard
from refgraph.scores.opinion import Opinion

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Floats, Ints, Snapshot


def account_score(scores: Scores, account: int) -> tuple[Opinion, Heard]:
    """Opinion and heard of one account, shape (1,): equal to its entry in `account_scores` (1e-9), at once."""
    people, weight = _weights(scores.snapshot, scores.params, account)
    opinion, heard = scores.opinion, scores.heard_by(people)
    return (
        Opinion(_mean(weight, opinion.belief[people]), _mean(weight, opinion.disbelief[people])),
        Heard(
            _mean(weight, heard.positive), _mean(weight, heard.negative),
            heard.negative_weight, heard.certainty_half,
        ),
    )  # fmt: skip


def _weights(snapshot: Snapshot, params: Params, account: int) -> tuple[Ints, Floats]:
    """Current people of an account, ascending, and their weights by contact role, which sum to 1.

    Of several current roles the weightiest counts.
    """
    roles = snapshot.roles
    rows = np.flatnonzero((roles.account == account) & roles.current)
    role_weights = [
        params.contact_role.get(roles.buying_role[row], params.contact_role_default) for row in rows.tolist()
    ]
    people, at = np.unique(roles.person[rows], return_inverse=True)
    weight = np.zeros(len(people))
    np.maximum.at(weight, at, role_weights)
    total = weight.sum()
    return people, weight / total if total > 0 else weight


def _mean(weight: Floats, values: Floats) -> Floats:
    return np.array([weight @ values])
