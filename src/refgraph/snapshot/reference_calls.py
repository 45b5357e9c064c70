"""Reference calls as of a day: which have been judged, and by which event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.snapshot import EventKind, Events, Ints, Snapshot
from refgraph.snapshot.texts import taken

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NAME = "judged_calls"


@dataclass(frozen=True, slots=True)
class JudgedCalls:
    """Reference calls of which expected and actual tone are known, arrays of shape (j,)."""

    call: Ints
    """Rows of the calls, ascending. `events.value` there is the expected tone, `events.person` the referrer."""
    by: Ints
    """Row of the satisfaction that judged each; `events.value` there is the actual tone."""


def judged_calls(snapshot: Snapshot) -> JudgedCalls:
    """Find the calls that were judged, O(events) in numpy and once a snapshot.

    A call with a person and an expected tone is judged by the last satisfaction with a value, by (day, id), whose
    `ref` is the id of the call and whose day is not before it.
    """
    found = known_judged_calls(snapshot)
    if found is None:
        found = _judged_calls(snapshot.events)
        keep_judged_calls(snapshot, found)
    return found


def known_judged_calls(snapshot: Snapshot) -> JudgedCalls | None:
    """What `judged_calls` has found before, None where it was not asked."""
    found: JudgedCalls | None = vars(snapshot).get(_NAME)
    return found


def keep_judged_calls(snapshot: Snapshot, found: JudgedCalls) -> None:
    """Let `judged_calls` answer with what is known already."""
    for rows in (found.call, found.by):
        rows.setflags(write=False)
    vars(snapshot)[_NAME] = found


def calls_named_by(events: Events, rows: Ints) -> NDArray[np.int64]:
    """Rows of the reference calls that the satisfactions among some rows name, judged or not; ascending."""
    said = rows[events.kind[rows] == EventKind.SATISFACTION]
    named = set(taken(events.ref, said.astype(np.int64))) - {""}
    if not named:
        return np.empty(0, np.int64)
    calls = np.flatnonzero(events.kind == EventKind.REFERENCE_CALL)
    return calls[[key in named for key in taken(events.ids, calls)]]


def _judged_calls(events: Events) -> JudgedCalls:
    has_value = ~np.isnan(events.value)
    is_call = (events.kind == EventKind.REFERENCE_CALL) & (events.person >= 0) & has_value
    calls = np.flatnonzero(is_call)
    by = _last_judgements(events, calls, has_value) if len(calls) else {}
    found = sorted(by.items())
    return JudgedCalls(
        np.array([call for call, _ in found], np.int32), np.array([row for _, row in found], np.int32)
    )


def _last_judgements(
    events: Events, calls: NDArray[np.int64], has_value: NDArray[np.bool_]
) -> dict[int, int]:
    """Row of the last judgement by row of the call."""
    # Events are in the order of days: nothing before the first call can judge one.
    first = int(np.searchsorted(events.day, events.day[calls[0]]))
    said = first + np.flatnonzero((events.kind[first:] == EventKind.SATISFACTION) & has_value[first:])
    call_of = dict(zip(taken(events.ids, calls), calls.tolist(), strict=True))
    by: dict[int, int] = {}
    for row, ref in zip(said.tolist(), taken(events.ref, said), strict=True):
        call = call_of.get(ref)
        if call is not None and events.day[row] >= events.day[call]:
            by[call] = row
    return by
