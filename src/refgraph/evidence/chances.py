"""Chances: fit the map from factors to a probability, and judge it where it was not learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence import logistic
from refgraph.evidence.calibration import calibration
from refgraph.evidence.chance_model import chance_model, filled
from refgraph.evidence.factors import ALONE, FACTORS, factors
from refgraph.evidence.fit import Chances, Coefficient, Why, judged
from refgraph.evidence.gains import log_loss_gain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.evidence.chance_model import ChanceModel
    from refgraph.evidence.folds import Split
    from refgraph.evidence.gains import Gain
    from refgraph.evidence.pool import Pool
    from refgraph.snapshot.snapshot import Bools, Floats


def fit_chances(pool: Pool, rng: np.random.Generator) -> Chances:
    """Fit to all cases, and judge on those of other circles and of later periods against the circle rate alone.

    Where several replays are pooled, each has an intercept of its own, which the table leaves out.
    """
    if logistic.obstacle(pool.outcome):
        return Chances(None, (), None, None, None, Why.TOO_FEW_OUTCOMES)
    names, table = _table(pool)
    model = chance_model(names, table, pool.outcome)
    alone = np.array([name in ALONE or name not in FACTORS for name in names], np.bool_)
    left_out, told = _told(pool, table, pool.left_out)
    out_of_circle = _gain(pool, table, alone, pool.left_out, rng)
    later = _gain(pool, table, alone, pool.later, rng)
    return Chances(
        model=model,
        coefficients=_coefficients(pool, model, table, rng),
        out_of_circle=out_of_circle,
        later=later,
        calibration=calibration(told[left_out], pool.outcome[left_out]) if left_out.any() else None,
        why=judged(out_of_circle, later, could_be_later=bool(pool.later)),
    )


def _table(pool: Pool) -> tuple[tuple[str, ...], Floats]:
    """Names and columns of the factors that vary, then an indicator of each replay but the first."""
    found = pool.stacked(factors)
    varies = [_varies(column) for column in found.T]
    own = pool.replay_of[pool.moment]
    others = np.arange(1, own.max(initial=0) + 1)
    names = [name for name, kept in zip(FACTORS, varies, strict=True) if kept]
    return (
        (*names, *(f"replay {at + 1}" for at in others.tolist())),
        np.hstack((found[:, varies], (own[:, np.newaxis] == others).astype(np.float64))),
    )


def _varies(column: Floats) -> bool:
    known = column[~np.isnan(column)]
    return bool(len(known) and np.ptp(known) > 1e-9)


def _told(pool: Pool, table: Floats, splits: Sequence[Split]) -> tuple[Bools, Floats]:
    """Which cases were judged, and what chance they were given by what the others teach; shape (n,) each."""
    judged, told = np.zeros(len(table), np.bool_), np.zeros(len(table))
    names = tuple(str(at) for at in range(table.shape[1]))
    for split in splits:
        if not logistic.obstacle(pool.outcome[split.train]):
            model = chance_model(names, table[split.train], pool.outcome[split.train])
            told[split.test] = model.probability(table[split.test])
            judged |= split.test
    return judged, told


def _gain(
    pool: Pool, table: Floats, alone: Bools, splits: Sequence[Split], rng: np.random.Generator
) -> Gain | None:
    judged, told = _told(pool, table, splits)
    other = _told(pool, table[:, alone], splits)[1]
    return log_loss_gain(pool, judged, told, other, rng) if judged.any() else None


def _coefficients(
    pool: Pool, model: ChanceModel, table: Floats, rng: np.random.Generator
) -> tuple[Coefficient, ...]:
    fitted = model.fitted
    ends = logistic.intervals(fitted, filled(table, fitted.centre), pool.outcome, pool.cluster, rng)
    rows = zip(fitted.names, fitted.coefficient.tolist(), ends.tolist(), fitted.raw.tolist(), strict=True)
    return tuple(
        Coefficient(name, estimate, low, high, raw)
        for name, estimate, (low, high), raw in rows
        if name in FACTORS
    )
