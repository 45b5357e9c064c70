"""What a store of format 2 says after it has been converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.model.changes import applied
from refgraph.model.columns import Columns, columns_of
from refgraph.model.tables import TABLES
from refgraph.store.sqlite.store import SqliteStore
from tests.facts import row_of
from tests.faults.earlier import STORE_UUID, make_earlier
from tests.store.batches import add, held_row, table_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.facts import Cells

PEOPLE: list[Cells] = [{"person_id": "ann", "name": "李明朗"}, {"person_id": "bob", "email": "b@x.example"}]
ACCOUNTS: list[Cells] = [
    {"account_id": "branch", "parent_id": "head", "size": 12.5, "status_date": "2024-05-01"},
    {"account_id": "head", "industry": "press"},
]
ROLES: list[Cells] = [
    {"person_id": "ann", "account_id": "branch", "reports_to": "somebody", "from": "2020-01-01"}
]
KNOWS: list[Cells] = [{"person_a": "ann", "person_b": "bob", "strength": 0.1, "directed": True}]
EVENTS: list[Cells] = [
    {"event_id": f"e{i}", "kind": "call", "date": f"2025-01-0{i}", "person_id": "ann"} for i in (1, 2, 3)
]
TABLES_GIVEN = {"people": PEOPLE, "accounts": ACCOUNTS, "roles": ROLES, "knows": KNOWS, "events": EVENTS}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    path = tmp_path / "store.db"
    make_earlier(
        path,
        2,
        former=[("people", {"person_id": "bob", "name": "Bobby"})],
        held=[held_row("raw \udcff")],
        people=PEOPLE,
        accounts=ACCOUNTS,
        roles=ROLES,
        knows=KNOWS,
        events=EVENTS,
    )
    with SqliteStore(path) as opened:
        yield opened


def test_all_rows_versions_and_the_ledger_are_there(store: SqliteStore) -> None:
    assert store.state() == (STORE_UUID, 5)
    for name, given in TABLES_GIVEN.items():
        expected = sorted((row_of(name, dict(cells)) for cells in given), key=TABLES[name].key_of)
        assert table_rows(store.snapshot(), name) == expected
    assert [one.version for one in store.imports()] == [1, 2, 3, 4, 5]
    assert store.history("people", ("bob",))[0].row == row_of("people", {"person_id": "bob", "name": "Bobby"})
    assert store.held() == [held_row("raw \udcff")]
    assert store.info().last_event_date == "2025-01-03"
    assert store.versions("knows", [("ann", "bob", "true", "")]) == {("ann", "bob", "true", ""): 4}
    assert store.check() == []


def test_names_surroundings_and_changes_are_found_as_before(store: SqliteStore) -> None:
    assert [hit.id for hit in store.search("lml")] == ["ann"]
    assert {node.id for node in store.ego("people", "ann", hops=2).nodes} == {"ann", "bob", "branch", "head"}
    assert set(store.changes_since(3).rows) == {"knows", "events"}
    add(store, events=[{**EVENTS[0], "event_id": "e4"}])
    assert [row[0] for row in store.changes_since(5).rows["events"]] == ["e4"]
    assert [row[0] for row in store.changes_since(4).rows["events"]] == ["e1", "e2", "e3", "e4"]
    nothing = columns_of({}, store_uuid=STORE_UUID)
    after = applied(Columns(STORE_UUID, 0, nothing.tables), store.changes_since(0))
    assert table_rows(after, "events") == table_rows(store.snapshot(), "events")


def test_whose_row_was_replaced_before_it_was_kept_might_be_anybodys(store: SqliteStore) -> None:
    assert store.written(1).added == {"people": [("ann",), ("bob",)]}
    assert store.written(2).later == [3, 5]
    assert store.written(5).later == []
