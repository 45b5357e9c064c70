from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from refgraph.sources.plan import ReadOptions
from refgraph.sources.presets.registry import convert
from refgraph.sources.refusal import Refused
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, ids, imported, plan, problems

if TYPE_CHECKING:
    from pathlib import Path


def document(path: Path, text: str | dict[str, Any]) -> Path:
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    return path


@pytest.mark.parametrize("edges", ["links", "edges"])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_graph_of_networkx_is_people_who_know_each_other(
    tmp_path: Path, edges: str, indent: int | None
) -> None:
    graph: nx.Graph[int] = nx.path_graph(3)
    graph.nodes[0]["name"] = "Anna"
    graph.nodes[1]["label"] = "Bea"
    text = json.dumps(nx.node_link_data(graph, edges=edges), indent=indent)
    store = MemoryStore()
    planned = imported(document(tmp_path / "g.json", text), "node-link", store)
    assert planned.files["g.json"].read == 5
    assert [(row["person_id"], row["name"]) for row in cells(store, "people")] == [
        ("0", "Anna"),
        ("1", "Bea"),
        ("2", "2"),
    ]
    assert [(row["person_a"], row["person_b"], row["directed"]) for row in cells(store, "knows")] == [
        ("0", "1", False),
        ("1", "2", False),
    ]


def test_type_decides_the_table_and_the_ends_the_relation(tmp_path: Path) -> None:
    store = MemoryStore()
    graph = {
        # Links may stand before the nodes they are between.
        "links": [
            {"source": "p", "target": "a", "title": "CEO", "since": "2020-01-01"},
            {"source": "p", "target": "c"},
            {"source": "h", "target": "a"},
            {"source": "p", "target": "q", "relation": "reports_to"},
        ],
        "nodes": [
            {"id": "p", "name": "P", "email": "p@x.example", "age": 40},
            {"id": "q", "type": "Person"},
            {"id": "a", "type": "company", "name": "A", "region": "north"},
            {"id": "h", "table": "accounts", "name": "H"},
            {"id": "c", "type": "circle", "name": "C"},
        ],
    }
    planned = imported(document(tmp_path / "g.json", graph), "node-link", store)
    assert cells(store, "accounts") == [
        {"account_id": "a", "name": "A", "region": "north", "parent_id": "h"},
        {"account_id": "h", "name": "H"},
    ]
    assert cells(store, "roles") == [
        {"person_id": "p", "account_id": "a", "title": "CEO", "from": "2020-01-01", "reports_to": "q"}
    ]
    assert cells(store, "memberships") == [{"person_id": "p", "circle_id": "c"}]
    assert problems(planned, "warning") == ["g.json: unknown attribute 'age': its 1 values are not imported"]


def test_the_links_of_a_directed_graph_are_directed_and_that_is_told(tmp_path: Path) -> None:
    store = MemoryStore()
    graph: nx.DiGraph[str] = nx.DiGraph([("b", "a")])
    planned = imported(
        document(tmp_path / "g.json", nx.node_link_data(graph, edges="links")), "node-link", store
    )
    assert cells(store, "knows") == [{"person_a": "b", "person_b": "a", "directed": True}]
    assert planned.told == ("g.json: the graph is directed: a tie is read as source speaks, target listens",)


@pytest.mark.parametrize(
    ("node", "code", "words"),
    [
        (
            {"id": "x", "type": "movie"},
            "unknown_type",
            "unknown type 'movie', expected one of person, people",
        ),
        ({"id": "x", "type": 7}, "unknown_type", "unknown type '7'"),
        ({"name": "x"}, "missing_id", "missing id: expected the node's id, a text or whole number"),
        ({"id": 1.5}, "missing_id", "missing id"),
        ({"id": ["x"]}, "missing_id", "missing id"),
        ("x", "json", "found a text, expected an object"),
        ({"id": "x", "name": ["A"]}, "type", "found a list (['A']), wrong type, expected a text"),
        ({"id": "x", "name": "\ud800"}, "encoding", "found half a character (a lone surrogate)"),
    ],
)
def test_a_node_that_makes_no_sense_is_held(tmp_path: Path, node: object, code: str, words: str) -> None:
    path = document(tmp_path / "g.json", {"nodes": [node, {"id": "ok"}], "links": []})
    store = MemoryStore()
    planned = imported(path, "node-link", store)
    assert codes(planned, "held") == [code]
    assert words in problems(planned, "held")[0]
    assert ids(store, "people") == ["ok"]


def test_nodes_of_one_id_that_differ_are_all_held_and_equal_ones_merge(tmp_path: Path) -> None:
    nodes = [{"id": "a", "name": "A"}, {"id": "a", "name": "B"}, {"id": "b"}, {"id": "b"}]
    planned = plan(document(tmp_path / "g.json", {"nodes": nodes, "links": []}), "node-link")
    assert codes(planned, "held") == ["duplicate_id", "duplicate_id"]
    assert "person_id 'a' has different content in rows 1, 2" in problems(planned, "held")[0]
    assert planned.files["g.json"].merged == 1


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ({"source": "p", "target": "nobody"}, "unknown_node"),
        ({"source": "p"}, "unknown_node"),
        ({"source": ["p"], "target": {}}, "unknown_node"),
        ({"source": "a", "target": "p"}, "unknown_relation"),
        ({"source": "p", "target": "p"}, "self"),
        ({"source": "q", "target": "p", "relation": "reports_to"}, "unknown_end"),
    ],
)
def test_a_link_that_makes_no_sense_is_held(tmp_path: Path, link: object, code: str) -> None:
    nodes = [{"id": "p"}, {"id": "q"}, {"id": "a", "type": "account"}]
    planned = plan(document(tmp_path / "g.json", {"nodes": nodes, "links": [link]}), "node-link")
    assert codes(planned, "held") == [code]


def test_held_elements_come_back_alone(tmp_path: Path) -> None:
    text = (
        '{"id": "p"}\n{"id": "q", "type": "person"}\n{"source": "person:p", "target": "r", "strength": 0.5}\n'
    )
    converted = convert(document(tmp_path / "g.json", text), ReadOptions(preset="node-link"))
    assert [row.cells["person_id"] for row in converted.tables["people"]] == ["p", "q"]
    (tie,) = converted.tables["knows"]
    assert (tie.cells["person_a"], tie.cells["person_b"], tie.cells["strength"]) == ("p", "r", "0.5")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ('{"nodes":' + "[" * 200_000, "nested", "the document is nested too deeply"),
        ('{"nodes":' + '[{"a":' * 100_000, "nested", "the document is nested too deeply"),
        ('{"nodes": [{"id": "' + "a" * 20_000_000 + '"}]}', "too_large", "found a part of more than 1048576"),
        ('{"nodes": [{"id": 1}', "json", "found '', expected ','"),
        ('{"nodes": [{"id": 1},,]}', "json", "found no JSON (Expecting value)"),
        ('{"nodes": [{"id": 1}]} x', "json", "found text after the end of the document"),
        ('{"nodes": [], "nodes": []}', "json", "expected a name in quotes that comes once"),
        ('{"nodes": [{"id": 1, "id": 2}]}', "json", "a name stands twice in one object"),
        ('{"nodes": [' + "9" * 10_000 + "]}", "json", "found no JSON"),
        ("[]", "json", "expected '{'"),
        ("", "empty", "the file is empty"),
        ('{"a": 1}', "node_link", "found no list of nodes, expected node-link JSON"),
        ("<graphml/>", "json", "expected '{'"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused(tmp_path: Path, text: str, code: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        convert(document(tmp_path / "g.json", text), ReadOptions(preset="node-link"))
    assert refused.value.problem.code == code
    assert words in refused.value.problem.message
    assert refused.value.problem.message.startswith("g.json")


def test_bytes_that_are_no_utf8_are_refused_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    path.write_bytes(b'{"nodes":\n[{"id": "\xc0"}]}')
    with pytest.raises(Refused, match="row 2: the encoding is not utf-8: byte 0xc0 at byte offset 19"):
        convert(path, ReadOptions(preset="node-link"))
