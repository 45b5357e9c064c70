"""The failing network, before an echo and before a real server."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import neo4j
import pytest
from neo4j.exceptions import DriverError, ServiceUnavailable, SessionExpired

from tests.neo4j.proxy import COMMIT, DELAY_S, Mode, Proxy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.neo4j.server import Server


class Echo:
    """A server that sends back what it gets."""

    def __init__(self) -> None:
        self.got = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._echo, args=(client,), daemon=True))
            self._threads[-1].start()

    def _echo(self, client: socket.socket) -> None:
        with client:
            try:
                while piece := client.recv(4096):
                    self.got += piece
                    client.sendall(piece)
            except OSError:
                return


@pytest.fixture
def echo() -> Iterator[Echo]:
    echo = Echo()
    yield echo
    echo.close()


@pytest.fixture
def proxy(echo: Echo) -> Iterator[Proxy]:
    with Proxy(echo.uri) as proxy:
        yield proxy


def connected(proxy: Proxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(proxy.uri.rpartition(":")[2])), timeout=10)


def read(client: socket.socket, size: int) -> bytes:
    """The next `size` bytes, fewer where the connection ends before."""
    got = b""
    while len(got) < size and (piece := client.recv(size - len(got))):
        got += piece
    return got


def test_what_is_sent_comes_back(proxy: Proxy) -> None:
    sent = bytes(range(256)) * 1000
    with connected(proxy) as client:
        client.sendall(sent)
        assert read(client, len(sent)) == sent
        assert proxy.connections == 1


def test_refusing_closes_the_door_and_leaves_those_inside(proxy: Proxy) -> None:
    with connected(proxy) as client:
        client.sendall(b"a")
        assert read(client, 1) == b"a"
        proxy.switch(Mode.REFUSE)
        with pytest.raises(ConnectionRefusedError):
            connected(proxy)
        client.sendall(b"b")
        assert read(client, 1) == b"b"
        proxy.switch(Mode.PASS)
        with connected(proxy) as second:
            second.sendall(b"c")
            assert read(second, 1) == b"c"


def test_a_reset_hits_those_inside_and_those_who_come(proxy: Proxy) -> None:
    with connected(proxy) as client:
        client.sendall(b"a")
        assert read(client, 1) == b"a"
        proxy.switch(Mode.RESET)
        with pytest.raises(ConnectionResetError):
            read(client, 1)
    with pytest.raises(ConnectionResetError), connected(proxy) as second:
        read(second, 1)


def test_a_delay_holds_each_piece_both_ways(proxy: Proxy) -> None:
    proxy.switch(Mode.DELAY)
    with connected(proxy) as client:
        began = time.monotonic()
        client.sendall(b"a")
        assert read(client, 1) == b"a"
        assert time.monotonic() - began >= 2 * DELAY_S


@pytest.mark.parametrize("after", [0, 1, 9])
def test_a_cut_lets_so_many_bytes_of_the_server_pass(proxy: Proxy, after: int) -> None:
    proxy.switch(Mode.CUT, after=after)
    with connected(proxy) as client:
        client.sendall(b"0123456789")
        assert read(client, 10) == b"0123456789"[:after]


def test_silence_swallows_what_new_and_old_connections_send(proxy: Proxy, echo: Echo) -> None:
    with connected(proxy) as old:
        old.sendall(b"a")
        assert read(old, 1) == b"a"
        proxy.switch(Mode.SILENT)
        with connected(proxy) as new:
            for client in (old, new):
                client.sendall(b"b")
                client.settimeout(0.2)
                with pytest.raises(TimeoutError):
                    client.recv(1)
            proxy.switch(Mode.PASS)
            for client in (old, new):
                client.settimeout(10)
                with pytest.raises(ConnectionResetError):
                    client.recv(1)
    assert echo.got == b"a"


@pytest.mark.parametrize("split", range(len(COMMIT)))
def test_a_commit_in_any_pieces_arrives_and_its_answer_does_not(proxy: Proxy, echo: Echo, split: int) -> None:
    with connected(proxy) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(b"before" + COMMIT[:split])
        assert read(client, 6 + split) == b"before" + COMMIT[:split]
        proxy.switch(Mode.LOSE_COMMIT)
        client.sendall(COMMIT[split:])
        assert read(client, 1) == b""
    assert echo.got == b"before" + COMMIT
    assert (proxy.commits_lost, proxy.mode) == (1, Mode.PASS)


def test_the_first_commits_pass_where_a_later_one_is_to_be_lost(proxy: Proxy) -> None:
    proxy.switch(Mode.LOSE_COMMIT, after=1)
    with connected(proxy) as client:
        client.sendall(COMMIT)
        assert read(client, len(COMMIT)) == COMMIT
        client.sendall(COMMIT)
        assert read(client, 1) == b""


def driver_of(proxy: Proxy, server: Server) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        proxy.uri, auth=(server.user, server.password), connection_timeout=3, max_transaction_retry_time=0
    )


def write(driver: neo4j.Driver) -> None:
    """Add a node in a transaction of its own, without the driver's retries."""
    with driver.session() as session, session.begin_transaction() as work:
        work.run("CREATE (:Written)").consume()
        work.commit()


def written(server: Server) -> int:
    return int(server.run("MATCH (n:Written) RETURN count(n) AS n")[0]["n"])


def test_a_commit_whose_answer_is_lost_has_happened(neo4j_server: Server) -> None:
    with Proxy(neo4j_server.uri) as proxy, driver_of(proxy, neo4j_server) as driver:
        write(driver)
        proxy.switch(Mode.LOSE_COMMIT)
        with pytest.raises((ServiceUnavailable, SessionExpired, DriverError)):
            write(driver)
        assert (written(neo4j_server), proxy.commits_lost) == (2, 1)
        write(driver)
        assert written(neo4j_server) == 3


@pytest.mark.parametrize("mode", [Mode.REFUSE, Mode.RESET, Mode.CUT])
def test_a_driver_gets_over_a_network_that_comes_back(neo4j_server: Server, mode: Mode) -> None:
    with Proxy(neo4j_server.uri) as proxy, driver_of(proxy, neo4j_server) as driver:
        write(driver)
        proxy.switch(mode, after=10)
        if mode is Mode.REFUSE:
            proxy.reset_all()
        with pytest.raises((ServiceUnavailable, SessionExpired)):
            write(driver)
        proxy.switch(Mode.PASS)
        write(driver)
        assert written(neo4j_server) == 2
