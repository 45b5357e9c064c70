from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.sources.merge import overlay
from refgraph.sources.plan import ReadOptions
from tests.sources.memory import MemoryStore
from tests.sources.reading import codes, held_reasons, imported, plan, write

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = "person_id,name,email,phone\np1,One,one@x.example,1\np2,Two,,"
EVENT = "event_id,kind,date,person_id,value,text\ne1,satisfaction,2024-01-01,p1,0.5,fine"


def world(folder: Path, **more: str) -> MemoryStore:
    """A store with people p1 and p2 and what else is given."""
    store = MemoryStore()
    assert imported(write(folder / "known", people=PEOPLE, **more), store).outcome == "accept"
    return store


def test_new_values_update_and_the_former_row_goes_to_history(tmp_path: Path) -> None:
    store = world(tmp_path)
    planned = imported(write(tmp_path / "2", people="person_id,name,phone\np1,One,2"), store)
    assert (planned.outcome, planned.files["people.csv"].imported) == ("accept", 1)
    assert store.rows["people"]["p1",] == ("p1", "One", "one@x.example", "2", None, None)
    assert store.former["people"] == [("p1", "One", "one@x.example", "1", None, None)]


def test_an_empty_cell_and_a_missing_column_never_erase(tmp_path: Path) -> None:
    store = world(tmp_path)
    rows = dict(store.rows["people"])
    planned = imported(write(tmp_path / "2", people="person_id,name,email\np1,One,\np2,Two,"), store)
    assert (planned.batch, planned.files["people.csv"].merged) == (None, 2)
    assert store.rows["people"] == rows


def test_absence_deletes_nothing(tmp_path: Path) -> None:
    store = world(tmp_path)
    imported(write(tmp_path / "2", people="person_id,name\np3,Three"), store)
    assert set(store.rows["people"]) == {("p1",), ("p2",), ("p3",)}


def test_a_known_event_with_other_content_is_held(tmp_path: Path) -> None:
    store = world(tmp_path, events=EVENT)
    planned = imported(write(tmp_path / "2", events=EVENT.replace("0.5", "0.9")), store)
    assert held_reasons(planned) == [
        "events.csv row 2, column value: event 'e1' is known with other content: found value '0.9', "
        "known '0.5'; give a new event its own id"
    ]
    assert store.rows["events"]["e1",][6] == 0.5


def test_a_known_events_numbers_are_shown_as_people_write_them(tmp_path: Path) -> None:
    store = world(tmp_path, events=EVENT)
    planned = imported(write(tmp_path / "2", events=EVENT.replace("0.5", "1")), store)
    assert "found value '1', known '0.5'" in held_reasons(planned)[0]


def test_a_known_event_with_less_content_is_merged_and_with_more_is_held(tmp_path: Path) -> None:
    store = world(tmp_path, events=EVENT)
    less = imported(write(tmp_path / "2", events=EVENT.replace(",fine", ",")), store)
    assert (less.batch, less.files["events.csv"].merged) == (None, 1)
    more = "event_id,kind,date,person_id,value,margin\ne1,satisfaction,2024-01-01,p1,0.5,3"
    assert codes(plan(write(tmp_path / "3", events=more), store), "held") == ["known_event"]


@pytest.mark.parametrize(("row", "directed"), [("p1,p2,0.9,", False), ("p2,p1,0.9,", False), ("p2,p1,0.9,false", False), ("p2,p1,0.9,true", True)])  # fmt: skip
def test_an_undirected_acquaintance_has_one_key_both_ways(tmp_path: Path, row: str, directed: bool) -> None:
    store = world(tmp_path, knows="person_a,person_b,strength\np1,p2,0.4")
    planned = imported(write(tmp_path / "2", knows=f"person_a,person_b,strength,directed\n{row}"), store)
    assert planned.files["knows.csv"].imported == 1
    strengths = {key: cells[2] for key, cells in store.rows["knows"].items()}
    if directed:
        assert strengths == {("p1", "p2", "false", ""): 0.4, ("p2", "p1", "true", ""): 0.9}
    else:
        assert strengths == {("p1", "p2", "false", ""): 0.9}


def test_a_later_bundle_may_lower_a_strength(tmp_path: Path) -> None:
    store = world(tmp_path, knows="person_a,person_b,strength\np1,p2,0.4")
    imported(write(tmp_path / "2", knows="person_a,person_b,strength\np1,p2,0.1"), store)
    assert store.rows["knows"]["p1", "p2", "false", ""][2] == 0.1


def test_of_two_strengths_in_one_bundle_the_larger_counts_and_the_other_is_kept(tmp_path: Path) -> None:
    knows = "person_a,person_b,strength,since\np1,p2,0.9,\np2,p1,0.1,2020-01-01\np1,p2,0.5,"
    store = MemoryStore()
    planned = imported(write(tmp_path, people=PEOPLE, knows=knows), store)
    assert (planned.files["knows.csv"].imported, planned.files["knows.csv"].merged) == (1, 2)
    assert codes(planned, "warning") == ["two_strengths"] * 2
    assert store.rows["knows"]["p1", "p2", "false", ""] == ("p1", "p2", 0.9, None, "2020-01-01", None, False)
    assert sorted(row[2] or 0 for row in store.former["knows"]) == [0.1, 0.5, 0.9]


def test_the_higher_circle_role_and_the_larger_attendance_count(tmp_path: Path) -> None:
    members = (
        "person_id,circle_id,role,attendance,to\n"
        "p1,c1,member,0.9,2024-01-01\np1,c1,chair,0.2,\np1,c1,organiser,,2025-01-01\n"
    )
    store = MemoryStore()
    bundle = write(tmp_path, people=PEOPLE, circles="circle_id,name\nc1,C", memberships=members)
    imported(bundle, store)
    # In code-point order the member's and then the organiser's row follow the chair's, so their ends count.
    assert store.rows["memberships"]["p1", "c1", ""] == ("p1", "c1", "chair", 0.9, None, "2025-01-01")


def test_of_two_roles_of_one_key_the_last_in_code_point_order_counts(tmp_path: Path) -> None:
    for order in ("p1,a1,Boss,C\np1,a1,Aide,\n", "p1,a1,Aide,\np1,a1,Boss,C\n"):
        store = MemoryStore()
        bundle = write(
            tmp_path / order[6],
            accounts="account_id,name\na1,A",
            people=PEOPLE,
            roles="person_id,account_id,title,seniority\n" + order,
        )
        assert codes(imported(bundle, store), "warning") == ["duplicate"]
        assert store.rows["roles"]["p1", "a1", ""][2:4] == ("Boss", "C")
        assert [row[2:4] for row in store.former["roles"]] == [("Aide", None)]


def test_equal_rows_of_an_id_merge_and_different_ones_are_all_held(tmp_path: Path) -> None:
    people = "person_id,name\np1,One\np1,One\np2,Two\np2,Other\np2,Two\np3,Three"
    store = MemoryStore()
    planned = imported(write(tmp_path, people=people), store)
    count = planned.files["people.csv"]
    assert (count.imported, count.merged, count.held) == (2, 1, 3)
    assert set(store.rows["people"]) == {("p1",), ("p3",)}
    assert (
        "person_id 'p2' has different content in rows 4, 5, 6; keep one of them" in held_reasons(planned)[0]
    )


def test_a_held_row_is_imported_once_repaired(tmp_path: Path) -> None:
    store = MemoryStore()
    bad = write(tmp_path / "1", people="person_id,name,consent\np1,One,perhaps\np2,Two,no")
    assert imported(bad, store).outcome == "held"
    (held,) = store.held.values()
    assert (held.file, held.row, held.column, held.code) == ("people.csv", 2, "consent", "unknown_consent")
    assert held.raw == "p1,One,perhaps"
    fixed = write(tmp_path / "2", people="person_id,name,consent\n" + held.raw.replace("perhaps", "yes"))
    assert imported(fixed, store).outcome == "accept"
    assert store.rows["people"]["p1",][5] == "yes"


def test_a_bundle_known_but_for_a_new_held_row_is_written_for_the_held_row(tmp_path: Path) -> None:
    store = world(tmp_path)
    planned = imported(write(tmp_path / "2", people=PEOPLE + "\np3,Bad\x07,,"), store)
    assert planned.batch is not None
    assert (planned.batch.upserts, len(planned.batch.held)) == ({}, 1)
    assert plan(tmp_path / "2", store).batch is None


def test_the_import_id_tells_content_options_and_version_apart_and_nothing_else(tmp_path: Path) -> None:
    store = MemoryStore()
    bundle = write(tmp_path / "here", people=PEOPLE)
    first = plan(bundle, store)
    assert len(first.import_id) == 16
    assert first.batch is not None
    assert first.batch.batch_id == first.import_id
    moved = write(tmp_path / "elsewhere", people=PEOPLE)
    (moved / "notes.txt").write_text("ignored")
    assert plan(moved, store).import_id == first.import_id
    assert plan(bundle, store, ReadOptions(encoding="gb18030")).import_id != first.import_id
    assert plan(write(tmp_path / "other", people=PEOPLE + "7"), store).import_id != first.import_id
    imported(bundle, store)
    assert plan(bundle, store).import_id != first.import_id


_CELLS = st.one_of(st.none(), st.sampled_from(["a", "b"]))
_ROWS = st.tuples(_CELLS, _CELLS, _CELLS)


@settings(deadline=None)
@given(_ROWS, _ROWS)
def test_laying_a_row_over_another_twice_is_once_and_erases_nothing(
    row: tuple[str | None, ...], former: tuple[str | None, ...]
) -> None:
    laid = overlay(row, former)
    assert overlay(row, laid) == laid
    assert all(cell is not None for cell, old in zip(laid, former, strict=True) if old is not None)


def test_folding_leaves_distinct_relations_alone(tmp_path: Path) -> None:
    memberships = "person_id,circle_id,from\np1,c1,\np1,c1,2024-01-01\np2,c1,"
    bundle = write(tmp_path, people=PEOPLE, circles="circle_id,name\nc1,C", memberships=memberships)
    planned = plan(bundle)
    assert (planned.outcome, planned.files["memberships.csv"].imported) == ("accept", 3)
