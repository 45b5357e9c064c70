"""Proof: a backtest with what belongs to it, whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.backtest import RNG, backtest
from refgraph.evidence.chances import fit_chances
from refgraph.evidence.missing import missing
from refgraph.evidence.pairs import pairs
from refgraph.evidence.pool import pool
from refgraph.evidence.shuffles import false_alarms

if TYPE_CHECKING:
    from datetime import date

    from refgraph.evidence.backtest import Backtest
    from refgraph.evidence.fit import Chances
    from refgraph.evidence.missing import Missing
    from refgraph.evidence.pairs import Pairs
    from refgraph.evidence.replay import Replay
    from refgraph.evidence.shuffles import FalseAlarms
    from refgraph.model.progress import Progress


@dataclass(frozen=True)
class Proof:
    """What one's own history says about the suggestions."""

    version: int
    """Of the store it is about."""
    first_day: date | None
    """Day the first period with a positive begins after; None without one."""
    last_day: date | None
    """Last day of the last period with a positive."""
    horizon_days: int
    backtest: Backtest
    chances: Chances | None
    """What each named factor adds, and how well probabilities made of them hold; None without a positive."""
    pairs: Pairs
    missing: tuple[Missing, ...]
    shuffles: FalseAlarms | None = None
    """How often chance alone would be taken for evidence here; None where that was not tried."""


def proof(replay: Replay, *, shuffles: int = 0, progress: Progress) -> Proof:
    """Judge the suggestions by what happened next; the same replay gives the same answer.

    With `shuffles`, judge so many histories too in which outcomes are dealt out by chance.
    """
    moments = replay.moments
    return Proof(
        version=replay.history.version,
        first_day=moments[0].snapshot.as_of if moments else None,
        last_day=moments[-1].last_day if moments else None,
        horizon_days=replay.horizon_days,
        backtest=backtest(replay, progress=progress),
        chances=fit_chances(pool([replay]), np.random.default_rng(RNG)) if moments else None,
        pairs=pairs(replay, progress=progress),
        missing=missing(replay),
        shuffles=false_alarms(replay, shuffles, np.random.default_rng(RNG), progress) if shuffles else None,
    )
