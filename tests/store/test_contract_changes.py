"""What every backend keeps: the changes since a version lead to the rows of a later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.changes import applied
from refgraph.model.tables import TABLES
from tests.facts import row_of
from tests.store.batches import add, batch, held_row, table_rows

if TYPE_CHECKING:
    from refgraph.store.port import Store
    from tests.facts import Cells
    from tests.store.conftest import StoreFactory

ANN = {"person_id": "ann"}
BOB = {"person_id": "bob"}
ACME = {"account_id": "acme"}
VISIT: Cells = {"event_id": "e1", "kind": "visit", "date": "2025-01-01", "person_id": "ann"}


def test_nothing_has_changed_since_the_version_the_store_is_at(store: Store) -> None:
    add(store, people=[ANN])
    changes = store.changes_since(1)
    assert (changes.store_uuid, changes.since, changes.version) == (*store.state(), 1)
    assert (changes.rows, changes.deleted) == ({}, {})
    assert changes.counts == store.info().counts


def test_changes_are_the_rows_written_after_a_version_as_they_now_are(store: Store) -> None:
    add(store, people=[ANN, BOB], accounts=[ACME])
    add(store, people=[{"person_id": "bob", "name": "Bob B"}], events=[VISIT])
    add(store, people=[{"person_id": "bob", "name": "Bob C"}, {"person_id": "amy"}])
    changes = store.changes_since(1)
    assert (changes.since, changes.version) == (1, 3)
    assert changes.rows == {
        "people": [
            row_of("people", {"person_id": "amy"}),
            row_of("people", {"person_id": "bob", "name": "Bob C"}),
        ],
        "events": [row_of("events", VISIT)],
    }
    assert changes.counts["people"] == 3
    assert set(store.changes_since(2).rows) == {"people"}
    assert list(store.changes_since(0).rows["accounts"]) == [row_of("accounts", dict(ACME))]


def test_an_equal_row_again_is_no_change(store: Store) -> None:
    add(store, people=[ANN], events=[VISIT])
    store.apply(batch("again", 1, people=[ANN], events=[VISIT], held=[held_row("raw")]))
    changes = store.changes_since(1)
    assert (changes.version, changes.rows, changes.deleted) == (2, {}, {})


@pytest.mark.parametrize("version", [-1, 2, 7])
def test_changes_since_a_version_the_store_has_not_reached_are_a_mistake(store: Store, version: int) -> None:
    add(store, people=[ANN])
    with pytest.raises(ValueError, match=f"the store is at version 1, it has no changes since {version}"):
        store.changes_since(version)


def test_only_new_rows_of_one_table_count_as_added(store: Store) -> None:
    add(store, people=[ANN, BOB], events=[VISIT])
    added: Cells = {**VISIT, "event_id": "e2"}
    add(store, events=[added])
    assert store.changes_since(1).only_adds("events", before=1)
    assert not store.changes_since(0).only_adds("events", before=0)
    add(store, events=[{**added, "value": 0.5}])
    assert not store.changes_since(2).only_adds("events", before=2)
    assert store.changes_since(1).only_adds("events", before=1)
    assert store.changes_since(3).only_adds("events", before=2)


def some_tables(rng: np.random.Generator) -> dict[str, list[Cells]]:
    """Some rows of every kind of key, new ones and others of the same keys."""
    people, accounts = [f"p{i}" for i in range(4)], [f"a{i}" for i in range(3)]

    def one(options: list[str]) -> str:
        return str(rng.choice(options))

    def some(cells: list[Cells], table: str) -> list[Cells]:
        chosen = [cell for cell in cells if rng.random() < 0.5]
        return list({TABLES[table].key_of(row_of(table, cell)): cell for cell in chosen}.values())

    begins = ["", "2024-01-01", "2024-06-01"]
    roles: list[Cells] = [
        {
            "person_id": one(people),
            "account_id": one(accounts),
            "title": one(["x", "y"]),
            "from": one(begins) or None,
        }
        for _ in range(6)
    ]
    knows: list[Cells] = [
        {
            "person_a": one(people),
            "person_b": one(people),
            "directed": bool(rng.random() < 0.5),
            "kind": one(["", "kin"]) or None,
            "strength": float(rng.integers(3)) / 2,
        }
        for _ in range(6)
    ]
    events: list[Cells] = [
        {"event_id": f"e{rng.integers(9)}", "kind": "call", "date": "2025-01-01", "person_id": one(people)}
        for _ in range(4)
    ]
    tables = {"roles": some(roles, "roles"), "knows": some(knows, "knows"), "events": some(events, "events")}
    return {name: rows for name, rows in tables.items() if rows}


def test_changes_applied_to_an_earlier_version_give_the_later_one(store_factory: StoreFactory) -> None:
    @settings(max_examples=store_factory.examples(25), deadline=None)
    @given(st.integers(0, 2**32 - 1))
    def holds(number: int) -> None:
        rng = np.random.default_rng(number)
        store = store_factory.new()
        add(store, **entities())
        versions = [store.snapshot()]
        for _ in range(4):
            add(store, **some_tables(rng))
            versions.append(store.snapshot())
        assert versions[0].version == 1
        for before in versions:
            after = applied(before, store.changes_since(before.version))
            assert (after.store_uuid, after.version) == store.state()
            assert {name: table_rows(after, name) for name in TABLES} == {
                name: table_rows(versions[-1], name) for name in TABLES
            }
        store.close()

    holds()


def entities() -> dict[str, list[Cells]]:
    return {
        "people": [{"person_id": f"p{i}"} for i in range(4)],
        "accounts": [{"account_id": f"a{i}"} for i in range(3)],
    }


def test_changes_of_another_store_or_version_do_not_apply(store_factory: StoreFactory) -> None:
    one = store_factory.new()
    add(one, people=[ANN])
    before = one.snapshot()
    with pytest.raises(ValueError, match=r"found changes of store .* since version 0, expected those of"):
        applied(before, one.changes_since(0))
    other = store_factory.new()
    add(other, people=[ANN])
    with pytest.raises(ValueError, match=r"expected those of .* since version 1$"):
        applied(before, other.changes_since(1))


def test_tables_without_changes_are_shared(store: Store) -> None:
    add(store, people=[ANN])
    before = store.snapshot()
    add(store, events=[VISIT])
    after = applied(before, store.changes_since(1))
    assert after.tables["people"] is before.tables["people"]
    assert before.tables["events"]["event_id"] == []
