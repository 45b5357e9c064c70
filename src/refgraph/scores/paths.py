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
    from refgraph.scores.path_kernels import Limits, Way
    from refgraph.snapshot.snapshot import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Path:
    """One simple path."""

    people: tuple[int, ...]
    """Indices from the speaker to the listener, two or more."""
    probability: float
    """Product of the ties' probabilities, in (0, 1)."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best paths between one person and others; one row for each of those who is reached, ascending."""

    start: int
    """The one person: the listener of all paths where `is_backward`, else the speaker."""
    ends: Ints
    """The other person of each row, shape (r,)."""
    chance: Floats
    """Probability of each path, shape (r, keep), best first; 0 where there are fewer."""
    people: Ints
    """People after the speaker, shape (r, keep, max_hops); padded with -1."""
    is_backward: bool

    @property
    def reach(self) -> Floats:
        """Chance that the word arrives along at least one path, 1 - product of (1 - p), shape (r,), in (0, 1)."""
        missed: Floats = np.prod(1.0 - self.chance, axis=1)
        return 1.0 - missed

    def paths(self, row: int) -> tuple[Path, ...]:
        """Paths of one row, one or more, by (probability rounded to 12 digits falling, ids)."""
        speaker = int(self.ends[row]) if self.is_backward else self.start
        return tuple(
            Path((speaker, *(person for person in after if person >= 0)), chance)
            for after, chance in zip(self.people[row].tolist(), self.chance[row].tolist(), strict=True)
            if after[0] >= 0
        )


def best_paths(
    outward: Fan, params: Params, speaker: int, listener: int, *, k: int, carries: Bools | None = None
) -> list[Path]:
    """The best paths between two people, by (probability rounded to 12 digits falling, ids); k is at least 1.

    At most k, and the direct tie, where there is one, in addition if it is not among them, whatever its probability.
    Only people with `carries`, shape (n,), may stand between the ends; None lets everybody. No path from a person to
    himself.
    """
    n = len(outward.indptr) - 1
    if speaker == listener:
        return []
    wanted = np.zeros(n, np.bool_)
    wanted[listener] = True
    everybody = np.ones(n, np.bool_)
    found = paths_from(outward, params, speaker, wanted, everybody if carries is None else carries, keep=k)
    paths = found.paths(0) if len(found.ends) else ()
    return _with_direct(outward, speaker, listener, list(paths))


def paths_from(
    outward: Fan, params: Params, speaker: int, wanted: Bools, carries: Bools, *, keep: int
) -> Found:
    """The best paths from one speaker to the wanted people, at most `keep` each, over people who carry."""
    limits = (params.max_hops, params.min_probability, keep)
    return _search(outward, limits, speaker, wanted, carries, (0, 0))


def paths_to(
    inward: Fan,
    params: Params,
    listener: int,
    wanted: Bools,
    carries: Bools,
    *,
    keep: int,
    over_bad: bool = False,
    least: float = 0.0,
) -> Found:
    """The best paths to one listener from the wanted people, at most `keep` each, over people who carry.

    With `over_bad` only those with somebody between who does not. `least`: as `min_probability`, the greater counts.
    """
    limits = (params.max_hops, max(params.min_probability, least), keep)
    return _search(inward, limits, listener, wanted, carries, (1, int(over_bad)))


def _search(fan: Fan, limits: Limits, start: int, wanted: Bools, carries: Bools, way: Way) -> Found:
    with fan.spaces.lent(len(wanted)) as space:
        _, ends, _, chance, people = best_simple_paths(
            int(start), fan.arrays, carries, wanted, limits, way, space
        )
    order = np.argsort(ends)
    return Found(int(start), ends[order], chance[order], people[order], bool(way[0]))


def _with_direct(outward: Fan, speaker: int, listener: int, paths: list[Path]) -> list[Path]:
    direct = (speaker, listener)
    row = slice(outward.indptr[speaker], outward.indptr[speaker + 1])
    at = np.flatnonzero(outward.neighbour[row] == listener)
    if not len(at) or any(path.people == direct for path in paths):
        return paths
    return [*paths, Path(direct, float(outward.chance[row][at[0]]))]
