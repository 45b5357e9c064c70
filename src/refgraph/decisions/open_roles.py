"""Open roles: the current roles at accounts that are no customers, where a word of ours could open a door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools, Ints

_NAME = "open_roles"


@dataclass(frozen=True, slots=True)
class OpenRoles:
    """Roles by person, then as in the snapshot; arrays of shape (r,)."""

    row: NDArray[np.int64]
    """Row of the snapshot's roles."""
    person: Ints
    """Ascending."""
    has_one: Bools
    """Whether each person has such a role, shape (n,)."""


def open_roles(scores: Scores) -> OpenRoles:
    """Look up the open roles once for all answers from these scores; safe to call from several threads."""
    if _NAME not in scores.kept:
        scores.kept.setdefault(_NAME, _looked_up(scores))
    return cast("OpenRoles", scores.kept[_NAME])


def _looked_up(scores: Scores) -> OpenRoles:
    snapshot = scores.snapshot
    roles = snapshot.roles
    row = np.flatnonzero(roles.current & (snapshot.accounts.status[roles.account] != Status.CUSTOMER))
    has_one = np.zeros(len(snapshot.people.ids), np.bool_)
    has_one[roles.person[row]] = True
    return OpenRoles(row, roles.person[row], has_one)
