"""Charge: which accounts are a rep's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Bools, Snapshot


def in_charge(snapshot: Snapshot, rep: int | None) -> Bools:
    """Whether each account is a rep's, shape (a,): he owns it, or nobody does and it lies in one of his territories.

    An account without a territory lies in none. Without a rep, all are.
    """
    accounts = snapshot.accounts
    if rep is None:
        return np.ones(len(accounts.ids), np.bool_)
    mine, lands = snapshot.reps.ids[rep], set(snapshot.reps.territories[rep]) - {""}
    return np.array(
        [
            owner == mine or (not owner and territory in lands)
            for owner, territory in zip(accounts.owner, accounts.territory, strict=True)
        ],
        np.bool_,
    )
