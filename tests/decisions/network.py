"""Networks for tests of paths and decisions: people with opinions, and the chance of each tie as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from scipy import sparse

from refgraph.model.params import Params
from refgraph.scores.groups import Groups
from refgraph.scores.heard import Heard
from refgraph.scores.opinion import Opinion
from refgraph.scores.scores import Scores
from refgraph.scores.talk import Rates
from refgraph.scores.ties import Ties
from tests.facts import TODAY, Cells, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Chances = dict[tuple[int, int], float]
"""Chance that a word passes, by (speaker, listener)."""
DEFAULTS = Params()


def role(person: str, account: str) -> Cells:
    """A current role of which nothing more is known."""
    return {"person_id": person, "account_id": account}


def ties_of(n: int, chances: Mapping[tuple[int, int], float]) -> Ties:
    """Directed ties between n people, with exactly the chances given."""
    speaker, listener = (np.array([pair[i] for pair in chances], int) for i in (0, 1))
    chance = np.array(list(chances.values()), float)
    by_speaker = sparse.csr_array((chance, (speaker, listener)), shape=(n, n))
    by_speaker.sort_indices()
    position = np.arange(len(chance))
    by_listener = sparse.csr_array((position, by_speaker.indices, by_speaker.indptr), shape=(n, n)).tocsc()
    indptr, indices = by_speaker.indptr.astype(np.int64), by_speaker.indices.astype(np.int32)
    rate = -np.log1p(-by_speaker.data) / DEFAULTS.effect
    nobody = np.empty(0)
    return Ties(
        indptr=indptr,
        indices=indices,
        rate=rate,
        probability=by_speaker.data,
        reverse_indptr=by_listener.indptr.astype(np.int64),
        reverse_indices=by_listener.indices.astype(np.int32),
        reverse_tie=by_listener.data.astype(np.int64),
        groups=Groups(np.zeros(1, np.int64), nobody.astype(np.int32), nobody, nobody),
        apart=Rates(indptr, indices, rate),
    )


def scores_of(
    chances: Mapping[tuple[str, str], float],
    opinions: Mapping[str, tuple[float, float]],
    params: Params = DEFAULTS,
    as_of: str = TODAY,
    /,
    **tables: list[Cells],
) -> Scores:
    """Scores with the ties and opinions (belief, disbelief) given, by person id; the rest from the tables."""
    snapshot = snapshot_of(as_of, **tables)
    n, index = len(snapshot.people.ids), snapshot.person_index
    believed = np.array([opinions.get(person, (0.0, 0.0)) for person in snapshot.people.ids]).reshape(n, 2)
    by_index = {(index[a], index[b]): chance for (a, b), chance in chances.items()}
    unheard = Heard(np.zeros(n), np.zeros(n), params.negative_weight, params.certainty_half)
    opinion = Opinion(believed[:, 0].copy(), believed[:, 1].copy())
    return Scores(snapshot, params, opinion, ties_of(n, by_index), unheard)


def graph_of(ties: Ties) -> nx.DiGraph[int]:
    """The same ties as a networkx graph, with attributes `chance` and `cost` = -log chance."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(ties.n))
    speaker = np.repeat(np.arange(ties.n), np.diff(ties.indptr))
    for u, v, chance in zip(speaker.tolist(), ties.indices.tolist(), ties.probability.tolist(), strict=True):
        graph.add_edge(u, v, chance=chance, cost=-float(np.log(chance)))
    return graph


def random_chances(rng: np.random.Generator, n: int, density: float) -> Chances:
    """Random directed ties; a third of the networks have few distinct chances, so that many paths are equal."""
    some = [0.5, 0.25, 0.1, 0.05, 0.01]
    is_coarse = rng.random() < 1 / 3
    return {
        (u, v): float(rng.choice(some) if is_coarse else rng.uniform(0.005, 0.9))
        for u in range(n)
        for v in range(n)
        if u != v and rng.random() < density
    }
