"""Nearby: the products of `Mixing` where only a few speak or only a few listen, without going through everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.csr import transposed
from refgraph.scores.csr_kernels import grouped
from refgraph.scores.nearby_kernels import add_listened, add_said, add_talk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.ties import Ties
    from refgraph.snapshot.snapshot import Floats, Ints


class Nearby:
    """The matrix M of `Mixing`, ready to be multiplied near some people.

    A product costs O(ties apart from groups of these people + members of their groups) and room for everybody.
    """

    def __init__(self, ties: Ties) -> None:
        """Index ties both ways, O(memberships + ties apart from groups)."""
        self._ties, self._by_speaker = ties, ties.apart.arrays
        indptr, listener, rate = self._by_speaker
        starts, speaker, tie = transposed(indptr, listener)
        self._by_listener = starts, speaker, rate[tie]
        self._first, entry = grouped(ties.groups.member, ties.n)
        self._group = ties.groups.group[entry]
        together = self._together()
        self._listening = _inverse_root(np.bincount(listener, rate, minlength=ties.n) + together)
        self._speaking = _inverse_root(
            np.bincount(speaker, self._by_listener[2], minlength=ties.n) + together
        )

    def said(self, speakers: Ints, words: Floats) -> tuple[Floats, Ints]:
        """M @ words, both of shape (n, c), where nobody but distinct `speakers` says anything; and who is reached."""
        heard, reached = np.zeros(words.shape), np.zeros(len(words), np.bool_)
        add_said(self._by_speaker, speakers, self._speaking, words, heard, reached)
        add_talk(self._ties.groups.arrays, self._groups_of(speakers), self._speaking, words, heard, reached)
        people = np.flatnonzero(reached).astype(np.int32)
        heard[people] *= self._listening[people, np.newaxis]
        return heard, people

    def listened(self, listeners: Ints, words: Floats) -> Floats:
        """M @ words at distinct `listeners`, shape (listeners, c)."""
        heard, reached = np.zeros(words.shape), np.zeros(len(words), np.bool_)
        add_listened(self._by_listener, listeners, self._speaking, words, heard)
        add_talk(self._ties.groups.arrays, self._groups_of(listeners), self._speaking, words, heard, reached)
        found: Floats = heard[listeners] * self._listening[listeners, np.newaxis]
        return found

    def speakers_to(self, listeners: Ints) -> Ints:
        """Everybody whose word reaches one of the `listeners` in one step, themselves where they are; ascending."""
        indptr, speaker, _ = self._by_listener
        groups = self._ties.groups
        found = np.zeros(self._ties.n, np.bool_)
        found[speaker[_entries(indptr, listeners)]] = True
        found[groups.member[_entries(groups.indptr, self._groups_of(listeners))]] = True
        return np.flatnonzero(found).astype(np.int32)

    def _groups_of(self, people: Ints) -> NDArray[np.int64]:
        """Groups that some people are in, each once."""
        found = np.zeros(len(self._ties.groups.factor), np.bool_)
        found[self._group[_entries(self._first, people)]] = True
        return np.flatnonzero(found)

    def _together(self) -> Floats:
        """Rate at which each person talks in groups, shape (n,)."""
        groups, everybody = self._ties.groups, np.ones((self._ties.n, 1))
        rate = np.zeros(everybody.shape)
        every_group = np.arange(len(groups.factor))
        add_talk(
            groups.arrays, every_group, np.ones(self._ties.n), everybody, rate, np.zeros(len(rate), np.bool_)
        )
        return rate[:, 0]


def _entries(indptr: NDArray[np.int64], rows: Ints | NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions of all entries of some rows in CSR form."""
    count = indptr[rows + 1] - indptr[rows]
    before = np.cumsum(count) - count
    positions: NDArray[np.int64] = np.arange(count.sum()) + np.repeat(indptr[rows] - before, count)
    return positions


def _inverse_root(total: Floats) -> Floats:
    """1 / √total, 0 where the total is 0."""
    return np.divide(1.0, np.sqrt(total), out=np.zeros_like(total), where=total > 0)
