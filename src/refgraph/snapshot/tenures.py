"""Roles and memberships as of a day: who was where from when to when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from refgraph.model.order import ascending
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
from refgraph.snapshot.texts import taken

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
    """Time spent by people at places (accounts or circles); all of shape (spans,)."""

    source: NDArray[np.int64]
    """Position in the table's columns, -1 for a role that a joined_company began."""
    person: Ints
    place: Ints
    start: Ints
    end: Ints

    def sorted(self) -> _Spans:
        """Order by (person, place, start); equal ones in the order of the table."""
        order = ascending(self.person, self.place, self.start)
        if order.dtype == np.bool_:
            return self
        return _Spans(*(getattr(self, field.name)[order] for field in fields(self)))

    def pairs(self) -> NDArray[np.int64]:
        """Person and place in one number."""
        return _pairs(self.person, self.place)


def moves(events: Events, account_index: Mapping[str, int]) -> Moves:
    """Read left_company and joined_company events; the account is `ref`, else the event's own.

    Events without a person or an account move nobody.
    """
    found = Moves([], [], [], [])
    leaves, joins = events.kind == EventKind.LEFT_COMPANY, events.kind == EventKind.JOINED_COMPANY
    rows = np.flatnonzero((leaves | joins) & (events.person >= 0))
    for event, ref in zip(rows.tolist(), taken(events.ref, rows), strict=True):
        account = account_index.get(ref, int(events.account[event]))
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
    spans = _moved(_spans(table, "account_id", people, accounts, day), moved).sorted()
    rows, end = _rows(table, spans), _known_end(spans, day)
    stance, stance_day = _stance(rows, spans.start, day)
    return Roles(
        person=spans.person,
        account=spans.place,
        start=spans.start,
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
    spans = _spans(table, "circle_id", people, circles, day).sorted()
    rows, end = _rows(table, spans), _known_end(spans, day)
    return Memberships(
        person=spans.person,
        circle=spans.place,
        start=spans.start,
        end=end,
        current=end >= day,
        role=rows.texts("role"),
        attendance=rows.numbers("attendance"),
    )


def _spans(table: Rows, place: str, people: Mapping[str, int], places: Mapping[str, int], day: int) -> _Spans:
    """Spans of the rows that began by the day."""
    begun = table.take(table.days("from", empty=ALWAYS) <= day)
    return _Spans(
        source=begun.positions(),
        person=begun.indices("person_id", people, required=True),
        place=begun.indices(place, places, required=True),
        start=begun.days("from", empty=ALWAYS),
        end=begun.days("to", empty=STILL),
    )


def _rows(table: Rows, spans: _Spans) -> Rows:
    """Rows of the table that the spans come from."""
    # Most often these are all rows as they stand, which need not be gathered.
    if np.array_equal(spans.source, np.arange(len(table))):
        return table
    return replace(table, order=spans.source)


def _pairs(person: NDArray[Any], place: NDArray[Any]) -> NDArray[np.int64]:
    both: NDArray[np.int64] = person.astype(np.int64) << 32 | place
    return both


def _moved(spans: _Spans, moved: Moves) -> _Spans:
    """Cut and add spans as people move."""
    if not moved.day:
        return spans
    moving = _pairs(np.array(moved.person, np.int64), np.array(moved.account, np.int64))
    concerned = np.flatnonzero(np.isin(spans.pairs(), moving))
    times = _Times(spans.start[concerned].tolist(), spans.end[concerned].tolist())
    begun = times.apply(spans.pairs()[concerned].tolist(), moving.tolist(), moved)
    end = spans.end.copy()
    end[concerned] = times.end[: len(concerned)]
    new = np.array(begun, np.int64)
    return _Spans(
        source=np.append(spans.source, np.full(len(new), -1)),
        person=np.append(spans.person, np.array(moved.person, np.int32)[new]),
        place=np.append(spans.place, np.array(moved.account, np.int32)[new]),
        start=np.append(spans.start, np.array(moved.day, np.int32)[new]),
        end=np.append(end, np.array(times.end[len(concerned) :], np.int32)),
    )


@dataclass(frozen=True, slots=True)
class _Times:
    """Beginnings and ends of some spans, in lists that grow while moves are applied."""

    start: list[int]
    end: list[int]

    def apply(self, pairs: list[int], moving: list[int], moved: Moves) -> list[int]:
        """Apply moves in their order, where span i is of `pairs[i]` and move j of `moving[j]`; those that began one."""
        spans_of: dict[int, list[int]] = defaultdict(list)
        for span, pair in enumerate(pairs):
            spans_of[pair].append(span)
        begun = []
        for move, (leaves, day, pair) in enumerate(zip(moved.leaves, moved.day, moving, strict=True)):
            there = [span for span in spans_of[pair] if self.start[span] <= day <= self.end[span]]
            if leaves:
                for span in there:
                    self.end[span] = day
            elif all(self.end[span] == day for span in there):
                spans_of[pair].append(len(self.start))
                self.start.append(day)
                self.end.append(STILL)
                begun.append(move)
        return begun


def _known_end(spans: _Spans, day: int) -> Ints:
    """Last days; STILL where they lie after the day."""
    return np.where(spans.end > day, np.int32(STILL), spans.end).astype(np.int32, copy=False)


def _stance(rows: Rows, start: Ints, day: int) -> tuple[Codes, Ints]:
    """Stance and the day it was seen: `stance_date`, else the role's start; unknown where that is after the day."""
    stance = rows.codes("stance", _STANCE, empty=Stance.UNKNOWN)
    dated = rows.days("stance_date", empty=ALWAYS)
    seen = np.where(dated == ALWAYS, start, dated)
    unseen = (stance == Stance.UNKNOWN) | (seen > day)
    return (
        np.where(unseen, np.int8(Stance.UNKNOWN), stance).astype(np.int8, copy=False),
        np.where(unseen, np.int32(ALWAYS), seen).astype(np.int32, copy=False),
    )
