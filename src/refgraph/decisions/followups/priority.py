"""Priority: how much one need presses beside the others, as a product of named parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.followups.need import Ageing
from refgraph.snapshot.snapshot import EventKind

if TYPE_CHECKING:
    from refgraph.decisions.followups.history import History
    from refgraph.decisions.followups.incidents import Incidents
    from refgraph.decisions.followups.need import Need
    from refgraph.snapshot.snapshot import Bools, Floats


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of a priority, each in (0, 1]; their product is the priority."""

    action: float
    """`Params.followup_weight` of the action."""
    urgency: float
    """1 on the due day, falling to .5 at the horizon ahead, and to .25 at the age at which it is given up. An open
    incident stays at 1; silence rises from .5 to 1 at that age."""
    account: float
    """.5 + .5 * share of the accounts with orders or potential that are worth no more than this one; .5 for neither.
    Of an escalated incident, that of the weightiest account above counts if it is greater."""
    threat: float
    """1 with an incident open and a competitor near, `followup_calm` with neither, the mean of both with one."""

    @property
    def product(self) -> float:
        """The priority, in (0, 1]."""
        return self.action * self.urgency * self.account * self.threat


class Priorities:
    """Weighs needs; what many needs share is looked up once."""

    def __init__(self, incidents: Incidents) -> None:
        self.incidents = incidents
        self.history: History = incidents.history

    def parts(self, need: Need) -> Parts:
        """Parts of one need's priority."""
        return Parts(
            action=self.history.params.followup_weight[need.action],
            urgency=self._urgency(need),
            account=float(max(self._account[[need.account, *need.overseers]])),
            threat=float(self._threat[need.account]),
        )

    def _urgency(self, need: Need) -> float:
        late = self.history.day - need.due
        if late <= 0 and need.ageing is not Ageing.GROWS:
            return 1.0 - 0.5 * min(-late / max(self.history.params.followup_horizon_days, 1), 1.0)
        share = min(late / max(self.history.age(need.action), 1), 1.0)
        return {Ageing.FADES: 1.0 - 0.75 * share, Ageing.PRESSES: 1.0, Ageing.GROWS: 0.5 + 0.5 * share}[
            need.ageing
        ]

    @cached_property
    def _account(self) -> Floats:
        """Weight of each account by the rank of its orders' value plus its potential, shape (a,)."""
        snapshot = self.history.snapshot
        worth = np.nan_to_num(snapshot.accounts.potential)
        events, place = snapshot.events, self.history.place
        won = np.flatnonzero((events.kind == EventKind.DEAL_WON) & (place >= 0) & ~np.isnan(events.value))
        worth = np.round(worth + np.bincount(place[won], events.value[won], minlength=len(worth)), 12)
        known = np.sort(worth[worth > 0])
        rank = np.searchsorted(known, worth, side="right") / max(len(known), 1)
        return np.asarray(0.5 + 0.5 * np.where(worth > 0, rank, 0.0), np.float64)

    @cached_property
    def _threat(self) -> Floats:
        """Threat at each account, shape (a,)."""
        both = self._open.astype(np.float64) + self._competitor
        calm = self.history.params.followup_calm
        return np.asarray(calm + (1.0 - calm) * both / 2, np.float64)

    @cached_property
    def _open(self) -> Bools:
        is_open = np.zeros(len(self.history.wanted), np.bool_)
        is_open[list(self.incidents.accounts)] = True
        return is_open

    @cached_property
    def _competitor(self) -> Bools:
        history = self.history
        near = np.zeros(len(history.wanted), np.bool_)
        days = history.params.competitor_near_days
        near[
            [
                int(history.place[row])
                for row in history.recent(frozenset((EventKind.COMPETITOR_SEEN,)), days, ~near)
            ]
        ] = True
        return near
