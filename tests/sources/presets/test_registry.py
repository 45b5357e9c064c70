from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import BadOption, PathUnreadable
from refgraph.model.batch import HeldFile
from refgraph.sources.plan import ReadOptions
from refgraph.sources.presets.registry import (
    PRESETS,
    convert,
    convert_rows,
    mapping_from,
    recognise,
)
from refgraph.sources.refusal import Refused
from refgraph.sources.repair import plan_held
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import TODAY, cells, file, ids, imported, plan
from tests.sources.presets.test_excel import PEOPLE, workbook

if TYPE_CHECKING:
    from pathlib import Path

LINKEDIN = """
Notes:
"x"

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Anna,Berg,https://www.linkedin.com/in/x,,Northwind Pumps,CFO,05 Mar 2024
,,,,,,05 Mar 2024
"""


@pytest.mark.parametrize(
    "name", [name for name, preset in PRESETS.items() if preset.module not in ("", "mapped")]
)
def test_every_format_has_its_reader(name: str) -> None:
    assert callable(import_module(f"refgraph.sources.presets.{PRESETS[name].module}").convert)


def test_a_held_row_is_read_again_as_its_file_was(tmp_path: Path) -> None:
    planned = plan(file(tmp_path / "Connections.csv", LINKEDIN), "linkedin")
    assert planned.batch is not None
    (held,) = planned.batch.held
    assert held.read_as == HeldFile(
        "Connections.csv", "linkedin", "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    )
    converted = convert_rows(held.read_as, ["Cora,Two,https://x/in/cora,,Nord,,05 Mar 2024", ",,,,,,"])
    assert [row.cells["person_id"] for row in converted.tables["people"]] == ["linkedin:cora"]
    assert (converted.sources[0].number, converted.blank["Connections.csv"]) == (2, 1)


def test_a_repaired_row_is_imported_and_the_held_one_let_go(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(file(tmp_path / "Connections.csv", LINKEDIN), "linkedin", store)
    (held,) = store.held.values()
    repaired = plan_held([(held, "Cora,Two,https://x/in/cora,,Nord,,05 Mar 2024")], store, today=TODAY)
    assert repaired.batch is not None
    store.apply(repaired.batch)
    assert ids(store, "people") == ["linkedin:cora", "linkedin:x"]
    assert store.held == {}


def test_what_the_user_named_counts_for_the_repair_too() -> None:
    read_as = HeldFile("Connections.csv", "linkedin", LINKEDIN.strip().split("\n")[3], (("whose", "me"),))
    converted = convert_rows(read_as, ["Cora,Two,https://x/in/cora,,,,05 Mar 2024"])
    assert converted.tables["knows"][0].cells["person_a"] == "me"


def test_the_rows_of_a_workbook_are_repaired_as_text(tmp_path: Path) -> None:
    planned = plan(workbook(tmp_path / "book.xlsx", people=[*PEOPLE, ["p3", None, None]]), "excel")
    assert planned.batch is not None
    (held,) = planned.batch.held
    assert held.read_as is not None
    converted = convert_rows(held.read_as, ["p3,Cora,"])
    assert converted.tables["people"][0].cells == {"person_id": "p3", "name": "Cora"}


@pytest.mark.parametrize("name", ["nothing.csv", "https://example.com/a.csv"])
def test_a_path_with_nothing_there_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(PathUnreadable):
        convert(tmp_path / name, ReadOptions(preset="hubspot"))


def test_a_folder_without_any_such_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_text("x")
    with pytest.raises(Refused, match=r"found no file that ends in \.csv, \.txt, \.tsv, \.xlsx"):
        convert(tmp_path, ReadOptions(preset="hubspot"))


def test_a_file_is_recognised_by_its_content_with_what_becomes_of_each_column(tmp_path: Path) -> None:
    best = recognise(file(tmp_path / "whatever.csv", LINKEDIN))[0]
    assert (best.preset, best.file, best.fit) == ("linkedin", "whatever.csv", 1.0)
    seen = {column.label: (column.meaning, column.values) for column in best.columns}
    assert seen["Position"] == ("roles.title", ("CFO",))
    assert seen["Connected On"] == ("knows.since", ("05 Mar 2024",))
    assert "people.name" in seen["First Name"][0]


def test_a_table_of_the_folder_and_a_sheet_are_recognised(tmp_path: Path) -> None:
    table = recognise(file(tmp_path / "people.csv", "person_id,name,mood\np1,Anna,good"))[0]
    assert (table.preset, [column.meaning for column in table.columns]) == (
        "folder",
        ["people.person_id", "people.name", "not imported"],
    )
    sheet = recognise(workbook(tmp_path / "book.xlsx", people=PEOPLE))[0]
    assert (sheet.preset, sheet.file) == ("excel", "book.xlsx/people")


def test_a_list_nobody_knows_comes_with_its_columns(tmp_path: Path) -> None:
    (seen,) = recognise(file(tmp_path / "list.csv", "Wer;Firma\nAnna;Nord\n\nBen;\x1b[31mSüd"))
    assert (seen.preset, seen.fit) == ("", 0.0)
    assert [(column.label, column.values) for column in seen.columns] == [
        ("Wer", ("Anna", "Ben")),
        ("Firma", ("Nord", "\\x1b[31mSüd")),
    ]


LIST = """
Wer;Firma;Titel;kennt;Mail;Kreis
Anna;Nord;CFO;Ben;x;Golf
Ben;Süd;CTO;Cora;;
"""


def test_choices_in_a_form_become_a_mapping_that_imports(tmp_path: Path) -> None:
    choices = {"Wer": "people.name", "Firma": "accounts.name", "Titel": "roles.title", "kennt": "knows.person_b",
               "Mail": "", "Kreis": "circles.name"}  # fmt: skip
    (tmp_path / "own.toml").write_text(mapping_from(choices, about='my "list"'), encoding="utf-8")
    store = MemoryStore()
    planned = imported(file(tmp_path / "list.csv", LIST), str(tmp_path / "own.toml"), store)
    assert ids(store, "people") == ["own:anna@nord", "own:ben@süd", "own:cora"]
    assert [(row["person_id"], row["title"]) for row in cells(store, "roles")] == [
        ("own:anna@nord", "CFO"),
        ("own:ben@süd", "CTO"),
    ]
    assert [(row["person_a"], row["person_b"]) for row in cells(store, "knows")] == [
        ("own:anna@nord", "own:ben@süd"),
        ("own:ben@süd", "own:cora"),
    ]
    assert ids(store, "circles") == ["own:golf"]
    assert [problem.code for problem in planned.problems] == ["delimiter"]
    assert planned.told == ("list.csv: not imported: Mail (1)",)


def test_choices_with_ids_keep_the_ids(tmp_path: Path) -> None:
    choices = {"A": "knows.person_a", "B": "knows.person_b", "S": "knows.strength"}
    (tmp_path / "own.toml").write_text(mapping_from(choices), encoding="utf-8")
    store = MemoryStore()
    for one in ("p1", "p2"):
        store.rows["people"][one,] = (one, one, None, None, None, None)
    imported(file(tmp_path / "ties.csv", "A,B,S\np1,p2,0.5"), str(tmp_path / "own.toml"), store)
    assert cells(store, "knows") == [{"person_a": "p1", "person_b": "p2", "strength": 0.5, "directed": False}]


def test_choices_of_events_are_events_of_the_row(tmp_path: Path) -> None:
    choices = {"Wer": "people.name", "Was": "events.kind", "Wann": "events.date"}
    (tmp_path / "own.toml").write_text(mapping_from(choices), encoding="utf-8")
    store = MemoryStore()
    imported(
        file(tmp_path / "events.csv", "Wer,Was,Wann\nAnna,meeting,2024-03-05"),
        str(tmp_path / "own.toml"),
        store,
    )
    assert cells(store, "events") == [
        {"event_id": "own:meeting:2024-03-05:own:anna", "kind": "meeting", "date": "2024-03-05", "person_id": "own:anna"}
    ]  # fmt: skip


def test_choices_that_make_nothing_are_refused() -> None:
    with pytest.raises(BadOption, match=r"column 'x': found 'people.nme', expected a table and its column"):
        mapping_from({"x": "people.nme"})
    with pytest.raises(BadOption, match="the columns chosen make no row of any table"):
        mapping_from({"x": "roles.title"})
