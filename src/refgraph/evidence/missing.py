"""Missing facts: what the history does not say, by how many outcomes it would let one rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.periods import first_orders, first_orders_in
from refgraph.snapshot.snapshot import ALWAYS, EventKind, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.evidence.moment import Moment
    from refgraph.evidence.replay import Replay
    from refgraph.snapshot.snapshot import Bools, Snapshot

_LEAST = 1e-12
"""Below, a sum is what rounding leaves."""
_JUDGING = [EventKind.SATISFACTION, EventKind.SURVEY]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is not there for `count` of `total`."""

    fact: str
    """`people`, `contacts`, `opinions`, `circles` count outcomes; `satisfaction`, `last_contact`, `attendance` others."""
    count: int
    total: int
    of: str
    """What is counted: `outcomes`, `customers`, `acquaintances` or `memberships`."""

    @property
    def share(self) -> float:
        """Count in total, in [0, 1]; 0 of none."""
        return self.count / self.total if self.total else 0.0


def missing(replay: Replay) -> tuple[Missing, ...]:
    """Facts that are not there, those that keep outcomes from being ranked first, each by its share falling.

    Outcomes are first orders in the periods: of accounts without people (never candidates), of people who talk with
    nobody, who talk but hear from nobody with an opinion, and of accounts in no circle.
    """
    found = [*_of_outcomes(replay), *(_of_facts(replay.history) if replay.moments else ())]
    there = [row for row in found if row.count]
    return tuple(sorted(there, key=lambda row: (row.of != "outcomes", -row.share, row.fact)))


def _of_outcomes(replay: Replay) -> Iterator[Missing]:
    counts = np.zeros(4, np.int64)
    order = first_orders(replay.history)
    for moment in replay.moments:
        counts += _unranked(moment, first_orders_in(moment.period, order))
    total = replay.positives + int(counts[0])
    for fact, count in zip(("people", "contacts", "opinions", "circles"), counts.tolist(), strict=True):
        yield Missing(fact, count, total, "outcomes")


def _unranked(moment: Moment, is_ordering: Bools) -> tuple[int, int, int, int]:
    candidates = moment.candidates
    won, n = candidates.won, len(moment.snapshot.people.ids)
    talks = candidates.greatest(moment.mixing.spread(np.ones((n, 1)))[:, 0]) > _LEAST
    hears = candidates.greatest(moment.heard().volume) > _LEAST
    return (
        int((is_ordering & (np.diff(moment.snapshot.people_of_accounts[0]) == 0)).sum()),
        int((won & ~talks).sum()),
        int((won & talks & ~hears).sum()),
        int((won & (candidates.first_circle < 0)).sum()),
    )


def _of_facts(snapshot: Snapshot) -> Iterator[Missing]:
    knows, memberships = snapshot.knows, snapshot.memberships
    customers = snapshot.accounts.status == Status.CUSTOMER
    judged = _judged(snapshot)
    dated, current = knows.last_contact != ALWAYS, memberships.current
    attended = ~np.isnan(memberships.attendance[current])
    yield Missing("satisfaction", int((customers & ~judged).sum()), int(customers.sum()), "customers")
    yield Missing("last_contact", int((~dated).sum()), len(dated), "acquaintances")
    yield Missing("attendance", int((~attended).sum()), len(attended), "memberships")


def _judged(snapshot: Snapshot) -> Bools:
    """Accounts that said how satisfied they are, themselves or one of their current people; shape (a,)."""
    events, roles = snapshot.events, snapshot.roles
    judging = np.isin(events.kind, _JUDGING)
    by_account = np.zeros(len(snapshot.accounts.ids), np.bool_)
    by_person = np.zeros(len(snapshot.people.ids), np.bool_)
    by_account[events.account[judging & (events.account >= 0)]] = True
    by_person[events.person[judging & (events.person >= 0)]] = True
    by_account[roles.account[roles.current & by_person[roles.person]]] = True
    return by_account
