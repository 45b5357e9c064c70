"""Waits for answers from a thread's event loop, so that every wait can be ended: the driver's own have no end."""

from __future__ import annotations

import asyncio
import os
import socket
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")


class _Loop(asyncio.SelectorEventLoop):
    """An event loop that looks up names of hosts in threads nobody waits for at the end of the process."""

    async def getaddrinfo(self, host: Any, port: Any, **wanted: Any) -> Any:
        """Addresses of a host; the thread that asks goes on where this is cancelled."""
        found: asyncio.Future[Any] = self.create_future()
        Thread(target=self._look_up, args=(found, host, port, wanted), daemon=True).start()
        return await found

    def _look_up(self, found: asyncio.Future[Any], host: Any, port: Any, wanted: dict[str, Any]) -> None:
        try:
            answer: Any = socket.getaddrinfo(host, port, **wanted)
        except (OSError, UnicodeError) as error:
            answer = error
        self.call_soon_threadsafe(_settle, found, answer)


def _settle(found: asyncio.Future[Any], answer: Any) -> None:
    if found.done():
        return
    if isinstance(answer, UnicodeError):
        found.set_exception(socket.gaierror(socket.EAI_NONAME, "no name of a host"))
    elif isinstance(answer, OSError):
        found.set_exception(answer)
    else:
        found.set_result(answer)


class _Waiting:
    """The loop and its thread, started at the first use."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loop: _Loop | None = None

    def started(self) -> _Loop:
        """Start it unless it runs."""
        with self._lock:
            if self._loop is None:
                self._loop = _Loop()
                # A daemon: a server that is silent keeps no process from ending.
                Thread(target=self._loop.run_forever, name="refgraph-neo4j", daemon=True).start()
            return self._loop

    def forget(self) -> None:
        """Start anew: a forked process has no thread of the one it came from."""
        self._lock, self._loop = Lock(), None


_WAITING = _Waiting()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_WAITING.forget)


def wait(asked: Coroutine[object, object, T]) -> T:
    """Run a coroutine in the loop's thread and wait for what it gives; an interrupt cancels it."""
    future = asyncio.run_coroutine_threadsafe(asked, _WAITING.started())
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise
