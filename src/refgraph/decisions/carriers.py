"""Who can carry our word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.snapshot import Stance

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.scores.opinion import Opinion
    from refgraph.snapshot.snapshot import Bools, Snapshot


def carriers(snapshot: Snapshot, opinion: Opinion, params: Params) -> Bools:
    """Whether each person can carry our word, shape (n,): no opponent in a current role, no settled bad opinion.

    A bad opinion is settled from a disbelief of `blocking_disbelief` on that is greater than belief; both are
    compared after rounding to 12 digits.
    """
    roles = snapshot.roles
    disbelief = np.round(opinion.disbelief, 12)
    can = ~((disbelief > np.round(opinion.belief, 12)) & (disbelief >= params.blocking_disbelief))
    can[roles.person[roles.current & (roles.stance == Stance.OPPONENT)]] = False
    return np.asarray(can, np.bool_)
