"""Prove and fit: what a store's own history says about the suggestions, and parameters learnt from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.backtest import RNG
from refgraph.evidence.fit_document import as_document
from refgraph.evidence.fitting import fit
from refgraph.evidence.proof import proof
from refgraph.evidence.replay import replay
from refgraph.model.params import QUARTER_DAYS, Params
from refgraph.model.progress import silent
from refgraph.service.fits import fit_in_force, keep_fit

if TYPE_CHECKING:
    from datetime import date

    from refgraph.evidence.fit import Fit
    from refgraph.evidence.proof import Proof
    from refgraph.model.progress import Progress
    from refgraph.store.port import Store


@dataclass(frozen=True)
class Fitted:
    """A fit, and whether it was put in force."""

    fit: Fit
    document: dict[str, object]
    kept: int | None
    """Store version with which it came into force; None where nothing of it is used, or nobody asked."""


def prove(
    store: Store,
    params: Params,
    *,
    since: date | None = None,
    horizon_days: int = QUARTER_DAYS,
    shuffles: int = 0,
    progress: Progress = silent,
) -> Proof:
    """Replay a store's content with these parameters and judge them by what happened next (contract.md §2).

    Takes seconds for thousands of people. Raises ValueError for a horizon under one day.
    """
    replayed = replay(store.snapshot(), params, since=since, horizon_days=horizon_days, progress=progress)
    return proof(replayed, shuffles=shuffles, progress=progress)


def learn(
    store: Store,
    *,
    since: date | None = None,
    horizon_days: int = QUARTER_DAYS,
    keep: bool = True,
    by: str = "",
    progress: Progress = silent,
) -> Fitted:
    """Fit parameters to the store's own outcomes, starting from the defaults; kept where they do better than those.

    What a former fit put in force is taken back by a fit of which nothing is used.
    """
    replayed = replay(store.snapshot(), Params(), since=since, horizon_days=horizon_days, progress=progress)
    found = fit([replayed], np.random.default_rng(RNG), progress)
    document = as_document(found)
    is_used = found.ties.used or found.evidence.used or found.chances.used
    kept = None
    if keep and (is_used or fit_in_force(store)):
        text = json.dumps(document, ensure_ascii=False, allow_nan=False) if is_used else ""
        kept = keep_fit(store, text, by=by)
    return Fitted(found, document, kept)
