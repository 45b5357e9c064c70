"""Asks: whom we asked for a favour when, so that nobody is worn out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.snapshot import EventKind

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.snapshot.snapshot import Snapshot

_ASKS = (EventKind.REFERRAL_ASKED, EventKind.REFERENCE_CALL)


@dataclass(frozen=True, slots=True)
class Asks:
    """Event rows of one person, oldest first."""

    asked: list[int] = field(default_factory=list)
    """referral_asked"""
    declined: list[int] = field(default_factory=list)
    """referral_declined"""
    budgeted: list[int] = field(default_factory=list)
    """referral_asked and reference_call, inside the budget's window only."""


def asks_by_person(snapshot: Snapshot, params: Params) -> dict[int, Asks]:
    """Asks of everybody who was ever asked or declined, by person index."""
    events = snapshot.events
    found: dict[int, Asks] = defaultdict(Asks)
    kinds = (*_ASKS, EventKind.REFERRAL_DECLINED)
    for row in np.flatnonzero(np.isin(events.kind, kinds) & (events.person >= 0)).tolist():
        asks = found[int(events.person[row])]
        kind = events.kind[row]
        if kind == EventKind.REFERRAL_ASKED:
            asks.asked.append(row)
        if kind == EventKind.REFERRAL_DECLINED:
            asks.declined.append(row)
        if kind in _ASKS and events.day[row] > snapshot.day - params.ask_window_days:
            asks.budgeted.append(row)
    return dict(found)
