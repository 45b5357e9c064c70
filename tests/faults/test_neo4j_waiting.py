"""How long one waits for an answer: as long as the server is at work on it, and no longer."""

from __future__ import annotations

import os
import time
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import StoreBusy, StoreUnavailable
from refgraph.store.neo4j.connection import Server as Asked
from refgraph.store.neo4j.connection import Transaction
from refgraph.store.neo4j.outage import Outage
from refgraph.store.neo4j.place import place_of
from tests.faults.servers import network
from tests.neo4j.proxy import Mode
from tests.neo4j.server import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.neo4j.server import Server

pytestmark = pytest.mark.slow

MARKED = "MERGE (m:Marked {one: 1}) SET m.turns = coalesce(m.turns, 0) + 1 RETURN m.turns"
# Sorting keeps a server at work for some seconds before it has anything to say.
LONG = "UNWIND range(1, $rows) AS i WITH i, rand() AS r ORDER BY r RETURN max(i)"


@pytest.fixture
def asked(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    sign_in(neo4j_server, monkeypatch)
    with Asked(place_of(neo4j_server.uri)) as server:
        yield server


def test_a_server_at_work_is_waited_for(asked: Asked) -> None:
    rows, took_s = 1_000_000, 0.0
    while took_s < 5.0:
        began = time.monotonic()
        assert asked.ask(LONG, rows=rows) == [[rows]]
        took_s = time.monotonic() - began
        rows *= 3 if took_s > 1.0 else 6


def test_a_lock_is_waited_for_up_to_a_limit(asked: Asked) -> None:
    asked.write(lambda transaction: transaction.run(MARKED))

    def holding(transaction: Transaction) -> None:
        transaction.run(MARKED)
        with pytest.raises(StoreBusy, match="another process is writing"):
            asked.write(lambda other: other.run_within(3.0, MARKED))

    asked.write(holding)
    assert asked.write(lambda transaction: transaction.run(MARKED)) == [[3]]


def test_what_a_forgotten_connection_holds_is_let_go_of(
    neo4j_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with network(neo4j_server, monkeypatch) as proxy, Asked(place_of(proxy.uri)) as asked:
        turns: list[int] = []

        def forgotten(transaction: Transaction) -> list[list[int]]:
            transaction.run(MARKED)
            if not turns:
                proxy.deafen()
            turns.append(1)
            return transaction.run(MARKED)

        assert asked.write(forgotten) == [[2]]
        assert len(turns) == 2


def test_closing_ends_what_another_thread_asks(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[Exception] = []

    def ask(server: Asked) -> None:
        try:
            server.ask("RETURN 1")
        except (StoreUnavailable, ValueError) as error:
            said.append(error)

    with network(neo4j_server, monkeypatch) as proxy:
        server = Asked(place_of(proxy.uri))
        server.ask("RETURN 1")
        proxy.switch(Mode.SILENT)
        asking = Thread(target=ask, args=(server,))
        asking.start()
        while proxy.connections < 1:
            time.sleep(0.01)
        server.close()
        asking.join(12)
        assert not asking.is_alive()
        assert len(said) == 1
        with pytest.raises(ValueError, match="is closed"):
            server.ask("RETURN 1")
        server.close()


def test_a_forked_process_asks_by_connections_of_its_own(asked: Asked) -> None:
    assert asked.ask("RETURN 1") == [[1]]
    child = os.fork()
    if child == 0:
        os._exit(0 if asked.ask("RETURN 2") == [[2]] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert asked.ask("RETURN 3") == [[3]]


def test_while_one_looks_whether_a_server_is_back_others_are_refused_at_once() -> None:
    outage = Outage()
    outage.require_over(lambda: pytest.fail("nobody looks for a server that is there"))
    outage.begin(StoreUnavailable("it is away", "start it"))

    def looking() -> bool:
        with pytest.raises(StoreUnavailable, match="it is away; start it"):
            outage.require_over(lambda: pytest.fail("two look at once"))
        return True

    outage.require_over(looking)
    outage.require_over(lambda: pytest.fail("nobody looks for a server that is back"))
