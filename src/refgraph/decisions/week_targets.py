"""A rep's targets: the accounts that are his to open, what each is worth, and the asks already open there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.charge import in_charge
from refgraph.snapshot.snapshot import EventKind, Floats, Ints, Status

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class RepTargets:
    """Targets by position, ascending by account; arrays have shape (t,)."""

    account: Ints
    weight: Floats
    """Worth of opening one, 0 or more: its potential; where that is unknown the median of the rep's known ones, 1
    without any. A negative potential counts as 0."""
    open_asks: Ints
    """People who were asked to open it within the ask window and have not answered."""


def rep_targets(snapshot: Snapshot, rep: int, params: Params) -> RepTargets:
    """Accounts that are no customers and in the rep's charge (`in_charge`)."""
    account = np.flatnonzero((snapshot.accounts.status != Status.CUSTOMER) & in_charge(snapshot, rep))
    # A store may hold amounts below 0; nothing is lost by opening an account.
    potential = np.maximum(snapshot.accounts.potential[account], 0.0)
    known = potential[~np.isnan(potential)]
    usual = float(np.median(known)) if len(known) else 1.0
    waiting = open_asks(snapshot, params)
    counts = [waiting.get(snapshot.accounts.ids[i], 0) for i in account.tolist()]
    weight = np.where(np.isnan(potential), usual, potential)
    return RepTargets(account.astype(np.int32), weight, np.array(counts, np.int32))


def open_asks(snapshot: Snapshot, params: Params) -> dict[str, int]:
    """People asked (`referral_asked`) to open an account in (day - window, day], by its id, 1 or more.

    A `referral_made` or `referral_declined` of the same person about the same account closes the ask, that day or later.
    """
    events = snapshot.events
    kinds = (EventKind.REFERRAL_ASKED, EventKind.REFERRAL_MADE, EventKind.REFERRAL_DECLINED)
    recent = np.isin(events.kind, kinds) & (events.day > snapshot.day - params.ask_window_days)
    is_waiting: dict[tuple[str, int], bool] = {}
    rows = np.flatnonzero(recent)
    is_ask = events.kind[rows] == EventKind.REFERRAL_ASKED
    # Rows of one day stand by id, which says nothing about what came first: an answer comes last.
    for at in np.lexsort((~is_ask, events.day[rows])).tolist():
        row = int(rows[at])
        is_waiting[events.ref[row], int(events.person[row])] = bool(is_ask[at])
    counts: dict[str, int] = {}
    for (target, _), waits in is_waiting.items():
        if target and waits:
            counts[target] = counts.get(target, 0) + 1
    return counts
