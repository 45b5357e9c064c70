"""Held rows are repaired, tried again and released."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from refgraph.model.batch import HeldFile
from refgraph.sources.plan import ReadOptions
from refgraph.sources.repair import plan_held
from tests.sources.memory import MemoryStore
from tests.sources.reading import TODAY, imported, plan, write

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.model.batch import HeldRow
    from refgraph.sources.planned import ImportPlan


def repair(store: MemoryStore, *texts: tuple[HeldRow, str]) -> ImportPlan:
    planned = plan_held(texts, store, today=TODAY, by="Ann")
    for count in planned.files.values():
        assert count.read == count.imported + count.merged + count.held + count.blank
    if planned.batch is not None:
        store.apply(planned.batch)
    return planned


def only(store: MemoryStore) -> HeldRow:
    (row,) = store.held.values()
    return row


def test_a_held_row_keeps_how_its_file_was_read(tmp_path: Path) -> None:
    store = MemoryStore()
    options = ReadOptions(date_format="%d/%m/%Y", decimal_comma=True)
    imported(write(tmp_path, events="event_id;kind;date;account_id\ne1;call;45292;a1"), store, options)
    assert only(store).read_as == HeldFile(
        "events.csv",
        header="event_id;kind;date;account_id",
        options=(("date_format", "%d/%m/%Y"), ("decimal", "comma")),
    )


def test_a_repaired_row_goes_in_and_is_released(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(write(tmp_path, people="name,person_id,consent\nAnna,p1,perhaps\nBo,p2,yes"), store)
    planned = repair(store, (only(store), "Anna,p1,no"))
    assert (planned.outcome, store.held) == ("accept", {})
    assert planned.files["people.csv"].imported == 1
    assert store.rows["people"][("p1",)] == ("p1", "Anna", None, None, None, "no")
    assert planned.batch is not None
    assert planned.batch.by == "Ann"


def test_days_and_numbers_are_read_as_the_file_was(tmp_path: Path) -> None:
    store = MemoryStore()
    options = ReadOptions(date_format="%d/%m/%Y", decimal_comma=True)
    folder = write(
        tmp_path,
        accounts="account_id,name\na1,A",
        events="event_id;kind;date;account_id;value\ne1;deal_won;x;a1;1,5",
    )
    imported(folder, store, options)
    repair(store, (only(store), "e1;deal_won;24/12/2024;a1;2,5"))
    assert store.rows["events"][("e1",)][2:7] == ("2024-12-24", "a1", None, None, 2.5)


def test_a_row_still_wrong_is_held_for_its_new_reason_alone(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(write(tmp_path, people="person_id,name\np1,A,B"), store)
    former = only(store)
    planned = repair(store, (former, "p1,"))
    assert (only(store).code, only(store).raw, only(store).row) == ("missing_name", "p1,", 2)
    assert planned.outcome == "held"
    again = repair(store, (only(store), "p1,"))
    assert again.batch is None


def test_rows_of_one_id_that_differ_are_all_held_again(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(write(tmp_path, people="person_id,name\np1,A\np1,B"), store)
    rows = list(store.held.values())
    assert repair(store, *((row, row.raw) for row in rows)).batch is None
    one, other = rows
    assert repair(store, (one, "p1,A"), (other, "p2,B")).outcome == "accept"
    assert sorted(store.rows["people"]) == [("p1",), ("p2",)]


def test_a_row_waits_for_what_it_points_to(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(
        write(tmp_path / "a", circles="circle_id,name\nc1,C", memberships="person_id,circle_id\np1,c1"), store
    )
    waiting = only(store)
    assert repair(store, (waiting, waiting.raw)).batch is None
    imported(write(tmp_path / "b", people="person_id,name\np1,A"), store)
    assert repair(store, (waiting, waiting.raw)).outcome == "accept"
    assert store.held == {}


def test_importing_the_file_again_releases_what_goes_in_now(tmp_path: Path) -> None:
    store = MemoryStore()
    knows = "person_a,person_b\np1,p2"
    imported(write(tmp_path / "a", knows=knows), store)
    assert only(store).code == "unknown_person_a"
    planned = imported(write(tmp_path / "b", knows=knows, people="person_id,name\np1,A\np2,B"), store)
    assert (planned.outcome, store.held) == ("accept", {})


def test_a_row_held_for_another_reason_is_listed_once(tmp_path: Path) -> None:
    store = MemoryStore()
    knows = "person_a,person_b\np1,p2"
    imported(write(tmp_path / "a", knows=knows), store)
    imported(write(tmp_path / "b", knows=knows, people="person_id,name\np1,A"), store)
    assert only(store).code == "unknown_person_b"


def test_a_row_of_before_headers_were_kept_stays_held(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(write(tmp_path, people="person_id,name\np1,A,B"), store)
    old = replace(only(store), read_as=None)
    planned = repair(store, (old, old.raw))
    assert (planned.outcome, planned.batch, list(store.held)) == ("held", None, [old.key])


def test_several_rows_in_the_place_of_one_are_held(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(write(tmp_path, people="person_id,name\np1,A,B"), store)
    repair(store, (only(store), "p1,A\np2,B"))
    assert (only(store).code, only(store).reason) == ("cells", "found 2 rows, expected one")
    repair(store, (only(store), '"p1,A'))
    assert only(store).code == "quote"


def test_the_same_repair_of_the_same_store_is_the_same_import(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(write(tmp_path, people="person_id,name\np1,A,B"), store)
    one, other = (plan_held([(only(store), "p1,A")], store, today=date(2025, 11, 25)) for _ in range(2))
    assert one.import_id == other.import_id
    assert plan(tmp_path, store).import_id != one.import_id
