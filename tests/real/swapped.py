"""Whole account histories changed round inside circles: what happened to one account happened to another instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.replay import replay
from refgraph.evidence.shuffles import FalseAlarms
from refgraph.model.columns import Columns
from refgraph.model.params import Params
from refgraph.model.progress import silent
from tests.evidence.simulations import judged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.evidence.replay import Replay

NETWORKS = 99
"""Rewired networks a history, for time's sake."""


def swapped(columns: Columns, rng: np.random.Generator) -> Columns:
    """Events of each account, and of its one person, become those of another in its circle.

    For histories in which person x works at account ax alone and is in one circle, as all in `histories` are.
    """
    events, members = columns.tables["events"], columns.tables["memberships"]
    people, circles = np.array(members["person_id"]), np.array(members["circle_id"])
    becomes: dict[object, object] = {}
    for circle in np.unique(circles):
        there = people[circles == circle]
        becomes |= dict(zip(there.tolist(), rng.permutation(there).tolist(), strict=True))
    person = [becomes[one] for one in events["person_id"]]
    changed = {**events, "person_id": person, "account_id": [f"a{one}" for one in person]}
    tables: Mapping[str, Mapping[str, object]] = {**columns.tables, "events": changed}
    return Columns(columns.store_uuid, columns.version, tables)  # type: ignore[arg-type]


def false_alarms_of_swaps(columns: Columns, like: Replay, count: int) -> FalseAlarms:
    """Replay `count` changed histories from the first day of `like` on, and judge each."""
    found = 0
    for number in range(count):
        rng = np.random.default_rng(number)
        history = replay(
            swapped(columns, rng),
            Params(),
            since=like.moments[0].snapshot.as_of,
            horizon_days=like.horizon_days,
            progress=silent,
        )
        found += judged(history, rng, NETWORKS).is_found
    return FalseAlarms(count, found)
