"""Chances now: what a map learnt from the past says of the accounts that could be won today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.factors import FACTORS, factors
from refgraph.evidence.moment import Moment, candidates
from refgraph.evidence.periods import Period
from refgraph.snapshot.snapshot import STILL

if TYPE_CHECKING:
    from refgraph.evidence.chance_model import ChanceModel
    from refgraph.model.params import Params
    from refgraph.snapshot.snapshot import Floats, Ints, Snapshot


@dataclass(frozen=True, slots=True)
class ChancesNow:
    """Accounts that could be won, the most likely first, then by index; arrays of shape (m,)."""

    account: Ints
    chance: Floats
    """Of a first order within the period the map was learnt for, in (0, 1)."""
    names: tuple[str, ...]
    """Factors of the map."""
    factors: Floats
    """Their values, shape (m, k); NaN where not known."""


def chances_now(snapshot: Snapshot, params: Params, model: ChanceModel, horizon_days: int) -> ChancesNow:
    """Tell the chance of every account with a current role that is no customer on the snapshot's day."""
    period = Period(snapshot.day, snapshot.day + horizon_days)
    never = np.full(len(snapshot.accounts.ids), STILL, np.int32)
    moment = Moment(period, snapshot, params, candidates(snapshot, never, period))
    known = factors(moment)[:, [FACTORS.index(name) for name in model.names]]
    chance, account = model.probability(known), moment.candidates.account
    order = np.lexsort((account, -np.round(chance, 12)))
    return ChancesNow(account[order], chance[order], model.names, known[order])
