"""Ties sorted for searching: each person's strongest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.csr import WORKERS
from refgraph.scores.fan_kernels import sort_falling
from refgraph.scores.parallel import one_at_a_time
from refgraph.scores.work_spaces import WorkSpaces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.path_kernels import FanArrays
    from refgraph.scores.ties import Ties
    from refgraph.snapshot.snapshot import Floats, Ints


@dataclass(frozen=True, slots=True)
class Fan:
    """Neighbours of each person by (probability falling, index), in CSR form."""

    indptr: NDArray[np.int64]
    neighbour: Ints
    chance: Floats
    """Probability of the tie."""
    spaces: WorkSpaces = field(default_factory=WorkSpaces, repr=False, compare=False)
    """For the searches of this fan."""

    @property
    def arrays(self) -> FanArrays:
        """What kernels take."""
        return self.indptr, self.neighbour, self.chance


def outward(ties: Ties) -> Fan:
    """Listeners of each speaker, n rows of m ties in all, int64 and int32, dtype as in `Ties`; O(m log degree)."""
    return _sorted(ties.indptr, ties.indices, ties.probability)


def inward(ties: Ties) -> Fan:
    """Speakers to each listener, shape and dtype as `outward`; O(m log degree)."""
    return _sorted(ties.reverse_indptr, ties.reverse_indices, ties.probability[ties.reverse_tie])


def _sorted(indptr: NDArray[np.int64], neighbour: Ints, chance: Floats) -> Fan:
    """Sort what stands by index within each row; the arrays given stay as they are."""
    neighbour, chance = neighbour.astype(np.int32), chance.astype(np.float64)
    with one_at_a_time:
        sort_falling(indptr, neighbour, chance, WORKERS)
    return Fan(indptr, neighbour, chance)
