"""All tables of a graph come as the columns that the same rows have in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from refgraph.errors import StoreCorrupt
from refgraph.model.arrow import ArrowCells, arrow_type
from refgraph.model.tables import TABLES
from refgraph.store.neo4j.columns import columns
from refgraph.store.neo4j.counted import counted
from refgraph.store.neo4j.scanning import BEYOND, ranges, scanned
from refgraph.store.neo4j.scans import SCANS
from refgraph.store.neo4j.steady import at_one_version
from refgraph.store.sqlite.store import SqliteStore
from tests.snapshot.bundles import bundle
from tests.store.batches import add, table_rows
from tests.store.full import fill
from tests.store.test_contract_changes import ANN, BOB, VISIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from refgraph.model.columns import Columns
    from refgraph.store.neo4j.connection import Server as Connected
    from refgraph.store.neo4j.counted import Counted
    from refgraph.store.neo4j.store import Neo4jStore
    from tests.facts import Cells
    from tests.neo4j.server import Server

AT_ONCE, IN_RANGES = 20_000, 0
"""Rows up to which all is read in one answer."""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "a.db", create=True) as opened:
        yield opened


def drawn(number: int) -> Mapping[str, list[Cells]]:
    """A random network, some of whose rows name reps and superiors, known ones and others."""
    rng = np.random.default_rng(number)
    tables = bundle(rng)
    people = [str(cells["person_id"]) for cells in tables["people"]]

    def one(*options: str | None) -> str | None:
        return options[int(rng.integers(len(options)))]

    roles: list[Cells] = [{**cells, "reports_to": one(*people, "nobody", None)} for cells in tables["roles"]]
    events: list[Cells] = [{**cells, "rep": one("r1", "nobody", None)} for cells in tables["events"]]
    return {**tables, "reps": [{"rep_id": "r1"}, {"rep_id": "R2"}], "roles": roles, "events": events}


def assert_same(one: Columns, other: Columns) -> None:
    for name, table in TABLES.items():
        assert table_rows(one, name) == table_rows(other, name)
        for column in table.columns:
            cells = one.tables[name][column.name]
            assert isinstance(cells, ArrowCells)
            assert cells.array.type == arrow_type(column)


@pytest.mark.parametrize("small", [AT_ONCE, IN_RANGES])
@pytest.mark.parametrize("number", range(3))
def test_columns_are_those_of_a_file_with_the_same_rows(
    graph: Neo4jStore, connected: Connected, file: SqliteStore, number: int, small: int
) -> None:
    tables = drawn(number)
    add(graph, **tables)
    add(file, **tables)
    found = columns(connected, small=small)
    assert_same(found, file.snapshot())
    assert (found.store_uuid, found.version) == graph.state()


@pytest.mark.parametrize("small", [AT_ONCE, IN_RANGES])
def test_rows_that_were_changed_and_taken_out_and_written_again_are_read_as_they_are(
    graph: Neo4jStore, connected: Connected, file: SqliteStore, small: int
) -> None:
    fill(graph)
    fill(file)
    assert_same(columns(connected, small=small), file.snapshot())


@pytest.mark.parametrize("small", [AT_ONCE, IN_RANGES])
def test_an_empty_store_has_empty_columns(
    graph: Neo4jStore, connected: Connected, file: SqliteStore, small: int
) -> None:
    assert_same(columns(connected, small=small), file.snapshot())
    assert graph.version() == 0


def test_references_are_positions_among_the_ids_of_their_table(graph: Neo4jStore) -> None:
    add(
        graph,
        people=[BOB, ANN],
        roles=[],
        knows=[{"person_a": "ann", "person_b": "bob"}, {"person_a": "bob", "person_b": "bob"}],
        events=[VISIT],
    )
    found = graph.snapshot()
    people = found.tables["people"]["person_id"]
    assert list(people) == ["ann", "bob"]
    for table, name, positions in [("knows", "person_b", [1, 1]), ("events", "person_id", [0])]:
        cells = found.tables[table][name]
        assert isinstance(cells, ArrowCells)
        assert cells.array.dictionary.equals(people.array)  # type: ignore[attr-defined]
        assert cells.array.indices.equals(pa.array(positions, pa.int32()))


def test_ranges_cover_all_numbers_once(graph: Neo4jStore, connected: Connected) -> None:
    people: list[Cells] = [{"person_id": f"p{i:03}"} for i in range(103)]
    add(graph, people=people)
    found = counted(connected)
    pieces = list(ranges(SCANS["people"], found, 25))
    assert [low for low, _ in pieces] == [0, 21, 42, 63, 84]
    assert [high for _, high in pieces] == [21, 42, 63, 84, BEYOND]
    lists = scanned(connected, found, rows=25)
    assert sorted(lists["people"]["num"].to_pylist()) == list(range(103))


def test_what_is_read_while_others_commit_is_read_again(graph: Neo4jStore, connected: Connected) -> None:
    """Two batches come while it is read; the third time nobody is in between."""
    add(graph, people=[ANN])
    coming = iter(["bob", "cy"])

    def read(found: Counted) -> list[object]:
        people = [row[0] for row in connected.ask("MATCH (p:Person) RETURN p.person_id ORDER BY p.person_id")]
        if new := next(coming, None):
            add(graph, people=[{"person_id": new}])
        assert len(people) == found.rows["people"]
        return people

    found, people = at_one_version(connected, read)
    assert (found.version, people) == (3, ["ann", "bob", "cy"])


def test_whoever_is_disturbed_again_and_again_keeps_others_from_committing(
    graph: Neo4jStore, connected: Connected
) -> None:
    seen: list[int] = []

    def read(found: Counted) -> int:
        seen.append(found.version)
        if len(seen) <= 3:
            add(graph, people=[{"person_id": f"p{len(seen)}"}])
        return found.rows["people"]

    found, people = at_one_version(connected, read)
    assert (found.version, people, seen) == (3, 3, [0, 1, 2, 3])


DAMAGES = {
    "CREATE (:Person {num: 7, person_id: 'zoe', ver: 1})": "people has 3 rows, 2 were counted as they were written",
    "MATCH (p:Person {num: 1}) SET p.num = 7": "people has a row that no import wrote",
    "MATCH (p:Person {num: 0}) REMOVE p.person_id": "people has a row without person_id",
    "MATCH (e:Event) SET e.value = 'much'": "events has a row that cannot be read",
    "MATCH (e:Event) SET e.date = 'long ago'": "holds a cell that no store writes",
    "MATCH (e:Event) DETACH DELETE e": "events has 0 rows, 1 were counted as they were written",
    "MATCH (p:Person {num: 0}) SET p.num = -1": "people has 1 rows, 2 were counted as they were written",
    "MATCH (p:Person {num: 0}) REMOVE p.num": "events has a row that refers to what no import wrote",
    "MATCH (c:TableCount {table: 'knows'}) DELETE c": "it does not say its version, or how many rows a table has",
    "MATCH (c:TableCount {table: 'knows'}) SET c.digest = 'x'": "what it says of its version and its rows cannot be read",
}


@pytest.mark.parametrize("small", [AT_ONCE, IN_RANGES])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_graph_is_not_read_where(
    graph: Neo4jStore, connected: Connected, neo4j_server: Server, damage: str, small: int
) -> None:
    add(graph, people=[ANN, BOB], events=[VISIT])
    neo4j_server.run(damage)
    with pytest.raises(StoreCorrupt, match=DAMAGES[damage]):
        columns(connected, small=small)
