"""A database that somebody empties, or makes a store in, while others have it open."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import StoreMissing, StoreUnavailable
from refgraph.store.neo4j.arriving import LOADING_VERSION
from refgraph.store.neo4j.schema import CREATED
from refgraph.store.neo4j.store import Neo4jStore
from tests.store.batches import add, batch, table_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.store.port import Store
    from tests.neo4j.server import Server

MAKERS = 4
ASKED: dict[str, Callable[[Store], object]] = {
    "version": lambda store: store.version(),
    "state": lambda store: store.state(),
    "info": lambda store: store.info(),
    "snapshot": lambda store: store.snapshot(),
    "changes_since": lambda store: store.changes_since(0),
    "written": lambda store: store.written(1),
    "digest": lambda store: store.digest(),
    "look": lambda store: store.look(),
    "hand_over": lambda store: store.hand_over(lambda content: content.version),
    "apply": lambda store: store.apply(batch("late", 1)),
}


def one_person(store: Neo4jStore) -> None:
    add(store, people=[{"person_id": "p"}])
    store.snapshot()


@pytest.mark.parametrize("asked", ASKED)
def test_an_emptied_database_is_said_to_have_no_store(
    graph: Neo4jStore, neo4j_server: Server, asked: str
) -> None:
    one_person(graph)
    neo4j_server.empty()
    with pytest.raises(StoreMissing, match="no store in the database any more"):
        ASKED[asked](graph)


@pytest.mark.parametrize("asked", ASKED)
def test_a_store_that_is_just_being_copied_in_is_not_read_by_those_who_had_it_open(
    graph: Neo4jStore, neo4j_server: Server, asked: str
) -> None:
    one_person(graph)
    neo4j_server.run("MATCH (s:RefgraphStore) SET s.version = $version", version=LOADING_VERSION)
    neo4j_server.run("MATCH (c:TableCount) DELETE c")
    with pytest.raises(StoreUnavailable, match="has not arrived whole"):
        ASKED[asked](graph)


def test_a_store_made_anew_at_the_address_is_another_one_for_those_who_had_it_open(
    graph: Neo4jStore, neo4j_server: Server
) -> None:
    one_person(graph)
    before = graph.state()
    neo4j_server.empty()
    with Neo4jStore(graph.url, create=True) as made:
        add(made, people=[{"person_id": "other"}])
    assert graph.state()[1] == before[1]
    assert graph.state()[0] != before[0]
    assert [row[0] for row in table_rows(graph.snapshot(), "people")] == ["other"]


def without_schema(server: Server) -> None:
    for name, statement in CREATED.items():
        kind = "CONSTRAINT" if statement.startswith("CREATE CONSTRAINT") else "INDEX"
        server.run(f"DROP {kind} {name} IF EXISTS")


def test_several_who_make_the_store_at_the_same_moment_make_one(url: str, neo4j_server: Server) -> None:
    without_schema(neo4j_server)

    def made(_: int) -> str:
        with Neo4jStore(url, create=True) as store:
            return store.state()[0]

    with ThreadPoolExecutor(MAKERS) as makers:
        found = set(makers.map(made, range(MAKERS)))
    assert len(found) == 1
    there = neo4j_server.run("SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name")
    assert CREATED.keys() <= {row["name"] for row in there}
