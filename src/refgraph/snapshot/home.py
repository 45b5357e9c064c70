"""Home: the one account a person is shown at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Ints, Snapshot


def home_accounts(snapshot: Snapshot) -> Ints:
    """Account of each person's most senior current role, then of the smallest id; -1 without one; shape (n,)."""
    roles = snapshot.roles
    rows = np.flatnonzero(roles.current)
    order = rows[
        np.lexsort((roles.account[rows], -roles.seniority[rows].astype(np.int32), roles.person[rows]))
    ]
    people, first = np.unique(roles.person[order], return_index=True)
    home = np.full(len(snapshot.people.ids), -1, dtype=np.int32)
    home[people] = roles.account[order[first]]
    return home
