"""A store on a real server, and a connection of its own to the same database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.store.neo4j.connection import Server as Connected
from refgraph.store.neo4j.place import place_of
from refgraph.store.neo4j.store import Neo4jStore
from tests.neo4j.server import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.neo4j.server import Server


@pytest.fixture
def url(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of an empty database."""
    sign_in(neo4j_server, monkeypatch)
    return neo4j_server.uri


@pytest.fixture
def graph(url: str) -> Iterator[Neo4jStore]:
    """An empty store."""
    with Neo4jStore(url, create=True) as opened:
        yield opened


@pytest.fixture
def connected(graph: Neo4jStore) -> Iterator[Connected]:
    """The database of that store."""
    with Connected(place_of(graph.url)) as server:
        yield server
