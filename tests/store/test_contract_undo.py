"""What every backend keeps: what an import wrote can be told, and be taken back to the last bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.batch import Batch, HeldFile, HeldRow
from refgraph.model.tables import TABLES
from tests.facts import row_of
from tests.store.batches import add, batch, deleting, held_row, table_rows
from tests.store.test_contract_changes import entities, some_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Key, Row
    from refgraph.store.port import Store
    from tests.facts import Cells
    from tests.store.conftest import StoreFactory

ANN, BOB = {"person_id": "ann"}, {"person_id": "bob"}
TIE: Cells = {"person_a": "ann", "person_b": "bob", "strength": 0.5}
CALL: Cells = {"event_id": "e1", "kind": "call", "date": "2025-01-01", "person_id": "ann"}


def undoing(store: Store, version: int) -> Batch:
    """The store's next batch, which takes back all that one import wrote."""
    found = store.written(version)
    restored: dict[str, list[Row]] = {name: list(rows) for name, rows in found.updated.items()}
    for name, rows in found.deleted.items():
        restored.setdefault(name, []).extend(rows)
    return Batch(
        f"undo of {version} on {store.version()}", "undo", store.version(), restored,
        deletes=found.added, released=found.held, aliases=found.aliases, undoes=version, by="Ann",
    )  # fmt: skip


def test_what_an_import_wrote_is_what_it_added_changed_and_took_out(store: Store) -> None:
    add(store, people=[ANN, BOB, {"person_id": "cy"}], knows=[TIE])
    store.apply(
        Batch(
            "two",
            "folder",
            1,
            {
                "people": [row_of("people", {"person_id": "bob", "name": "Bob B"}), row_of("people", {"person_id": "dan"})],
                "events": [row_of("events", CALL)],
            },
            held=[held_row("raw")],
            deletes={"people": [("cy",)]},
            aliases={"people": {"cy": "bob"}},
        )
    )  # fmt: skip
    found = store.written(2)
    assert found.version == 2
    assert found.added == {"people": [("dan",)], "events": [("e1",)]}
    assert found.updated == {"people": [row_of("people", dict(BOB))]}
    assert found.deleted == {"people": [row_of("people", {"person_id": "cy"})]}
    assert found.held == [held_row("raw").key]
    assert found.aliases == {"people": {"cy": None}}
    assert found.later == []


@pytest.mark.parametrize("version", [0, 2, -1])
def test_there_is_nothing_to_tell_of_a_version_the_store_has_not(store: Store, version: int) -> None:
    add(store, people=[ANN])
    with pytest.raises(ValueError, match=f"the store is at version 1, it has no import {version}"):
        store.written(version)


LATER: dict[str, Mapping[str, Sequence[Cells]]] = {
    "changes a row of it": {"people": [{"person_id": "bob", "name": "Bob B"}]},
    "changes a relation of it": {"knows": [{**TIE, "strength": 0.1}]},
    "refers to a person of it": {"events": [{**CALL, "person_id": "bob"}]},
    "refers to an account of it": {"accounts": [{"account_id": "branch", "parent_id": "acme"}]},
    "refers to a manager of it": {"roles": [{"person_id": "ann", "account_id": "old", "reports_to": "bob"}]},
    "refers to a rep of it": {"accounts": [{"account_id": "branch", "owner": "r1"}]},
}


@pytest.mark.parametrize("later", LATER)
def test_an_import_is_built_on_by_a_later_one_that(store: Store, later: str) -> None:
    add(store, people=[ANN], accounts=[{"account_id": "old"}])
    add(store, people=[BOB], accounts=[{"account_id": "acme"}], reps=[{"rep_id": "r1"}], knows=[TIE])
    add(store, people=[{"person_id": "cy"}], events=[{**CALL, "event_id": "e9"}])
    assert store.written(2).later == []
    add(store, **LATER[later])
    assert store.written(2).later == [4]
    assert store.written(3).later == []


def test_an_import_is_built_on_by_those_that_take_its_rows_out_or_merge_them(store: Store) -> None:
    add(store, people=[ANN, BOB, {"person_id": "cy"}])
    store.apply(deleting(store, people=[("cy",)]))
    store.apply(Batch("merge", "folder", 2, {}, aliases={"people": {"zoe": "bob"}}))
    assert store.written(1).later == [2, 3]
    assert store.written(2).later == []
    add(store, people=[{"person_id": "cy"}])
    assert store.written(2).later == [4]


def test_to_update_a_row_is_not_to_bring_in_those_that_refer_to_it(store: Store) -> None:
    add(store, people=[ANN])
    add(store, people=[{"person_id": "ann", "name": "Ann B"}])
    add(store, events=[CALL])
    assert store.written(2).later == []
    assert store.written(1).later == [2, 3]


def test_an_undone_import_says_by_which_and_an_undone_undo_no_more(store: Store) -> None:
    add(store, people=[ANN])
    add(store, people=[BOB])
    store.apply(undoing(store, 2))
    last = store.imports()[-1]
    assert (last.undoes, last.by, last.undone_by) == (2, "Ann", None)
    assert [one.undone_by for one in store.imports()] == [None, 3, None]
    store.apply(undoing(store, 3))
    assert [one.undone_by for one in store.imports()] == [None, None, 4, None]
    assert store.snapshot().tables["people"]["person_id"] == ["ann", "bob"]
    assert [one.by for one in store.imports()] == ["", "", "Ann", "Ann"]


def test_rows_held_by_an_undone_import_are_released_and_those_it_released_are_held_again(
    store: Store,
) -> None:
    store.apply(batch("one", 0, held=[held_row("a"), held_row("b")]))
    repaired = batch("two", 1, people=[ANN], held=[held_row("c")])
    store.apply(
        Batch(
            "two", "folder", 1, repaired.upserts, held=repaired.held, released=[held_row("a").key, "no key"]
        )
    )
    assert store.held() == [held_row("b"), held_row("c")]
    store.apply(undoing(store, 2))
    assert store.held() == [held_row("a"), held_row("b")]
    assert store.info().counts["people"] == 0


def test_a_released_row_that_comes_again_is_held_behind_the_others(store: Store) -> None:
    store.apply(batch("one", 0, held=[held_row("a"), held_row("b")]))
    store.apply(Batch("two", "folder", 1, {}, released=[held_row("a").key]))
    assert store.held_keys() == {held_row("b").key}
    store.apply(batch("three", 2, held=[held_row("a"), held_row("b")]))
    assert store.held() == [held_row("b"), held_row("a")]
    assert (store.written(1).held, store.written(3).held) == ([held_row("b").key], [held_row("a").key])


def test_how_a_file_was_read_is_kept_with_the_rows_held_of_it(store: Store) -> None:
    read_as = HeldFile(
        "Kontakte.csv", "salesforce", "Id,Name", (("date_format", "%d/%m/%Y"), ("decimal", "comma"))
    )
    rows = [HeldRow("people.csv", i, "", "wide", "found", f"raw {i}", read_as) for i in range(3)]
    store.apply(batch("one", 0, held=[*rows, held_row("x")]))
    assert store.held() == [*rows, held_row("x")]


def test_merged_ids_stand_for_the_last_of_a_chain(store: Store) -> None:
    def merge(number: int, **ids: str | None) -> None:
        store.apply(Batch(f"merge {number}", "form", number, {}, aliases={"people": ids}))

    merge(0, a="b", x="y")
    assert store.aliases("people") == {"a": "b", "x": "y"}
    merge(1, b="c", x=None)
    assert store.aliases("people") == {"a": "c", "b": "c"}
    assert store.aliases("accounts") == {}
    assert store.written(2).aliases == {"people": {"b": None, "x": "y"}}
    assert store.written(1).later == [2]
    with pytest.raises(ValueError, match=r"'.' would stand for itself"):
        merge(2, c="a")
    assert (store.version(), store.aliases("people")) == (2, {"a": "c", "b": "c"})
    store.apply(undoing(store, 2))
    assert store.aliases("people") == {"a": "b", "x": "y"}


def test_imports_undone_from_the_last_to_the_first_leave_what_was_before_each(
    store_factory: StoreFactory,
) -> None:
    @settings(max_examples=store_factory.examples(25), deadline=None)
    @given(st.integers(0, 2**32 - 1))
    def holds(number: int) -> None:
        rng = np.random.default_rng(number)
        store = store_factory.new()
        add(store, **entities())
        before = []
        for _ in range(4):
            before.append((store.version(), store.digest(), all_rows(store)))
            store.apply(some_batch(store, rng))
        for version, digest, rows in reversed(before):
            assert store.written(version + 1).later == []
            store.apply(undoing(store, version + 1))
            assert all_rows(store) == rows
            assert store.digest() == digest
            assert store.check() == []
        store.close()

    holds()


def some_batch(store: Store, rng: np.random.Generator) -> Batch:
    """Rows of all relations, new and changed ones, and some that go."""
    deletes: dict[str, list[Key]] = {}
    for name in ("roles", "knows", "events"):
        keys = [TABLES[name].key_of(row) for row in table_rows(store.snapshot(), name)]
        deletes[name] = [key for key in keys if rng.random() < 0.3]
    people: list[Cells] = [{"person_id": f"p{rng.integers(4)}", "name": f"Name {rng.integers(3)}"}]
    return deleting(store, rows={**some_tables(rng), "people": people}, **deletes)


def all_rows(store: Store) -> dict[str, list[Row]]:
    snapshot = store.snapshot()
    return {name: table_rows(snapshot, name) for name in TABLES}


def test_rows_that_were_brought_back_are_still_of_those_who_wrote_them(store: Store) -> None:
    add(store, people=[ANN])
    add(store, people=[{"person_id": "ann", "name": "Ann B"}])
    store.apply(undoing(store, 2))
    add(store, people=[{"person_id": "ann", "name": "Ann C"}])
    assert store.written(1).later == [4]


def test_a_row_brought_back_refers_as_it_did_when_it_was_written(store: Store) -> None:
    add(store, people=[ANN], accounts=[{"account_id": "old"}])
    role: Cells = {"person_id": "ann", "account_id": "old"}
    add(store, roles=[role])
    add(store, roles=[{**role, "title": "CTO"}])
    store.apply(undoing(store, 3))
    assert store.written(1).later == [2]


def test_a_row_brought_back_counts_for_the_one_who_wrote_it_anew(store: Store) -> None:
    add(store, people=[ANN])
    store.apply(deleting(store, people=[("ann",)]))
    add(store, people=[{"person_id": "ann", "name": "Another"}])
    add(store, people=[{"person_id": "ann", "name": "Another B"}])
    store.apply(undoing(store, 4))
    assert store.written(2).later == [3]


def test_an_import_is_built_on_by_one_that_took_out_what_its_former_rows_refer_to(store: Store) -> None:
    add(store, accounts=[{"account_id": "top"}, {"account_id": "new"}])
    add(store, accounts=[{"account_id": "branch", "parent_id": "top"}])
    add(store, accounts=[{"account_id": "branch", "parent_id": "new"}])
    store.apply(deleting(store, accounts=[("top",)]))
    assert store.written(3).later == [4]


def test_a_held_row_is_held_by_the_same_after_any_undo(store: Store) -> None:
    key = held_row("a").key
    store.apply(batch("one", 0, held=[held_row("a")]))
    store.apply(Batch("thrown away", "form", 1, {}, released=[key]))
    store.apply(batch("three", 2, held=[held_row("a")]))
    store.apply(undoing(store, 3))
    assert store.held() == []
    store.apply(undoing(store, 2))
    assert store.held() == [held_row("a")]
    assert store.written(1).held == store.written(5).held == [key]
    store.apply(undoing(store, 5))
    assert store.held() == []
    store.apply(undoing(store, 6))
    store.apply(undoing(store, 1))
    assert store.held() == []


def test_the_digest_of_held_rows_does_not_depend_on_their_order() -> None:
    rows = [held_row("a"), held_row("b")]
    assert batch("one", 0, held=rows).digest == batch("one", 0, held=rows[::-1]).digest
    assert batch("one", 0, held=rows).digest != batch("one", 0, held=[held_row("a"), held_row("a")]).digest
    assert batch("one", 0, held=rows).digest != batch("one", 0, held=rows[:1]).digest
