"""What is remembered of a server that could not be reached, so that not everybody waits for it in turn."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from refgraph.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_S = 3.0
"""Longest look whether it is back."""
_REST_S = 2.0
"""Longest time after a look in which nobody looks again; never longer than the look took."""


class Outage:
    """Whoever asks next looks whether the server is back; who asks meanwhile, or right after, is refused at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._said: tuple[str, str] | None = None
        self._looked_until = 0.0

    def begin(self, error: StoreUnavailable) -> None:
        """Remember that the server could not be reached."""
        with self._lock:
            self._said = error.message, error.cure

    def require_over(self, is_back: Callable[[], bool]) -> None:
        """Return where the server is there, as far as is known; raises `StoreUnavailable` as at first where not."""
        with self._lock:
            if (said := self._said) is None:
                return
            began = monotonic()
            if began < self._looked_until:
                raise StoreUnavailable(*said)
            self._looked_until = began + LOOK_S
        is_over = is_back()
        with self._lock:
            self._looked_until = min(2 * monotonic() - began, monotonic() + _REST_S)
            if is_over:
                self._said = None
                return
        raise StoreUnavailable(*said)
