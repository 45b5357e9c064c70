from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING

import click
import networkx as nx
import numpy as np
import pytest

from refgraph.cli.commands.moving import export as export_command
from refgraph.errors import RefgraphError
from refgraph.scores.scores import score
from refgraph.scores.tie_evidence import tie_evidence
from refgraph.service.exporting import export_store
from refgraph.service.workspace import Workspace, open_store
from refgraph.snapshot.build import build
from refgraph.views.exports import FORMATS, export
from refgraph.views.exports.places import pivot_layout, places
from refgraph.views.graph import people_graph, to_networkx
from tests.bundle_files import newspapers
from tests.facts import columns, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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
    assert [header.split(",")[0] for header in headers] == (
        ["account_id", "circle_id", "person_id"] if file_format == "csv" else []
    )


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
    assert tuple(option.type.choices) == (*FORMATS, "vcard", "icalendar")


@pytest.mark.parametrize(
    ("file_format", "read", "place"),
    [
        (
            "graphml",
            lambda path: nx.read_graphml(path, force_multigraph=True),
            lambda node: (node["x"], node["y"]),
        ),
        (
            "gexf",
            nx.read_gexf,
            lambda node: (node["viz"]["position"]["x"], node["viz"]["position"]["y"]),
        ),
    ],
)
def test_xml_graphs_carry_places_opinions_and_chances(
    workspace: Workspace,
    tmp_path: Path,
    file_format: str,
    read: Callable[[Path], nx.MultiDiGraph[str]],
    place: Callable[[dict[str, object]], tuple[float, float]],
) -> None:
    path = tmp_path / "graph.xml"
    export_store(workspace, path, file_format, as_of=DAY)
    graph = read(path)
    scores = workspace.scores(as_of=DAY)
    assert {node: place(graph.nodes[node]) for node in graph} == places(to_networkx(scores))
    assert len({place(graph.nodes[node]) for node in graph}) == 5
    li = graph.nodes["person:li"]
    # A survey of 10 today: belief 2 / (2 + 2), so a supporter.
    assert (li["type"], li["opinion"], li["opinion_net"]) == ("person", "supporter", pytest.approx(0.5))
    assert graph.nodes["person:wang"]["heard_net"] > 0
    (edge,) = [facts for a, b, facts in graph.edges(data=True) if (a, b) == ("person:li", "person:wang")]
    at = scores.ties.find(0, 1)
    assert at is not None
    assert edge["probability"] == pytest.approx(float(scores.ties.probability[at]))
    assert edge["weight"] == pytest.approx(float(scores.ties.rate[at]))
    assert edge["evidence"] == "knows;shared_circle"


def test_evidence_of_an_edge_names_the_kinds_that_hold() -> None:
    scores = score(
        snapshot_of(
            accounts=[{"account_id": "x"}, {"account_id": "y"}],
            people=[{"person_id": who} for who in "abcd"],
            circles=[{"circle_id": "k"}],
            roles=[
                {"person_id": "a", "account_id": "x", "reports_to": "b"},
                {"person_id": "b", "account_id": "x"},
                {"person_id": "c", "account_id": "x"},
                {"person_id": "d", "account_id": "y", "to": "2020-01-01"},
            ],
            memberships=[{"person_id": "a", "circle_id": "k"}, {"person_id": "c", "circle_id": "k"}],
            knows=[
                {"person_a": "a", "person_b": "b"},
                {"person_a": "a", "person_b": "c"},
                {"person_a": "c", "person_b": "d", "directed": True},
                {"person_a": "b", "person_b": "d", "strength": 0.0},
            ],
        )
    )
    for a, b, facts in to_networkx(scores).edges(data=True):
        if facts["relation"] in ("knows", "reports_to"):
            one, other = scores.snapshot.person(a[-1]), scores.snapshot.person(b[-1])
            kinds = {part.kind for part in tie_evidence(scores.snapshot, scores.params, one, other)}
            assert set(filter(None, facts["evidence"].split(";"))) == kinds, (a, b)
            assert facts["probability"] == pytest.approx(scores.ties.chance(one, other))


def test_places_of_a_large_graph_follow_its_distances() -> None:
    path = [(i, i + 1) for i in range(999)]
    found = pivot_layout(1000, path)
    across = found[:, 0]
    # Along a line every node lies between its neighbours.
    assert np.all(np.diff(across) > 0) or np.all(np.diff(across) < 0)
    assert np.array_equal(found, pivot_layout(1000, path))


def test_nodes_of_a_large_graph_never_share_a_place() -> None:
    star = [(0, i) for i in range(1, 500)]
    found = pivot_layout(600, star)
    assert np.isfinite(found).all()
    apart = np.linalg.norm(found[:, None] - found[None, :], axis=2) + np.eye(600)
    assert apart.min() > 0.001


@pytest.mark.parametrize("n", [301, 302])
def test_large_graphs_without_edges_have_places_too(n: int) -> None:
    assert np.isfinite(pivot_layout(n, [])).all()
