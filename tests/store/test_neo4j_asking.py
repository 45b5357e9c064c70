"""How often a server is asked, and what is asked again when others write meanwhile."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.store.neo4j.connection import Server as Connected
from refgraph.store.neo4j.ego import ego
from refgraph.store.neo4j.place import place_of
from refgraph.store.neo4j.search import search
from refgraph.store.neo4j.steady import at_told_version
from tests.store.batches import add
from tests.store.conftest import Neo4jFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.store.neo4j.answering import Records
    from refgraph.store.neo4j.connection import Ask
    from refgraph.store.port import Store
    from tests.neo4j.server import Server

DAY = date(2026, 1, 1)
PEOPLE = "MATCH (s:RefgraphStore) RETURN s.version, COUNT { (:Person) }"


class Counting(Connected):
    """A server that counts its statements."""

    asked = 0

    def ask(self, query: str, /, **values: Any) -> Records:
        self.asked += 1
        return super().ask(query, **values)


@pytest.fixture
def store(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    factory = Neo4jFactory(neo4j_server, monkeypatch)
    yield factory.new()
    factory.close()


@pytest.fixture
def server(store: Store) -> Iterator[Counting]:
    with Counting(place_of(store.url)) as connected:
        yield connected


def test_a_walk_takes_a_statement_a_hop_and_one_more(store: Store, server: Counting) -> None:
    ids = [f"p{i}" for i in range(5)]
    ties = [{"person_a": a, "person_b": b} for a, b in pairwise(ids)]
    add(store, people=[{"person_id": key} for key in ids], knows=ties)
    for hops in range(4):
        before = server.asked
        assert len(ego(server, "people", "p0", hops=hops, limit=9, as_of=DAY).nodes) == hops + 1
        assert server.asked - before == hops + 1


@pytest.mark.parametrize(
    ("text", "statements"), [("anna", 1), ("nna", 2), ("李", 1), ("王明", 1), ("xyz", 2)]
)
def test_a_search_takes_a_statement_and_one_more_where_too_few_names_begin_so(
    store: Store, server: Counting, text: str, statements: int
) -> None:
    add(store, people=[{"person_id": f"p{i}", "name": f"李明 Anna {i}"} for i in range(30)])
    search(server, text, limit=20, today=DAY)
    assert server.asked == statements


def test_names_that_must_be_looked_at_are_asked_for_until_there_are_enough(
    store: Store, server: Counting
) -> None:
    apart = [{"person_id": f"p{i}", "name": f"A {i:03} bc"} for i in range(50)]
    add(store, people=[*apart, {"person_id": "last", "name": "Z a-bc"}])
    assert [hit.id for hit in search(server, "a-bc", limit=1, today=DAY)] == ["last"]
    assert server.asked == 3


def test_what_was_read_while_others_wrote_is_read_again(store: Store, server: Counting) -> None:
    answers: list[tuple[Any, Any]] = []

    def work(ask: Ask) -> tuple[Any, Any]:
        ((before,),) = ask(PEOPLE)
        if not answers:
            add(store, people=[{"person_id": "new"}])
        ((after,),) = ask(PEOPLE)
        answers.append((before, after))
        return before, after

    assert at_told_version(server, work) == (1, 1)
    assert answers == [(0, 1), (1, 1)]
    assert at_told_version(server, work) == (1, 1)
    assert len(answers) == 3
