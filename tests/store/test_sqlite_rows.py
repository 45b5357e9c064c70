"""Rows as SQLite keeps them: by number and code, found again, in bulk and one by one."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.model.arrow import rows_of_cells
from refgraph.model.batch import Batch
from refgraph.model.tables import KNOWS
from refgraph.store.sqlite.changes import rows_added_since
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.layout import LAYOUTS
from refgraph.store.sqlite.store import SqliteStore
from tests.facts import row_of
from tests.store.batches import add, deleting, table_rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.facts import Cells

PEOPLE: list[Cells] = [{"person_id": key} for key in ("ann", "bob", "cy")]
CALL: Cells = {"event_id": "e1", "kind": "call", "date": "2025-01-01", "person_id": "ann"}


def test_one_new_event_is_found_by_its_number(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "store.db", create=True).close()
    with closing(connect(tmp_path / "store.db")) as db:
        plan = db.execute(f"EXPLAIN QUERY PLAN {rows_added_since(LAYOUTS['events'])}", (3,))
        steps = [str(detail) for *_, detail in plan]
    assert steps == ["SEARCH events USING INTEGER PRIMARY KEY (rowid>?)"]


def numbers(file: Path, table: str) -> dict[object, object]:
    """Numbers of a table's rows by id."""
    layout = LAYOUTS[table]
    with closing(connect(file)) as db:
        return dict(db.execute(f"SELECT {layout.order}, num FROM {layout.name}"))  # noqa: S608


def test_a_number_is_never_given_twice(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with SqliteStore(file, create=True) as store:
        add(store, people=PEOPLE)
        assert numbers(file, "people") == {"ann": 0, "bob": 1, "cy": 2}
        store.apply(deleting(store, people=[("bob",), ("cy",)]))
        add(store, people=[{"person_id": "cy"}, {"person_id": "dan"}])
        assert numbers(file, "people") == {"ann": 0, "cy": 3, "dan": 4}
        assert store.check() == []


def test_a_row_taken_out_and_written_in_one_batch_keeps_its_number_and_those_who_refer_to_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "store.db"
    with SqliteStore(file, create=True) as store:
        add(store, people=PEOPLE, events=[CALL])
        store.apply(
            deleting(store, people=[("ann",)], rows={"people": [{"person_id": "ann", "name": "Ann B"}]})
        )
        assert numbers(file, "people") == {"ann": 0, "bob": 1, "cy": 2}
        assert table_rows(store.snapshot(), "events") == [row_of("events", CALL)]
        assert set(store.changes_since(1).rows) == {"people"}
        assert store.changes_since(1).deleted == {}
        assert store.check() == []


def test_texts_that_come_often_are_kept_once(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    languages: list[Cells] = [
        {"person_id": f"p{i}", "language": "zh" if i else "en", "consent": None if i else "yes"}
        for i in range(9)
    ]
    with SqliteStore(file, create=True) as store:
        add(store, people=languages)
        add(store, people=[{"person_id": "q", "language": "zh"}, {"person_id": "r", "language": "fr"}])
        found = {row[0]: row[4] for row in table_rows(store.snapshot(), "people")}
    assert found == {**{f"p{i}": "zh" for i in range(1, 9)}, "p0": "en", "q": "zh", "r": "fr"}
    with closing(connect(file)) as db:
        assert {text for (text,) in db.execute("SELECT text FROM texts")} == {"zh", "yes"}


def test_numbers_of_few_decimals_are_whole_in_the_file_and_others_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    sizes = [0.0, 0.05, 250.0, 1 / 3, 1e11, -7.12, 0.001, 2.5e300]
    with SqliteStore(file, create=True) as store:
        add(store, accounts=[{"account_id": f"a{i}", "size": size} for i, size in enumerate(sizes)])
        assert store.snapshot().tables["accounts"]["size"] == sizes
        assert store.check() == []
    with closing(connect(file)) as db:
        kept = [size for (size,) in db.execute("SELECT size FROM accounts ORDER BY num")]
    assert kept == [0, 5, 25_000, 1 / 3, 1e11, -712, 0.001, 2.5e300]
    assert [type(size) for size in kept[:4]] == [int, int, int, float]


def test_a_manager_who_becomes_known_is_referred_to_by_number(tmp_path: Path) -> None:
    """An id that looks like a number is no number of anybody."""
    file = tmp_path / "store.db"
    roles: list[Cells] = [
        {"person_id": "ann", "account_id": "acme", "reports_to": "1"},
        {"person_id": "bob", "account_id": "acme", "reports_to": "boss"},
    ]
    with SqliteStore(file, create=True) as store:
        add(store, people=PEOPLE, accounts=[{"account_id": "acme"}], roles=roles)
        digest = store.digest()
        assert {edge.relation for edge in store.ego("people", "ann").edges} == {"works_at"}
        add(store, people=[{"person_id": "boss"}])
        assert [edge.target[1] for edge in store.ego("people", "bob").edges] == ["acme", "boss"]
        assert table_rows(store.snapshot(), "roles") == [row_of("roles", role) for role in roles]
        assert store.versions("roles", [("bob", "acme", "")]) == {("bob", "acme", ""): 1}
        store.apply(deleting(store, roles=[("bob", "acme", "")], people=[("boss",)]))
        add(store, roles=[roles[1]])
        assert store.digest() == digest
        assert store.check() == []


@pytest.mark.parametrize("is_sorted", [True, False])
def test_many_rows_at_once_are_as_if_they_had_come_one_by_one(tmp_path: Path, is_sorted: bool) -> None:
    """Enough for the indexes to be made anew behind them, as Arrow arrays, and then more of the same."""
    people = [f"p{i:03}" for i in range(320)]
    pairs = [(a, b) for i, a in enumerate(people) for b in people[i + 1 :]]
    order = range(len(pairs)) if is_sorted else np.random.default_rng(3).permutation(len(pairs))
    rows = [
        row_of("knows", {"person_a": pairs[i][0], "person_b": pairs[i][1], "strength": i % 7 / 8})
        for i in order
    ]
    cells = {
        column.name: list(part) for column, part in zip(KNOWS.columns, zip(*rows, strict=True), strict=True)
    }
    told: list[tuple[str, int, int]] = []
    with SqliteStore(tmp_path / "store.db", create=True) as store:
        add(store, people=[{"person_id": person} for person in people])
        ties = Batch("ties", "folder", 1, {"knows": rows_of_cells(KNOWS, cells)})
        store.apply(ties, progress=lambda *said: told.append(said))
        assert store.imports()[1].digest == ties.digest
        assert table_rows(store.snapshot(), "knows") == sorted(rows, key=KNOWS.key_of)
        assert len(store.ego("people", "p319", limit=1000).nodes) == 320
        assert store.check() == []
        add(store, knows=[{"person_a": "p000", "person_b": "p319", "kind": "kin"}])
        assert len(store.changes_since(2).rows["knows"]) == 1
    assert ("write", len(rows), len(rows)) in told
    assert ("index", 1, 1) in told
    with closing(connect(tmp_path / "store.db")) as db:
        assert db.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'knows_person_b'").get == 1


def test_the_day_of_the_last_event_follows_changes_and_deletions(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "store.db", create=True) as store:
        days = ["2025-01-01", "2025-03-01", "2025-02-01"]
        events: list[Cells] = [{**CALL, "event_id": f"e{i}", "date": day} for i, day in enumerate(days)]
        add(store, people=PEOPLE, events=events)
        assert store.info().last_event_date == "2025-03-01"
        add(store, events=[{**events[1], "date": "2024-03-01"}])
        assert store.info().last_event_date == "2025-02-01"
        store.apply(deleting(store, events=[("e2",)]))
        assert store.info().last_event_date == "2025-01-01"
        store.apply(deleting(store, events=[("e0",), ("e1",)]))
        assert store.info().last_event_date is None
