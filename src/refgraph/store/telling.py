"""Progress of a batch, told a few times a second at most."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refgraph.model.progress import Progress

_PAUSE_S = 0.25


class Told:
    """Counts what is done of one stage and says so now and then, and at its end."""

    def __init__(self, progress: Progress, stage: str, total: int) -> None:
        self._progress, self._stage, self._total = progress, stage, total
        self._done = 0
        self._next = monotonic() + _PAUSE_S

    def add(self, count: int) -> None:
        """Count more as done."""
        self._done += count
        now = monotonic()
        if now >= self._next or (self._done == self._total and count):
            self._next = now + _PAUSE_S
            self._progress(self._stage, self._done, self._total)
