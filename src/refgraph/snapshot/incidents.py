"""Incidents as of a day: which are closed, and by which event."""

from __future__ import annotations

import numpy as np

from refgraph.snapshot.snapshot import EventKind, Ints, Snapshot


def closings(snapshot: Snapshot) -> Ints:
    """Row of the event that closed each incident, shape (number of events,); -1 for open ones and other events.

    The closing is the last incident_closed, by (day, id), whose `ref` is the id of the incident_opened. A closing
    that names no opening closes nothing.
    """
    events = snapshot.events
    closing = np.full(len(events.ids), -1, np.int32)
    for row in np.flatnonzero(events.kind == EventKind.INCIDENT_CLOSED).tolist():
        opening = snapshot.event_index.get(events.ref[row], -1)
        if opening >= 0 and events.kind[opening] == EventKind.INCIDENT_OPENED:
            closing[opening] = row
    return closing
