"""Commands on a server that is away, slow or breaks off: an end within 12 s, a sentence, nothing lost, nothing twice."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import StoreUnavailable
from refgraph.store.neo4j.store import Neo4jStore
from tests.faults.servers import PEOPLE, ask, bundle, network
from tests.neo4j.proxy import Mode, Proxy
from tests.neo4j.server import neo4j_params, server_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.neo4j.server import Server

pytestmark = pytest.mark.slow

LIMIT_S = 12.0


@pytest.fixture
def proxy(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Proxy]:
    """A network to a server with one import."""
    with network(neo4j_server, monkeypatch) as found:
        assert ask("import", str(bundle(tmp_path / "first", "first")), "--store", found.uri).code == 0
        yield found


@pytest.fixture(params=neo4j_params()[-1:])
def newest(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Proxy]:
    """A network to the newest server, for what depends on the network alone."""
    server = server_of(request.param)
    server.empty()
    with network(server, monkeypatch) as found:
        assert ask("import", str(bundle(tmp_path / "first", "first")), "--store", found.uri).code == 0
        yield found


def until_back(store: Neo4jStore, proxy: Proxy) -> None:
    """Let the network pass and wait until the store notices."""
    proxy.switch(Mode.PASS)
    for _ in range(200):
        try:
            store.state()
        except StoreUnavailable:
            time.sleep(0.05)
            continue
        return
    raise AssertionError("the store did not notice that the server is back")


@pytest.mark.parametrize("mode", [Mode.REFUSE, Mode.RESET, Mode.CUT, Mode.SILENT])
def test_commands_end_with_a_sentence_and_the_cure(newest: Proxy, mode: Mode, tmp_path: Path) -> None:
    proxy = newest
    proxy.switch(mode, after=100)
    if mode is Mode.REFUSE:
        proxy.reset_all()
    command = ["import", str(bundle(tmp_path / "second", "second"))]
    for arguments in (["status"], command) if mode is Mode.SILENT else ([command]):
        ended = ask(*arguments, "--store", proxy.uri)
        assert ended.error["code"] == "store_unavailable"
        assert proxy.uri in ended.error["message"]
        assert "start the server or check the address" in ended.error["cure"]
        assert ended.seconds < LIMIT_S
    proxy.switch(Mode.PASS)
    assert ask("import", str(bundle(tmp_path / "second", "second")), "--store", proxy.uri).code == 0
    assert ask("status", "--store", proxy.uri).document["counts"]["people"] == 2 * PEOPLE


def test_an_open_store_is_refused_at_once_while_the_server_is_away_and_goes_on_when_it_is_back(
    newest: Proxy,
) -> None:
    proxy = newest
    with closing(Neo4jStore(proxy.uri)) as store:
        for mode in (Mode.RESET, Mode.SILENT):
            proxy.switch(mode)
            for _ in range(3):
                with pytest.raises(StoreUnavailable, match=f"{proxy.uri} "):
                    store.info()
            until_back(store, proxy)
            assert store.info().version == 1


def test_a_batch_whose_commit_answer_is_lost_is_there_once(proxy: Proxy, tmp_path: Path) -> None:
    proxy.switch(Mode.LOSE_COMMIT)
    ended = ask("import", str(bundle(tmp_path / "second", "second")), "--store", proxy.uri)
    assert (ended.code, proxy.commits_lost) == (0, 1)
    assert ended.document["version"] == 2
    with closing(Neo4jStore(proxy.uri)) as store:
        assert store.info().counts["people"] == 2 * PEOPLE
        assert [one.version for one in store.imports()] == [1, 2]
        assert store.check() == []


def test_a_connection_that_a_router_forgot_is_replaced(proxy: Proxy) -> None:
    with closing(Neo4jStore(proxy.uri)) as store:
        proxy.deafen()
        assert store.version() == 1
        proxy.deafen()
        assert store.info().version == 1


def test_commands_end_on_a_link_that_takes_400_ms_each_way(newest: Proxy, tmp_path: Path) -> None:
    # A server plans each statement when it is first asked; that is not the link's doing.
    for command in (["import", str(bundle(tmp_path / "second", "second"))], ["undo", "2"]):
        ask(*command, "--store", newest.uri)
    newest.switch(Mode.DELAY)
    for command in (["import", str(bundle(tmp_path / "third", "third"))], ["undo", "4"]):
        ended = ask(*command, "--store", newest.uri)
        assert ended.code == 0, ended.document
        assert ended.seconds < LIMIT_S, command
