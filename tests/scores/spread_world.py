"""Small worlds for the tests of spread, and a slow twin that enumerates what can happen in them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.seats import Seats
from tests.scores.path_world import fan_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from refgraph.scores.fans import Fan

    Tie = tuple[int, int, float]

INTERPRETED = bool(os.environ.get("NUMBA_DISABLE_JIT"))


@dataclass(frozen=True)
class World:
    """People with ties, and groups of people."""

    chance: NDArray[np.float64]
    """Chance that u's word reaches v, 0 for no tie."""
    groups: tuple[tuple[int, ...], ...]
    candidates: NDArray[np.bool_]
    active: NDArray[np.bool_]
    counted: NDArray[np.bool_]

    @property
    def outward(self) -> Fan:
        return fan_of(self.chance)

    @property
    def inward(self) -> Fan:
        return fan_of(self.chance.T)

    @property
    def seats(self) -> Seats:
        sizes = [len(people) for people in self.groups]
        return Seats(
            np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
            np.array([person for people in self.groups for person in people], np.int32),
        )

    @property
    def choosable(self) -> list[int]:
        return np.flatnonzero(self.candidates & ~self.active).tolist()

    def value(self, chosen: Collection[int]) -> float:
        """Expected number of counted groups reached, by trying all outcomes of all ties."""
        return sum(likely * self._reached(kept, chosen) for likely, kept in self._outcomes())

    def best(self, k: int) -> float:
        """The greatest value of any choice of k, or of all where there are fewer."""
        k = min(k, len(self.choosable))
        outcomes = list(self._outcomes())
        return max(
            sum(likely * self._reached(kept, chosen) for likely, kept in outcomes)
            for chosen in combinations(self.choosable, k)
        )

    def _outcomes(self) -> Iterator[tuple[float, list[list[int]]]]:
        ties = [
            (int(u), int(v), float(self.chance[u, v])) for u, v in zip(*np.nonzero(self.chance), strict=True)
        ]
        for carries in product(*([True] if p == 1 else [True, False] for _, _, p in ties)):
            kept: list[list[int]] = [[] for _ in self.chance]
            for (u, v, _), carried in zip(ties, carries, strict=True):
                if carried:
                    kept[u].append(v)
            yield (
                prod(p if carried else 1 - p for (_, _, p), carried in zip(ties, carries, strict=True)),
                kept,
            )

    def _reached(self, kept: list[list[int]], chosen: Collection[int]) -> int:
        seeded = {*chosen, *np.flatnonzero(self.active).tolist()}
        people = {person for group in seeded for person in self.groups[group]}
        waiting = list(people)
        while waiting:
            for person in kept[waiting.pop()]:
                if person not in people:
                    people.add(person)
                    waiting.append(person)
        counted = np.flatnonzero(self.counted & ~self.active).tolist()
        return sum(group in seeded or not people.isdisjoint(self.groups[group]) for group in counted)


def people_world(n: int, ties: Sequence[Tie]) -> World:
    """Everybody a group of his own, candidate and counted; nobody active."""
    chance = np.zeros((n, n))
    for u, v, p in ties:
        chance[u, v] = p
    everybody = np.ones(n, np.bool_)
    return World(chance, tuple((v,) for v in range(n)), everybody, ~everybody, everybody)


def random_world(number: int, *, people: int = 6, groups: int = 6, ties: int = 8) -> World:
    """Groups may be empty or overlap; of few ties some are certain; in half of the worlds chances are equal."""
    rng = np.random.default_rng(number)
    n, g = int(rng.integers(1, people + 1)), int(rng.integers(1, groups + 1))
    chance = np.zeros((n, n))
    levels = np.array([0.3, 0.3, 1.0]) if rng.random() < 0.5 else np.append(rng.random(4), 1.0)
    for _ in range(int(rng.integers(0, ties + 1))):
        u, v = rng.integers(0, n, 2)
        if u != v:
            chance[u, v] = rng.choice(levels)
    seats = tuple(
        tuple(sorted(rng.choice(n, min(n, int(rng.integers(0, 4))), replace=False).tolist()))
        for _ in range(g)
    )
    return World(
        chance, seats, rng.random(g) < 0.8, rng.random(g) < rng.choice([0.0, 0.3]), rng.random(g) < 0.8
    )


RECIPES: dict[str, tuple[int, list[Tie], dict[tuple[int, ...], float]]] = {
    "chain": (3, [(0, 1, 0.5), (1, 2, 0.5)], {(0,): 1.75, (1,): 1.5, (0, 2): 2.5}),
    "diamond": (
        4,
        [(0, 1, 0.5), (0, 2, 0.5), (1, 3, 0.5), (2, 3, 0.5)],
        {(0,): 2.4375, (1,): 1.5, (0, 2): 3.125},
    ),
    "cycle": (3, [(0, 1, 0.5), (1, 2, 0.5), (2, 0, 0.5)], {(0,): 1.75, (0, 2): 2.5}),
    "star": (5, [(0, v, 0.25) for v in range(1, 5)], {(0,): 2.0, (0, 2): 2.75}),
    "mixed": (
        6,
        [
            (0, 1, 0.9),
            (0, 2, 0.2),
            (1, 2, 0.6),
            (2, 3, 0.7),
            (3, 4, 0.4),
            (1, 4, 0.1),
            (4, 5, 0.8),
            (5, 0, 0.3),
            (3, 1, 0.05),
        ],
        {(0,): 3.424859, (1,): 2.535712, (0, 2): 4.224518},
    ),
}
"""Exact expected spreads of the shared recipes; the last graph's are given to six digits."""
