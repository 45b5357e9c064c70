"""Change: a snapshot as it would be if an account were won or lost, an incident solved, a stance taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from refgraph.errors import BadOption, RefgraphError, UnknownId
from refgraph.snapshot.added_events import Fact, with_events
from refgraph.snapshot.advance import share_lookups
from refgraph.snapshot.incidents import closings
from refgraph.snapshot.snapshot import EventKind, Roles, Snapshot, Stance, Status, day_to_iso

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CLOSED_WITH = 0.5
"""Satisfaction with the handling of an incident that is supposed to be solved (contract.md §2)."""
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Win:
    """An account becomes a customer, and everybody with a current role there is content: satisfaction +1."""

    account_id: str


@dataclass(frozen=True, slots=True)
class Lose:
    """An account is lost, and everybody with a current role there is as discontent as can be: satisfaction -1."""

    account_id: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """An open incident is closed, with satisfaction +.5."""

    event_id: str
    """Of the incident_opened."""


@dataclass(frozen=True, slots=True)
class TakeStance:
    """A person is seen as opponent, neutral or supporter."""

    person_id: str
    stance: Stance


Change = Win | Lose | Resolve | TakeStance


def changed(snapshot: Snapshot, changes: Sequence[Change]) -> Snapshot:
    """Apply changes together, on the snapshot's day; their order and repetitions do not matter.

    Satisfaction counts for its person alone; winning adds no order. A stance replaces that of the person's current
    roles, dated that day; who has none gets a stance event. New events have ids that no event has.
    Raises `UnknownId` for an id the snapshot lacks, `RefgraphError` for an event that is no open incident, `BadOption`
    for two changes that contradict each other.
    """
    _refuse_contradictions(changes)
    stances = {snapshot.person(c.person_id): c.stance for c in changes if isinstance(c, TakeStance)}
    facts = [
        *_judgements(snapshot, changes),
        *_closings(snapshot, changes),
        *(
            Fact(EventKind.STANCE, -1, person, float(stance))
            for person, stance in sorted(stances.items())
            if not snapshot.current_accounts(person)
        ),
    ]
    status = snapshot.accounts.status.copy()
    for change in changes:
        if isinstance(change, Win | Lose):
            status[snapshot.account(change.account_id)] = _status(change)
    status.setflags(write=False)
    after = replace(
        snapshot,
        accounts=replace(snapshot.accounts, status=status),
        roles=_with_stances(snapshot, stances),
        events=with_events(snapshot, facts),
    )
    share_lookups(snapshot, after)
    return after


def open_incidents(snapshot: Snapshot) -> list[int]:
    """Event rows of the incidents that are open on the day, oldest first."""
    is_opening = snapshot.events.kind == EventKind.INCIDENT_OPENED
    return np.flatnonzero(is_opening & (closings(snapshot) < 0)).tolist()


def _status(change: Win | Lose) -> Status:
    return Status.CUSTOMER if isinstance(change, Win) else Status.LOST


def _refuse_contradictions(changes: Sequence[Change]) -> None:
    said: dict[tuple[str, str], Change] = {}
    for change in changes:
        match change:
            case Win(key) | Lose(key):
                about, claim = ("account", key), "won and lost"
            case TakeStance(key, _):
                about, claim = ("person", key), "given two stances"
            case _:
                continue
        if said.setdefault(about, change) != change:
            raise BadOption(f"{about[0]} '{key}' is {claim} at once", "ask for one of the two")


def _judgements(snapshot: Snapshot, changes: Sequence[Change]) -> Iterator[Fact]:
    """Satisfaction of everybody at the accounts won and lost; without an account, so that colleagues do not share it."""
    for change in dict.fromkeys(changes):
        if isinstance(change, Win | Lose):
            value = 1.0 if isinstance(change, Win) else -1.0
            for person in snapshot.current_people(snapshot.account(change.account_id)).tolist():
                yield Fact(EventKind.SATISFACTION, -1, person, value)


def _closings(snapshot: Snapshot, changes: Sequence[Change]) -> Iterator[Fact]:
    events = snapshot.events
    for event_id in dict.fromkeys(c.event_id for c in changes if isinstance(c, Resolve)):
        row = _open_incident(snapshot, event_id)
        yield Fact(
            EventKind.INCIDENT_CLOSED,
            int(events.account[row]),
            int(events.person[row]),
            _CLOSED_WITH,
            ref=event_id,
        )


def _open_incident(snapshot: Snapshot, event_id: str) -> int:
    """Event row of an open incident."""
    events, row = snapshot.events, snapshot.event_index.get(event_id)
    if row is None:
        raise UnknownId(f"there is no event '{event_id}' up to {snapshot.as_of}", _open_ones(snapshot))
    kind = EventKind(events.kind[row])
    if kind != EventKind.INCIDENT_OPENED:
        raise RefgraphError(
            f"event '{event_id}' is no incident_opened: {kind.name.lower()}", _open_ones(snapshot)
        )
    closing = int(closings(snapshot)[row])
    if closing >= 0:
        day = day_to_iso(int(events.day[closing]))
        raise RefgraphError(f"incident '{event_id}' is closed already, since {day}", _open_ones(snapshot))
    return row


def _open_ones(snapshot: Snapshot) -> str:
    ids = [snapshot.events.ids[row] for row in open_incidents(snapshot)]
    if not ids:
        return "no incident is open that day"
    return f"open incidents are {', '.join(ids[:_NAMED])}{' …' if len(ids) > _NAMED else ''}"


def _with_stances(snapshot: Snapshot, stances: dict[int, Stance]) -> Roles:
    roles = snapshot.roles
    if not stances:
        return roles
    stance, stance_day = roles.stance.copy(), roles.stance_day.copy()
    for person, seen in stances.items():
        rows = [row for row in snapshot.roles_of(person) if roles.current[row]]
        stance[rows], stance_day[rows] = seen, snapshot.day
    stance.setflags(write=False)
    stance_day.setflags(write=False)
    return replace(roles, stance=stance, stance_day=stance_day)
