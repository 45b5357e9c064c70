"""Rows that name an id merged away speak of the one that stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.sources.merged_ids import resolved
from tests.sources.memory import MemoryStore
from tests.sources.reading import codes, imported, plan, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> MemoryStore:
    """Persons p1 and p3; p2 was merged into p1, account a2 into a1."""
    found = MemoryStore()
    imported(
        write(
            tmp_path / "known",
            people="person_id,name,email\np1,Anna,\np3,Cy,cy@x.example",
            accounts="account_id,name\na1,Acme",
            circles="circle_id,name\nc1,Club",
        ),
        found,
    )
    found.merged["people"] = {"p2": "p1"}
    found.merged["accounts"] = {"a2": "a1"}
    return found


def test_merges_of_merges_lead_to_who_stands_in_the_end() -> None:
    assert resolved({"a": "b", "b": "c", "x": "y"}) == {"a": "c", "b": "c", "x": "y"}
    assert resolved({"a": "b", "b": "a"}) == {}


def test_a_row_of_a_merged_person_only_fills_what_is_empty(store: MemoryStore, tmp_path: Path) -> None:
    planned = imported(write(tmp_path / "b", people="person_id,name,email\np2,Ann B.,ann@x.example"), store)
    assert store.rows["people"][("p1",)][:3] == ("p1", "Anna", "ann@x.example")
    assert ("p2",) not in store.rows["people"]
    assert codes(planned, "warning") == ["merged_id"]
    assert (
        "found 1 rows with ids that were merged into others ('p2' is 'p1' now)" in planned.problems[0].message
    )


def test_beside_the_row_that_stands_for_it_it_fills_that(store: MemoryStore, tmp_path: Path) -> None:
    text = "person_id,name,email,phone\np2,Ann B.,ann@x.example,12 34\np1,Anna,anna@x.example,"
    planned = imported(write(tmp_path / "b", people=text), store)
    assert store.rows["people"][("p1",)][:4] == ("p1", "Anna", "anna@x.example", "12 34")
    count = planned.files["people.csv"]
    assert (count.imported, count.merged, count.held) == (1, 1, 0)


def test_relations_and_references_follow(store: MemoryStore, tmp_path: Path) -> None:
    folder = write(
        tmp_path / "b",
        roles="person_id,account_id,reports_to\np2,a2,p1\np3,a2,p2",
        memberships="person_id,circle_id\np2,c1",
        events="event_id,kind,date,account_id,person_id,ref\ne1,referral_asked,2024-01-01,a1,p2,a2",
    )
    planned = imported(folder, store)
    assert sorted(store.rows["roles"]) == [("p1", "a1", ""), ("p3", "a1", "")]
    assert [store.rows["roles"][key][7] for key in sorted(store.rows["roles"])] == [None, "p1"]
    assert list(store.rows["memberships"]) == [("p1", "c1", "")]
    event = store.rows["events"][("e1",)]
    assert (event[3], event[4], event[8]) == ("a1", "p1", "a1")
    assert codes(planned, "warning") == ["merged_id"] * 3


def test_a_tie_to_oneself_is_merged_and_ends_stay_in_order(store: MemoryStore, tmp_path: Path) -> None:
    imported(write(tmp_path / "a", people="person_id,name\np0,Zoe"), store)
    planned = imported(write(tmp_path / "b", knows="person_a,person_b\np1,p2\np2,p3\np0,p2"), store)
    assert sorted(store.rows["knows"]) == [("p0", "p1", "false", ""), ("p1", "p3", "false", "")]
    count = planned.files["knows.csv"]
    assert (count.imported, count.merged, count.held) == (2, 1, 0)


def test_a_second_import_changes_nothing(store: MemoryStore, tmp_path: Path) -> None:
    folder = write(
        tmp_path / "b", people="person_id,name,email\np2,Ann,ann@x.example", knows="person_a,person_b\np2,p3"
    )
    imported(folder, store)
    assert plan(folder, store).batch is None


@pytest.mark.parametrize(
    "rows",
    [
        "a1,Acme,\na2,Acme Ltd,a1",
        "a2,Acme Ltd,a1\na1,Acme,",
        "a1,Acme,\na3,Acme Holding,a1\na2,Acme Ltd,a3",
        "a1,Acme,a2\na2,Acme Ltd,",
    ],
)
def test_accounts_that_were_above_each_other_and_are_one_now_close_no_circle(
    store: MemoryStore, tmp_path: Path, rows: str
) -> None:
    planned = imported(write(tmp_path / "b", accounts=f"account_id,name,parent_id\n{rows}"), store)
    assert (planned.files["accounts.csv"].held, codes(planned, "warning")) == (0, ["merged_id"])
    parents = {key[0]: row[7] for key, row in store.rows["accounts"].items()}
    assert parents == ({"a1": None, "a3": "a1"} if "a3" in rows else {"a1": None})
    again = plan(tmp_path / "b", store)
    assert again.batch is None
