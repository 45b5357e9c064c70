"""Mixing: how word of mouth passes from everybody to everybody in one step."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.csr import WORKERS, transposed
from refgraph.scores.groups import places
from refgraph.scores.parallel import one_at_a_time
from refgraph.scores.pull_kernels import pull, talk_in_groups

if TYPE_CHECKING:
    from refgraph.scores.csr_kernels import Rows
    from refgraph.scores.talk import Talk
    from refgraph.scores.ties import Ties
    from refgraph.snapshot.snapshot import Floats


class Mixing:
    """The matrix M with M_vu = λ_uv / √(In_v · Out_u): In_v = Σ_u λ_uv, Out_u = Σ_v λ_uv; 0 where λ_uv = 0.

    λ is exact: in a group of any size everybody talks with everybody. The matrix is never formed; a product costs
    O(memberships + ties apart from groups) a column, on all cores, and does not depend on how many there are. What
    cannot be reached comes out as exactly 0, and where all entries are at least 0, so are the results.
    """

    def __init__(self, ties: Ties | Talk) -> None:
        self._groups, self._by_speaker = ties.groups, ties.apart.arrays
        n = len(ties.apart.indptr) - 1
        self._places, self._everybody = places(ties.groups, n)[:2], np.ones(n)
        said = self._pull(self._by_speaker, self._everybody, self._everybody[:, np.newaxis])[:, 0]
        self._speaking = inverse_root(said)
        self._listening = inverse_root(self._listened())

    def spread(self, words: Floats) -> Floats:
        """M @ words: what everybody hears when they say `words`, shape (n, c)."""
        return self._pull(self._by_listener, self._listening, self._speaking[:, np.newaxis] * words)

    def gather(self, weights: Floats) -> Floats:
        """Mᵀ @ weights: how much what each says counts when listeners count `weights`, shape (n, c)."""
        return self._pull(self._by_speaker, self._speaking, self._listening[:, np.newaxis] * weights)

    @cached_property
    def _by_listener(self) -> Rows:
        indptr, listener, rate = self._by_speaker
        starts, speaker, tie = transposed(indptr, listener)
        return starts, speaker, rate[tie]

    def _pull(self, rows: Rows, hearing: Floats, words: Floats) -> Floats:
        words = np.ascontiguousarray(words)
        talk, heard = (*self._places, self._talk(words)), np.empty_like(words)
        with one_at_a_time:
            pull(rows, talk, hearing, words, heard, WORKERS)
        return heard

    def _talk(self, words: Floats) -> Floats:
        """What each member of each group hears there, by entry of `member`, shape (entries, c)."""
        heard = np.empty((len(self._groups.member), words.shape[1]))
        with one_at_a_time:
            talk_in_groups(self._groups.arrays, words, heard, WORKERS)
        return heard

    def _listened(self) -> Floats:
        """In_v, shape (n,)."""
        _, listener, rate = self._by_speaker
        together, n = self._talk(self._everybody[:, np.newaxis])[:, 0], len(self._everybody)
        listened = np.zeros(n)  # bincount gives integers where there is nothing to count
        for people, heard in ((listener, rate), (self._groups.member, together)):
            listened += np.bincount(people, heard, minlength=n)
        return listened


def inverse_root(total: Floats) -> Floats:
    """1 / √total, 0 where the total is 0 or, by rounding, below."""
    return np.divide(1.0, np.sqrt(total), out=np.zeros_like(total), where=total > 0)
