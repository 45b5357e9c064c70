"""Replay: the history once more, day by day of ranking, with nothing known that came later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from refgraph.evidence.moment import Moment, candidates
from refgraph.evidence.periods import Period, first_orders, first_orders_in, periods
from refgraph.model.params import QUARTER_DAYS
from refgraph.snapshot.build import build
from refgraph.snapshot.snapshot import STILL

if TYPE_CHECKING:
    from refgraph.model.columns import Columns
    from refgraph.model.params import Params
    from refgraph.model.progress import Progress
    from refgraph.snapshot.snapshot import Ints, Snapshot

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Replay:
    """A history cut into periods; those in which nobody was won are left out and counted."""

    history: Snapshot
    """As of the end of time: all that is known."""
    moments: tuple[Moment, ...]
    """In order of time, each with at least one candidate won."""
    skipped: int
    """Periods in which no candidate was won."""
    horizon_days: int

    @property
    def positives(self) -> int:
        """Candidates won in all periods together."""
        return sum(int(moment.candidates.won.sum()) for moment in self.moments)


def replay(
    columns: Columns,
    params: Params,
    *,
    since: date | None = None,
    horizon_days: int = QUARTER_DAYS,
    progress: Progress,
) -> Replay:
    """Take the history apart into moments: snapshots as of `since`, `since` + horizon … up to the last event.

    Without `since` one ranks first on the day of the first order; where there is none, there is no moment either.
    Raises ValueError for a horizon under one day. Memory: a snapshot a period with a positive.
    """
    history = build(columns, date.max)
    first_order, days = first_orders(history), history.events.day
    first = (since - _EPOCH).days if since else int(first_order.min(initial=STILL))
    spans = periods(first, int(days.max()) if len(days) else first, horizon_days)
    held = []
    for at, period in enumerate(spans):
        progress("replay", at, len(spans))
        if not first_orders_in(period, first_order).any():
            continue
        moment = _moment(columns, params, period, first_order)
        if moment.candidates.won.any():
            held.append(moment)
    progress("replay", len(spans), len(spans))
    return Replay(history, tuple(held), len(spans) - len(held), horizon_days)


def _moment(columns: Columns, params: Params, period: Period, first_order: Ints) -> Moment:
    snapshot = build(columns, _EPOCH + timedelta(days=period.day))
    return Moment(period, snapshot, params, candidates(snapshot, first_order, period))
