"""Each format read by an independent reader: csv, json, pyarrow, openpyxl, networkx."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import networkx as nx
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape

from refgraph.errors import RefgraphError
from refgraph.model.digests import content_digest
from refgraph.model.tables import TABLES, Cell
from refgraph.scores.scores import score
from refgraph.snapshot.build import build
from refgraph.views.exports.content import Content
from refgraph.views.exports.formats import STORE_FORMATS, Exported, export
from refgraph.views.exports.score_tables import score_tables
from refgraph.views.exports.workbook import sheet_text, write_workbook
from refgraph.views.score_tables import account_rows, circle_rows, people_rows
from tests.facts import columns

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.model.columns import Columns

DAY = date(2026, 1, 1)
NASTY = [
    "=1+1",
    "'=1",
    "0012",
    "NULL",
    "#N/A",
    "2024-01-31",
    "true",
    'a "b", c',
    "_x0041_",
    "a\uffffb",
    "李明朗",
]
NOTE = "two\r\nlines\rand\u2028more"
Rows = dict[str, list[dict[str, Cell]]]


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def facts() -> Columns:
    """Rows in the order of their keys with whatever may stand in a cell; q's role ended, s's has not begun."""
    return columns(
        accounts=[{"account_id": "a", "size": 0.1 + 0.2, "potential": 1e18}, {"account_id": "b", "parent_id": "a"}],
        people=[{"person_id": f"p{i:02}", "name": text} for i, text in enumerate(NASTY)],
        reps=[{"rep_id": "r", "territories": "x;y", "hours_per_week": 6.0}],
        circles=[{"circle_id": "c", "kind": "social"}],
        roles=[
            {"person_id": "p00", "account_id": "a", "reports_to": "p01", "title": "=x"},
            {"person_id": "p01", "account_id": "a", "from": "2020-01-01", "to": "2021-01-01"},
            {"person_id": "p01", "account_id": "a", "from": "2022-01-01"},
            {"person_id": "p02", "account_id": "b", "from": "2030-01-01"},
        ],
        memberships=[{"person_id": "p00", "circle_id": "c", "attendance": 0.25, "from": "2020-01-01"}],
        knows=[
            {"person_a": "p00", "person_b": "p01", "strength": 0.5},
            {"person_a": "p00", "person_b": "p01", "strength": 0.75, "directed": True},
            {"person_a": "p01", "person_b": "p00", "directed": True, "kind": "friend"},
        ],
        events=[
            {"event_id": "e", "kind": "call", "date": "2025-12-31", "person_id": "p00", "text": NOTE, "value": -0.5},
            {"event_id": "f", "kind": "survey", "date": "2030-01-01", "account_id": "a", "rep": "r"},
        ],
    )  # fmt: skip


def objects() -> Rows:
    """The same as dicts without empty cells."""
    tables = facts().tables
    return {
        name: [
            {column: cell for column, cell in zip(table, row, strict=True) if cell is not None}
            for row in zip(*table.values(), strict=True)
        ]
        for name, table in tables.items()
    }


def written(path: Path, file_format: str, *, formula_safe: bool = False) -> Exported:
    rows = facts()
    return export(path, file_format, rows, score(build(rows, DAY)), formula_safe=formula_safe)


def test_jsonl_holds_an_object_a_row(tmp_path: Path) -> None:
    written(tmp_path / "out", "jsonl")
    read = {
        name: [json.loads(line) for line in (tmp_path / "out" / f"{name}.jsonl").read_bytes().splitlines()]
        for name in TABLES
    }
    assert read == objects()
    assert list(read["events"][0]) == ["event_id", "kind", "date", "person_id", "value", "text"]
    lines = (tmp_path / "out" / "events.jsonl").read_bytes().decode().splitlines()
    assert len(lines) == 2, "no text ends a line for a reader that knows more line ends than LF"


def test_parquet_holds_typed_columns(tmp_path: Path) -> None:
    written(tmp_path / "out", "parquet")
    tables = {name: pq.read_table(tmp_path / "out" / f"{name}.parquet") for name in TABLES}
    events = tables["events"].schema
    types = {name: events.field(name).type for name in ("event_id", "kind", "date", "value", "text")}
    assert types == {
        "event_id": pa.string(), "kind": pa.string(), "date": pa.date32(), "value": pa.float64(), "text": pa.string(),
    }  # fmt: skip
    assert tables["knows"].schema.field("directed").type == pa.bool_()
    for name, wanted in facts().tables.items():
        assert tables[name].column_names == list(wanted)
        read = tables[name].to_pydict()
        read = {
            key: [c.isoformat() if isinstance(c, date) else c for c in cells] for key, cells in read.items()
        }
        assert read == wanted


def flat(row: dict[str, object]) -> dict[str, object]:
    """A row of `refgraph score` without nesting, lists as JSON read again."""
    out: dict[str, object] = {}
    for key, value in row.items():
        out |= value if isinstance(value, dict) else {key: value}
    return out


def score_value(key: str, value: object, example: object) -> object:
    """What a format holds, as `refgraph score` says it."""
    if value in (None, ""):
        return None
    if isinstance(example, list):
        return json.loads(str(value))
    return float(str(value)) if isinstance(example, int | float) else value


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "parquet"])
def test_scores_stand_beside_the_facts(tmp_path: Path, file_format: str) -> None:
    written(tmp_path / "out", file_format)
    scores = score(build(facts(), DAY))
    for name, make in (("people", people_rows), ("accounts", account_rows), ("circles", circle_rows)):
        file = tmp_path / "out" / "scores" / f"{name}.{file_format}"
        if file_format == "csv":
            read = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
        elif file_format == "jsonl":
            read = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        else:
            read = pq.read_table(file).to_pylist()
        for row, wanted in zip(read, map(flat, make(scores)), strict=True):
            assert list(row) == list(wanted)
            assert {key: score_value(key, value, wanted[key]) for key, value in row.items()} == wanted


def test_score_tables_give_few_rows_at_a_time() -> None:
    many = columns(people=[{"person_id": f"{i:05}"} for i in range(8193)])
    people = next(iter(score_tables(score(build(many, DAY)))))
    assert [len(chunk) for chunk in people.chunks()] == [8192, 1]


def test_circles_of_a_large_store_are_told_in_short() -> None:
    scores = score(build(facts(), DAY))
    full, short = (list(score_tables(scores, traced=traced))[2] for traced in (1000, 10))
    left_out = {"interval", "carriers", "at_risk"}
    assert list(full.columns) == list(short.columns)
    for name, of_full, of_short in zip(
        full.columns, next(full.chunks())[0], next(short.chunks())[0], strict=True
    ):
        assert of_short == (None if name in left_out else pytest.approx(of_full)), name


def test_node_link_holds_every_row(tmp_path: Path) -> None:
    done = written(tmp_path / "out.json", "node-link")
    assert done.files == ("out.json",)
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    found: Rows = {name: [] for name in TABLES} | {
        name: document["graph"][name] for name in ("reps", "events")
    }
    tables = {"account": "accounts", "person": "people", "circle": "circles"}
    relations = {"works_at": "roles", "member_of": "memberships", "knows": "knows"}
    for node in document["nodes"]:
        found[tables[node["type"]]].append(node["row"])
    for link in document["links"]:
        if "row" in link:
            found[relations[link["relation"]]].append(link["row"])
    assert found == objects()


def test_node_link_opens_as_a_graph_of_the_day(tmp_path: Path) -> None:
    written(tmp_path / "out.json", "node-link")
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    graph = nx.node_link_graph(document, edges="links")
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.number_of_edges() == len(document["links"]), "no two links have one key"
    held = {(a[-3:], b[-3:], key): facts["current"] for a, b, key, facts in graph.edges(keys=True, data=True)}
    assert held == {
        ("p00", "t:a", "works_at"): True,
        ("p00", "p01", "reports_to"): True,
        ("p01", "t:a", "works_at:2020-01-01"): False,
        ("p01", "t:a", "works_at:2022-01-01"): True,
        ("p02", "t:b", "works_at:2030-01-01"): False,
        ("p00", "e:c", "member_of:2020-01-01"): True,
        ("p00", "p01", "knows:"): True,
        ("p01", "p00", "knows:"): True,
        ("p00", "p01", "names:"): True,
        ("p01", "p00", "names:friend"): True,
        ("t:a", "t:b", "parent_of"): True,
    }
    assert graph.nodes["person:p10"]["name"] == "李明朗"
    assert graph.graph["as_of"] == "2026-01-01"


def test_rows_out_of_order_are_a_mistake(tmp_path: Path) -> None:
    mixed = columns(people=[{"person_id": "b"}, {"person_id": "a"}])
    with pytest.raises(ValueError, match="come in the order of their keys"):
        export(tmp_path / "out.json", "node-link", mixed, score(build(mixed, DAY)))
    assert list(tmp_path.iterdir()) == []


def test_neo4j_files_hold_a_relationship_or_a_property_never_both(tmp_path: Path) -> None:
    done = written(tmp_path / "out", "neo4j-csv")
    files = {name: csv_rows(tmp_path / "out" / name) for name in done.files}
    assert len(files) == 13
    assert files["nodes-account.csv"] == [
        ["account_id:ID(Account)", "name", "industry", "region", "size:double", "status", "status_date:date",
         "parent_id", "territory", "owner", "potential:double", ":LABEL"],
        ["a", "a", "", "", "0.30000000000000004", "", "", "", "", "", "1e+18", "Account"],
        ["b", "b", "", "", "", "", "", "", "", "", "", "Account"],
    ]  # fmt: skip
    assert files["rels-parent-of.csv"][1:] == [["a", "b", "PARENT_OF"]]
    assert files["rels-works-at.csv"][:2] == [
        [":START_ID(Person)", ":END_ID(Account)", "title", "seniority", "buying_role", "stance",
         "stance_date:date", "reports_to", "from:date", "to:date", ":TYPE"],
        ["p00", "a", "=x", "", "", "", "", "", "", "", "WORKS_AT"],
    ]  # fmt: skip
    assert files["rels-reports-to.csv"][1:] == [["p00", "p01", "a", "", "REPORTS_TO"]]
    assert files["rels-about.csv"][1:] == [["e", "p00", "ABOUT"]]
    assert files["rels-at.csv"][1:] == [["f", "a", "AT"]]
    assert files["rels-by.csv"][1:] == [["f", "r", "BY"]]
    assert files["rels-knows.csv"][1] == ["p00", "p01", "0.5", "", "", "", "false", "KNOWS"]
    assert files["nodes-event.csv"][1] == [
        "e",
        "call",
        "2025-12-31",
        "",
        "",
        "",
        "-0.5",
        "",
        "",
        NOTE,
        "Event",
    ]


def test_a_reference_to_nobody_stays_a_property_of_neo4j(tmp_path: Path) -> None:
    rows = columns(
        accounts=[{"account_id": "a"}],
        events=[{"event_id": "e", "kind": "call", "date": "2025-01-01", "account_id": "a", "rep": "gone"}],
    )
    export(tmp_path / "out", "neo4j-csv", rows, score(build(rows, DAY)))
    assert (tmp_path / "out" / "nodes-event.csv").read_text("utf-8").splitlines()[1] == (
        "e,call,2025-01-01,,,gone,,,,,Event"
    )
    assert (tmp_path / "out" / "rels-by.csv").read_text("utf-8").splitlines()[1:] == []


def test_a_workbook_holds_texts_as_texts(tmp_path: Path) -> None:
    written(tmp_path / "out.xlsx", "xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == [*TABLES, "scores people", "scores accounts", "scores circles"]
    for name, wanted in objects().items():
        header, *rows = book[name].iter_rows()
        names = [str(cell.value) for cell in header]
        assert names == [column.name for column in TABLES[name].columns]
        read = [
            {key: unescape(c.value) if isinstance(c.value, str) else c.value for key, c in zip(names, row, strict=True) if c.value is not None}
            for row in rows
        ]  # fmt: skip
        exact = [{key: "0.30000000000000004" if v == 0.1 + 0.2 else "1e+18" if v == 1e18 else v for key, v in row.items()} for row in wanted]  # fmt: skip
        assert read == exact


def test_a_workbook_runs_nothing(tmp_path: Path) -> None:
    written(tmp_path / "out.xlsx", "xlsx")
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "out.xlsx") for row in sheet.iter_rows() for cell in row]  # fmt: skip
    assert {cell.data_type for cell in cells} == {"s", "n", "b"}
    assert {cell.value for cell in cells if cell.quotePrefix} == {"=1+1", "'=1", "=x"}
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]


@pytest.mark.parametrize(
    ("text", "sheet"),
    [("a\rb", "a_x000D_b"), ("_x0041_", "_x005F_x0041_"), ("_x_", "_x_"), ("\uffff", "_xFFFF_"), ("a\tb\n", "a\tb\n")],
)  # fmt: skip
def test_what_xml_cannot_hold_is_escaped(text: str, sheet: str) -> None:
    assert sheet_text(text) == sheet
    assert unescape(sheet) == text


def test_more_rows_than_a_sheet_takes_are_refused(tmp_path: Path) -> None:
    rows = columns(people=[{"person_id": "a"}, {"person_id": "b"}, {"person_id": "c"}])
    content = Content(rows, score(build(rows, DAY)))
    write_workbook(tmp_path / "fits.xlsx", content, most_rows=4)
    with pytest.raises(RefgraphError, match="people has 3 rows, a sheet of a workbook takes 2 and a header; export csv or"):  # fmt: skip
        write_workbook(tmp_path / "out.xlsx", content, most_rows=3)


def test_a_text_no_cell_of_a_workbook_takes_is_refused(tmp_path: Path) -> None:
    long = "x" * 32_768
    event: dict[str, Cell] = {
        "event_id": "e",
        "kind": "call",
        "date": "2025-01-01",
        "person_id": "p",
        "text": long,
    }
    rows = columns(people=[{"person_id": "p"}], events=[event])
    with pytest.raises(RefgraphError, match="events 'e' has a text of more than 32,767 characters"):
        export(tmp_path / "out.xlsx", "xlsx", rows, score(build(rows, DAY)))
    assert list(tmp_path.iterdir()) == []


def test_a_csv_safe_from_formulas_marks_its_columns(tmp_path: Path) -> None:
    written(tmp_path / "out", "csv", formula_safe=True)
    people = (tmp_path / "out" / "people.csv").read_text("utf-8").splitlines()
    assert people[0] == "'person_id,'name,'email,'phone,'language,'consent"
    assert people[1:3] == ["p00,'=1+1,,,,", "p01,''=1,,,,"]
    events = csv_rows(tmp_path / "out" / "events.csv")
    assert events[0][2:8] == ["date", "'account_id", "'person_id", "'rep", "value", "margin"]
    assert events[1][6] == "-0.5", "a number is no formula"


def test_only_csv_has_a_form_safe_from_formulas(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="jsonl has no form that is safe from formulas, only csv has"):
        written(tmp_path / "out", "jsonl", formula_safe=True)


@pytest.mark.parametrize("file_format", STORE_FORMATS)
def test_an_export_tells_its_digest_and_files_and_is_the_same_again(tmp_path: Path, file_format: str) -> None:
    done, again = written(tmp_path / "one", file_format), written(tmp_path / "two", file_format)
    rows = {name: list(zip(*table.values(), strict=True)) for name, table in facts().tables.items()}
    lossless = STORE_FORMATS[file_format].is_lossless
    assert done.digest == (content_digest(rows) if lossless else None)
    for one, two in zip(done.files, again.files, strict=True):
        first = tmp_path / "one" / one if (tmp_path / "one").is_dir() else tmp_path / one
        second = tmp_path / "two" / two if (tmp_path / "two").is_dir() else tmp_path / two
        # A workbook carries the time of writing.
        assert file_format == "xlsx" or first.read_bytes() == second.read_bytes()


def test_progress_is_told_table_by_table(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    rows = facts()
    export(tmp_path / "out", "jsonl", rows, score(build(rows, DAY)), progress=lambda *at: told.append(at))
    assert ("export people", 11, 11) in told
    assert ("export events", 2, 2) in told
