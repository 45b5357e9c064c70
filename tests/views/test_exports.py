from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING

import click
import networkx as nx
import pytest

from refgraph.cli.commands.moving import export as export_command
from refgraph.errors import RefgraphError
from refgraph.scores.scores import score
from refgraph.service.exporting import export_store
from refgraph.service.workspace import Workspace, open_store
from refgraph.snapshot.build import build
from refgraph.views.exports import FORMATS, export
from refgraph.views.graph import people_graph, to_networkx
from tests.bundle_files import newspapers
from tests.facts import columns, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2026, 1, 1)
HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_store(f"sqlite:///{tmp_path / 'store.db'}", create=True) as opened:
        opened.import_path(newspapers(tmp_path / "bundle"), today=DAY)
        yield opened


def test_csv_export_imports_again_to_the_same_tables(workspace: Workspace, tmp_path: Path) -> None:
    export_store(workspace, tmp_path / "out", "csv", as_of=DAY)
    with open_store(f"sqlite:///{tmp_path / 'again.db'}", create=True) as again:
        report = again.import_path(tmp_path / "out", today=DAY)
        assert report.plan.outcome in ("accept", "accept_with_warning")
        assert again.store.snapshot().tables == workspace.store.snapshot().tables


def test_csv_export_carries_the_scores(workspace: Workspace, tmp_path: Path) -> None:
    export_store(workspace, tmp_path / "out", "csv", as_of=DAY)
    with (tmp_path / "out" / "scores" / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["person_id"]: row for row in csv.DictReader(file)}
    # a survey of 10 today: belief 2 / (2 + 2)
    assert float(rows["li"]["belief"]) == pytest.approx(0.5)
    assert float(rows["wang"]["net"]) > 0


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_empty_store_exports_its_headers_into_folders_made_on_the_way(
    tmp_path: Path, file_format: str
) -> None:
    facts = columns()
    export(tmp_path / "new" / "out", file_format, facts, score(build(facts, DAY)))
    scores = sorted((tmp_path / "new" / "out" / "scores").glob("*.csv"))
    headers = [file.read_text("utf-8").strip() for file in scores]
    assert headers == (["account_id", "circle_id", "person_id"] if file_format == "csv" else [])


@pytest.mark.parametrize(
    ("file_format", "read"),
    [
        ("graphml", lambda path: nx.read_graphml(path, force_multigraph=True)),
        ("gexf", nx.read_gexf),
        ("node-link", lambda path: nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="links")),
    ],
)
def test_graph_files_open_in_networkx_with_names_and_scores(
    workspace: Workspace, tmp_path: Path, file_format: str, read: object
) -> None:
    path = tmp_path / "graph.out"
    export_store(workspace, path, file_format, as_of=DAY)
    graph = read(path)  # type: ignore[operator]
    assert graph.nodes["person:li"]["name"] == "李明朗 Li Minglang"
    assert graph.nodes["person:li"]["belief"] == pytest.approx(0.5)
    assert graph.nodes["account:morning"]["status"] == "customer"
    assert graph.has_edge("person:li", "circle:it")
    assert graph.has_edge("person:wang", "person:li")


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_export_never_overwrites(workspace: Workspace, tmp_path: Path, file_format: str) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    with pytest.raises(RefgraphError, match="exists already"):
        export_store(workspace, taken, file_format, as_of=DAY)
    assert taken.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("file_format", ["graphml", "gexf"])
def test_xml_holds_hostile_and_impossible_characters_as_text(tmp_path: Path, file_format: str) -> None:
    facts = columns(people=[{"person_id": "p", "name": HOSTILE}, {"person_id": "q", "name": "a\uffffb"}])
    path = tmp_path / "graph.xml"
    export(path, file_format, facts, score(build(facts, DAY)))
    read = nx.read_graphml if file_format == "graphml" else nx.read_gexf
    graph = read(path)
    assert graph.nodes["person:p"]["name"] == HOSTILE
    assert graph.nodes["person:q"]["name"] == "a\ufffdb"


def test_people_graph_has_the_ties_networkx_users_expect() -> None:
    scores = score(
        snapshot_of(
            people=[{"person_id": "a"}, {"person_id": "b"}, {"person_id": "c"}],
            knows=[
                {"person_a": "a", "person_b": "b", "strength": 1.0},
                {"person_a": "c", "person_b": "a", "directed": True},
            ],
        )
    )
    graph = people_graph(scores)
    assert {(u, v) for u, v in graph.edges} == {("a", "b"), ("b", "a"), ("c", "a")}
    # rates: 3 * strength, strength .5 where none
    assert graph["a"]["b"]["rate"] == pytest.approx(3.0)
    assert graph["c"]["a"]["rate"] == pytest.approx(1.5)
    assert nx.is_weakly_connected(graph)


def test_a_mutual_and_a_directed_acquaintance_stand_side_by_side() -> None:
    scores = score(
        snapshot_of(
            people=[{"person_id": "a"}, {"person_id": "b"}],
            knows=[
                {"person_a": "a", "person_b": "b", "strength": 0.25},
                {"person_a": "a", "person_b": "b", "strength": 0.75, "directed": True},
            ],
        )
    )
    edges = to_networkx(scores).edges(data=True)
    assert sorted((u[-1], v[-1], facts["strength"], facts["directed"]) for u, v, facts in edges) == [
        ("a", "b", 0.25, False),
        ("a", "b", 0.75, True),
        ("b", "a", 0.25, False),
    ]


def test_to_networkx_types_every_node_and_relation() -> None:
    scores = score(
        snapshot_of(
            accounts=[{"account_id": "hq"}, {"account_id": "branch", "parent_id": "hq"}],
            people=[{"person_id": "a"}, {"person_id": "b"}],
            circles=[{"circle_id": "c"}],
            roles=[{"person_id": "a", "account_id": "hq", "reports_to": "b"}],
            memberships=[{"person_id": "b", "circle_id": "c", "attendance": 0.25}],
            knows=[{"person_a": "a", "person_b": "b", "kind": "friend"}],
        )
    )
    graph = to_networkx(scores)
    relations = {(u, v, facts["relation"]) for u, v, facts in graph.edges(data=True)}
    assert relations == {
        ("person:a", "account:hq", "works_at"),
        ("person:a", "person:b", "reports_to"),
        ("person:b", "circle:c", "member_of"),
        ("person:a", "person:b", "knows"),
        ("person:b", "person:a", "knows"),
        ("account:hq", "account:branch", "parent_of"),
    }
    assert graph.edges["person:b", "circle:c", "member_of"]["attendance"] == 0.25


def test_the_command_line_offers_every_format() -> None:
    (option,) = [one for one in export_command.params if one.name == "file_format"]
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == FORMATS
