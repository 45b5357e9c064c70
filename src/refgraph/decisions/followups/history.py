"""What happened where and with whom, as the rules of follow-up ask for it; looked up once for all rules."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.followups.grouped import Grouped, grouped
from refgraph.decisions.role_weights import role_weights
from refgraph.decisions.stances import Stances, stances
from refgraph.snapshot.home import home_accounts
from refgraph.snapshot.snapshot import EventKind, Status, day_to_iso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

TALKS = frozenset((EventKind.MEETING, EventKind.CALL, EventKind.VISIT))
"""Contact with somebody in person or on the phone."""
VISITS = frozenset((EventKind.MEETING, EventKind.VISIT))
CONTACTS = TALKS | {EventKind.EMAIL, EventKind.THANKS}
ORDERS = frozenset((EventKind.DEAL_WON,))


class History:
    """The events and roles of one snapshot; `wanted` says which accounts are looked at, shape (a,)."""

    def __init__(self, scores: Scores, wanted: Bools) -> None:
        self.scores = scores
        self.snapshot = scores.snapshot
        self.params = scores.params
        self.day = scores.snapshot.day
        self.wanted = wanted
        self._masks: dict[frozenset[EventKind], Bools] = {}

    @cached_property
    def customers(self) -> Bools:
        """Whether each account is a customer that is looked at, shape (a,)."""
        return np.asarray(self.wanted & (self.snapshot.accounts.status == Status.CUSTOMER), np.bool_)

    @cached_property
    def everywhere(self) -> Bools:
        """All accounts, for what belongs to one that is looked at only by what it names; shape (a,)."""
        return np.ones(len(self.wanted), np.bool_)

    @cached_property
    def home(self) -> Ints:
        """Account each person is shown at, -1 for none; shape (n,)."""
        return home_accounts(self.snapshot)

    @cached_property
    def place(self) -> Ints:
        """Account of each event, its person's `home` where it names none; -1 for neither; shape (events,)."""
        events = self.snapshot.events
        if not len(self.home):
            return events.account
        return np.where((events.account < 0) & (events.person >= 0), self.home[events.person], events.account)

    @cached_property
    def by_place(self) -> Grouped:
        """Rows of events by `place`."""
        rows = np.arange(len(self.place))
        return grouped(self.place, rows, len(self.snapshot.accounts.ids))

    @cached_property
    def by_person(self) -> Grouped:
        """Rows of events by person."""
        events = self.snapshot.events
        rows = np.arange(len(events.ids))
        return grouped(events.person, rows, len(self.snapshot.people.ids))

    @cached_property
    def roles_at(self) -> Grouped:
        """Rows of current roles by account."""
        roles = self.snapshot.roles
        rows = np.flatnonzero(roles.current)
        return grouped(roles.account[rows], rows, len(self.snapshot.accounts.ids))

    @cached_property
    def stances(self) -> Stances:
        """Stance of each role, seen last or by opinion."""
        return stances(self.scores)

    @cached_property
    def roles_of(self) -> Grouped:
        """Rows of roles by person, ended ones among them."""
        person = self.snapshot.roles.person
        return grouped(person, np.arange(len(person)), len(self.snapshot.people.ids))

    @cached_property
    def ever_met(self) -> Bools:
        """Whom we ever met, visited or rang, who gave us an order, or whose stance was seen in any role; shape (n,)."""
        events, stances = self.snapshot.events, self.stances
        met = np.zeros(len(self.snapshot.people.ids), np.bool_)
        met[events.person[self._of_kinds(TALKS | ORDERS)[events.kind] & (events.person >= 0)]] = True
        met[self.snapshot.roles.person[(stances.event >= 0) | (stances.role >= 0)]] = True
        return met

    def last_at(self, kinds: frozenset[EventKind]) -> Ints:
        """Row of the last event of some kinds at each account, -1 for none; shape (a,)."""
        return _last(self.place, self._rows_of(kinds), len(self.snapshot.accounts.ids))

    def last_with(self, kinds: frozenset[EventKind]) -> Ints:
        """Row of the last event of some kinds with each person, -1 for none; shape (n,)."""
        return _last(self.snapshot.events.person, self._rows_of(kinds), len(self.snapshot.people.ids))

    def _rows_of(self, kinds: frozenset[EventKind]) -> NDArray[np.int64]:
        return np.flatnonzero(self._of_kinds(kinds)[self.snapshot.events.kind])

    @property
    def role_weight(self) -> Floats:
        """Weight of the buying role of each row of `snapshot.roles`, in (0, 1]; shape (roles,)."""
        return role_weights(self.scores)

    def looks_at(self, account: int) -> bool:
        """Whether an account is looked at; -1 is none."""
        return account >= 0 and bool(self.wanted[account])

    def people_at(self, account: int) -> list[int]:
        """People with a current role at an account, ascending."""
        return sorted(set(self.snapshot.roles.person[self.roles_at.of(account)].tolist()))

    def role_of(self, person: int, account: int) -> int:
        """Row of a person's first current role at an account, -1 for none."""
        roles = self.snapshot.roles
        held = self.roles_of.of(person)
        held = held[(roles.account[held] == account) & roles.current[held]]
        return int(held[0]) if len(held) else -1

    def has_left(self, person: int, account: int) -> bool:
        """Whether a person worked at an account and does not any more; False for -1 and who never did."""
        held = self.roles_of.of(person)
        return self.role_of(person, account) < 0 and bool(
            (self.snapshot.roles.account[held] == account).any()
        )

    def still_there(self, person: int, account: int) -> int:
        """The person, -1 where he has left the account."""
        return -1 if self.has_left(person, account) else person

    def with_person(self, person: int, kinds: frozenset[EventKind], since: int) -> list[int]:
        """Rows of events of some kinds with a person from a day on."""
        return self._chosen(self.by_person, person, kinds, since)

    def at_account(self, account: int, kinds: frozenset[EventKind], since: int) -> list[int]:
        """Rows of events of some kinds at an account from a day on."""
        return self._chosen(self.by_place, account, kinds, since)

    def recent(self, kinds: frozenset[EventKind], days: int, where: Bools) -> Iterator[int]:
        """Rows of events of some kinds in the last so many days, at accounts where `where` holds, shape (a,)."""
        events = self.snapshot.events
        first = int(np.searchsorted(events.day, self.day - days))
        rows = first + np.flatnonzero(self._of_kinds(kinds)[events.kind[first:]] & (self.place[first:] >= 0))
        yield from rows[where[self.place[rows]]].tolist()

    def lead(self, action: str) -> int:
        """Days from what calls for an action to the day it is due."""
        return int(self.params.followup_lead_days[action])

    def age(self, action: str) -> int:
        """Days after its due day at which an action is given up."""
        return int(self.params.followup_age_days.get(action, self.params.followup_age_days_default))

    def window(self, action: str) -> int:
        """Days for which what calls for an action can still be listed."""
        return self.lead(action) + self.age(action)

    def seen_day(self, role: int) -> int | None:
        """Day on which the stance of a role was seen, ALWAYS for undated; None where only the opinion tells."""
        event, listed = int(self.stances.event[role]), int(self.stances.role[role])
        if event >= 0:
            return self.event_day(event)
        return int(self.snapshot.roles.stance_day[listed]) if listed >= 0 else None

    def iso(self, day: int) -> str:
        """ISO text of a day."""
        return day_to_iso(day) or ""

    def event_day(self, row: int) -> int:
        """Day of an event."""
        return int(self.snapshot.events.day[row])

    def event_person(self, row: int) -> int:
        """Person of an event, -1 for none."""
        return int(self.snapshot.events.person[row])

    def _chosen(self, index: Grouped, key: int, kinds: frozenset[EventKind], since: int) -> list[int]:
        events = self.snapshot.events
        rows = index.of(key)
        wanted = self._of_kinds(kinds)[events.kind[rows]] & (events.day[rows] >= since)
        return [int(row) for row in rows[wanted]]

    def _of_kinds(self, kinds: frozenset[EventKind]) -> Bools:
        """Whether each event kind is one of some, by code."""
        if kinds not in self._masks:
            self._masks[kinds] = np.isin(np.arange(len(EventKind)), list(kinds))
        return self._masks[kinds]


def _last(keys: Ints, rows: NDArray[np.int64], size: int) -> Ints:
    """The greatest of some ascending rows for each key, -1 for none; keys of -1 are left out."""
    last = np.full(size, -1, np.int32)
    rows = rows[keys[rows] >= 0]
    np.maximum.at(last, keys[rows], rows.astype(np.int32))
    return last
