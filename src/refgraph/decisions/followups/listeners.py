"""Who hears of an incident, and whom of them to call first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.family import above
from refgraph.scores.heard import carry
from refgraph.snapshot.snapshot import EventKind, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from refgraph.decisions.followups.history import History
    from refgraph.decisions.followups.need import Need
    from refgraph.snapshot.snapshot import Bools, Floats

_AT_ONCE = 8
_REACHABLE = (Status.CUSTOMER, Status.PROSPECT)


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody outside an account who hears of its incident."""

    person: int
    account: int
    """Account of the person's most senior current role, -1 for none."""
    negative: float
    """Bad word heard, as in `Heard.negative`, when everybody who suffers says it with a weight of 1."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of one incident."""

    heard_by: tuple[Listener, ...]
    """Those who hear most, most first, then by id."""
    call_first: int
    """Person to be called first, -1 where nobody who matters hears of it."""


def listeners(history: History, needs: Sequence[Need]) -> list[Listeners]:
    """For each incident, who outside hears of it when the people at its account, and who was told, talk.

    The bad word travels as `heard` does. Some incidents at a time, so that memory stays at some columns a person;
    each column costs a sweep over all ties.
    """
    if not needs:
        return []
    mixing, found = history.scores.network.mixing, []
    for first in range(0, len(needs), _AT_ONCE):
        part = needs[first : first + _AT_ONCE]
        words = np.stack([_speaking(history, need) for need in part], axis=1)
        reached = carry(mixing, history.scores.opinion.uncertainty, history.params, words)
        found += [
            _listeners(history, need, words[:, column] > 0, reached[:, column])
            for column, need in enumerate(part)
        ]
    return found


def _speaking(history: History, need: Need) -> Floats:
    """1 for who suffers or was told: people at the account, and the persons of escalated complaints; shape (n,)."""
    words = np.zeros(len(history.snapshot.people.ids))
    words[history.people_at(need.account)] = 1.0
    events = history.snapshot.events
    for row in need.events:
        if events.kind[row] == EventKind.COMPLAINT_ESCALATED and events.person[row] >= 0:
            words[events.person[row]] = 1.0
    return words


def _listeners(history: History, need: Need, speaks: Bools, negative: Floats) -> Listeners:
    outside = np.where(speaks, 0.0, np.round(negative, 12))
    heard_by = tuple(
        Listener(person, int(history.home[person]), float(outside[person]))
        for person in _greatest(outside, history.params.incident_listeners)
    )
    higher = above(history.snapshot, need.account) if need.overseers else []
    first = _greatest(outside * _weights_at(history, higher), 1)
    first = first or _greatest(outside * _reachable_weights(history), 1)
    return Listeners(heard_by, first[0] if first else -1)


def _greatest(values: Floats, count: int) -> list[int]:
    """People with the greatest values above 0 (rounded to 12 digits), at most `count`, equal ones by id."""
    values = np.round(values, 12)
    people = np.flatnonzero(values > 0)
    if len(people) > count:
        least = np.partition(values[people], -count)[-count]
        people = people[values[people] >= least]
    return [int(person) for person in people[np.argsort(-values[people], kind="stable")][:count]]


def _weights_at(history: History, accounts: list[int]) -> Floats:
    """Weight of each person's weightiest current role at some accounts, 0 without one; shape (n,)."""
    rows = [row for account in accounts for row in history.roles_at.of(account).tolist()]
    return _weightiest(history, np.array(rows, np.int64))


def _reachable_weights(history: History) -> Floats:
    """The same for all customers and prospects."""
    roles, status = history.snapshot.roles, history.snapshot.accounts.status
    return _weightiest(history, np.flatnonzero(roles.current & np.isin(status, _REACHABLE)[roles.account]))


def _weightiest(history: History, rows: NDArray[np.int64]) -> Floats:
    weight = np.zeros(len(history.snapshot.people.ids))
    np.maximum.at(weight, history.snapshot.roles.person[rows], history.role_weight[rows])
    return weight
