"""The server killed at any moment of an import (kill -9): never half a batch, never a lost acknowledged one.

REFGRAPH_TEST_KILLS says how often for each version; each costs a start of the server, so that few are usual.
"""

from __future__ import annotations

import os
from contextlib import closing
from threading import Timer
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.store.neo4j.store import Neo4jStore
from tests.faults.servers import PEOPLE, Ended, ask, bundle
from tests.neo4j.server import VERSIONS, fresh_server, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.neo4j.server import OwnServer

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("REFGRAPH_TEST_KILLS", "1"))
READ_ONLY = "server.databases.read_only=neo4j"


@pytest.fixture(params=[pytest.param(version, id=f"neo4j-{version}") for version in VERSIONS])
def own_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnServer]:
    """A server that the test may kill, with little room for a transaction."""
    server = fresh_server(request.param, "dbms.memory.transaction.total.max=64m")
    sign_in(server, monkeypatch)
    yield server
    server.stop()


def state(url: str) -> tuple[int, int]:
    """Version and people of a store, which must be sound."""
    with closing(Neo4jStore(url)) as store:
        assert store.check() == []
        info = store.info()
        assert [one.version for one in store.imports()] == list(range(1, info.version + 1))
        return info.version, info.counts["people"]


def killed_within(server: OwnServer, arguments: list[str], seconds: float) -> Ended:
    """Run a command and kill the server after so many seconds, unless it ends before."""
    timer = Timer(seconds, server.kill)
    timer.start()
    ended = ask(*arguments)
    timer.join()
    return ended


def test_a_server_killed_within_imports_keeps_whole_ones_that_the_same_command_completes(
    own_server: OwnServer, tmp_path: Path
) -> None:
    rng = np.random.default_rng(10)
    url = own_server.uri
    ask("import", str(bundle(tmp_path / "usual", "usual")), "--store", url)
    usual = ask("import", str(bundle(tmp_path / "other", "other")), "--store", url)
    for kill in range(KILLS):
        arguments = ["import", str(bundle(tmp_path / "bundle", f"kill{kill}")), "--store", url]
        ended = killed_within(own_server, arguments, float(rng.uniform(0.3, 1.0)) * usual.seconds)
        assert ended.seconds < 12
        own_server.start()
        before, after = (kill + 2, (kill + 2) * PEOPLE), (kill + 3, (kill + 3) * PEOPLE)
        found = state(url)
        # Killed between the commit and the answer, the import is there and nobody was told.
        assert found in ({after} if ended.code == 0 else {before, after})
        assert ended.code == 0 or ended.error["code"] == "store_unavailable"
        assert ask(*arguments).document["version"] == kill + 3
        assert state(url) == after


def test_a_server_that_allows_no_writing_or_no_large_batch_says_so(
    own_server: OwnServer, tmp_path: Path
) -> None:
    url = own_server.uri
    for name in ("one", "two"):
        assert ask("import", str(bundle(tmp_path / name, name)), "--store", url).code == 0
    says_what_takes_too_much_memory(url, tmp_path)
    assert state(url) == (2, 2 * PEOPLE)
    # After a kill it would have to write what is to be recovered.
    own_server.shut_down()
    own_server.start(READ_ONLY)
    reads_and_says_that_it_cannot_write(url, tmp_path)


def reads_and_says_that_it_cannot_write(url: str, folder: Path) -> None:
    """A read-only server answers what only reads, and the sentence is plain for what writes."""
    assert ask("status", "--store", url).document["counts"]["people"] >= 2 * PEOPLE
    assert ask("imports", "--store", url).code == 0
    refused = ask("import", str(bundle(folder / "refused", "refused")), "--store", url).error
    assert refused["message"] == f"{url} is read-only"
    assert "allow writing" in refused["cure"]
    assert refused["code"] == "store_unavailable"


def says_what_takes_too_much_memory(url: str, folder: Path) -> None:
    """A batch for which the server has too little room."""
    path = folder / "large" / "people.csv"
    path.parent.mkdir()
    rows = "\n".join(f"large-{i},{'name ' * 20}{i}" for i in range(60_000))
    path.write_text(f"person_id,name\n{rows}\n", "utf-8")
    refused = ask("import", str(path.parent), "--store", url).error
    assert "takes more memory than transactions" in refused["message"]
    assert "dbms.memory.transaction.total.max" in refused["cure"]
