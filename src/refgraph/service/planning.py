"""Territory plans by either objective; the same question gets the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.concentrate import concentrate_plan
from refgraph.decisions.territory_spread import spread_plan

if TYPE_CHECKING:
    from refgraph.decisions.territory import Objective, TerritoryPlan
    from refgraph.scores.scores import Scores

RNG = 20_260_101
"""What every spread plan draws from, so that the same question gets the same answer."""


def territory_plan(
    scores: Scores, *, objective: Objective, budget: int, territory: str | None = None
) -> TerritoryPlan:
    """Which accounts to win next, at most `budget`; raises `UnknownId` for a territory that no account is in."""
    if objective == "concentrate":
        return concentrate_plan(scores, budget=budget, territory=territory)
    return spread_plan(scores, budget=budget, territory=territory, rng=np.random.default_rng(RNG))
