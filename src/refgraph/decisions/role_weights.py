"""Role weights: how much a role counts when its account buys."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Floats

_NAME = "role_weights"


def role_weight(params: Params, buying_role: str) -> float:
    """Weight of one buying role, in (0, 1]; of one that the parameters do not name, their default."""
    return params.contact_role.get(buying_role, params.contact_role_default)


def role_weights(scores: Scores) -> Floats:
    """Weight of the buying role of each row of `snapshot.roles`, in (0, 1]; shape (roles,).

    Looked up once for all answers from these scores; safe to call from several threads.
    """
    if _NAME not in scores.kept:
        scores.kept.setdefault(_NAME, _looked_up(scores))
    return cast("Floats", scores.kept[_NAME])


def _looked_up(scores: Scores) -> Floats:
    names = scores.snapshot.roles.buying_role
    weight = {name: role_weight(scores.params, name) for name in set(names)}
    found = np.fromiter(map(weight.__getitem__, names), np.float64, len(names))
    found.setflags(write=False)
    return found
