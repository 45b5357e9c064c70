"""Open incidents: where nobody is asked for a favour until the trouble is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.family import above
from refgraph.snapshot.incidents import closings
from refgraph.snapshot.snapshot import EventKind
from refgraph.snapshot.texts import taken

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Snapshot


def incidents_in_the_way(snapshot: Snapshot) -> dict[int, int]:
    """Event row of the open incident that blocks each account, the oldest where there are several.

    An incident blocks the account it is open at; once its complaint was escalated, also all accounts above it.
    """
    events = snapshot.events
    is_open = (events.kind == EventKind.INCIDENT_OPENED) & (closings(snapshot) < 0) & (events.account >= 0)
    escalated = set(taken(events.ref, np.flatnonzero(events.kind == EventKind.COMPLAINT_ESCALATED)))
    rows = np.flatnonzero(is_open)
    blocking: dict[int, int] = {}
    for row, key, account in zip(
        rows.tolist(), taken(events.ids, rows), events.account[rows].tolist(), strict=True
    ):
        higher = above(snapshot, account) if key in escalated else []
        for blocked in (account, *higher):
            blocking.setdefault(blocked, row)
    return blocking
