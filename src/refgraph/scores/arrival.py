"""Arrival: the chance with which a word arrives along the best path, near its speakers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.ties import Ties
    from refgraph.snapshot.snapshot import Floats

    People = NDArray[np.int64]


def arrivals(
    ties: Ties, speakers: People, chance: Floats, *, hops: int, min_probability: float
) -> tuple[People, Floats]:
    """People a word reaches after one to `hops` ties, ascending, and the greatest chance with which it does.

    `speakers`, distinct, say it with `chance` each, shape (speakers,). Walks of less than `min_probability` do not
    count. A speaker is among those reached where the word comes back. O(ties of those reached).
    """
    people, reached = np.empty(0, np.int64), np.empty(0)
    for _ in range(hops):
        speakers, chance = _one_further(ties, speakers, chance, min_probability)
        people, reached = strongest(np.concatenate((people, speakers)), np.concatenate((reached, chance)))
    return people, reached


def strongest(rows: People, chance: Floats) -> tuple[People, Floats]:
    """Each row once, ascending, with the greatest of its chances; both arrays of one shape."""
    order = np.lexsort((-chance, rows))
    rows, chance = rows[order], chance[order]
    is_first = np.ones(len(rows), np.bool_)
    is_first[1:] = rows[1:] != rows[:-1]
    return rows[is_first], chance[is_first]


def entries(indptr: People, rows: People) -> tuple[People, People]:
    """Entries of some rows of a CSR array, one row after the other, and how many each row has, shape (rows,)."""
    count = np.diff(indptr)[rows]
    first = np.repeat(indptr[rows] - (np.cumsum(count) - count), count)
    return first + np.arange(len(first)), count


def _one_further(ties: Ties, speakers: People, said: Floats, min_probability: float) -> tuple[People, Floats]:
    tie, count = entries(ties.indptr, speakers)
    chance = np.repeat(said, count) * ties.probability[tie]
    counts = chance >= min_probability
    return strongest(ties.indices[tie[counts]].astype(np.int64), chance[counts])
