"""Offers: connections as pairs of a target and a person who could open it, with what each pair weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.decisions.connections import Connection, Connections
    from refgraph.snapshot.snapshot import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Offers:
    """Pairs by (target, person), arrays of shape (p,); who has a clean connection is seen by his clean ones alone."""

    target: Ints
    person: Ints
    is_clean: Bools
    """Whether there is a connection without bad carriers to one of the target's people."""
    weight: Floats
    """The greatest reach · contact role of the pair's connections."""
    connections: Connections
    at: NDArray[np.int64]
    """Connections of all pairs, pair by pair."""
    weights: Floats
    """reach · contact role of each of them."""
    first: NDArray[np.int64]
    """Where those of each pair begin, shape (p + 1,)."""

    def of(self, pair: int) -> list[tuple[Connection, float]]:
        """Connections of one pair that count, one or more, with reach · contact role."""
        some = slice(self.first[pair], self.first[pair + 1])
        weighed = zip(self.at[some].tolist(), self.weights[some].tolist(), strict=True)
        return [(self.connections[at], weight) for at, weight in weighed]


def offers(connections: Connections, at: NDArray[np.int64], target: Ints, role_weight: Floats) -> Offers:
    """Pair targets with people: entry i says that connection `at[i]` leads to `target[i]`, with a weight of the role.

    All three have shape (e,), in any order; O(e log e).
    """
    person = connections.person[at]
    order = np.lexsort((person, target))
    at, target, person = at[order], target[order], person[order]
    first = _starts(target, person)
    is_clean = connections.is_clean[at]
    has_clean = np.logical_or.reduceat(is_clean, first[:-1]) if len(at) else is_clean
    counts = is_clean | ~np.repeat(has_clean, np.diff(first))
    at, target, person = at[counts], target[counts], person[counts]
    weights = connections.reach[at] * role_weight[order][counts]
    first = _starts(target, person)
    pairs = first[:-1]
    greatest = np.maximum.reduceat(weights, pairs) if len(at) else weights
    return Offers(target[pairs], person[pairs], has_clean, greatest, connections, at, weights, first)


def _starts(target: Ints, person: Ints) -> NDArray[np.int64]:
    """Where each pair begins among sorted ones, and how many entries there are at the end."""
    is_first = (np.diff(target, prepend=-1) != 0) | (np.diff(person, prepend=-1) != 0)
    return np.append(np.flatnonzero(is_first), len(target))
