"""What every backend keeps: batches in, rows out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.batch import Batch
from refgraph.model.tables import TABLES, Cell, Column, Kind, Row, Table
from tests.facts import row_of
from tests.store.batches import add, batch, table_rows

if TYPE_CHECKING:
    from refgraph.store.port import Store
    from tests.facts import Cells
    from tests.store.conftest import StoreFactory

ANN = {"person_id": "ann"}
BOB = {"person_id": "bob"}
ACME = {"account_id": "acme"}


def test_an_empty_store_has_version_0_and_no_rows(store: Store) -> None:
    info = store.info()
    assert (store.version(), info.version, info.last_event_date) == (0, 0, None)
    assert info.counts == dict.fromkeys(TABLES, 0)
    assert all(table_rows(store.snapshot(), table) == [] for table in TABLES)
    assert store.imports() == []
    assert store.held() == []
    assert store.check() == []


def test_two_stores_have_two_identities(store_factory: StoreFactory) -> None:
    one = store_factory.new()
    identity = one.info().store_uuid
    assert store_factory.again(one).snapshot().store_uuid == identity
    assert store_factory.new().info().store_uuid != identity


def test_state_tells_stores_and_versions_apart(store_factory: StoreFactory) -> None:
    one = store_factory.new()
    state = one.state()
    assert state == (one.info().store_uuid, one.version())
    assert store_factory.new().state() != state


def test_entities_come_back_sorted_by_id_in_code_points(store: Store) -> None:
    ids = ["b", "a", "Z", "é", "𠮷", "中", "a-1", "10", "9"]
    add(store, people=[{"person_id": key} for key in ids])
    assert store.snapshot().tables["people"]["person_id"] == sorted(ids)


def test_relations_come_back_sorted_by_all_cells_of_their_key(store: Store) -> None:
    begins = [
        ("ann", "acme", "2024-01-01"),
        ("ann", "zeta", None),
        ("bob", "acme", None),
        ("ann", "acme", None),
    ]
    roles: list[dict[str, Cell]] = [{"person_id": p, "account_id": a, "from": day} for p, a, day in begins]
    add(store, people=[ANN, BOB], accounts=[ACME, {"account_id": "zeta"}], roles=roles)
    found = store.snapshot().tables["roles"]
    assert list(zip(found["person_id"], found["account_id"], found["from"], strict=True)) == [
        ("ann", "acme", None),
        ("ann", "acme", "2024-01-01"),
        ("ann", "zeta", None),
        ("bob", "acme", None),
    ]


def test_numbers_flags_and_empty_cells_keep_their_types(store: Store) -> None:
    knows: Cells = {"person_a": "ann", "person_b": "bob", "strength": 1.0, "directed": True}
    add(store, people=[ANN, BOB], knows=[knows, {"person_a": "ann", "person_b": "bob"}])
    found = store.snapshot().tables["knows"]
    assert found["directed"] == [False, True]
    assert found["strength"] == [None, 1.0]
    assert found["kind"] == [None, None]
    assert [type(cell) for cell in (*found["directed"], found["strength"][1])] == [bool, bool, float]


def cells(column: Column) -> st.SearchStrategy[Cell]:
    filled: st.SearchStrategy[Cell] = st.text(
        st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8
    )
    if column.kind in (Kind.NUMBER, Kind.SHARE, Kind.MONEY):
        filled = st.floats(allow_nan=False, allow_infinity=False)
    return filled if column.required else st.none() | filled


def some_rows(table: Table) -> st.SearchStrategy[list[Row]]:
    row = st.tuples(*map(cells, table.columns))
    return st.lists(row, max_size=5, unique_by=table.key_of)


def test_any_text_and_any_finite_number_come_back_as_given(store_factory: StoreFactory) -> None:
    @settings(max_examples=store_factory.examples(25), deadline=None)
    @given(some_rows(TABLES["reps"]), some_rows(TABLES["circles"]))
    def holds(reps: list[Row], circles: list[Row]) -> None:
        store = store_factory.new()
        store.apply(Batch("any", "folder", 0, {"circles": circles, "reps": reps}))
        snapshot = store.snapshot()
        assert table_rows(snapshot, "reps") == sorted(reps, key=lambda row: str(row[0]))
        assert table_rows(snapshot, "circles") == sorted(circles, key=lambda row: str(row[0]))
        keys = [TABLES["reps"].key_of(row) for row in reps]
        assert store.known("reps", keys) == dict(zip(keys, reps, strict=True))
        assert store.check() == []
        store.close()

    holds()


def test_names_full_of_sql_and_markup_are_plain_data(store: Store) -> None:
    names = [
        "Robert'); DROP TABLE people;--",
        "</script><img src=x onerror=alert(1)>",
        '" OR 1=1',
        "?1 :id $x",
    ]
    add(store, people=[{"person_id": name, "name": name} for name in names])
    assert store.snapshot().tables["people"]["name"] == sorted(names)
    assert store.known("people", [(names[0],)]) == {(names[0],): row_of("people", {"person_id": names[0]})}


def test_known_leaves_out_keys_without_a_row(store: Store) -> None:
    add(store, people=[ANN, BOB], knows=[{"person_a": "ann", "person_b": "bob", "kind": "neighbour"}])
    here = ("ann", "bob", "false", "neighbour")
    absent = [
        ("ann", "bob", "true", "neighbour"),
        ("ann", "bob", "false", ""),
        ("ann", "bob"),
        ("ann", "\ud800", "false", ""),
    ]
    assert set(store.known("knows", [*absent, here])) == {here}
    assert store.known("people", []) == {}
    assert store.known("people", [("ann",), ("ann",), ("zoe",)]) == {("ann",): row_of("people", dict(ANN))}


def test_an_unknown_table_is_a_programming_mistake(store: Store) -> None:
    for ask in (lambda: store.known("persons", []), lambda: store.history("persons", ("ann",))):
        with pytest.raises(ValueError, match="there is no table 'persons'"):
            ask()


def test_info_counts_rows_and_finds_the_last_event(store: Store) -> None:
    events = [
        {"event_id": f"e{i}", "kind": "meeting", "date": day, "person_id": "ann"}
        for i, day in enumerate(["2024-05-01", "2025-12-31", "2025-02-03"])
    ]
    add(store, people=[ANN, BOB], events=events)
    add(store, people=[{"person_id": "ann", "name": "Ann B"}])
    info = store.info()
    assert (info.counts["people"], info.counts["events"], info.counts["roles"]) == (2, 3, 0)
    assert info.last_event_date == "2025-12-31"
    assert (info.version, info.url) == (2, store.url)


def test_two_handles_see_each_others_commits(store: Store, store_factory: StoreFactory) -> None:
    other = store_factory.again(store)
    assert add(store, people=[ANN]) == 1
    assert other.version() == 1
    assert add(other, people=[BOB]) == 2
    assert store.snapshot().tables["people"]["person_id"] == ["ann", "bob"]
    assert [hit.id for hit in store.search("bob")] == ["bob"]


def test_a_reopened_store_has_everything(store: Store, store_factory: StoreFactory) -> None:
    add(store, people=[ANN])
    store.close()
    store.close()
    again = store_factory.again(store)
    assert again.snapshot().tables["people"]["person_id"] == ["ann"]
    assert again.check() == []


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(ValueError, match="is closed"):
        store.version()


WRONG_BATCHES = {
    "there is no table 'persons'": Batch("x", "folder", 0, {"persons": [("ann",)]}),
    "a row of people has not 6 cells": Batch("x", "folder", 0, {"people": [("ann", "Ann")]}),
    "two rows of one key in people": batch("x", 0, people=[ANN, ANN]),
    "circles.meetings_per_year holds a number that is not finite": batch(
        "x", 0, circles=[{"circle_id": "c", "meetings_per_year": float("nan")}]
    ),
    "circles.region holds a cell of the wrong type": batch(
        "x", 0, circles=[{"circle_id": "c", "region": 3.0}]
    ),
    "roles .*: person_id 'zoe' is not in people": batch(
        "x", 0, people=[ANN], accounts=[ACME], roles=[{"person_id": "zoe", "account_id": "acme"}]
    ),
    "accounts .*: parent_id 'nobody' is not in accounts": batch(
        "x", 0, accounts=[ACME, {"account_id": "branch", "parent_id": "nobody"}]
    ),
}


@pytest.mark.parametrize("text", WRONG_BATCHES)
def test_a_batch_no_import_plans_is_refused_whole(store: Store, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        store.apply(WRONG_BATCHES[text])
    assert store.version() == 0
    assert store.info().counts == dict.fromkeys(TABLES, 0)
    assert store.imports() == []
    assert store.search("ann") == []
    assert store.check() == []
    assert add(store, people=[ANN], accounts=[ACME]) == 1


def test_a_child_may_come_before_its_parent_in_a_batch(store: Store) -> None:
    accounts = [{"account_id": "a-branch", "parent_id": "b-head"}, {"account_id": "b-head"}]
    roles = [{"person_id": "ann", "account_id": "a-branch", "reports_to": "somebody else"}]
    store.apply(batch("x", 0, roles=roles, accounts=accounts, people=[ANN]))
    assert store.snapshot().tables["accounts"]["parent_id"] == ["b-head", None]
    assert store.snapshot().tables["roles"]["reports_to"] == ["somebody else"]
