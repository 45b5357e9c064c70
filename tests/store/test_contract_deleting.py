"""What every backend keeps: rows taken out, what stays of them, and who must not refer to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.model.batch import Batch
from refgraph.model.changes import applied
from refgraph.model.digests import content_digest
from refgraph.model.tables import TABLES
from refgraph.store.port import Former
from tests.facts import row_of
from tests.store.batches import add, batch, deleting, rows, table_rows

if TYPE_CHECKING:
    from refgraph.model.tables import Key
    from refgraph.store.port import Store
    from tests.facts import Cells

ANN, BOB = {"person_id": "ann"}, {"person_id": "bob"}
ACME: Cells = {"account_id": "acme", "owner": "r1"}
REP: Cells = {"rep_id": "r1"}
ROLE: Cells = {"person_id": "ann", "account_id": "acme", "reports_to": "bob"}
TIE: Cells = {"person_a": "ann", "person_b": "bob", "strength": 0.5}
CALL: Cells = {"event_id": "e1", "kind": "call", "date": "2025-01-01", "person_id": "ann"}


@pytest.fixture
def filled(store: Store) -> Store:
    add(
        store,
        people=[ANN, BOB],
        accounts=[ACME, {"account_id": "branch", "parent_id": "acme"}],
        reps=[REP],
        circles=[{"circle_id": "choir"}],
        roles=[ROLE],
        memberships=[{"person_id": "bob", "circle_id": "choir"}],
        knows=[TIE],
        events=[CALL],
    )
    return store


def test_a_deleted_row_is_gone_and_in_history(filled: Store) -> None:
    key = ("ann", "bob", "false", "")
    filled.apply(deleting(filled, knows=[key], events=[("e1",)]))
    assert filled.known("knows", [key]) == {}
    assert (filled.info().counts["knows"], filled.info().counts["events"]) == (0, 0)
    assert filled.info().last_event_date is None
    assert filled.history("knows", key) == [Former(row_of("knows", TIE), 2, "deleted")]
    assert filled.history("events", ("e1",)) == [Former(row_of("events", CALL), 2, "deleted")]
    assert filled.check() == []


def test_a_deleted_entity_is_found_no_more(store: Store) -> None:
    add(store, people=[{"person_id": "ann", "name": "李明朗"}, {"person_id": "bob", "name": "李明"}])
    store.apply(deleting(store, people=[("ann",)]))
    assert [hit.id for hit in store.search("李明")] == ["bob"]
    assert store.search("liminglang") == []
    assert store.check() == []


def test_keys_without_a_row_are_passed_over(filled: Store) -> None:
    before = filled.digest()
    filled.apply(
        deleting(filled, people=[("zoe",)], roles=[("ann", "acme", "2024-01-01")], events=[("e9",), ("e9",)])
    )
    assert (filled.version(), filled.digest()) == (2, before)
    assert (filled.changes_since(1).rows, filled.changes_since(1).deleted) == ({}, {})


REFERRED: dict[tuple[str, str], str] = {
    ("people", "bob"): r"a row of people that roles .*: reports_to 'bob'",
    ("people", "ann"): r"a row of people that roles .*: person_id 'ann'",
    ("accounts", "acme"): r"a row of accounts that accounts \('branch',\) refers to: parent_id 'acme'",
    (
        "circles",
        "choir",
    ): r"a row of circles that memberships \('bob', 'choir', ''\) refers to: circle_id 'choir'",
    ("reps", "r1"): r"a row of reps that accounts \('acme',\) refers to: owner 'r1'",
}


@pytest.mark.parametrize("gone", REFERRED, ids=lambda gone: f"{gone[0]} {gone[1]}")
def test_a_row_that_others_refer_to_stays_and_the_batch_is_refused_whole(
    filled: Store, gone: tuple[str, str]
) -> None:
    before = filled.digest()
    table, key = gone
    with pytest.raises(ValueError, match=f"batch 'batch-1' deletes {REFERRED[gone]}"):
        filled.apply(Batch("batch-1", "folder", 1, {}, deletes={table: [(key,)]}))
    assert (filled.version(), filled.digest(), filled.check()) == (1, before, [])


def test_rows_go_together_with_those_that_refer_to_them(filled: Store) -> None:
    filled.apply(
        deleting(
            filled,
            accounts=[("acme",), ("branch",)],
            people=[("ann",), ("bob",)],
            roles=[("ann", "acme", "")],
            memberships=[("bob", "choir", "")],
            knows=[("ann", "bob", "false", "")],
            events=[("e1",)],
            circles=[("choir",)],
            reps=[("r1",)],
        )
    )
    assert filled.info().counts == dict.fromkeys(TABLES, 0)
    assert filled.digest() == content_digest({})
    assert [former.row for former in filled.history("accounts", ("branch",))] == [
        row_of("accounts", {"account_id": "branch", "parent_id": "acme"})
    ]
    assert filled.check() == []


def test_who_refers_elsewhere_by_the_end_of_the_batch_is_no_hindrance(filled: Store) -> None:
    """Two people become one: what the one had is written for the other."""
    moved: dict[str, list[Cells]] = {
        "roles": [{"person_id": "bob", "account_id": "acme"}],
        "events": [{**CALL, "person_id": "bob"}],
    }
    keys: dict[str, list[Key]] = {
        "people": [("ann",)],
        "roles": [("ann", "acme", "")],
        "knows": [("ann", "bob", "false", "")],
    }
    filled.apply(deleting(filled, rows=moved, **keys))
    assert table_rows(filled.snapshot(), "events") == [row_of("events", moved["events"][0])]
    assert filled.history("events", ("e1",)) == [Former(row_of("events", CALL), 2, "updated")]
    assert filled.check() == []


def test_a_new_row_cannot_refer_to_a_deleted_one(filled: Store) -> None:
    lost: Cells = {"event_id": "e2", "kind": "call", "date": "2025-01-01", "account_id": "branch"}
    with pytest.raises(ValueError, match=r"events \('e2',\): account_id 'branch' is not in accounts"):
        filled.apply(deleting(filled, accounts=[("branch",)], rows={"events": [lost]}))
    assert filled.version() == 1


def test_changes_name_what_is_gone_until_it_is_there_again(filled: Store) -> None:
    before = filled.snapshot()
    key = ("ann", "bob", "false", "")
    filled.apply(deleting(filled, knows=[key], events=[("e1",)]))
    gone = filled.changes_since(1)
    assert (gone.rows, gone.deleted) == ({}, {"knows": [key], "events": [("e1",)]})
    assert not gone.only_adds("events", before=1)
    assert applied(before, gone).tables["events"]["event_id"] == []
    assert filled.changes_since(2).deleted == {}
    add(filled, knows=[{**TIE, "strength": 0.9}], events=[CALL])
    again = filled.changes_since(1)
    assert (set(again.rows), again.deleted) == ({"knows", "events"}, {})
    assert not again.only_adds("events", before=1)
    after = applied(before, again)
    assert {name: table_rows(after, name) for name in TABLES} == {
        name: table_rows(filled.snapshot(), name) for name in TABLES
    }


def test_a_key_may_be_deleted_and_written_in_one_batch(filled: Store) -> None:
    before = filled.snapshot()
    filled.apply(
        deleting(filled, people=[("ann",)], rows={"people": [{"person_id": "ann", "name": "Ann B"}]})
    )
    assert filled.versions("people", [("ann",), ("bob",), ("zoe",)]) == {("ann",): 2, ("bob",): 1}
    assert filled.history("people", ("ann",)) == [Former(row_of("people", dict(ANN)), 2, "deleted")]
    assert [hit.name for hit in filled.search("ann")] == ["Ann B"]
    assert len(filled.ego("people", "ann").nodes) == 3
    after = applied(before, filled.changes_since(1))
    assert table_rows(after, "people") == table_rows(filled.snapshot(), "people")
    assert filled.check() == []


def test_the_digest_is_of_the_rows_whatever_happened_to_them(filled: Store) -> None:
    tables = {name: table_rows(filled.snapshot(), name) for name in TABLES}
    assert filled.digest() == content_digest(tables)
    add(filled, people=[{"person_id": "ann", "name": "Ann B"}], events=[{**CALL, "value": 0.5}])
    assert filled.digest() != content_digest(tables)
    add(filled, people=[ANN], events=[CALL])
    assert filled.digest() == content_digest(tables)


def test_the_digest_of_an_import_is_that_of_its_batch(filled: Store) -> None:
    """Whole numbers and -0.0 as they were given, though they are read back as 5.0 and 0.0."""
    tables = rows(accounts=[{"account_id": "n", "size": 5, "potential": -0.0}], people=[{"person_id": "zoe"}])
    given = Batch("n", "folder", 1, tables, superseded=rows(people=[ANN]), deletes={"events": [("e1",)]})
    filled.apply(given)
    assert filled.imports()[-1].digest == given.digest
    assert filled.known("accounts", [("n",)])["n",][4] == 5.0
    assert filled.apply(given).version == 2
    assert filled.check() == []


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"date": "2025-02-30"}, "events.date holds a cell that is no day"),
        (
            {"date": "20250101"},
            "events.date holds a cell that is no day: found '20250101', expected a day as",
        ),
        ({"date": "x"}, "events.date holds a cell that is no day"),
    ],
)
def test_a_day_that_is_none_is_refused(filled: Store, cells: Cells, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        add(filled, events=[{**CALL, "event_id": "e2", **cells}])
    assert filled.version() == 1


def test_unknown_tables_are_programming_mistakes(store: Store) -> None:
    wrong = [
        Batch("x", "folder", 0, {}, deletes={"persons": [("ann",)]}),
        Batch("x", "folder", 0, {}, aliases={"persons": {"ann": "bob"}}),
    ]
    for one in wrong:
        with pytest.raises(ValueError, match="there is no table 'persons'"):
            store.apply(one)
    for ask in (lambda: store.versions("persons", []), lambda: store.aliases("persons")):
        with pytest.raises(ValueError, match="there is no table 'persons'"):
            ask()
    with pytest.raises(ValueError, match="rows of knows have no id that could stand for another"):
        store.apply(Batch("x", "folder", 0, {}, aliases={"knows": {"ann": "bob"}}))
    assert store.apply(batch("x", 0)).version == 1
