"""Open incidents: where nobody is asked for a favour until the trouble is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.incidents import closings
from refgraph.snapshot.snapshot import EventKind

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Snapshot


def incidents_in_the_way(snapshot: Snapshot) -> dict[int, int]:
    """Event row of the open incident that blocks each account, the oldest where there are several.

    An incident blocks the account it is open at; once its complaint was escalated, also all accounts above it.
    """
    events = snapshot.events
    is_open = (events.kind == EventKind.INCIDENT_OPENED) & (closings(snapshot) < 0) & (events.account >= 0)
    escalated = {
        events.ref[row] for row in np.flatnonzero(events.kind == EventKind.COMPLAINT_ESCALATED).tolist()
    }
    blocking: dict[int, int] = {}
    for row in np.flatnonzero(is_open).tolist():
        account = int(events.account[row])
        above = _ancestors(snapshot, account) if events.ids[row] in escalated else []
        for blocked in (account, *above):
            blocking.setdefault(blocked, row)
    return blocking


def _ancestors(snapshot: Snapshot, account: int) -> list[int]:
    """Accounts above one, each once; where parents run in a circle, the account itself is among them."""
    parents = snapshot.accounts.parent
    above: list[int] = []
    at = int(parents[account])
    while at >= 0 and at not in above:
        above.append(at)
        at = int(parents[at])
    return above
