"""Talk: how often people talk with each other, exactly and without forming the pairs of groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.csr import summed
from refgraph.scores.groups import Groups, account_groups, circle_groups, joined
from refgraph.scores.tie_parts import (
    Part,
    declared,
    ended_circles,
    former_colleagues,
    reporting,
    reporting_lines,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from refgraph.model.params import Params
    from refgraph.scores.csr_kernels import Rows
    from refgraph.snapshot.snapshot import Floats, Ints, Snapshot


@dataclass(frozen=True, slots=True)
class Rates:
    """Directed rates in CSR form by speaker: `indptr` int64, `indices` int32, sorted within a row, none of 0."""

    indptr: NDArray[np.int64]
    indices: Ints
    rate: Floats
    """Conversations a quarter."""

    @property
    def arrays(self) -> Rows:
        """What kernels take."""
        return self.indptr, self.indices, self.rate


@dataclass(frozen=True, slots=True)
class Talk:
    """The rate of a pair is the sum over the groups both are in, and what `apart` has for it."""

    groups: Groups
    """Accounts, then circles."""
    apart: Rates
    """Rates of pairs besides those in `groups`: declared, reporting lines (less the rate as colleagues), ended."""


def talk(snapshot: Snapshot, params: Params) -> Talk:
    """All talk as of the snapshot's day, O(memberships + roles + acquaintances)."""
    groups = talking_groups(snapshot, params)
    parts = [declared(snapshot, params), *undeclared(snapshot, params)]
    return Talk(groups, added_up(len(snapshot.people.ids), parts))


def talking_groups(snapshot: Snapshot, params: Params) -> Groups:
    """Accounts with their current people, then circles with their current members."""
    return joined(account_groups(snapshot, params), circle_groups(snapshot, params))


def undeclared(snapshot: Snapshot, params: Params) -> list[Part]:
    """What pairs talk apart from current groups and declared acquaintances: former colleagues, ended circles, lines."""
    lines = reporting_lines(snapshot.roles)
    return [
        former_colleagues(snapshot, params),
        ended_circles(snapshot, params),
        reporting(lines, account_groups(snapshot, params), params),
    ]


def added_up(n: int, parts: Sequence[Part]) -> Rates:
    """Add up the rates of each pair among `n` people; pairs left with none are dropped."""
    speaker, listener, rate = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("speaker", "listener", "rate")
    )
    return Rates(*summed(speaker, listener, rate, n))
