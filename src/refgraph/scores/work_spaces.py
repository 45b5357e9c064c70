"""Work spaces: arrays as large as the network that a search leaves as it found them, so that it need not make them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.snapshot.snapshot import Ints


class WorkSpaces:
    """Spaces of one network: as many as there were searches at once, 8 n bytes each."""

    def __init__(self) -> None:
        self._free: list[Ints] = []

    @contextmanager
    def lent(self, n: int) -> Iterator[Ints]:
        """A space of shape (2, n) full of -1 that nobody else has; a search that raises does not give it back."""
        try:
            space = self._free.pop()  # in one step, whatever other threads do
        except IndexError:
            space = np.full((2, n), -1, np.int32)
        yield space
        self._free.append(space)
