"""The rhythm of an account: silence, a single contact, the next order due."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.followups.history import CONTACTS, ORDERS
from refgraph.decisions.followups.need import Ageing, Need
from refgraph.snapshot.snapshot import ALWAYS, EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.decisions.followups.history import History
    from refgraph.snapshot.snapshot import Bools, Ints


@dataclass(frozen=True, slots=True)
class RepeatDue:
    """When the next order of an account is due by its own rhythm."""

    row: int
    """Row of the latest order."""
    interval: int
    """Median days between orders."""
    due: int
    orders: int


def repeat_due(history: History, account: int) -> RepeatDue | None:
    """The next order of an account that ordered on two days or more: latest + median interval.

    None where the median is below `repeat_interval_min_days`, or twice the interval has passed since the latest.
    """
    rows = history.at_account(account, ORDERS, ALWAYS)
    days = sorted({history.event_day(row) for row in rows})
    if len(days) < 2:
        return None
    interval = int(median(b - a for a, b in pairwise(days)))
    given_up = days[-1] + 2 * interval < history.day
    if interval < history.params.repeat_interval_min_days or given_up:
        return None
    return RepeatDue(rows[-1], interval, days[-1] + interval, len(rows))


def repeat_needs(history: History, but_for: frozenset[int]) -> Iterator[Need]:
    """Customers whose next order is due, but for some accounts: nobody asks for an order while an incident is open."""
    for account in np.flatnonzero(history.customers & _ordered_twice(history)).tolist():
        due = None if account in but_for else repeat_due(history, account)
        if due is None:
            continue
        person = history.event_person(due.row)
        still_there = person >= 0 and history.role_of(person, account) >= 0
        last = history.event_day(due.row)
        facts: dict[str, str | float] = {
            "order": history.iso(last), "interval": float(due.interval), "orders": float(due.orders),
        }  # fmt: skip
        yield Need(
            "repeat_order_due", account, person if still_there else -1, last, due.due, (due.row,), (), facts
        )


def _ordered_twice(history: History) -> Bools:
    events = history.snapshot.events
    places = history.place[(events.kind == EventKind.DEAL_WON) & (history.place >= 0)]
    return np.asarray(np.bincount(places, minlength=len(history.wanted)) >= 2, np.bool_)


def silence_needs(history: History) -> Iterator[Need]:
    """Customers nobody was in touch with for long, since their last contact or else their last order."""
    lead = history.lead("break_silence")
    contact = history.last_at(CONTACTS)
    last = np.where(contact < 0, history.last_at(ORDERS), contact)
    for account in np.flatnonzero(history.customers & (last >= 0)).tolist():
        row = int(last[account])
        day = history.event_day(row)
        if day > history.day - lead:
            continue
        facts: dict[str, str | float] = {"since": history.iso(day), "days": float(history.day - day)}
        yield Need(
            "break_silence", account, _still_there(history, row, account), day, day + lead, (row,), (),
            facts | ({"never": 1.0} if contact[account] < 0 else {}), ageing=Ageing.GROWS,
        )  # fmt: skip


def single_contact_needs(history: History) -> Iterator[Need]:
    """Customers where we were in touch with one current person only, and lately enough not to be silent."""
    lead = history.lead("single_contact")
    contact = history.last_at(CONTACTS)
    person, others = _touched(history)
    for account in np.flatnonzero(history.customers & (contact >= 0) & (person >= 0)).tolist():
        row = int(contact[account])
        day = history.event_day(row)
        if not history.day - history.lead("break_silence") < day <= history.day - lead:
            continue
        facts: dict[str, str | float] = {"since": history.iso(day), "colleagues": float(others[account])}
        yield Need("single_contact", account, int(person[account]), day, day + lead, (row,), (), facts)


def _touched(history: History) -> tuple[Ints, Ints]:
    """The one current person of each account we were in touch with lately (-1 for none or several), and the others."""
    roles, size = history.snapshot.roles, len(history.wanted)
    last = history.last_with(CONTACTS)
    since = np.searchsorted(history.snapshot.events.day, history.day - history.params.known_contact_days)
    held = np.flatnonzero(roles.current)
    pairs = np.unique(np.stack((roles.account[held], roles.person[held])), axis=1)
    account, person = pairs[0], pairs[1]
    known = last[person] >= since
    count = np.bincount(account[known], minlength=size)
    only = np.full(size, -1, np.int32)
    only[account[known]] = person[known]
    only[count != 1] = -1
    return only, (np.bincount(account, minlength=size) - count).astype(np.int32)


def _still_there(history: History, row: int, account: int) -> int:
    person = history.event_person(row)
    return person if person >= 0 and history.role_of(person, account) >= 0 else -1
