"""Paths along which a word travels: simple, at most `max_hops` ties, each path of at least `min_probability`.

Maximum influence paths: Chen, Wang, Wang (2010), Scalable influence maximization, KDD.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.path_kernels import best_simple_paths

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.scores.fans import Fan
    from refgraph.snapshot.snapshot import Bools


@dataclass(frozen=True, slots=True)
class Path:
    """One simple path."""

    people: tuple[int, ...]
    """Indices from the speaker to the listener, two or more."""
    probability: float
    """Product of the ties' probabilities, in (0, 1)."""


def best_paths(
    outward: Fan, params: Params, speaker: int, listener: int, *, k: int, carries: Bools | None = None
) -> list[Path]:
    """The k best paths between two people, by (probability rounded to 12 digits falling, ids).

    Only people with `carries`, shape (n,), may stand between the ends; None lets everybody. The direct tie, where
    there is one, is among them whatever its probability. No path from a person to himself.
    """
    n = len(outward.indptr) - 1
    if speaker == listener:
        return []
    wanted = np.zeros(n, np.bool_)
    wanted[listener] = True
    everybody = np.ones(n, np.bool_)
    found = paths_from(outward, params, speaker, wanted, everybody if carries is None else carries, keep=k)
    return _with_direct(outward, speaker, listener, found.get(listener, []), k)


def paths_from(
    outward: Fan, params: Params, speaker: int, wanted: Bools, carries: Bools, *, keep: int
) -> dict[int, list[Path]]:
    """The best paths from one speaker to each wanted person that is reached, at most `keep` each, best first."""
    limits = (params.max_hops, params.min_probability, keep)
    count, chance, people = best_simple_paths(speaker, outward.arrays, carries, wanted, limits, 0)
    return {
        int(end): [_path(speaker, people[end, i], chance[end, i]) for i in range(count[end])]
        for end in np.flatnonzero(count)
    }


def paths_to(
    inward: Fan, params: Params, listener: int, wanted: Bools, carries: Bools, *, keep: int
) -> dict[int, list[Path]]:
    """The best paths to one listener from each wanted person that reaches it, at most `keep` each, best first."""
    limits = (params.max_hops, params.min_probability, keep)
    count, chance, people = best_simple_paths(listener, inward.arrays, carries, wanted, limits, 1)
    return {
        int(end): [_path(int(end), people[end, i], chance[end, i]) for i in range(count[end])]
        for end in np.flatnonzero(count)
    }


def _path(speaker: int, people: np.ndarray, chance: float) -> Path:
    return Path((speaker, *people[people >= 0].tolist()), float(chance))


def _with_direct(outward: Fan, speaker: int, listener: int, paths: list[Path], k: int) -> list[Path]:
    direct = (speaker, listener)
    row = slice(outward.indptr[speaker], outward.indptr[speaker + 1])
    at = np.flatnonzero(outward.neighbour[row] == listener)
    if not len(at) or any(path.people == direct for path in paths):
        return paths
    return [*paths[: k - 1], Path(direct, float(outward.chance[row][at[0]]))]
