from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sources.memory import MemoryStore
from tests.sources.reading import codes, held_reasons, imported, plan, write

if TYPE_CHECKING:
    from pathlib import Path

HELD_PERSON = "person_id,name\np1,Bad\x07\np2,Good\n"


def known_world(folder: Path) -> MemoryStore:
    """A store with account a1, person p1, circle c1, rep r1 and event e1."""
    store = MemoryStore()
    bundle = write(
        folder / "known",
        accounts="account_id,name\na1,A",
        people="person_id,name\np1,One",
        circles="circle_id,name\nc1,C",
        reps="rep_id,name\nr1,R",
        events="event_id,kind,date,person_id\ne1,meeting,2024-01-01,p1",
    )
    assert imported(bundle, store).outcome == "accept"
    return store


def test_a_held_person_takes_roles_memberships_knows_and_events_along(tmp_path: Path) -> None:
    bundle = write(
        tmp_path,
        accounts="account_id,name\na1,A",
        people=HELD_PERSON.encode(),
        circles="circle_id,name\nc1,C",
        roles="person_id,account_id\np1,a1\np2,a1",
        memberships="person_id,circle_id\np1,c1\np2,c1",
        knows="person_a,person_b\np1,p2\np2,p1",
        events="event_id,kind,date,account_id,person_id\ne1,call,2024-01-01,a1,p1\ne2,call,2024-01-01,a1,",
    )
    store = MemoryStore()
    planned = imported(bundle, store)
    assert {name: count.held for name, count in planned.files.items() if count.held} == {
        "people.csv": 1, "roles.csv": 1, "memberships.csv": 1, "knows.csv": 2, "events.csv": 1,
    }  # fmt: skip
    assert "unknown person_id 'p1': that row of people is held (people.csv row 2)" in "".join(
        held_reasons(planned)
    )
    assert set(store.rows["events"]) == {("e2",)}


def test_a_held_person_whom_the_store_knows_takes_nothing_along(tmp_path: Path) -> None:
    store = known_world(tmp_path)
    bundle = write(
        tmp_path / "new", people=HELD_PERSON.encode(), memberships="person_id,circle_id\np1,c1\np2,c1"
    )
    planned = imported(bundle, store)
    assert [count.held for count in planned.files.values()] == [1, 0]


@pytest.mark.parametrize(
    ("table", "text", "column"),
    [
        ("roles", "person_id,account_id\np1,a9", "account_id"), ("roles", "person_id,account_id\np9,a1", "person_id"),
        ("memberships", "person_id,circle_id\np1,c9", "circle_id"), ("knows", "person_a,person_b\np9,p1", "person_b"),
        ("events", "event_id,kind,date,account_id\ne2,call,2024-01-01,a9", "account_id"),
        ("events", "event_id,kind,date,account_id,person_id\ne2,call,2024-01-01,a1,p9", "person_id"),
        ("accounts", "account_id,name,parent_id\na2,B,a9", "parent_id"),
    ],
)  # fmt: skip
def test_rows_that_point_to_nothing_are_held(tmp_path: Path, table: str, text: str, column: str) -> None:
    planned = imported(write(tmp_path / "new", **{table: text}), known_world(tmp_path))
    assert codes(planned, "held") == [f"unknown_{column}"]
    assert f"unknown {column}" in held_reasons(planned)[0]


def test_ids_of_the_store_count_as_existing(tmp_path: Path) -> None:
    bundle = write(
        tmp_path / "new",
        people="person_id,name\np2,Two",
        roles="person_id,account_id,reports_to\np2,a1,p1",
        memberships="person_id,circle_id\np2,c1",
        knows="person_a,person_b\np2,p1",
        events="event_id,kind,date,account_id,rep,ref\ne2,satisfaction,2024-02-01,a1,r1,e1",
    )
    planned = imported(bundle, known_world(tmp_path))
    assert (planned.outcome, planned.problems) == ("accept", [])


def test_references_that_may_lack_are_emptied_with_a_warning(tmp_path: Path) -> None:
    bundle = write(
        tmp_path / "new",
        accounts="account_id,name,owner\na2,B,r9",
        roles="person_id,account_id,reports_to\np1,a1,p9",
        events="event_id,kind,date,account_id,rep,ref\ne2,call,2024-02-01,a1,r9,e9",
    )
    store = known_world(tmp_path)
    planned = imported(bundle, store)
    assert planned.outcome == "accept_with_warning"
    assert sorted(codes(planned, "warning")) == [
        "unknown_owner",
        "unknown_ref",
        "unknown_rep",
        "unknown_reports_to",
    ]
    assert store.rows["events"]["e2",] == (
        "e2", "call", "2024-02-01", "a1", None, None, None, None, None, None,
    )  # fmt: skip


def test_reps_are_checked_only_where_anybody_is_a_rep(tmp_path: Path) -> None:
    accounts = "account_id,name,owner\na2,B,r9"
    assert plan(write(tmp_path / "1", accounts=accounts)).outcome == "accept"
    with_reps = write(tmp_path / "2", accounts=accounts, reps="rep_id,name\nr1,R")
    assert codes(plan(with_reps), "warning") == ["unknown_owner"]


@pytest.mark.parametrize(
    "kind",
    [
        "referral_asked",
        "referral_made",
        "referral_declined",
        "reference_call",
        "left_company",
        "joined_company",
    ],
)
def test_the_ref_of_referrals_and_moves_names_an_account(tmp_path: Path, kind: str) -> None:
    events = f"event_id,kind,date,person_id,ref\ne2,{kind},2024-02-01,p1,a1\ne3,{kind},2024-02-01,p1,e1"
    planned = imported(write(tmp_path / "new", events=events), known_world(tmp_path))
    assert [(p.row, p.code) for p in planned.problems] == [(3, "unknown_ref")]


def test_a_ref_to_a_held_event_is_emptied(tmp_path: Path) -> None:
    events = (
        "event_id,kind,date,account_id,value,ref\n"
        "i1,incident_opened,2024-01-01,a1,7,\n"
        "i2,incident_closed,2024-01-05,a1,0.5,i1\n"
    )
    store = known_world(tmp_path)
    planned = imported(write(tmp_path / "new", events=events), store)
    assert (codes(planned, "held"), codes(planned, "warning")) == (["range"], ["unknown_ref"])
    repaired = imported(write(tmp_path / "again", events=events.replace(",7,", ",0.7,")), store)
    assert (repaired.outcome, repaired.files["events.csv"].imported) == ("accept", 2)
    assert store.rows["events"]["i2",][8] == "i1"


def test_who_reports_to_themself_reports_to_nobody(tmp_path: Path) -> None:
    store = known_world(tmp_path)
    roles = "person_id,account_id,reports_to\np1,a1,p1"
    planned = imported(write(tmp_path / "new", roles=roles), store)
    assert codes(planned, "warning") == ["self"]
    assert store.rows["roles"]["p1", "a1", ""][7] is None


def test_the_store_is_asked_for_lists_of_keys_and_not_row_by_row(tmp_path: Path) -> None:
    store = known_world(tmp_path)
    before = store.calls
    people = "person_id,name\n" + "".join(f"q{i},Q\n" for i in range(3000))
    members = "person_id,circle_id\n" + "".join(f"q{i},c1\n" for i in range(3000))
    imported(write(tmp_path / "new", people=people, memberships=members), store)
    assert store.calls - before < 10
