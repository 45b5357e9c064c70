"""Stances: how each person stands towards us in each role, as seen last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.snapshot import ALWAYS, EventKind, Stance

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools, Codes, Ints, Snapshot


@dataclass(frozen=True, slots=True)
class Stances:
    """The stance of each row of `snapshot.roles`, shape (roles,); one for all roles of a person at an account."""

    code: Codes
    """`Stance`; where none was seen, the word for the person's opinion."""
    event: Ints
    """Row of the stance event that says so; -1 where roles.csv or the opinion does."""
    role: Ints
    """Row of the role whose stance in roles.csv says so, -1 where an event or the opinion does."""


def stances(scores: Scores) -> Stances:
    """Take the latest stance of roles.csv and stance events; an event beats roles.csv of the same day.

    An event without an account speaks for all roles of its person; an undated stance is older than any dated one.
    UNKNOWN where nothing was seen and the opinion is neither a supporter's nor an opponent's.
    """
    snapshot = scores.snapshot
    roles = snapshot.roles
    event = _latest_events(snapshot)
    by_event = event >= 0
    value = np.where(by_event, snapshot.events.value[event] if len(snapshot.events.ids) else np.nan, np.nan)
    day = np.where(by_event, snapshot.events.day[event] if len(snapshot.events.ids) else ALWAYS, ALWAYS)
    by_event &= (roles.stance == Stance.UNKNOWN) | (day >= roles.stance_day)
    code = np.where(by_event, np.nan_to_num(value), roles.stance).astype(np.int8)
    best = _latest_role(snapshot, np.where(by_event, day, roles.stance_day), code, by_event)
    code, by_event, event = code[best], by_event[best], event[best]
    seen = code != Stance.UNKNOWN
    return Stances(
        code=np.where(seen, code, _by_opinion(scores)[roles.person]).astype(np.int8),
        event=np.where(by_event, event, -1).astype(np.int32),
        role=np.where(seen & ~by_event, best, -1).astype(np.int32),
    )


def _latest_events(snapshot: Snapshot) -> Ints:
    """Row of the latest stance event that speaks for each role, -1 for none; shape (roles,)."""
    roles, events = snapshot.roles, snapshot.events
    latest = np.full(len(roles.person), -1, np.int32)
    rows = np.flatnonzero((events.kind == EventKind.STANCE) & (events.person >= 0) & ~np.isnan(events.value))
    first = np.searchsorted(roles.person, events.person[rows])
    count = np.searchsorted(roles.person, events.person[rows], side="right") - first
    event = np.repeat(rows, count)
    role = np.repeat(first - np.cumsum(count) + count, count) + np.arange(len(event))
    speaks = (events.account[event] < 0) | (events.account[event] == roles.account[role])
    np.maximum.at(latest, role[speaks], event[speaks].astype(np.int32))
    return latest


def _latest_role(snapshot: Snapshot, day: Ints, code: Codes, by_event: Bools) -> Ints:
    """Row of the role whose stance was seen last among those of the same person and account, shape (roles,)."""
    roles = snapshot.roles
    rows = np.arange(len(day))
    order = np.lexsort((rows, by_event, day, code != Stance.UNKNOWN, roles.account, roles.person))
    person, account = roles.person[order], roles.account[order]
    is_last = np.ones(len(order), np.bool_)
    is_last[:-1] = (person[1:] != person[:-1]) | (account[1:] != account[:-1])
    last_at = np.flatnonzero(is_last)
    best = np.empty(len(order), np.int32)
    best[order] = order[last_at[np.searchsorted(last_at, rows)]]
    return best


def _by_opinion(scores: Scores) -> Codes:
    """The word for each person's opinion as a stance, shape (n,); neutral and unknown ones are UNKNOWN."""
    opinion, params = scores.opinion, scores.params
    net = np.round(opinion.net, 12)
    known = np.round(opinion.uncertainty, 12) <= params.unknown_uncertainty
    code = np.full(len(net), Stance.UNKNOWN, np.int8)
    code[known & (net >= params.supporter_net)] = Stance.SUPPORTER
    code[known & (net <= params.opponent_net)] = Stance.OPPONENT
    return code
