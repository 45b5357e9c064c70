"""One line on a terminal that tells how far long work has come and how long it may still take."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType
    from typing import TextIO

_EVERY_S = 0.2
_ESTIMATE_FROM_S = 2.0
"""Seconds of a stage before which its rate says little."""
_CLEAR = "\r\x1b[K"


class ProgressLine:
    """Shows stages as they go, on a terminal only; it is gone when the work is done."""

    def __init__(self, out: TextIO | None = None) -> None:
        """Write to `out`, stderr without one."""
        self._out = out or sys.stderr
        self._is_shown = self._out.isatty()
        self._stage = ""
        self._began = self._told = 0.0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear the line."""
        if self._is_shown and self._stage:
            self._out.write(_CLEAR)
            self._out.flush()

    def tell(self, stage: str, done: int, total: int) -> None:
        """Show a stage; a `Progress`."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began, self._told = stage, now, 0.0
        if self._is_shown and now - self._told >= _EVERY_S:
            self._told = now
            self._out.write(f"{_CLEAR}{words(stage, done, total, now - self._began)}")
            self._out.flush()


def words(stage: str, done: int, total: int, elapsed_s: float) -> str:
    """Stage, percentage, and the time left of it at the rate so far: `read 40 %, about 1 min 20 s left`."""
    if total <= 0:
        return stage
    share = min(done / total, 1.0)
    told = f"{stage} {share:.0%}".replace("%", " %")
    if elapsed_s < _ESTIMATE_FROM_S or share <= 0.0:
        return told
    left = round(elapsed_s * (1 - share) / share)
    minutes, seconds = divmod(left, 60)
    return f"{told}, about {f'{minutes} min ' if minutes else ''}{seconds} s left"
