"""Incidents as of a day: which are closed, and by which event."""

from __future__ import annotations

import numpy as np

from refgraph.snapshot.snapshot import EventKind, Events, Ints, Snapshot
from refgraph.snapshot.texts import taken

_NAME = "closings"


def closings(snapshot: Snapshot) -> Ints:
    """Row of the event that closed each incident, shape (number of events,); -1 for open ones and other events.

    The closing is the last incident_closed, by (day, id), whose `ref` is the id of the incident_opened. A closing
    that names no opening closes nothing. Looked up once a snapshot.
    """
    found: Ints | None = known_closings(snapshot)
    if found is None:
        found = _closings(snapshot.events)
        keep_closings(snapshot, found)
    return found


def known_closings(snapshot: Snapshot) -> Ints | None:
    """What `closings` has found before, None where it was not asked."""
    found: Ints | None = vars(snapshot).get(_NAME)
    return found


def keep_closings(snapshot: Snapshot, found: Ints) -> None:
    """Let `closings` answer with what is known already."""
    found.setflags(write=False)
    vars(snapshot)[_NAME] = found


def _closings(events: Events) -> Ints:
    closing = np.full(len(events.ids), -1, np.int32)
    openings = np.flatnonzero(events.kind == EventKind.INCIDENT_OPENED)
    closed = np.flatnonzero(events.kind == EventKind.INCIDENT_CLOSED)
    opening_of = dict(zip(taken(events.ids, openings), openings.tolist(), strict=True))
    for row, ref in zip(closed.tolist(), taken(events.ref, closed), strict=True):
        if (opening := opening_of.get(ref)) is not None:
            closing[opening] = row
    return closing
