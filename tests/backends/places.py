"""Where a store may be, on every backend: addresses for the product's own commands, nothing there yet."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from refgraph.store.neo4j.place import PASSWORD, USER
from tests.neo4j.server import neo4j_params, server_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.neo4j.server import Server

SQLITE = "sqlite"


def sqlite_url(folder: Path) -> str:
    """Address of a store in a folder."""
    return f"sqlite:///{folder / 'store.db'}"


@contextmanager
def asking(server: Server) -> Iterator[str]:
    """Let refgraph ask a server, emptied before; gives its address."""
    server.empty()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(USER, server.user)
        environment.setenv(PASSWORD, server.password)
        yield server.uri


@pytest.fixture(params=[SQLITE, *neo4j_params()])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a store that is not there yet, on each backend."""
    if request.param == SQLITE:
        yield sqlite_url(tmp_path)
    else:
        with asking(server_of(request.param)) as url:
            yield url
