"""Keep what was fitted on the user's own outcomes, and say which fit is in force."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from refgraph.model.batch import Batch
from refgraph.model.digests import text_digest
from refgraph.model.params import Params
from refgraph.service.retrying import retried

if TYPE_CHECKING:
    from refgraph.store.port import KeptFit, Store


def keep_fit(store: Store, document: str, *, by: str = "") -> int:
    """Put a fit in force, a JSON document, or with '' the defaults again; the store version afterwards.

    An undo of that version puts back in force what was before it. Raises `StaleBase` when others wrote five times
    meanwhile, ValueError for a document that is no Unicode text.
    """

    def attempt() -> int:
        base = store.version()
        batch_id = "fit-" + text_digest([document, base])[:16]
        return store.apply(Batch(batch_id, "fit", base, {}, fit=document, by=by)).version

    return retried(attempt)


def fit_in_force(store: Store) -> KeptFit | None:
    """The latest fit that was not taken back; None where the defaults are in force."""
    kept = store.fits()
    return kept[-1] if kept and kept[-1].document else None


def params_in_force(store: Store) -> Params:
    """Parameters that scores are computed with: those of the fit in force where it says they are used, else the defaults.

    A fit of a format this version does not know leaves the defaults.
    """
    kept = fit_in_force(store)
    if kept is None:
        return Params()
    # Loaded where there is a fit alone: it brings the optimiser.
    from refgraph.evidence.fit_document import params_of

    try:
        return params_of(json.loads(kept.document), Params())
    except ValueError:
        return Params()
