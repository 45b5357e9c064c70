"""What somebody does to a store in Neo4j's own tools is found, and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.errors import StoreCorrupt
from refgraph.store.neo4j.soundness import digest, findings, look
from refgraph.store.port import Left
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add
from tests.store.full import fill

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.store.neo4j.connection import Server as Connected
    from refgraph.store.neo4j.store import Neo4jStore
    from tests.neo4j.server import Server

DAMAGES = {
    # Rows.
    "MATCH (p:Person {person_id: 'ann'}) SET p.email = 'ann@new'": [
        "people has a row that is not as it was written by import 1"
    ],
    "MATCH (p:Person {person_id: 'eve'}) DETACH DELETE p": ["people has 3 rows, 4 were counted as they were written"],
    "CREATE (:Person {person_id: 'zoe', name: 'Zoe', words: 'zoe', plain: 'zoe'})": [
        "people has 5 rows, 4 were counted as they were written",
        "people has a row that no import wrote",
    ],
    "MATCH (p:Person {person_id: 'eve'}) SET p.num = 9": ["people has a row that no import wrote"],
    "MATCH (p:Person {person_id: 'eve'}) SET p.ver = 9": [
        "people has a row that no import wrote",
        "people has a row that is not as it was written by import 1, 9",
    ],
    "MATCH (p:Person {person_id: 'eve'}) REMOVE p.ver": [
        "people has a row that no import wrote",
        "people has a row that is not as it was written by import 1",
    ],
    "MATCH (p:Person {person_id: 'eve'}) REMOVE p.person_id": [
        "1 nodes Person have no person_id",
        "people has a row that is not as it was written by import 1",
    ],
    "MATCH ()-[k:KNOWS]->() SET k.strength = 0.75": ["knows has a row that is not as it was written by import 1"],
    "MATCH ()-[k:KNOWS]->() DELETE k": ["knows has 0 rows, 1 were counted as they were written"],
    "MATCH (a)-[k:KNOWS]->(b) CREATE (b)-[:KNOWS {directed: true, ver: 1}]->(a)": [
        "knows has 2 rows, 1 were counted as they were written"
    ],
    "MATCH (e:Event) SET e.date = [1]": ["events has a row that cannot be read"],
    "MATCH (e:Event) SET e.date = '2025-01-02'": ["events has a row that is not as it was written by import 2"],
    # References.
    "MATCH (:Event)-[r:ABOUT]->() DELETE r": ["events has a row that is not as it was written by import 2"],
    "MATCH (p:Person {person_id: 'ann'}), (a:Account {account_id: 'head'}) CREATE (a)-[:WORKS_AT]->(p)": [
        "1 relationships WORKS_AT lead from or to nodes of other labels than theirs",
    ],
    "MATCH (p:Person {person_id: 'ann'}), (q:Person {person_id: 'eve'})"
    " CREATE (p)-[:REPORTS_TO {account_id: 'head'}]->(q)": ["1 relationships REPORTS_TO belong to no role"],
    # What is found by name.
    "MATCH (p:Person {person_id: 'ann'}) REMOVE p.words": ["1 rows of people are not found by name"],
    "MATCH (c:Circle) SET c.plain = 'other'": ["1 rows of circles are not found by name"],
    "MATCH (p:Person {person_id: 'ann'}) SET p.name = 'Anna'": [
        "people has a row that is not as it was written by import 1",
        "1 rows of people are not found by name",
    ],
    # The ledger.
    "MATCH (b:Batch {version: 2}) DELETE b": ["the store says version 2, but has 1 imports, the last of version 1"],
    "MATCH (s:RefgraphStore) SET s.version = 3": ["the store says version 3, but has 2 imports, the last of version 2"],
    "MATCH (c:TableCount {table: 'people'}) SET c.rows = 5": ["people has 4 rows, 5 were counted as they were written"],
    "MATCH (c:TableCount {table: 'people'}) SET c.digest = '0'": ["people has a row that is not as it was written"],
    "MATCH (c:BatchCount {table: 'people'}) DELETE c": ["people has a row that is not as it was written by import 1"],
    "CREATE (:KeptFit {ver: 9, document: '{}'})": ["there is a fit that no import brought"],
    "CREATE (:KeptFit {ver: 2, document: '{}', digest: 'other'})": ["the fit of import 2 is not as it was written"],
    "MATCH (c:TableCount {table: 'people'}) DELETE c": [
        "the store is damaged: it does not say its version, or how many rows a table has"
    ],
}  # fmt: skip
DOUBLED = {
    "MATCH (e:Event), (p:Person {person_id: 'eve'}) CREATE (e)-[:ABOUT]->(p)": "1 rows of events have more than one person_id",
    "MATCH (a:Account {account_id: 'branch'}), (p:Account {account_id: 'other'}) CREATE (p)-[:PARENT_OF]->(a)":
        "1 rows of accounts have more than one parent_id",
    "MATCH (e:Event), (a:Account {account_id: 'head'}) CREATE (e)-[:ABOUT]->(a)":
        "1 relationships ABOUT lead from or to nodes of other labels than theirs",
    "MATCH (p:Person {person_id: 'ann'}), (q:Person {person_id: 'eve'})"
    " CREATE (p)-[:REPORTS_TO {account_id: 'head', `from`: date('2020-01-01')}]->(q)":
        "1 rows of roles have more than one reports_to",
}  # fmt: skip
"""Of these the row may be read with the one or the other."""


@pytest.fixture
def small(graph: Neo4jStore) -> Neo4jStore:
    """A store of two imports."""
    add(
        graph,
        people=[{"person_id": key} for key in ("ann", "bob", "cy", "eve")],
        accounts=[
            {"account_id": "head"},
            {"account_id": "branch", "parent_id": "head"},
            {"account_id": "other"},
        ],
        circles=[{"circle_id": "club"}],
        knows=[{"person_a": "ann", "person_b": "bob", "strength": 0.5}],
        roles=[
            {"person_id": "ann", "account_id": "head", "from": "2020-01-01", "reports_to": "bob"},
            {"person_id": "bob", "account_id": "branch", "reports_to": "nobody"},
        ],
    )
    add(graph, events=[{"event_id": "e", "kind": "call", "date": "2025-01-01", "person_id": "cy"}])
    return graph


@pytest.mark.parametrize("damage", DAMAGES)
def test_it_is_found_that_somebody_asked(
    small: Neo4jStore, connected: Connected, neo4j_server: Server, damage: str
) -> None:
    assert findings(connected) == []
    neo4j_server.run(damage)
    assert findings(connected) == DAMAGES[damage]


@pytest.mark.parametrize("damage", DOUBLED)
def test_it_is_found_that_a_row_refers_twice_after(
    small: Neo4jStore, connected: Connected, neo4j_server: Server, damage: str
) -> None:
    assert small.check() == []
    neo4j_server.run(damage)
    assert DOUBLED[damage] in findings(connected)


def test_a_missing_part_of_the_schema_is_found(
    graph: Neo4jStore, connected: Connected, neo4j_server: Server
) -> None:
    neo4j_server.run("DROP INDEX refgraph_knows_ver")
    neo4j_server.run("DROP CONSTRAINT refgraph_person_id")
    assert sorted(findings(connected)) == [
        f"the index or constraint {name} is not there or not in order"
        for name in ("refgraph_knows_ver", "refgraph_person_id")
    ]


def test_damage_is_laid_to_the_imports_it_touches(
    small: Neo4jStore, connected: Connected, neo4j_server: Server
) -> None:
    neo4j_server.run("MATCH (e:Event) SET e.value = 1.5")
    found = look(connected)
    assert found.findings == ["events has a row that is not as it was written by import 2"]
    assert (found.version, found.digest) == (2, None)
    assert found.left == {1: Left(11, is_sound=True), 2: Left(1, is_sound=False)}
    assert found.imports == small.imports()


def test_a_row_that_cannot_be_read_hides_what_its_table_has(
    small: Neo4jStore, connected: Connected, neo4j_server: Server
) -> None:
    neo4j_server.run("MATCH (e:Event) SET e.date = [1]")
    assert look(connected).left == {1: Left(11, is_sound=True), 2: Left(1, is_sound=None)}
    with pytest.raises(StoreCorrupt, match="events has a row that cannot be read"):
        digest(connected)


def test_a_sound_store_has_the_digest_of_a_file_with_the_same_rows(
    graph: Neo4jStore, connected: Connected, tmp_path: Path
) -> None:
    fill(graph)
    with SqliteStore(tmp_path / "a.db", create=True) as file:
        fill(file)
        assert digest(connected) == file.digest()
        assert look(connected).left == file.look().left
    assert findings(connected) == []
