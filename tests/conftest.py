"""Settings of all tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numba
import pytest
from hypothesis import settings

from refgraph.service.kernel_cache import forget_stale_kernels
from tests.neo4j.server import neo4j_params, server_of
from tests.sharing import BOTH, Groups, on_one_version, turn_of

if TYPE_CHECKING:
    from xdist.remote import Producer

    from tests.neo4j.server import Server

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
forget_stale_kernels()
# Workers side by side have a core each: on small networks a second thread is mostly waited for.
numba.set_num_threads(1)


@pytest.fixture(params=neo4j_params())
def neo4j_server(request: pytest.FixtureRequest) -> Server:
    """Each version of Neo4j, without a node in it."""
    server = server_of(request.param)
    server.empty()
    return server


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Ask one version of a server where both would say the same; begin with what takes longest among several workers."""
    if not BOTH:
        kept = on_one_version(item.nodeid for item in items)
        items[:] = [item for item in items if item.nodeid in kept]
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: turn_of(item.nodeid))


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Groups:
    """Hand out groups of tests that share what is expensive."""
    return Groups(config, log)
