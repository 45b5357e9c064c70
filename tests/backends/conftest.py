"""Servers without a store, one of each version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.backends.places import asking, store_url
from tests.neo4j.server import neo4j_params, server_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.neo4j.server import Server

__all__ = ["server", "server_url", "store_url"]


@pytest.fixture(params=neo4j_params())
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that refgraph may ask."""
    found = server_of(request.param)
    with asking(found):
        yield found


@pytest.fixture
def server_url(server: Server) -> str:
    """Address of a store that is not there yet, on a server."""
    return server.uri
