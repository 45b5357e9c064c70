"""The folder a run works in: what is measured on lies there as arrays, an import folder and a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from refgraph.bench.graphs import Graph

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

STARTS = 50
"""People a simulation starts from: those with the most listeners."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run keeps its files, and the numbers it draws them from."""

    folder: Path
    people: int
    number: int
    """What all draws come from."""
    day: date
    """Last day of the generated network, and the day it is scored as of."""

    @property
    def network(self) -> Path:
        """Import folder of the generated network."""
        return self.folder / "network"

    @property
    def store(self) -> str:
        """Address of the store it is imported into."""
        return f"sqlite:///{self.folder / 'store.db'}"

    def graph(self, name: str) -> Path:
        """Folder of a graph's arrays, `indptr`, `indices`, `chance` and `starts` as .npy."""
        return self.folder / name

    def rng(self, topic: int) -> np.random.Generator:
        """Source of randomness of one topic, so that a change in one leaves the others as they are."""
        return np.random.default_rng((self.number, topic))


def save(graph: Graph, folder: Path) -> None:
    """Write a graph's arrays, by speaker and by listener; peers read them as well."""
    folder.mkdir(parents=True, exist_ok=True)
    listeners = np.diff(graph.indptr)
    by_listener = np.argsort(graph.indices, kind="stable")
    heard_from = np.bincount(graph.indices, minlength=graph.n)
    arrays: dict[str, NDArray[Any]] = {
        "indptr": graph.indptr,
        "indices": graph.indices,
        "chance": graph.chance,
        "speakers_indptr": np.concatenate(([0], np.cumsum(heard_from))).astype(np.int64),
        "speakers": np.repeat(np.arange(graph.n, dtype=np.int32), listeners)[by_listener],
        "starts": np.sort(np.lexsort((np.arange(graph.n), -listeners))[:STARTS]).astype(np.int32),
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)


def load(folder: Path) -> Graph:
    """Read a graph's arrays."""
    return Graph(*(np.load(folder / f"{name}.npy") for name in ("indptr", "indices", "chance")))


def starts(folder: Path) -> NDArray[np.int32]:
    """Read the people a simulation starts from, shape (min(n, 50),), ascending."""
    found: NDArray[np.int32] = np.load(folder / "starts.npy")
    return found
