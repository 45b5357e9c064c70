"""Pieces of evidence: what each event and each stance says, how much it weighs, and whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.readings import READINGS, closed_incident, open_incident, reference_surprise
from refgraph.snapshot.incidents import closings
from refgraph.snapshot.reference_calls import judged_calls
from refgraph.snapshot.snapshot import ALWAYS, Codes, EventKind, Floats, Ints, Seniority, Snapshot, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from refgraph.model.params import Params

_PERSON_ALONE = [
    EventKind.STANCE,
    EventKind.REFERRAL_ASKED,
    EventKind.REFERRAL_MADE,
    EventKind.REFERRAL_DECLINED,
    EventKind.REFERENCE_CALL,
]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of evidence, shape (e,): those from events in the order of events, then stances of roles."""

    event: Ints
    """Row of the event it is shown as, an incident's closing where it is closed; -1 for a stance of a role."""
    role: Ints
    """Row of the role it stands in, -1 for an event."""
    kind: Codes
    """`EventKind`."""
    person: Ints
    """The person it is about, -1 for the account as a whole."""
    account: Ints
    """Where the others share it; -1 where it counts for its person alone."""
    shared_on: Ints
    """Day whose roles at the account share it."""
    day: Ints
    """Day the age runs from, of a reference call that of its judgement; ALWAYS for an undated stance."""
    value: Floats
    """x, from -1 to 1."""
    weight: Floats
    decay: Floats
    """2^(-age / half-life), in (0, 1]."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Who takes part in which piece, at most once; arrays of one length."""

    piece: NDArray[np.int64]
    person: Ints
    share: Floats
    """1 for the piece's own person, for colleagues by seniority."""


def pieces(snapshot: Snapshot, params: Params) -> Pieces:
    """Read all evidence as of the snapshot's day (design.md §3, "Opinion")."""
    events, stances = _event_pieces(snapshot, params), _role_stances(snapshot, params)
    return Pieces(
        *(np.concatenate([getattr(events, f.name), getattr(stances, f.name)]) for f in fields(Pieces))
    )


def shares(
    snapshot: Snapshot, params: Params, found: Pieces, *, person: int | None = None, block: int = 1 << 22
) -> Iterator[Shares]:
    """Yield all shares in the pieces, or those of one person, in parts of some `block` (piece, role) rows.

    A piece's own person has share 1; everyone else with a role at its account on `shared_on` the share of the
    seniority there, the greatest where there are several roles.
    """
    own = np.flatnonzero(found.person >= 0 if person is None else found.person == person)
    yield Shares(own, found.person[own], np.ones(len(own)))
    rows = (
        np.arange(len(snapshot.roles.person)) if person is None else np.array(snapshot.roles_of(person), int)
    )
    by_account = rows[np.argsort(snapshot.roles.account[rows], kind="stable")]
    first = np.searchsorted(snapshot.roles.account[by_account], np.arange(len(snapshot.accounts.ids) + 1))
    for piece in _parts(found, np.diff(first), block):
        account = found.account[piece]
        count = np.diff(first)[account]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        role = by_account[np.repeat(first[account], count) + within]
        yield _colleagues(snapshot, params, found, np.repeat(piece, count), role)


def _parts(found: Pieces, roles_at: NDArray[np.int64], block: int) -> list[NDArray[np.int64]]:
    """Cut the pieces that others share into parts; `roles_at` counts the roles by account."""
    shared = np.flatnonzero(found.account >= 0)
    count = roles_at[found.account[shared]]
    shared, count = shared[count > 0], count[count > 0]
    return np.split(shared, np.flatnonzero(np.diff(np.cumsum(count) // block)) + 1)


def _colleagues(
    snapshot: Snapshot, params: Params, found: Pieces, piece: NDArray[np.int64], role: NDArray[np.int64]
) -> Shares:
    """Keep the roles held on the day by others; one row a person. `role` is sorted by person within a piece."""
    roles = snapshot.roles
    day = found.shared_on[piece]
    held = (roles.start[role] <= day) & (day <= roles.end[role]) & (roles.person[role] != found.person[piece])
    piece, role = piece[held], role[held]
    person = roles.person[role]
    is_first = np.ones(len(piece), np.bool_)
    is_first[1:] = (piece[1:] != piece[:-1]) | (person[1:] != person[:-1])
    starts = np.flatnonzero(is_first)
    share = _share_by_seniority(params)[roles.seniority[role]]
    greatest = np.maximum.reduceat(share, starts) if len(starts) else np.empty(0)
    return Shares(piece[starts], person[starts], greatest)


def _share_by_seniority(params: Params) -> Floats:
    """Share by code of `Seniority`; unknown counts as S."""
    names = ["S" if level is Seniority.UNKNOWN else level.name for level in Seniority]
    return np.array([params.share_by_seniority[name] for name in names])


def _event_pieces(snapshot: Snapshot, params: Params) -> Pieces:
    events = snapshot.events
    closing = closings(snapshot)
    shown = np.where(closing >= 0, closing, np.arange(len(closing))).astype(np.int32)
    kind, day = events.kind[shown], events.day[shown]
    judged = judged_calls(snapshot)
    day[judged.call] = events.day[judged.by]
    weight, value = _weight_and_value(snapshot, params, closing)
    alone = np.isin(kind, _PERSON_ALONE)
    return _kept(
        Pieces(
            event=shown,
            role=np.full(len(shown), -1, np.int32),
            kind=kind,
            person=events.person,
            account=np.where(alone, -1, events.account).astype(np.int32),
            shared_on=events.day,
            day=day,
            value=value,
            weight=weight,
            decay=_decay(snapshot.day, day, _half_life(params)[kind]),
        ),
        ~np.isnan(value),
    )


def _weight_and_value(snapshot: Snapshot, params: Params, closing: Ints) -> tuple[Floats, Floats]:
    """Weight and x of every event; x is NaN for no evidence, as for a closing, read with its opening."""
    events = snapshot.events
    weight, value = np.zeros(len(closing)), np.full(len(closing), np.nan)
    for kind, read in READINGS.items():
        at = np.flatnonzero(events.kind == kind)
        weight[at], value[at] = read(events.value[at], params)
    repeat = _repeat_orders(snapshot)
    weight[repeat], value[repeat] = params.repeat_order_weight, params.repeat_order_value
    is_opening = events.kind == EventKind.INCIDENT_OPENED
    still_open, closed = np.flatnonzero(is_opening & (closing < 0)), np.flatnonzero(closing >= 0)
    days = snapshot.day - events.day[still_open]
    weight[still_open], value[still_open] = open_incident(events.value[still_open], days, params)
    weight[closed], value[closed] = closed_incident(events.value[closing[closed]], params)
    judged = judged_calls(snapshot)
    tones = events.value[judged.call], events.value[judged.by]
    weight[judged.call], value[judged.call] = reference_surprise(*tones, params)
    return weight, value


def _role_stances(snapshot: Snapshot, params: Params) -> Pieces:
    """Stances of roles.csv: evidence for their person alone."""
    roles = snapshot.roles
    n = len(roles.person)
    nothing = np.full(n, -1, np.int32)
    return _kept(
        Pieces(
            event=nothing,
            role=np.arange(n, dtype=np.int32),
            kind=np.full(n, EventKind.STANCE, np.int8),
            person=roles.person,
            account=nothing,
            shared_on=roles.stance_day,
            day=roles.stance_day,
            value=roles.stance.astype(np.float64),
            weight=np.full(n, params.stance_weight),
            decay=_decay(snapshot.day, roles.stance_day, np.full(n, params.stance_half_life_days)),
        ),
        roles.stance != Stance.UNKNOWN,
    )


def _kept(found: Pieces, keep: NDArray[np.bool_]) -> Pieces:
    return Pieces(*(getattr(found, field.name)[keep] for field in fields(Pieces)))


def _decay(today: int, day: Ints, half_life: Floats) -> Floats:
    age = np.where(day == ALWAYS, 0, today - day.astype(np.int64))
    return np.exp2(-age / half_life)


def _half_life(params: Params) -> Floats:
    """Half-life in days by `EventKind`; an open incident does not age."""
    days = np.full(len(EventKind), params.experience_half_life_days)
    days[EventKind.SURVEY] = params.survey_half_life_days
    days[EventKind.STANCE] = params.stance_half_life_days
    days[EventKind.INCIDENT_OPENED] = np.inf
    return days


def _repeat_orders(snapshot: Snapshot) -> NDArray[np.int64]:
    """Rows of the orders after their account's first, by (day, id)."""
    events = snapshot.events
    orders = np.flatnonzero((events.kind == EventKind.DEAL_WON) & (events.account >= 0))
    _, first = np.unique(events.account[orders], return_index=True)
    return np.delete(orders, first)
