"""Ties as contact rates: conversations a quarter between two people, and the chance that a word counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from refgraph.model.params import Params
from refgraph.snapshot.snapshot import Bools, Floats, Ints, Snapshot


@dataclass(frozen=True, slots=True)
class BigGroups:
    """Circles too large for pairs: everybody in one talks with everybody, rate `factor * a_u * a_v`.

    Used by heard, exactly and without pairs. Members of group g are `member[indptr[g]:indptr[g + 1]]`.
    """

    indptr: NDArray[np.int64]
    member: Ints
    attendance: Floats
    factor: Floats
    """Shape (g,): meetings a quarter, capped, over members - 1."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Directed ties u -> v (u speaks, v listens) in CSR form by speaker.

    `indptr` has n + 1 entries, int64; `indices` int32, sorted within a row, no self tie. Only positive rates.
    The listeners' view is (`reverse_indptr`, `reverse_indices`, `reverse_tie`): `reverse_tie` gives the position
    of a tie in the arrays by speaker.
    """

    indptr: NDArray[np.int64]
    indices: Ints
    rate: Floats
    """Conversations a quarter, from all parts, those of capped circles along the ring among them."""
    pair_rate: Floats
    """`rate` without the ring parts; what heard takes, together with `big`."""
    probability: Floats
    """p = 1 - exp(-effect * rate), in (0, 1)."""
    reverse_indptr: NDArray[np.int64]
    reverse_indices: Ints
    reverse_tie: NDArray[np.int64]
    big: BigGroups

    @property
    def n(self) -> int:
        """Number of people."""
        return len(self.indptr) - 1

    def find(self, speaker: int, listener: int) -> int | None:
        """Position of a tie, or None; O(log degree)."""
        first, last = self.indptr[speaker], self.indptr[speaker + 1]
        at = int(first + np.searchsorted(self.indices[first:last], listener))
        return at if at < last and self.indices[at] == listener else None


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
    """Whether the circle is so large that only neighbours on its ring are taken for pairs."""
    facts: Mapping[str, str | float]
    """What a text needs: `name` of the account or circle, `strength`, `members`, `since`, ..."""


def ties(snapshot: Snapshot, params: Params) -> Ties:
    """All ties as of the snapshot's day."""


def tie_evidence(snapshot: Snapshot, params: Params, speaker: int, listener: int) -> list[TieEvidence]:
    """Parts of one tie's rate, greatest first; they add up to `Ties.rate`."""
