"""What every backend keeps: each import once, what it replaced, and what it held back."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import BatchConflict, StaleBase, StoreUnavailable
from refgraph.model.batch import Applied
from refgraph.store.port import Former
from tests.facts import row_of
from tests.store.batches import add, batch, held_row, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refgraph.store.port import Store
    from tests.facts import Cells
    from tests.store.conftest import StoreFactory

ANN = {"person_id": "ann"}
BOB = {"person_id": "bob"}


def test_each_batch_raises_the_version_by_one(store: Store) -> None:
    assert store.apply(batch("first", 0, people=[ANN])) == Applied("first", 1)
    assert store.apply(batch("empty", 1)) == Applied("empty", 2)
    assert store.version() == 2


def test_the_same_batch_again_changes_nothing_and_gets_the_first_answer(store: Store) -> None:
    first = batch("first", 0, people=[ANN, BOB], held=[held_row("raw")])
    store.apply(first)
    store.apply(batch("second", 1, people=[{"person_id": "ann", "name": "Ann B"}]))
    assert store.apply(batch("first", 0, people=[BOB, ANN], held=[held_row("raw")])) == Applied("first", 1)
    assert store.version() == 2
    assert store.known("people", [("ann",)])["ann",][1] == "Ann B"
    assert [imported.batch_id for imported in store.imports()] == ["first", "second"]


def test_a_known_batch_id_with_other_content_is_a_conflict(store: Store) -> None:
    store.apply(batch("first", 0, people=[ANN]))
    with pytest.raises(BatchConflict, match="batch 'first' was applied before with other content"):
        store.apply(batch("first", 1, people=[BOB]))
    assert store.info().counts["people"] == 1


@pytest.mark.parametrize("base", [0, 2])
def test_a_batch_planned_on_another_version_is_stale(store: Store, base: int) -> None:
    store.apply(batch("first", 0, people=[ANN]))
    with pytest.raises(StaleBase, match=f"the store is at version 1, the batch was planned on {base}"):
        store.apply(batch("second", base, people=[BOB]))
    assert store.version() == 1
    assert store.info().counts["people"] == 1


def test_replaced_rows_go_to_history_oldest_first(store: Store) -> None:
    names = ["Ann", "Ann B", "Ann C"]
    for name in names:
        add(store, people=[{"person_id": "ann", "name": name}, BOB])
    former = [row_of("people", {"person_id": "ann", "name": name}) for name in names[:2]]
    assert store.history("people", ("ann",)) == [
        Former(former[0], 2, "updated"),
        Former(former[1], 3, "updated"),
    ]
    assert store.history("people", ("bob",)) == []
    assert store.history("people", ("zoe",)) == []
    assert store.info().counts["people"] == 2


def test_rows_that_lost_within_a_bundle_go_to_history(store: Store) -> None:
    add(store, people=[ANN, BOB])
    strengths: list[Cells] = [{"person_a": "ann", "person_b": "bob", "strength": s} for s in (0.1, 0.2, 0.9)]
    weak, strong, strongest = strengths
    add(store, knows=[weak])
    store.apply(batch("x", 2, knows=[strongest], superseded=rows(knows=[strong])))
    key = ("ann", "bob", "false", "")
    assert store.history("knows", key) == [
        Former(row_of("knows", weak), 3, "updated"),
        Former(row_of("knows", strong), 3, "superseded"),
    ]
    assert store.known("knows", [key])[key] == row_of("knows", strongest)


def test_a_row_held_twice_by_a_batch_stands_where_it_came_first(store: Store) -> None:
    first, other = held_row("a"), held_row("b", row=3)
    store.apply(batch("one", 0, held=[first, other, held_row("a", row=4)]))
    assert store.held() == [first, other]


def test_held_rows_are_kept_once_in_the_order_they_came(store: Store) -> None:
    store.apply(batch("one", 0, held=[held_row("b"), held_row("a", row=3)]))
    store.apply(batch("two", 1, held=[held_row("c"), held_row("b", row=9), held_row("a", code="bad_kind")]))
    assert store.held() == [
        held_row("b"),
        held_row("a", row=3),
        held_row("c"),
        held_row("a", code="bad_kind"),
    ]
    assert store.held(limit=2) == [held_row("b"), held_row("a", row=3)]
    assert store.held(limit=0) == []
    assert store.held_keys() == {row.key for row in store.held()}


def test_the_text_of_a_broken_file_is_held_as_it_stood(store: Store) -> None:
    broken = held_row('\udcff\ud800"\0\r\nx,\u2028')
    store.apply(batch("one", 0, held=[broken]))
    assert store.held() == [broken]
    assert store.held_keys() == {broken.key}


def test_imports_are_listed_with_time_version_and_digest(store: Store) -> None:
    one, two = batch("one", 0, people=[ANN]), batch("two", 1, people=[BOB])
    store.apply(one)
    store.apply(two)
    found = [(i.batch_id, i.source, i.version, i.applied_at, i.digest) for i in store.imports()]
    assert found == [
        ("one", "folder", 1, "2026-01-01T12:30:15+00:00", one.digest),
        ("two", "folder", 2, "2026-01-01T12:30:15+00:00", two.digest),
    ]


def test_a_day_leaves_out_what_begins_later(store: Store) -> None:
    day, later = "2024-06-30", "2024-07-01"
    add(
        store,
        people=[ANN, BOB],
        accounts=[{"account_id": "acme", "status_date": later}],
        circles=[{"circle_id": "choir"}],
        roles=[
            {"person_id": "ann", "account_id": "acme", "from": begin, "to": "2024-01-01"}
            for begin in (None, day, later)
        ],
        memberships=[
            {"person_id": "ann", "circle_id": "choir", "from": begin} for begin in (None, day, later)
        ],
        knows=[
            {"person_a": "ann", "person_b": "bob", "kind": str(begin), "since": begin, "last_contact": later}
            for begin in (None, day, later)
        ],
        events=[
            {"event_id": f"{kind} {begin}", "kind": kind, "date": begin, "account_id": "acme"}
            for kind in ("deal_won", "meeting")
            for begin in (day, later)
        ],
    )
    found = store.snapshot(date(2024, 6, 30)).tables
    assert found["roles"]["from"] == [None, day]
    assert found["memberships"]["from"] == [None, day]
    assert found["knows"]["since"] == [day, None]
    assert found["events"]["event_id"] == [f"deal_won {day}", f"deal_won {later}", f"meeting {day}"]
    assert (len(found["people"]["name"]), found["accounts"]["status_date"]) == (2, [later])
    assert len(store.snapshot(date(2024, 7, 1)).tables["events"]["date"]) == 4
    assert len(store.snapshot().tables["roles"]["from"]) == 3


@contextmanager
def written_beside(store: Store, count: int) -> Iterator[threading.Event]:
    """Somebody who writes meanwhile: each batch adds a person and an event, so both are as many as the version."""
    done = threading.Event()

    def write() -> None:
        for i in range(count):
            person = {"person_id": f"p{i:03}"}
            event = {"event_id": f"e{i:03}", "kind": "call", "date": "2025-01-01", **person}
            add(store, people=[person], events=[event])
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield done
    finally:
        thread.join()
    assert done.is_set()


def test_a_snapshot_is_of_one_version_while_others_write(store: Store, store_factory: StoreFactory) -> None:
    with written_beside(store_factory.again(store), 60) as done:
        is_last = False
        while not is_last:
            is_last = done.is_set()
            snapshot = store.snapshot()
            assert len(snapshot.tables["people"]["name"]) == snapshot.version
            assert len(snapshot.tables["events"]["date"]) == snapshot.version
    assert snapshot.version == 60


def test_a_backup_has_one_committed_state_while_others_write(
    store: Store, store_factory: StoreFactory, tmp_path: Path
) -> None:
    with written_beside(store_factory.again(store), 60):
        for i in range(4):
            store.backup(str(tmp_path / f"backup-{i}"))
    versions = []
    for i in range(4):
        copy = store_factory.from_backup(str(tmp_path / f"backup-{i}"))
        info = copy.info()
        assert copy.check() == []
        assert info.counts["people"] == info.counts["events"] == info.version
        assert info.store_uuid == store.info().store_uuid
        assert len(copy.search("p0", limit=100)) == info.version
        versions.append(info.version)
    assert versions == sorted(versions)
    assert store.version() == 60


def test_a_backup_never_overwrites(store: Store, tmp_path: Path) -> None:
    dest = tmp_path / "notes.txt"
    dest.write_text("mine")
    with pytest.raises(StoreUnavailable, match=r"notes\.txt exists already"):
        store.backup(str(dest))
    assert dest.read_text() == "mine"
    with pytest.raises(StoreUnavailable, match="cannot be read or written"):
        store.backup(str(tmp_path / "no folder" / "backup"))
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
