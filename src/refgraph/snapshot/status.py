"""What each account is to us as of a day: its orders first, accounts.csv where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.snapshot import ALWAYS, Codes, EventKind, Events, Ints, Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.rows import Rows

_CODE = {status.name.lower(): int(status) for status in Status}


def account_status(accounts: Rows, ordering: Ints, events: Events, day: int) -> Codes:
    """`Status` of each account as of `day`, shape (a,) (contract.md §1, "Status").

    `ordering` holds the accounts of all orders the store has, those after the day among them (-1 for none);
    `events` are those up to the day. With any order, an account is a prospect before the first and a customer
    from it on, unless accounts.csv says lost or partner from a day that lies in [latest order, day]. Without,
    accounts.csv holds on all days; empty is prospect.
    """
    stated = accounts.codes("status", _CODE, empty=Status.PROSPECT)
    stated_day = accounts.days("status_date", empty=ALWAYS)
    latest = _latest_order(events, len(accounts))
    turned = np.isin(stated, [Status.LOST, Status.PARTNER]) & (stated_day >= latest) & (stated_day <= day)
    by_orders = np.where(latest == ALWAYS, Status.PROSPECT, np.where(turned, stated, Status.CUSTOMER))
    has_orders = np.zeros(len(accounts), np.bool_)
    has_orders[ordering[ordering >= 0]] = True
    return np.where(has_orders, by_orders, stated).astype(np.int8)


def _latest_order(events: Events, n: int) -> NDArray[np.int32]:
    """Day of each account's latest order up to the day, ALWAYS without one."""
    latest = np.full(n, ALWAYS, np.int32)
    won = (events.kind == EventKind.DEAL_WON) & (events.account >= 0)
    np.maximum.at(latest, events.account[won], events.day[won])
    return latest
