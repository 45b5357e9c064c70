"""Graphs to measure on: weighted cascades on Barabási-Albert and power-law graphs with a given number of ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Nodes = NDArray[np.int64]

TIES_A_NODE = 10
"""Directed ties a node."""

_EXPONENT = 2.3
"""Of the power-law graph's degrees: P(degree > d) falls as d^(1 - exponent)."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Directed ties in CSR form by speaker, no loops, no parallel ties, 10 a node in all."""

    indptr: NDArray[np.int64]
    """Shape (n + 1,)."""
    indices: NDArray[np.int32]
    """Listeners, ascending within a row."""
    chance: NDArray[np.float64]
    """1 / number of speakers to the listener (weighted cascade)."""

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.indptr) - 1


def barabasi_albert(n: int, rng: np.random.Generator) -> Graph:
    """Every node ties with five earlier ones, chosen by their degree; ties go both ways (Barabási & Albert 1999).

    Drawn as Batagelj & Brandes (2005, algorithm 5) do: a tie's other end copies a random end of an earlier tie.
    Ties lost as loops or doubles are drawn anew. Raises ValueError for fewer than 12 nodes.
    """
    _check(n)
    ties = n * TIES_A_NODE // 2
    newcomer = np.repeat(np.arange(n), TIES_A_NODE // 2)
    picked = rng.integers(2 * np.arange(ties) + 1)
    while (is_copy := picked % 2 == 1).any():
        picked[is_copy] = _copied(picked[is_copy], picked)
    pairs = _both_ways(newcomer, newcomer[picked // 2], n)

    def another(count: int) -> Nodes:
        end = pairs[rng.integers(len(pairs), size=count)] % n
        return _both_ways(rng.integers(n, size=count), end, n)

    low = _filled(pairs, ties, another, rng)
    return _weighted(np.concatenate((low // n, low % n)), np.concatenate((low % n, low // n)), n)


def _copied(position: Nodes, picked: Nodes) -> Nodes:
    """What an end stands for that copies the other end of an earlier tie: position 2i + 1 is the pick of tie i."""
    return picked[position // 2]


def _both_ways(one: Nodes, other: Nodes, n: int) -> Nodes:
    """Pairs as numbers low * n + high; loops are left out."""
    differs = one != other
    low, high = np.minimum(one, other)[differs], np.maximum(one, other)[differs]
    pairs: Nodes = low * n + high
    return pairs


def power_law(n: int, rng: np.random.Generator) -> Graph:
    """Degrees of both directions follow independent power laws with exponent 2.3; who meets whom is random.

    A configuration model; ties lost as loops or doubles are drawn anew. Raises ValueError for fewer than 12 nodes.
    """
    _check(n)
    ties = n * TIES_A_NODE
    speaking, hearing = _degree_shares(n, rng), _degree_shares(n, rng)

    def another(count: int) -> Nodes:
        speaker = np.repeat(np.arange(n), rng.multinomial(count, speaking))
        listener = np.repeat(np.arange(n), rng.multinomial(count, hearing))
        pair: Nodes = rng.permutation(speaker) * n + listener
        differs: Nodes = pair[pair // n != pair % n]
        return differs

    pair = _filled(another(ties), ties, another, rng)
    return _weighted(pair // n, pair % n, n)


def _degree_shares(n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    weights = 1.0 + rng.pareto(_EXPONENT - 1.0, n)
    # Nobody has so many ties that most of them would be doubles.
    weights = np.minimum(weights, np.sqrt(n) * weights.mean())
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def _filled(pairs: Nodes, ties: int, another: Callable[[int], Nodes], rng: np.random.Generator) -> Nodes:
    """Exactly so many distinct pairs: what is missing is drawn again, what is too much left out at random."""
    pairs = _distinct(pairs)
    while len(pairs) < ties:
        pairs = _distinct(np.concatenate((pairs, another(2 * (ties - len(pairs)) + 16))))
    if len(pairs) > ties:
        pairs = np.sort(rng.permutation(pairs)[:ties])
    return pairs


def _distinct(pairs: Nodes) -> Nodes:
    """Each number once, ascending; several times as fast as `numpy.unique` on so many."""
    pairs = np.sort(pairs)
    is_first = np.ones(len(pairs), np.bool_)
    is_first[1:] = pairs[1:] != pairs[:-1]
    return pairs[is_first]


def _weighted(speaker: Nodes, listener: Nodes, n: int) -> Graph:
    order = np.argsort(speaker * n + listener)
    speaker, listener = speaker[order], listener[order]
    indptr = np.concatenate(([0], np.cumsum(np.bincount(speaker, minlength=n)))).astype(np.int64)
    heard_from = np.bincount(listener, minlength=n)
    return Graph(indptr, listener.astype(np.int32), 1.0 / heard_from[listener])


def _check(n: int) -> None:
    if n < TIES_A_NODE + 2:
        raise ValueError(f"{n} nodes, expected at least {TIES_A_NODE + 2} for {TIES_A_NODE} ties each")


GRAPHS: dict[str, Callable[[int, np.random.Generator], Graph]] = {
    "barabasi_albert": barabasi_albert,
    "power_law": power_law,
}
"""Makers by name."""
