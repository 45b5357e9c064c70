"""Changes are found by indexes, in one answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from refgraph.model.changes import Changes
from refgraph.store.neo4j.changes import CHANGES, changed_rows, changes
from refgraph.store.neo4j.layout import NODES, RELATIONS, Label
from tests.store.batches import add, deleting
from tests.store.full import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.store.neo4j.connection import Server as Connected
    from refgraph.store.neo4j.store import Neo4jStore
    from tests.facts import Cells
    from tests.neo4j.server import Server

SCANS = ("AllNodesScan", "NodeByLabelScan", "RelationshipTypeScan", "AllRelationshipsScan", "NodeIndexScan")
FEW = {"s:RefgraphStore", "c:TableCount"}
"""What there is one of, or one a table."""


def operators(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield plan["operatorType"], str(plan["args"].get("Details", ""))
    for child in plan.get("children", ()):
        yield from operators(child)


def test_no_table_is_read_whole_for_what_has_changed(graph: Neo4jStore, neo4j_server: Server) -> None:
    people: list[Cells] = [{"person_id": f"p{i}"} for i in range(300)]
    add(graph, people=people, knows=[{"person_a": "p0", "person_b": f"p{i}"} for i in range(1, 300)])
    with neo4j_server.driver.session() as session:
        plan = session.run("EXPLAIN " + CHANGES, since=1).consume().plan
    assert plan is not None
    found = list(operators(plan))
    assert {details for name, details in found if any(scan in name for scan in SCANS)} <= FEW
    sought = [details for name, details in found if "IndexSeek" in name]
    indexed = [re.search(r":(\w+)\(ver\)", details) for details in sought]
    assert sorted(index[1] for index in indexed if index) == sorted(
        [
            Label.TOMBSTONE,
            *(layout.label for layout in NODES.values()),
            *(layout.type for layout in RELATIONS.values()),
        ]
    )


def test_rows_of_all_tables_and_those_taken_out_have_changed_since_the_beginning(
    graph: Neo4jStore, connected: Connected
) -> None:
    fill(graph)
    found = changes(connected, 0)
    assert isinstance(found, Changes)
    assert {name: len(rows) for name, rows in found.rows.items()} == {
        name: count for name, count in graph.info().counts.items() if count
    }


def test_changed_rows_are_those_written_and_those_taken_out(graph: Neo4jStore, connected: Connected) -> None:
    add(graph, people=[{"person_id": key} for key in ("ann", "bob", "cy")])
    assert [changed_rows(connected.ask, since) for since in (0, 1)] == [3, 0]
    graph.apply(deleting(graph, people=[("ann",)], rows={"people": [{"person_id": "bob", "name": "B"}]}))
    assert changed_rows(connected.ask, 1) == 2
