"""Small random networks for paths, and all their paths listed one by one by networkx."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from refgraph.scores.fans import Fan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Bools

Listed = list[tuple[float, tuple[int, ...]]]
"""Probability of each path and its people from the speaker to the listener."""


@dataclass(frozen=True)
class Network:
    """Chances of directed ties between n people, and who carries."""

    chance: NDArray[np.float64]
    """Shape (n, n), speaker by listener; 0 where there is no tie."""
    carries: Bools

    @property
    def n(self) -> int:
        return len(self.chance)

    @property
    def outward(self) -> Fan:
        return fan_of(self.chance)

    @property
    def inward(self) -> Fan:
        return fan_of(self.chance.T)

    def paths(self, speaker: int, listener: int, max_hops: int, least: float) -> Listed:
        """All simple paths over carriers, best first."""
        if speaker == listener:
            return []
        graph = nx.from_numpy_array(self.chance, create_using=nx.DiGraph)
        simple = (tuple(path) for path in nx.all_simple_paths(graph, speaker, listener, cutoff=max_hops))
        found = [(self.probability(path), path) for path in simple if self.carries[list(path[1:-1])].all()]
        return sorted(
            ((p, path) for p, path in found if p >= least), key=lambda path: (-round(path[0], 12), path[1])
        )

    def probability(self, path: tuple[int, ...]) -> float:
        return prod(float(self.chance[u, v]) for u, v in pairwise(path))


def fan_of(chance: NDArray[np.float64]) -> Fan:
    """Each row's neighbours by (chance falling, index)."""
    rows = [
        sorted((-float(p), v) for v, p in enumerate(row) if p > 0) for row in chance
    ]  # fmt: skip
    return Fan(
        np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64),
        np.array([v for row in rows for _, v in row], np.int32),
        np.array([-p for row in rows for p, _ in row], np.float64),
    )


def random_network(number: int, *, most: int = 7) -> Network:
    """Two to `most` people; half of the networks have few different chances, so that paths are equally good."""
    rng = np.random.default_rng(number)
    n = int(rng.integers(2, most + 1))
    chance = rng.random((n, n)) ** 2 if rng.random() < 0.5 else rng.choice([0.05, 0.1, 0.2, 0.4], (n, n))
    chance[rng.random((n, n)) < rng.uniform(0.1, 0.8)] = 0.0
    np.fill_diagonal(chance, 0.0)
    return Network(chance, rng.random(n) < rng.choice([0.0, 0.5, 0.8, 1.0]))
