"""Sensitivity: what the lists one acts on would be under other values of the parameters in dispute."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.territory_spread import spread_plan
from refgraph.scores.accounts import account_scores
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from refgraph.decisions.territory import TerritoryPlan
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Floats

NEGATIVE_WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
HORIZONS = (1.0, 2.0, 4.0)
"""Quarters."""
_TOP = 20


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a disputed parameter, and what its list has in common with the one in use."""

    parameter: str
    """`negative_weight`: the list is the top prospects by heard.net. `horizon_quarters`: the accounts chosen to spread."""
    value: float
    is_in_use: bool
    size: int
    """Accounts in the list in use; at most 20 prospects, or as many as the plan has."""
    entered: tuple[int, ...]
    """Accounts in this setting's list alone, in its order."""
    left: tuple[int, ...]
    """Accounts in the list in use alone, in its order."""
    correlation: float | None
    """Spearman's, of all prospects by heard.net with the order in use, in [-1, 1]; None for a plan or where all are equal."""
    reached: tuple[float, float, float] | None
    """The plan's value with its lower and upper bound, in accounts; None for `negative_weight`."""

    @property
    def kept(self) -> int:
        """Accounts in both lists."""
        return self.size - len(self.left)


def sensitivity(
    scores: Scores, *, budget: int, territory: str | None, rng: np.random.Generator
) -> tuple[Setting, ...]:
    """Compare the values of `NEGATIVE_WEIGHTS`, then of `HORIZONS`, each with that in use, which is always among them.

    Every plan draws the same random numbers. Cost: one spread plan a horizon; the weights need no propagation.
    Raises `UnknownId` for a territory that no account is in.
    """
    return (*_by_weight(scores), *_by_horizon(scores, budget, territory, rng))


def _by_weight(scores: Scores) -> list[Setting]:
    prospects = np.flatnonzero(scores.snapshot.accounts.status == Status.PROSPECT)
    heard = account_scores(scores)[1]
    positive, negative = heard.positive[prospects], heard.negative[prospects]
    in_use = scores.params.negative_weight
    usual = np.round(positive - in_use * negative, 12)
    best = prospects[_best(usual)].tolist()
    settings = []
    for weight in _with_in_use(NEGATIVE_WEIGHTS, in_use):
        net = np.round(positive - weight * negative, 12)
        entered, left = _difference(prospects[_best(net)].tolist(), best)
        settings.append(
            Setting(
                "negative_weight",
                weight,
                weight == in_use,
                len(best),
                entered,
                left,
                spearman(net, usual),
                None,
            )
        )
    return settings


def _by_horizon(
    scores: Scores, budget: int, territory: str | None, rng: np.random.Generator
) -> list[Setting]:
    in_use = scores.params.horizon_quarters
    plans = {
        quarters: _plan(scores, quarters, budget, territory, rng)
        for quarters in _with_in_use(HORIZONS, in_use)
    }
    usual = [row.account for row in plans[in_use].chosen]
    settings = []
    for quarters, plan in plans.items():
        entered, left = _difference([row.account for row in plan.chosen], usual)
        reached = (plan.value, plan.lower_bound, plan.upper_bound)
        settings.append(
            Setting(
                "horizon_quarters", quarters, quarters == in_use, len(usual), entered, left, None, reached
            )
        )
    return settings


def _plan(
    scores: Scores, quarters: float, budget: int, territory: str | None, rng: np.random.Generator
) -> TerritoryPlan:
    longer = replace(scores, params=replace(scores.params, horizon_quarters=quarters))
    # Other quarters, the same ties: what they are sorted into is shared.
    vars(longer)["network"] = scores.network
    return spread_plan(longer, budget=budget, territory=territory, rng=deepcopy(rng))


def spearman(one: Floats, other: Floats) -> float | None:
    """Rank correlation (Spearman 1904) of two arrays of one shape, in [-1, 1]; equal values share their mean rank.

    None where all values of either are equal, or there are fewer than two.
    """
    ranks = [_ranks(values) - (len(values) - 1) / 2 for values in (one, other)]
    spread = float(np.sqrt((ranks[0] ** 2).sum() * (ranks[1] ** 2).sum()))
    return float(ranks[0] @ ranks[1]) / spread if spread > 0 else None


def _ranks(values: Floats) -> Floats:
    """Rank of each value from 0, the mean rank where several are equal."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    first = np.cumsum(count) - count
    ranks: Floats = (first + (count - 1) / 2)[place]
    return ranks


def _best(net: Floats) -> NDArray[np.int64]:
    """Positions of the greatest values, at most 20, by (value falling, position)."""
    return np.argsort(-net, kind="stable")[:_TOP]


def _difference(these: list[int], usual: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Accounts that only the first list has, and those that only the second has."""
    return (
        tuple(account for account in these if account not in usual),
        tuple(account for account in usual if account not in these),
    )


def _with_in_use(values: Sequence[float], in_use: float) -> list[float]:
    return sorted({*values, in_use})
