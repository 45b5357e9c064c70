"""Servers start, come back after a kill with what was committed, and leave nothing behind."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from neo4j.exceptions import ClientError, ServiceUnavailable

from tests.neo4j.artefacts import NoServerError, java
from tests.neo4j.process import RELEASES
from tests.neo4j.server import VERSIONS, Server, fresh_server, require_startable, server_of

_PARENT = """
import sys, time
from tests.neo4j.server import OwnServer
server = OwnServer(sys.argv[1])
print(server.home, server.uri, flush=True)
time.sleep(600)
"""


def accepts(uri: str) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", urlsplit(uri).port or 0)) == 0


def test_it_is_the_version_asked_for(neo4j_server: Server) -> None:
    [kernel] = neo4j_server.run(
        "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' RETURN versions, edition"
    )
    assert kernel["edition"] == "community"
    if neo4j_server.version in VERSIONS:
        assert kernel["versions"] == [RELEASES[neo4j_server.version].number]


@pytest.mark.parametrize("nodes", [0, 1, 20_001])
def test_emptying_leaves_the_schema_alone(neo4j_server: Server, nodes: int) -> None:
    neo4j_server.run("CREATE CONSTRAINT kept IF NOT EXISTS FOR (n:Kept) REQUIRE n.id IS UNIQUE")
    neo4j_server.run("UNWIND range(1, $nodes) AS i CREATE (:Kept {id: i})-[:NEXT]->(:Other)", nodes=nodes)
    neo4j_server.empty()
    assert neo4j_server.run("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
    assert neo4j_server.run("SHOW CONSTRAINTS YIELD name WHERE name = 'kept' RETURN name") == [
        {"name": "kept"}
    ]
    neo4j_server.run("DROP CONSTRAINT kept")


def test_the_same_server_is_given_again(neo4j_server: Server) -> None:
    assert server_of(neo4j_server.version) is neo4j_server


@pytest.mark.parametrize("version", VERSIONS)
def test_a_killed_server_comes_back_with_what_was_committed(version: str) -> None:
    server = fresh_server(version)
    try:
        server.run("CREATE (:Committed)")
        server.kill()
        with pytest.raises(ServiceUnavailable):
            server.run("RETURN 1")
        server.start("server.databases.default_to_read_only=true")
        assert server.run("MATCH (n:Committed) RETURN count(n) AS n") == [{"n": 1}]
        with pytest.raises(ClientError, match="read-only"):
            server.run("CREATE (:Committed)")
    finally:
        server.stop()
    assert not server.home.exists()


def test_a_server_ends_with_the_process_that_started_it() -> None:
    require_startable(VERSIONS[0])
    command = [sys.executable, "-c", _PARENT, VERSIONS[0]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        home, uri = parent.stdout.readline().split()
        assert Path(home).is_dir()
        parent.kill()
    give_up = time.monotonic() + 30
    while (Path(home).exists() or accepts(uri)) and time.monotonic() < give_up:
        time.sleep(0.05)
    assert not Path(home).exists()
    assert not accepts(uri)


def test_a_java_that_is_not_there_is_named_with_its_cure() -> None:
    with pytest.raises(NoServerError, match=r"expected version 90 to 99; install such a JDK .*openjdk-90"):
        java(90, 99)
