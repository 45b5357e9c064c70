"""Repeat business: the share of revenue and profit that comes from repeat orders, and from the small ones among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.snapshot import EventKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.model.params import Params
    from refgraph.snapshot.snapshot import Bools, Floats, Snapshot

CLAIMED_REVENUE_SHARE = 0.4
"""Share of revenue that the book claims for small repeat orders."""
CLAIMED_PROFIT_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Share:
    """What some of the orders amount to."""

    orders: int
    revenue: float | None
    """Their share of all orders' value, money; None where all orders together are worth nothing."""
    profit: float | None
    """Their share of all orders' margin, money; None where the margins add up to nothing or less."""


@dataclass(frozen=True, slots=True)
class RepeatBusiness:
    """The user's own figures beside the book's claim."""

    orders: int
    without_value: int
    """Orders whose value is not known; they count as 0."""
    without_margin: int
    """Orders whose margin is not known; they count as 0."""
    revenue: float
    """Value of all orders, money."""
    profit: float
    """Margin of all orders, money."""
    repeat: Share
    """Any order after the account's first by (day, event id)."""
    small: Share
    """Repeat orders of at most `small_order` times the value of the account's first."""


def repeat_business(snapshot: Snapshot, params: Params, accounts: Bools) -> RepeatBusiness:
    """Shares over all orders up to the day of the accounts where the mask holds, shape (a,)."""
    events = snapshot.events
    rows = np.flatnonzero((events.kind == EventKind.DEAL_WON) & (events.account >= 0))
    rows = rows[accounts[events.account[rows]]]
    value, margin = events.value[rows], events.margin[rows]
    _, first, group = np.unique(events.account[rows], return_index=True, return_inverse=True)
    is_repeat = first[group] != np.arange(len(rows))
    is_small = is_repeat & (value <= params.small_order * value[first[group]])
    return RepeatBusiness(
        orders=len(rows),
        without_value=int(np.isnan(value).sum()),
        without_margin=int(np.isnan(margin).sum()),
        revenue=float(np.nansum(value)),
        profit=float(np.nansum(margin)),
        repeat=_share(is_repeat, value, margin),
        small=_share(is_small, value, margin),
    )


def _share(chosen: NDArray[np.bool_], value: Floats, margin: Floats) -> Share:
    return Share(int(chosen.sum()), _part(chosen, value), _part(chosen, margin))


def _part(chosen: NDArray[np.bool_], money: Floats) -> float | None:
    total = float(np.nansum(money))
    return float(np.nansum(money[chosen])) / total if total > 0 else None
