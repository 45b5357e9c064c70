"""Paths along which a word travels: simple, at most `max_hops` ties, each path of at least `min_probability`.

Maximum influence paths: Chen, Wang, Wang (2010), Scalable influence maximization, KDD.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.path_kernels import best_simple_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    return {
        listener: [Path((speaker, *after), chance) for after, chance in found]
        for listener, found in _search(outward, params, speaker, wanted, carries, keep, backward=0)
    }


def paths_to(
    inward: Fan, params: Params, listener: int, wanted: Bools, carries: Bools, *, keep: int
) -> dict[int, list[Path]]:
    """The best paths to one listener from each wanted person that reaches it, at most `keep` each, best first."""
    return {
        speaker: [Path((speaker, *after), chance) for after, chance in found]
        for speaker, found in _search(inward, params, listener, wanted, carries, keep, backward=1)
    }


def _search(
    fan: Fan, params: Params, start: int, wanted: Bools, carries: Bools, keep: int, *, backward: int
) -> Iterator[tuple[int, list[tuple[list[int], float]]]]:
    """Each wanted person that is reached, ascending, with the people after the speaker and chance of its paths."""
    ends = np.flatnonzero(wanted)
    place = np.full(len(wanted), -1, np.int32)
    place[ends] = np.arange(len(ends))
    limits = (params.max_hops, params.min_probability, keep)
    count, chance, people = best_simple_paths(start, fan.arrays, carries, place, limits, backward)
    for at in np.flatnonzero(count).tolist():
        paths = zip(people[at, : count[at]].tolist(), chance[at, : count[at]].tolist(), strict=True)
        yield int(ends[at]), [([person for person in after if person >= 0], p) for after, p in paths]


def _with_direct(outward: Fan, speaker: int, listener: int, paths: list[Path], k: int) -> list[Path]:
    direct = (speaker, listener)
    row = slice(outward.indptr[speaker], outward.indptr[speaker + 1])
    at = np.flatnonzero(outward.neighbour[row] == listener)
    if not len(at) or any(path.people == direct for path in paths):
        return paths
    return [*paths[: k - 1], Path(direct, float(outward.chance[row][at[0]]))]
