"""Fitting: everything the outcomes of a history say about the parameters, from one replay or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.evidence.chances import fit_chances
from refgraph.evidence.fit import Chances, Fit, Seen, Weights, Why
from refgraph.evidence.pool import pool
from refgraph.evidence.weights import EVIDENCE, TIES, fit_weights
from refgraph.snapshot.snapshot import day_to_iso

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from refgraph.evidence.replay import Replay
    from refgraph.model.progress import Progress


def fit(replays: Sequence[Replay], rng: np.random.Generator, progress: Progress) -> Fit:
    """Fit tie kinds, evidence kinds and the map from factors to a probability; several replays are pooled.

    Without a single outcome nothing is fitted, and it says so.
    """
    seen = tuple(_seen(replay) for replay in replays)
    cases = pool(replays)
    if not cases.moments:
        nothing = Weights((), None, None, None, None, Why.TOO_FEW_OUTCOMES)
        return Fit(seen, nothing, nothing, Chances(None, (), None, None, None, Why.TOO_FEW_OUTCOMES))
    return Fit(
        seen,
        ties=fit_weights(cases, TIES, rng, progress),
        evidence=fit_weights(cases, EVIDENCE, rng, progress),
        chances=fit_chances(cases, rng),
    )


def _seen(replay: Replay) -> Seen:
    moments, history = replay.moments, replay.history
    return Seen(
        store_uuid=history.store_uuid,
        version=history.version,
        first_day=(day_to_iso(moments[0].period.day) or "") if moments else "",
        last_day=(day_to_iso(moments[-1].period.end) or "") if moments else "",
        horizon_days=replay.horizon_days,
        periods=len(moments),
        cases=sum(len(moment.candidates.account) for moment in moments),
        outcomes=replay.positives,
    )
