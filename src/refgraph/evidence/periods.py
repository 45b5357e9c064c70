"""Periods: the days at which one ranks, each with the days in which one looks what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.snapshot import EventKind

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Bools, Ints, Snapshot

_LAST_DAY = (date.max - date(1970, 1, 1)).days


@dataclass(frozen=True, slots=True)
class Period:
    """(day, end], in days since 1970-01-01: what is ranked uses facts up to `day`, outcomes are later."""

    day: int
    end: int


def periods(first: int, last: int, horizon_days: int) -> list[Period]:
    """Periods of equal length one after the other; the first begins after day `first`, the last holds day `last`.

    None where `last` is not after `first`. None ends after 9999-12-31, however long the horizon. Raises ValueError for
    a horizon under one day.
    """
    if horizon_days < 1:
        raise ValueError(f"found a horizon of {horizon_days} days, expected at least 1")
    return [Period(day, min(day + horizon_days, _LAST_DAY)) for day in range(first, last, horizon_days)]


def first_orders(history: Snapshot) -> Ints:
    """Day of each account's first order, shape (a,); the greatest int32 for none."""
    events, never = history.events, np.iinfo(np.int32).max
    day = np.full(len(history.accounts.ids), never, np.int32)
    won = (events.kind == EventKind.DEAL_WON) & (events.account >= 0)
    np.minimum.at(day, events.account[won], events.day[won])
    return day


def first_orders_in(period: Period, first_order: Ints) -> Bools:
    """Whether each first order, by day, falls into a period."""
    return (first_order > period.day) & (first_order <= period.end)
