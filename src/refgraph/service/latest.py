"""Latest: work done in the background, of each kind the newest alone."""

from __future__ import annotations

from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


class Latest:
    """Does pieces of work one after the other in a thread of its own, which lives while there are any."""

    def __init__(self, *, patience_s: float = 0.0) -> None:
        """Wait `patience_s` before each piece, so that whoever asks in the foreground is answered first."""
        self._patience_s = patience_s
        self._waiting: dict[Hashable, Callable[[], object]] = {}
        self._thread: Thread | None = None
        self._closed = Event()
        self._lock = Lock()

    def do(self, kind: Hashable, work: Callable[[], object]) -> None:
        """Do this soon, instead of any work of the kind that has not begun; returns at once, does nothing once closed."""
        with self._lock:
            if self._closed.is_set():
                return
            self._waiting[kind] = work
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work, name="refgraph-latest", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Drop what has not begun, and wait for what has."""
        with self._lock:
            self._closed.set()
            self._waiting.clear()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        self._closed.wait(self._patience_s)
        while work := self._next():
            work()
            self._closed.wait(self._patience_s)

    def _next(self) -> Callable[[], object] | None:
        with self._lock:
            if not self._waiting:
                self._thread = None
                return None
            return self._waiting.pop(next(iter(self._waiting)))
