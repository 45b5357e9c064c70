"""What is said where a server is there and cannot be used: one sentence, and the cure."""

from __future__ import annotations

import socketserver
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from neo4j.exceptions import RoutingServiceUnavailable

from refgraph.errors import StoreUnavailable
from refgraph.store.neo4j.connection import Server as Asked
from refgraph.store.neo4j.faults import fault
from refgraph.store.neo4j.place import PASSWORD, USER, place_of
from tests.faults.servers import ask, bundle
from tests.neo4j.server import VERSIONS, Server, server_of, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def url(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    sign_in(neo4j_server, monkeypatch)
    return neo4j_server.uri


def test_a_wrong_password_and_none_at_all_are_said(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "wrong")
    wrong = ask("status", "--store", url).error
    monkeypatch.delenv(USER)
    monkeypatch.delenv(PASSWORD)
    for error in (wrong, ask("status", "--store", url).error):
        assert error["code"] == "store_unavailable"
        assert error["message"].startswith(f"{url} refuses the user or password")
        assert error["cure"] == f"set {USER} and {PASSWORD}"


def test_a_database_that_is_not_there_is_said(url: str) -> None:
    error = ask("status", "--store", f"{url}/nowhere").error
    assert error["code"] == "store_unavailable"
    assert error["message"].startswith(f"{url}/nowhere has no such database ready")
    assert error["cure"] == "name another one, or start it"


def test_an_empty_database_is_no_store_until_something_is_imported(url: str) -> None:
    error = ask("status", "--store", url).error
    assert error["code"] == "store_missing"
    assert error["cure"] == "import something into it first"


def test_a_store_of_another_schema_is_left_alone(url: str, neo4j_server: Server, tmp_path: Path) -> None:
    first = str(bundle(tmp_path / "first", "first"))
    assert ask("import", first, "--store", url).code == 0
    neo4j_server.run("MATCH (s:RefgraphStore) SET s.schema = 99")
    for arguments in (["status"], ["import", first]):
        error = ask(*arguments, "--store", url).error
        assert error["code"] == "store_newer"
        assert "has schema 99, this refgraph knows" in error["message"]


def test_nodes_that_are_somebody_elses_are_left_alone(url: str, neo4j_server: Server, tmp_path: Path) -> None:
    neo4j_server.run("CREATE (:Person {name: 'not ours'})")
    error = ask("import", str(bundle(tmp_path / "first", "first")), "--store", url).error
    assert error["code"] == "store_foreign"
    assert "has 1 Person nodes that are not refgraph's" in error["message"]
    assert neo4j_server.run("MATCH (n) RETURN count(n) AS n") == [{"n": 1}]


def test_a_statement_the_server_does_not_know_asks_for_a_newer_server(url: str) -> None:
    with Asked(place_of(url)) as asked, pytest.raises(StoreUnavailable, match=r"Neo4j 5\.26 or newer"):
        asked.ask("FIND (n)")


class _Refusing(socketserver.BaseRequestHandler):
    """Answers like a web server that was sent no request it knows."""

    def handle(self) -> None:
        self.request.recv(1024)
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@contextmanager
def web_server() -> Iterator[int]:
    """The port of something that talks HTTP."""
    with socketserver.TCPServer(("127.0.0.1", 0), _Refusing) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_a_port_that_talks_http_is_said() -> None:
    with web_server() as port:
        error = ask("status", "--store", f"bolt://127.0.0.1:{port}").error
    assert "is not a Bolt port of Neo4j, it talks HTTP" in error["message"]
    assert "usually 7687" in error["cure"]


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "neo4j+s"])
def test_a_host_nobody_knows_is_said(scheme: str) -> None:
    ended = ask("status", "--store", f"{scheme}://nobody.invalid")
    assert ended.error["message"].startswith(f"{scheme}://nobody.invalid cannot be reached (")
    assert "check the address" in ended.error["cure"]
    assert ended.seconds < 12


def test_a_server_without_encryption_is_asked_for_by_a_plain_address(monkeypatch: pytest.MonkeyPatch) -> None:
    server = server_of(VERSIONS[-1])
    sign_in(server, monkeypatch)
    error = ask("status", "--store", server.uri.replace("bolt://", "bolt+s://")).error
    assert "without encryption on the server, write it without +s" in error["cure"]


def test_addresses_of_a_cluster_that_cannot_be_reached_are_said() -> None:
    said = fault(RoutingServiceUnavailable("no route"), place_of("neo4j://127.0.0.1:1"))
    assert str(said) == (
        "neo4j://127.0.0.1:1 names addresses of the database that cannot be reached (no route); "
        "write bolt:// to ask at this address alone, or set server.bolt.advertised_address on the server"
    )
