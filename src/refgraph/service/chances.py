"""Chances of a first order, told only where the fit in force bears them out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.evidence.chances_now import ChancesNow, chances_now
from refgraph.evidence.fit_document import chance_model_of
from refgraph.service.fits import fit_in_force

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from refgraph.store.port import Store


@dataclass(frozen=True, slots=True)
class Told:
    """Chances, and what they rest on."""

    chances: ChancesNow
    horizon_days: int
    """Days within which the first order is meant."""
    version: int
    """Of the store when the fit came into force."""


def chances_of(store: Store, scores: Scores) -> Told | None:
    """Chances of the accounts of some scores; None where no fit in force says that they may be told."""
    kept = fit_in_force(store)
    if kept is None:
        return None
    try:
        document = json.loads(kept.document)
        model, horizon_days = chance_model_of(document), int(document["seen"][0]["horizon_days"])
    except (ValueError, KeyError, IndexError, TypeError):
        # Kept by a version that said it otherwise: nothing is claimed.
        return None
    if model is None:
        return None
    return Told(chances_now(scores.snapshot, scores.params, model, horizon_days), horizon_days, kept.version)
