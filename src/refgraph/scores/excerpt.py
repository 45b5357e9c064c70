"""Excerpt: a small snapshot with the evidence about some people, so that few can be scored anew."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from refgraph.snapshot.reference_calls import calls_named_by, judged_calls
from refgraph.snapshot.snapshot import Accounts, Bools, EventKind, Events, Ints, People, Roles, Snapshot
from refgraph.snapshot.texts import taken

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Part = TypeVar("_Part", Accounts, People, Roles, Events)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some people with all their roles, and the events that say something about them."""

    snapshot: Snapshot
    """Its people are the wanted ones in their order; whoever else takes part in an event is -1."""
    people: Ints
    """Index in the whole snapshot of each of its people."""


def about(snapshot: Snapshot, people: Ints) -> Excerpt:
    """Take what the opinions of distinct, ascending `people` rest on; O(roles + events) in numpy.

    Their own events, those of all accounts they ever had a role at, the other orders of the accounts of those
    events (a repeat order is one that follows another), the closings of their incidents, and the judgements of their
    reference calls.
    """
    is_wanted = _mask(len(snapshot.people.ids), people)
    roles = np.flatnonzero(is_wanted[snapshot.roles.person])
    events = _evidence(snapshot, is_wanted, snapshot.roles.account[roles])
    accounts = np.unique(np.concatenate((snapshot.roles.account[roles], snapshot.events.account[events])))
    accounts = accounts[accounts >= 0]
    return Excerpt(
        replace(
            snapshot,
            accounts=_rows(snapshot.accounts, accounts, parent=np.full(len(accounts), -1, np.int32)),
            people=_rows(snapshot.people, people),
            roles=_roles(snapshot.roles, roles, accounts, people),
            events=_events(snapshot.events, events, accounts, people),
        ),
        people,
    )


def concerned(snapshot: Snapshot, added: Ints) -> Ints:
    """People whose opinion may be another one for the events at rows `added`; distinct, ascending.

    Who the events are about, whoever ever had a role or an event at their accounts, and the same for the incidents
    they close and the reference calls they judge.
    """
    events = snapshot.events
    rows = np.concatenate((added, _closed_by(snapshot, added), calls_named_by(events, added)))
    is_account = _mask(len(snapshot.accounts.ids), events.account[rows])
    is_person = _mask(len(snapshot.people.ids), events.person[rows])
    is_person[snapshot.roles.person[is_account[snapshot.roles.account]]] = True
    there = events.person[is_account[events.account]]
    is_person[there[there >= 0]] = True
    return np.flatnonzero(is_person[:-1]).astype(np.int32)


def _mask(length: int, chosen: Ints) -> Bools:
    """Whether each index is among the chosen; one more entry at the end, which -1 finds, is False."""
    is_chosen = np.zeros(length + 1, np.bool_)
    is_chosen[chosen] = True
    is_chosen[-1] = False
    return is_chosen


def _evidence(snapshot: Snapshot, is_wanted: Bools, accounts: Ints) -> NDArray[np.int64]:
    events, count = snapshot.events, len(snapshot.accounts.ids)
    chosen = is_wanted[events.person] | _mask(count, accounts)[events.account]
    is_order = events.kind == EventKind.DEAL_WON
    chosen |= is_order & _mask(count, events.account[chosen & is_order])[events.account]
    chosen[_closings_of(snapshot, np.flatnonzero(chosen & (events.kind == EventKind.INCIDENT_OPENED)))] = True
    chosen[_judgements_of(snapshot, chosen)] = True
    return np.flatnonzero(chosen)


def _judgements_of(snapshot: Snapshot, chosen: Bools) -> Ints:
    if not (chosen & (snapshot.events.kind == EventKind.REFERENCE_CALL)).any():
        return np.empty(0, np.int32)
    judged = judged_calls(snapshot)
    return judged.by[chosen[judged.call]]


def _closings_of(snapshot: Snapshot, openings: NDArray[np.int64]) -> list[int]:
    events = snapshot.events
    opened = set(taken(events.ids, openings))
    if not opened:
        return []
    closed = np.flatnonzero(events.kind == EventKind.INCIDENT_CLOSED)
    return [row for row, ref in zip(closed.tolist(), taken(events.ref, closed), strict=True) if ref in opened]


def _closed_by(snapshot: Snapshot, added: Ints) -> Ints:
    """Rows of the incidents that some of the events close."""
    events = snapshot.events
    closings = added[events.kind[added] == EventKind.INCIDENT_CLOSED]
    refs = set(taken(events.ref, closings.astype(np.int64)))
    if not refs:
        return np.empty(0, np.int32)
    opened = np.flatnonzero(events.kind == EventKind.INCIDENT_OPENED)
    ids = zip(opened.tolist(), taken(events.ids, opened), strict=True)
    return np.array([row for row, event_id in ids if event_id in refs], np.int32)


def _roles(roles: Roles, rows: NDArray[np.int64], accounts: Ints, people: Ints) -> Roles:
    return _rows(
        roles,
        rows,
        person=_renumbered(roles.person[rows], people),
        account=_renumbered(roles.account[rows], accounts),
        reports_to=_renumbered(roles.reports_to[rows], people),
    )


def _events(events: Events, rows: NDArray[np.int64], accounts: Ints, people: Ints) -> Events:
    return _rows(
        events,
        rows,
        person=_renumbered(events.person[rows], people),
        account=_renumbered(events.account[rows], accounts),
    )


def _renumbered(indices: Ints, kept: Ints) -> Ints:
    """Position of each index among those kept, -1 for the others."""
    if not len(kept):
        return np.full(len(indices), -1, np.int32)
    at = np.minimum(np.searchsorted(kept, indices), len(kept) - 1)
    return np.where(kept[at] == indices, at, -1).astype(np.int32)


def _rows(part: _Part, rows: Ints | NDArray[np.int64], **given: Ints) -> _Part:
    """Some rows of a part, in the order of `rows`; columns that are given replace those that are there."""
    columns: dict[str, Any] = {f.name: _cells(getattr(part, f.name), rows) for f in fields(part)}
    return type(part)(**{**columns, **given})


def _cells(column: Any, rows: Ints | NDArray[np.int64]) -> Any:
    return column[rows] if isinstance(column, np.ndarray) else tuple(taken(column, rows.astype(np.int64)))
