"""Roles and memberships as of a day: who was where from when to when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.snapshot import (
    ALWAYS,
    STILL,
    Codes,
    EventKind,
    Events,
    Ints,
    Memberships,
    Roles,
    Seniority,
    Stance,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from refgraph.snapshot.rows import Rows

_SENIORITY = {level.name: int(level) for level in Seniority if level is not Seniority.UNKNOWN}
_STANCE = {stance.name.lower(): int(stance) for stance in Stance if stance is not Stance.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Moves:
    """Job moves in the order they took effect, by (day, event id)."""

    leaves: list[bool]
    """True for left_company, False for joined_company."""
    day: list[int]
    person: list[int]
    account: list[int]


@dataclass(frozen=True, slots=True)
class _Spans:
    """Time spent by a person at a place (an account or circle), in growing lists while moves are applied."""

    source: list[int]
    """Position in the table's columns, -1 for a role that a joined_company began."""
    person: list[int]
    place: list[int]
    start: list[int]
    end: list[int]

    def order(self) -> NDArray[np.int64]:
        """Positions by (person, place, start); equal ones in the order of the table."""
        return np.lexsort([self.start, self.place, self.person]).astype(np.int64)


def moves(events: Events, account_index: Mapping[str, int]) -> Moves:
    """Read left_company and joined_company events; the account is `ref`, else the event's own.

    Events without a person or an account move nobody.
    """
    found = Moves([], [], [], [])
    leaves, joins = events.kind == EventKind.LEFT_COMPANY, events.kind == EventKind.JOINED_COMPANY
    for event in np.flatnonzero((leaves | joins) & (events.person >= 0)).tolist():
        account = account_index.get(events.ref[event], int(events.account[event]))
        if account >= 0:
            found.leaves.append(bool(leaves[event]))
            found.day.append(int(events.day[event]))
            found.person.append(int(events.person[event]))
            found.account.append(account)
    return found


def roles(
    table: Rows, moved: Moves, people: Mapping[str, int], accounts: Mapping[str, int], day: int
) -> Roles:
    """Roles that began by `day` (days since 1970-01-01), with job moves applied.

    left_company ends the person's roles there that are current that day, on that day; joined_company begins one
    unless one there goes on after that day. An end after `day` is not known yet: STILL.
    """
    spans = _spans(table, "account_id", people, accounts, day)
    _apply(moved, spans)
    order = spans.order()
    rows = replace(table, order=np.array(spans.source, np.int64)[order])
    start, end = _start_and_end(spans, order, day)
    stance, stance_day = _stance(rows, start, day)
    return Roles(
        person=np.array(spans.person, np.int32)[order],
        account=np.array(spans.place, np.int32)[order],
        start=start,
        end=end,
        current=end >= day,
        title=rows.texts("title"),
        seniority=rows.codes("seniority", _SENIORITY, empty=Seniority.UNKNOWN),
        buying_role=rows.texts("buying_role"),
        stance=stance,
        stance_day=stance_day,
        reports_to=rows.indices("reports_to", people),
    )


def memberships(table: Rows, people: Mapping[str, int], circles: Mapping[str, int], day: int) -> Memberships:
    """Memberships that began by `day` (days since 1970-01-01); an end after the day is not known yet: STILL."""
    spans = _spans(table, "circle_id", people, circles, day)
    order = spans.order()
    rows = replace(table, order=np.array(spans.source, np.int64)[order])
    start, end = _start_and_end(spans, order, day)
    return Memberships(
        person=np.array(spans.person, np.int32)[order],
        circle=np.array(spans.place, np.int32)[order],
        start=start,
        end=end,
        current=end >= day,
        role=rows.texts("role"),
        attendance=rows.numbers("attendance"),
    )


def _spans(table: Rows, place: str, people: Mapping[str, int], places: Mapping[str, int], day: int) -> _Spans:
    """Spans of the rows that began by the day."""
    begun = table.take(table.days("from", empty=ALWAYS) <= day)
    return _Spans(
        source=begun.order.tolist(),
        person=begun.indices("person_id", people, required=True).tolist(),
        place=begun.indices(place, places, required=True).tolist(),
        start=begun.days("from", empty=ALWAYS).tolist(),
        end=begun.days("to", empty=STILL).tolist(),
    )


def _apply(moved: Moves, spans: _Spans) -> None:
    """Cut and add spans as people move, in order."""
    concerned = set(zip(moved.person, moved.account, strict=True))
    spans_of: dict[tuple[int, int], list[int]] = defaultdict(list)
    if concerned:
        for at, who_where in enumerate(zip(spans.person, spans.place, strict=True)):
            if who_where in concerned:
                spans_of[who_where].append(at)
    for leaves, day, person, account in zip(
        moved.leaves, moved.day, moved.person, moved.account, strict=True
    ):
        known = spans_of[person, account]
        there = [at for at in known if spans.start[at] <= day <= spans.end[at]]
        if leaves:
            for at in there:
                spans.end[at] = day
        elif all(spans.end[at] == day for at in there):
            known.append(len(spans.source))
            _begin(spans, person, account, day)


def _begin(spans: _Spans, person: int, account: int, day: int) -> None:
    spans.source.append(-1)
    spans.person.append(person)
    spans.place.append(account)
    spans.start.append(day)
    spans.end.append(STILL)


def _start_and_end(spans: _Spans, order: NDArray[np.int64], day: int) -> tuple[Ints, Ints]:
    end = np.array(spans.end, np.int32)[order]
    return np.array(spans.start, np.int32)[order], np.where(end > day, np.int32(STILL), end).astype(np.int32)


def _stance(rows: Rows, start: Ints, day: int) -> tuple[Codes, Ints]:
    """Stance and the day it was seen: `stance_date`, else the role's start; unknown where that is after the day."""
    stance = rows.codes("stance", _STANCE, empty=Stance.UNKNOWN)
    dated = rows.days("stance_date", empty=ALWAYS)
    seen = np.where(dated == ALWAYS, start, dated)
    unseen = (stance == Stance.UNKNOWN) | (seen > day)
    return (
        np.where(unseen, Stance.UNKNOWN, stance).astype(np.int8),
        np.where(unseen, ALWAYS, seen).astype(np.int32),
    )
