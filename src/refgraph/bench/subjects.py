"""Graphs as the scores take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.csr import transposed
from refgraph.scores.fans import Fan
from refgraph.scores.groups import Groups
from refgraph.scores.talk import Rates
from refgraph.scores.ties import Ties

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.bench.graphs import Graph


def ties_of(graph: Graph) -> Ties:
    """The graph as ties of people in no circle and at no account; the rate of a tie is its chance."""
    reverse_indptr, reverse_indices, reverse_tie = transposed(graph.indptr, graph.indices)
    nobody = Groups(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0), np.zeros(0))
    return Ties(
        indptr=graph.indptr,
        indices=graph.indices,
        rate=graph.chance,
        probability=graph.chance,
        reverse_indptr=reverse_indptr,
        reverse_indices=reverse_indices,
        reverse_tie=reverse_tie,
        groups=nobody,
        apart=Rates(graph.indptr, graph.indices, graph.chance),
    )


def inward_of(folder: Path) -> Fan:
    """Speakers to each person of a saved graph: all of a listener have one chance, so they stand in order.

    Read as they lie, so that the memory of a case is that of its arrays.
    """
    indptr, speakers = (np.load(folder / f"{name}.npy") for name in ("speakers_indptr", "speakers"))
    heard_from = np.diff(indptr)
    return Fan(indptr, speakers, np.repeat(1.0 / np.maximum(heard_from, 1), heard_from))
