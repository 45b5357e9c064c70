"""Ties as contact rates: conversations a quarter between two people, and the chance that a word counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.csr import WORKERS, packed, transposed
from refgraph.scores.groups import Groups, account_groups, circle_groups, joined, places, ring_steps
from refgraph.scores.parallel import one_at_a_time
from refgraph.scores.talk import Rates, added_up, undeclared
from refgraph.scores.tie_kernels import listeners_of, most_listeners
from refgraph.scores.tie_parts import across_rings, declared, reporting_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from refgraph.model.params import Params
    from refgraph.scores.csr_kernels import Rows
    from refgraph.scores.tie_kernels import Places, Rings
    from refgraph.snapshot.snapshot import Floats, Ints, Snapshot


@dataclass(frozen=True, slots=True)
class Ties:
    """Directed ties u -> v (u speaks, v listens) in CSR form by speaker.

    `indptr` has n + 1 entries, int64; `indices` int32, sorted within a row, no self tie. Only positive rates.
    The listeners' view is (`reverse_indptr`, `reverse_indices`, `reverse_tie`): `reverse_tie` gives the position
    of a tie in the arrays by speaker.

    `groups` and `apart` say the same once more, without pairs and without caps, for heard: the rate of a pair is
    the sum over the groups both are in, and what `apart` has for it.
    """

    indptr: NDArray[np.int64]
    indices: Ints
    rate: Floats
    """Conversations a quarter, from all parts; of large circles and accounts neighbours on the ring alone."""
    probability: Floats
    """p = 1 - exp(-effect * rate), in (0, 1)."""
    reverse_indptr: NDArray[np.int64]
    reverse_indices: Ints
    reverse_tie: NDArray[np.int64]
    groups: Groups
    """Accounts, then circles."""
    apart: Rates
    """Rates of pairs besides those in `groups`: declared, reporting lines (less the rate as colleagues), ended."""

    @property
    def n(self) -> int:
        """Number of people."""
        return len(self.indptr) - 1

    def find(self, speaker: int, listener: int) -> int | None:
        """Position of a tie, or None; O(log degree)."""
        first, last = self.indptr[speaker], self.indptr[speaker + 1]
        at = int(first + np.searchsorted(self.indices[first:last], listener))
        return at if at < last and self.indices[at] == listener else None

    def chance(self, speaker: int, listener: int) -> float:
        """Probability of a tie, in [0, 1): 0 where there is none."""
        at = self.find(speaker, listener)
        return float(self.probability[at]) if at is not None else 0.0


@dataclass(frozen=True, slots=True)
class TieEvidence:
    """One part of a tie's rate."""

    kind: str
    """`knows`, `reports_to`, `same_account`, `former_colleagues`, `shared_circle` or `ended_circle`."""
    ref: str
    """Account or circle id; for knows the two person ids and the kind, joined by '|'."""
    day: int
    """Day the ageing runs from; ALWAYS where it does not age."""
    rate: float
    """Conversations a quarter as of the day, after ageing."""
    capped: bool
    """Whether the account or circle is so large that only neighbours on its ring are taken for pairs."""
    facts: Mapping[str, str | float]
    """What a text needs: `name` of the account or circle with its `people` or `members`, as many as count in the
    rate; for knows `strength`, and `kind`, `since`, `last_contact` (ISO days) where known."""


def ties(snapshot: Snapshot, params: Params) -> Ties:
    """All ties as of the snapshot's day, n + 1 entries of indptr in CSR; O(pairs log degree), 12 bytes a pair besides."""
    n = len(snapshot.people.ids)
    accounts, circles = account_groups(snapshot, params), circle_groups(snapshot, params)
    lines = reporting_lines(snapshot.roles)
    apart = added_up(n, [declared(snapshot, params), *undeclared(snapshot, params)])
    across = added_up(n, [across_rings(lines, accounts, params)])
    groups, limits = joined(accounts, circles), (params.account_pairs_up_to, params.pairs_up_to)
    steps = np.concatenate(
        [
            ring_steps(part.size, limit, params)
            for part, limit in zip((accounts, circles), limits, strict=True)
        ]
    )
    indptr, indices, rate = _all_pairs(apart, across, (*groups.arrays, steps), places(groups, n))
    reverse_indptr, reverse_indices, reverse_tie = transposed(indptr, indices)
    return Ties(
        indptr=indptr,
        indices=indices,
        rate=rate,
        probability=-np.expm1(-params.effect * rate),
        reverse_indptr=reverse_indptr,
        reverse_indices=reverse_indices,
        reverse_tie=reverse_tie,
        groups=groups,
        apart=apart,
    )


def _all_pairs(apart: Rates, across: Rates, rings: Rings, members: Places) -> Rows:
    starts = most_listeners(apart.arrays, across.arrays, rings, members)
    indices, rate = np.empty(starts[-1], np.int32), np.empty(starts[-1])
    with one_at_a_time:
        size = listeners_of(apart.arrays, across.arrays, rings, members, (starts, indices, rate), WORKERS)
    return packed(starts, size, indices, rate)
