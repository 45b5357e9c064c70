"""Neo4j servers for tests: one of each version shared by a process, and ones a test may kill."""

from __future__ import annotations

import atexit
import os
import socket
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import neo4j
import pytest
from neo4j.exceptions import AuthError, DriverError, ServiceUnavailable, TransientError

from refgraph.store.neo4j.place import PASSWORD, USER
from tests.neo4j.artefacts import NoServerError, jars, java
from tests.neo4j.process import RELEASES, end, free_port, launch, log_of, prepare, remove

if TYPE_CHECKING:
    import subprocess

VERSIONS = tuple(RELEASES)
"""Versions that refgraph promises to work on."""
GIVEN = "given"
"""Stands for the version of the server that REFGRAPH_TEST_NEO4J_URI names."""
GIVEN_URI = "REFGRAPH_TEST_NEO4J_URI"
_START_S = 90.0
_TRIES = 3
_OURS = "tests_of_refgraph"
_COUNT = "MATCH (n) RETURN count(n) AS nodes"
_EMPTY = "MATCH (n) DETACH DELETE n"
_MANY = 20_000
_EMPTY_BY_PARTS = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS"
_MARK = f"CREATE CONSTRAINT {_OURS} IF NOT EXISTS FOR (n:RefgraphTest) REQUIRE n.id IS UNIQUE"
_MARKS = "SHOW CONSTRAINTS YIELD name WHERE name = $name RETURN name"
_PASSWORD = "ALTER CURRENT USER SET PASSWORD FROM $first TO $new"


class Server:
    """A running server whose data tests may delete."""

    def __init__(self, version: str, uri: str, user: str, password: str) -> None:
        self.version = version
        self.uri = uri
        self.user = user
        self.password = password
        self._driver: neo4j.Driver | None = None

    @property
    def driver(self) -> neo4j.Driver:
        """A driver that lives as long as the server."""
        if self._driver is None:
            self._driver = _driver(self.uri, self.user, self.password)
        return self._driver

    def run(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """Run a query of the test's own in a transaction of its own and return its rows."""
        with self.driver.session() as session:
            return session.run(query, values).data()

    def empty(self) -> None:
        """Delete all nodes and relationships; schema stays."""
        nodes = self.run(_COUNT)[0]["nodes"]
        if nodes:
            self.run(_EMPTY if nodes < _MANY else _EMPTY_BY_PARTS)

    def stop(self) -> None:
        """Let go of the server; stopping twice is fine."""
        if self._driver is not None:
            self._driver.close()
            self._driver = None


class OwnServer(Server):
    """A server started for tests, with a home in a temporary folder."""

    def __init__(self, version: str, *conf: str, heap: str = "1g") -> None:
        """Start it with more lines `key=value` for neo4j.conf. Raises NoServerError where that cannot be."""
        self._release = RELEASES[version]
        self._heap = heap
        self._conf = conf
        self._port = free_port()
        self.home = Path(tempfile.mkdtemp(prefix="refgraph-neo4j-"))
        """Its folder, gone when it is stopped."""
        self._process: subprocess.Popen[bytes] | None = None
        super().__init__(version, f"bolt://127.0.0.1:{self._port}", "neo4j", "refgraph-test")
        atexit.register(self.stop)
        self.start()

    def start(self, *conf: str) -> None:
        """Start it, again on the same home and port, with more lines for neo4j.conf; returns when it answers."""
        prepare(self.home, self._release, self._port, (*self._conf, *conf))
        for _ in range(_TRIES):
            self._process = launch(self.home, self._release, self._heap)
            if self._is_up(self._process):
                return
            end(self._process)
        said = log_of(self.home).read_text("utf-8", "replace")[-3000:]
        self.stop()
        raise AssertionError(f"Neo4j {self._release.number} did not start: {said}")

    def kill(self) -> None:
        """Kill -9 it and leave its home."""
        super().stop()
        if self._process is not None:
            end(self._process)
            self._process = None

    def shut_down(self) -> None:
        """Let it end by itself, with nothing to be recovered at the next start; about 10 s."""
        super().stop()
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_START_S)
            end(self._process)
            self._process = None

    def stop(self) -> None:
        """Kill it and delete its home."""
        self.kill()
        remove(self.home)
        atexit.unregister(self.stop)

    def _is_up(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait until it answers; False where it ends, or takes too long."""
        give_up = time.monotonic() + _START_S
        while not self._answers():
            if process.poll() is not None or time.monotonic() > give_up:
                return False
            time.sleep(0.05)
        return True

    def _answers(self) -> bool:
        """Whether it lets us in; sets our password at the first login."""
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", self._port)):
                return False
        with suppress(ServiceUnavailable, TransientError, DriverError):
            try:
                _once(self.uri, self.password, "RETURN 1")
            except AuthError:
                _once(self.uri, "neo4j", _PASSWORD, database="system", first="neo4j", new=self.password)
            else:
                return True
        return False


_shared: dict[str, Server | str] = {}


def server_of(version: str) -> Server:
    """The server of a version that this process shares, started at first use; or the one of REFGRAPH_TEST_NEO4J_URI.

    Skips the test where none can be started, with the reason; in CI it fails.
    """
    key = GIVEN if os.environ.get(GIVEN_URI) else version
    if key not in _shared:
        try:
            _shared[key] = _given(os.environ[GIVEN_URI]) if key == GIVEN else OwnServer(version)
        except NoServerError as error:
            _shared[key] = str(error)
    found = _shared[key]
    if isinstance(found, str):
        _without(found)
    return found


def sign_in(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put user and password of a server into the environment, where refgraph looks for them."""
    monkeypatch.setenv(USER, server.user)
    monkeypatch.setenv(PASSWORD, server.password)


def fresh_server(version: str, *conf: str) -> OwnServer:
    """A server of the test's own, to kill or to configure by more lines of neo4j.conf; the test must stop it.

    Skips as `server_of`.
    """
    try:
        return OwnServer(version, *conf)
    except NoServerError as error:
        _without(str(error))


def require_startable(version: str) -> None:
    """Skip the test, as `server_of`, where no server of a version can be started, without starting one."""
    release = RELEASES[version]
    try:
        java(*release.java)
        jars(release.number)
    except NoServerError as error:
        _without(str(error))


def neo4j_params() -> list[Any]:
    """Versions as parameters of a fixture; tests whose id names one run in the same worker, which starts it once."""
    versions = (GIVEN,) if os.environ.get(GIVEN_URI) else VERSIONS
    return [pytest.param(version, id=f"neo4j-{version}") for version in versions]


def _given(uri: str) -> Server:
    """The server of REFGRAPH_TEST_NEO4J_URI, if nothing in it is somebody's; what tests leave in it is marked."""
    user = os.environ.get(USER, "neo4j")
    password = os.environ.get(PASSWORD, "")
    server = Server(GIVEN, uri, user, password)
    atexit.register(server.stop)
    nodes = server.run(_COUNT)[0]["nodes"]
    if nodes and not server.run(_MARKS, name=_OURS):
        raise AssertionError(
            f"{uri} holds {nodes} nodes that tests of refgraph did not leave; expected an empty database "
            f"or one with the constraint {_OURS}: name another in {GIVEN_URI}"
        )
    server.run(_MARK)
    return server


def _without(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _once(uri: str, password: str, query: str, *, database: str | None = None, **values: str) -> None:
    """Run a query without the driver's retries, which wait for up to 30 s."""
    with _driver(uri, "neo4j", password) as driver, driver.session(database=database) as session:
        session.run(query, values).consume()


def _driver(uri: str, user: str, password: str) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(uri, auth=(user, password), connection_timeout=3)
