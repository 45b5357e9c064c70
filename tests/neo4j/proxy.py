"""A loopback network between a driver and a server that fails when told."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
from collections import deque
from enum import Enum
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from types import TracebackType

COMMIT = bytes.fromhex("0002b0120000")
"""Bolt's COMMIT message as it travels: one chunk of two bytes and the mark that ends a message."""
DELAY_S = 0.4
_PIECE = 65_536


class Mode(Enum):
    """What the network does."""

    PASS = "pass"
    REFUSE = "refuse"
    """Nobody listens; existing connections go on."""
    RESET = "reset"
    """Existing and new connections are reset at once."""
    DELAY = "delay"
    """Each piece arrives `DELAY_S` later, each way, in order; others may be on their way meanwhile."""
    CUT = "cut"
    """Connections are closed after so many bytes from the server, counted over all of them from the switch."""
    SILENT = "silent"
    """New and existing connections stay open and what is sent is lost; those that lost some are reset afterwards."""
    LOSE_COMMIT = "lose commit"
    """The server gets a COMMIT and the connection is closed as it answers; once, then `PASS` again."""


class Proxy:
    """Forwards connections to the server at `uri`, whose switches can be turned while it runs; a context manager."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 7687)
        self._links: set[_Link] = set()
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self._accepting: threading.Thread | None = None
        self._left = 0
        self.mode = Mode.PASS
        self.commits_lost = 0
        """COMMIT messages that went through and whose answer was kept back."""
        self._listen(0)

    @property
    def uri(self) -> str:
        """Where a driver finds it, always the same."""
        return f"bolt://127.0.0.1:{self._port}"

    def switch(self, mode: Mode, *, after: int = 0) -> None:
        """Behave so from now on; `after` so many bytes for `CUT`, so many commits that pass for `LOSE_COMMIT`."""
        with self._lock:
            self.mode, self._left = mode, after
        if mode is Mode.REFUSE:
            self._close_door()
        elif self._listener is None:
            self._listen(self._port)
        for link in self._current():
            if mode is Mode.RESET or (link.is_deaf and mode is not Mode.SILENT):
                link.reset()

    def deafen(self) -> None:
        """Lose what is sent on the connections there are, like a router that has forgotten them; others pass."""
        for link in self._current():
            link.is_deaf = True

    def reset_all(self) -> None:
        """Reset the connections there are."""
        for link in self._current():
            link.reset()

    @property
    def connections(self) -> int:
        """Connections that are open."""
        return len(self._current())

    def close(self) -> None:
        """Reset everything and stop listening."""
        self._close_door()
        self.reset_all()
        for link in self._current():
            link.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def allowed(self, size: int) -> int:
        """How many of the next `size` bytes of the server may pass."""
        with self._lock:
            if self.mode is not Mode.CUT:
                return size
            passing = min(size, self._left)
            self._left -= passing
            return passing

    def loses_commit(self) -> bool:
        """Whether the COMMIT that goes through now gets no answer."""
        with self._lock:
            if self.mode is not Mode.LOSE_COMMIT:
                return False
            self._left -= 1
            if self._left >= 0:
                return False
            self.mode = Mode.PASS
            self.commits_lost += 1
            return True

    def forget(self, link: _Link) -> None:
        """Take a connection that is over out of the list."""
        with self._lock:
            self._links.discard(link)

    def _current(self) -> list[_Link]:
        with self._lock:
            return list(self._links)

    def _listen(self, port: int) -> None:
        listener = socket.create_server(("127.0.0.1", port))
        self._port: int = listener.getsockname()[1]
        self._listener = listener
        self._accepting = threading.Thread(target=self._accept, args=(listener,), daemon=True)
        self._accepting.start()

    def _close_door(self) -> None:
        if self._listener is None or self._accepting is None:
            return
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept
        self._accepting.join()
        self._listener.close()
        self._listener = None

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            if self.mode is Mode.RESET:
                _reset(client)
                continue
            self._link(client)

    def _link(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self._server, timeout=5)
        except OSError:
            _reset(client)
            return
        server.settimeout(None)
        link = _Link(self, client, server)
        with self._lock:
            self._links.add(link)
        link.start()


class _Piece(NamedTuple):
    """What a side sent, on its way; empty for its end."""

    arrives: float
    source: socket.socket
    data: bytes


class _Link:
    """One connection through the proxy, carried by a thread."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket) -> None:
        self.is_deaf = False
        """Whether something that was sent on it is lost."""
        self._proxy = proxy
        self._client = client
        self._server = server
        self._woken, self._wake = socket.socketpair()
        self._is_reset = False
        self._loses_answer = False
        self._tail = b""
        self._speaking = [client, server]
        """Sides that have not ended."""
        self._on_way: deque[_Piece] = deque()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.start, self.join = self._thread.start, self._thread.join

    def reset(self) -> None:
        """Reset both sides soon."""
        self._is_reset = True
        with contextlib.suppress(OSError):  # it is over already
            self._wake.send(b"!")

    def _run(self) -> None:
        with contextlib.suppress(OSError):  # one side is gone
            while self._carry_next():
                pass
        self._proxy.forget(self)
        for side in (self._client, self._server):
            _reset(side) if self._is_reset else side.close()
        self._woken.close()
        self._wake.close()

    def _carry_next(self) -> bool:
        """Wait for a piece of either side, or until one arrives; False where the connection is over."""
        wait_s = max(0.0, self._on_way[0].arrives - monotonic()) if self._on_way else None
        ready, _, _ = select.select([self._woken, *self._speaking], [], [], wait_s)
        return self._woken not in ready and all(self._take(source) for source in ready) and self._deliver()

    def _take(self, source: socket.socket) -> bool:
        """Send a piece on its way."""
        piece = source.recv(_PIECE)
        mode = self._proxy.mode
        if mode is Mode.RESET:
            self._is_reset = True
        if self._is_reset:
            return False
        if piece and (mode is Mode.SILENT or self.is_deaf):
            self.is_deaf = True
            return True
        if not piece:
            self._speaking.remove(source)
        arrives = monotonic() + (DELAY_S if mode is Mode.DELAY else 0.0)
        self._on_way.append(_Piece(arrives, source, piece))
        return True

    def _deliver(self) -> bool:
        """Hand over what has arrived; False where that was the end of a side."""
        while self._on_way and self._on_way[0].arrives <= monotonic():
            _, source, piece = self._on_way.popleft()
            forward = self._to_client if source is self._server else self._to_server
            if not piece or not forward(piece):
                return False
        return True

    def _to_client(self, piece: bytes) -> bool:
        passing = 0 if self._loses_answer else self._proxy.allowed(len(piece))
        self._client.sendall(piece[:passing])
        return passing == len(piece)

    def _to_server(self, piece: bytes) -> bool:
        seen = self._tail + piece
        self._tail = seen[1 - len(COMMIT) :]
        if COMMIT in seen:
            self._loses_answer = self._proxy.loses_commit()
        self._server.sendall(piece)
        return True


def _reset(side: socket.socket) -> None:
    """Close at once with RST."""
    with contextlib.suppress(OSError):
        side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    side.close()
