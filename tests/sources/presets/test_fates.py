"""What becomes of source rows of which several rows of several tables are made."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from refgraph.model.batch import FileCount
from refgraph.sources.cells import CellRules
from refgraph.sources.converted import Converted
from refgraph.sources.converted_sheet import ConvertedSheet, convert_sheets, fold_converted
from refgraph.sources.fates import Fates
from refgraph.sources.references import World, settle_references
from refgraph.sources.report import Report
from refgraph.sources.text import Note
from tests.sources.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES = CellRules(date(2026, 11, 25))


def settled(
    converted: Converted, store: MemoryStore | None = None
) -> tuple[Fates, Mapping[str, ConvertedSheet]]:
    """Type, settle and fold what was converted."""
    store = store or MemoryStore()
    fates = Fates(converted, Report())
    sheets = convert_sheets(converted, RULES, fates, store)
    fates.settle(sheets, lambda: settle_references(World(sheets, store)))
    fold_converted(sheets)
    fates.tell()
    return fates, sheets


def names(sheets: Mapping[str, ConvertedSheet], table: str) -> list[str]:
    """First cells of a table's rows in play."""
    return (
        sorted(str(row[0]) for row in sheets[table].rows(sheets[table].active())) if table in sheets else []
    )


def test_what_points_to_a_held_row_goes_with_it_to_the_end_of_the_chain() -> None:
    converted = Converted()
    first, second, third = (converted.source("a.csv", number, f"row {number}") for number in (2, 3, 4))
    converted.put("people", first, {"person_id": "p1"})
    converted.put("people", second, {"person_id": "p2", "name": "Ben"})
    converted.put("knows", second, {"person_a": "p1", "person_b": "p2"})
    converted.put("people", third, {"person_id": "p3", "name": "Cora"})
    converted.put("knows", third, {"person_a": "p2", "person_b": "p3"})
    fates, sheets = settled(converted)
    assert (names(sheets, "people"), names(sheets, "knows")) == ([], [])
    assert fates.counts(sheets) == {"a.csv": FileCount(read=3, held=3)}
    assert [(held.row, held.code, held.raw) for held in list(fates.report.held)] == [
        (2, "missing_name", "row 2"),
        (3, "unknown_person_a", "row 3"),
        (4, "unknown_person_a", "row 4"),
    ]


def test_an_entity_that_another_row_names_too_outlives_a_held_one() -> None:
    converted = Converted()
    bad, good = converted.source("a.csv", 2, "bad"), converted.source("a.csv", 3, "good")
    for source in (bad, good):
        converted.put("accounts", source, {"account_id": "a1", "name": "Nord"})
    converted.put("people", bad, {"person_id": "p1", "name": ""})
    fates, sheets = settled(converted)
    assert names(sheets, "accounts") == ["a1"]
    assert fates.counts(sheets) == {"a.csv": FileCount(read=2, imported=1, held=1)}


def test_a_row_is_held_once_with_its_first_reason() -> None:
    converted = Converted()
    source = converted.source("a.csv", 2, "raw")
    converted.labels["people", "name"] = "Full name"
    converted.put("people", source, {"person_id": "p1", "name": "", "consent": "maybe"})
    converted.put("events", source, {"event_id": "e1", "kind": "meeting", "date": "soon", "person_id": "p1"})
    converted.remark(source, "Mood", Note("mood", "the mood is bad", holds=True), "bad")
    fates, _ = settled(converted)
    assert [(held.column, held.reason) for held in list(fates.report.held)] == [("Mood", "the mood is bad")]


def test_messages_name_the_column_as_its_file_does() -> None:
    converted = Converted()
    one, other = converted.source("a.csv", 2, ""), converted.source("b.csv", 2, "")
    converted.labels["people", "name"] = "Name"
    converted.file_labels["b.csv"] = {("people", "name"): "姓名"}
    converted.put("people", one, {"person_id": "p1"})
    converted.put("people", other, {"person_id": "p2"})
    fates, _ = settled(converted)
    assert [problem.column for problem in fates.report.problems()] == ["Name", "姓名"]


def test_rows_of_one_entity_fold_silently_and_contradictions_warn_once_each() -> None:
    converted = Converted()
    sources = [converted.source("a.csv", number, "") for number in range(2, 6)]
    for source, name in zip(sources, ("Nord", "NORD", "Nord GmbH", "Nord"), strict=True):
        converted.put("accounts", source, {"account_id": "a1", "name": name})
    converted.put(
        "accounts", sources[0], {"account_id": "a1", "name": "Nord", "industry": "Pumps", "potential": "5"}
    )
    converted.put(
        "accounts", sources[1], {"account_id": "a1", "name": "Nord", "region": "Graz", "potential": "7"}
    )
    fates, sheets = settled(converted)
    (row,) = sheets["accounts"].rows(sheets["accounts"].active())
    assert (row[1], row[2], row[3], row[10]) == ("Nord", "Pumps", "Graz", 7.0)
    assert [(problem.row, problem.message) for problem in fates.report.problems()] == [
        (
            4,
            "a.csv row 4, column name: contradicts other rows about 'a1': found name 'Nord GmbH'; 'Nord' counts",
        )
    ]
    assert fates.counts(sheets)["a.csv"] == FileCount(read=4, imported=2, merged=2)


def test_a_stand_in_gives_way_to_a_name_here_or_in_the_store() -> None:
    converted = Converted()
    source = converted.source("a.csv", 2, "")
    for identifier in ("x:1", "x:2", "x:3"):
        converted.put(
            "accounts", source, {"account_id": identifier, "name": f"company {identifier[2:]}"}, is_weak=True
        )
    converted.put(
        "accounts", source, {"account_id": "x:3", "name": "company 3", "potential": "9"}, is_weak=True
    )
    converted.put("accounts", source, {"account_id": "x:1", "name": "Nord"})
    store = MemoryStore()
    store.rows["accounts"]["x:3",] = ("x:3", "Süd", *[None] * 9)
    fates, sheets = settled(converted, store)
    rows = {row[0]: (row[1], row[10]) for row in sheets["accounts"].rows(sheets["accounts"].active())}
    assert rows == {"x:1": ("Nord", None), "x:2": ("company 2", None), "x:3": ("Süd", 9.0)}
    assert [problem.message for problem in fates.report.problems()] == [
        "a.csv: 1 accounts are known by their id alone and stand under it until they are imported, such as 'company 2'"
    ]


def test_read_is_imported_merged_held_and_blank() -> None:
    converted = Converted()
    new, empty, bad = (converted.source("a.csv", number, "") for number in (2, 3, 4))
    converted.blank["a.csv"] += 2
    converted.put("people", new, {"person_id": "p1", "name": "Anna"})
    converted.put("people", bad, {"person_id": "p2"})
    fates, sheets = settled(converted)
    assert converted.sources[empty].number == 3
    assert fates.counts(sheets) == {"a.csv": FileCount(read=5, imported=1, merged=1, held=1, blank=2)}
