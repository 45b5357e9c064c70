"""Mixing: how word of mouth passes from everybody to everybody in one step."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numba
import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.ties import Ties
    from refgraph.snapshot.snapshot import Floats, Ints


class Mixing:
    """The matrix M with M_vu = λ_uv / √(In_v · Out_u): In_v = Σ_u λ_uv, Out_u = Σ_v λ_uv; 0 where λ_uv = 0.

    λ is exact: in a group of any size everybody talks with everybody. The matrix is never formed; a product costs
    O(memberships + ties apart from groups) a column. What cannot be reached comes out as exactly 0, and where all
    entries are at least 0, so are the results.
    """

    def __init__(self, ties: Ties) -> None:
        self._groups = ties.groups
        apart = ties.apart
        self._to_speaker = sparse.csr_array((apart.rate, apart.indices, apart.indptr), shape=(ties.n, ties.n))
        everybody = np.ones((ties.n, 1))
        self._listening = _inverse_root(self._to_listeners(everybody))
        self._speaking = _inverse_root(self._to_speakers(everybody))

    def spread(self, words: Floats) -> Floats:
        """M @ words: what everybody hears when they say `words`, shape (n, c)."""
        return self._listening * self._to_listeners(self._speaking * words)

    def gather(self, weights: Floats) -> Floats:
        """Mᵀ @ weights: how much what each says counts when listeners count `weights`, shape (n, c)."""
        return self._speaking * self._to_speakers(self._listening * weights)

    @cached_property
    def _to_listener(self) -> sparse.csr_array:
        return self._to_speaker.T.tocsr()

    def _to_listeners(self, words: Floats) -> Floats:
        return self._with_groups(words, np.asarray(self._to_listener @ words))

    def _to_speakers(self, weights: Floats) -> Floats:
        return self._with_groups(weights, np.asarray(self._to_speaker @ weights))

    def _with_groups(self, words: Floats, heard: Floats) -> Floats:
        groups = self._groups
        add_group_talk(
            groups.indptr, groups.member, groups.attendance, groups.factor, np.ascontiguousarray(words), heard
        )
        return heard


@numba.njit(cache=True)
def add_group_talk(
    indptr: NDArray[np.int64], member: Ints, attendance: Floats, factor: Floats, words: Floats, heard: Floats
) -> None:
    """Add to `heard` what members of each group hear when all say their `words`, both of shape (n, c).

    Sums over the others run from both ends of the group. The sum over all less one's own word would leave
    rounding noise where nobody else said anything.
    """
    columns = words.shape[1]
    said = np.empty(columns, np.float64)
    for g in range(len(factor)):
        first, last = indptr[g], indptr[g + 1]
        for turn in range(2):
            said[:] = 0.0
            for step in range(last - first):
                at = first + step if turn == 0 else last - 1 - step
                person, share = member[at], attendance[at]
                listening = factor[g] * share
                for c in range(columns):
                    heard[person, c] += listening * said[c]
                    said[c] += share * words[person, c]


def _inverse_root(total: Floats) -> Floats:
    """1 / √total, 0 where the total is 0."""
    return np.divide(1.0, np.sqrt(total), out=np.zeros_like(total), where=total > 0)
