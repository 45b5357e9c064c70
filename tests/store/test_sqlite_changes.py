"""Changes as SQLite keeps them: deletions, the way they are found, and stores of an earlier format."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import StoreBusy
from refgraph.model.changes import applied
from refgraph.model.tables import TABLES
from refgraph.store.sqlite.backup import restore_file
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.schema import LAYOUTS, SCHEMA_VERSION
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add, table_rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.facts import Cells

PEOPLE: list[Cells] = [{"person_id": key} for key in ("ann", "bob", "cy")]
CALL: Cells = {"event_id": "e1", "kind": "call", "date": "2025-01-01", "person_id": "ann"}


def delete(file: Path, table: str, key: tuple[str, ...]) -> None:
    """Delete a row as an undo does: in a version of its own, with a tombstone."""
    layout = LAYOUTS[table]
    where = " AND ".join(f'"{name}" = ?' for name in layout.table.key)
    with closing(connect(file)) as db, db:
        db.execute(f"DELETE FROM {layout.name} WHERE {where}", key)  # noqa: S608
        db.execute("UPDATE meta SET version = version + 1")
        db.execute(
            "INSERT OR REPLACE INTO tombstones SELECT ?, ?, 0, version FROM meta", (table, json.dumps(key))
        )
        db.execute('UPDATE counters SET "rows" = "rows" - 1 WHERE tbl = ?', (table,))


def test_deleted_rows_are_named_by_key_and_go(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "store.db", create=True) as store:
        add(store, people=PEOPLE)
        before = store.snapshot()
        delete(tmp_path / "store.db", "people", ("bob",))
        changes = store.changes_since(1)
        assert (changes.rows, changes.deleted) == ({}, {"people": [("bob",)]})
        assert not changes.only_adds("people", before=3)
        assert applied(before, changes).tables["people"]["person_id"] == ["ann", "cy"]
        assert store.changes_since(2).deleted == {}


def test_a_row_deleted_and_written_again_is_an_update(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "store.db", create=True) as store:
        add(store, people=PEOPLE)
        before = store.snapshot()
        delete(tmp_path / "store.db", "people", ("bob",))
        add(store, people=[{"person_id": "bob", "name": "Bob B"}])
        changes = store.changes_since(1)
        assert (set(changes.rows), changes.deleted) == ({"people"}, {})
        assert not changes.only_adds("people", before=3)
        assert applied(before, changes).tables == store.snapshot().tables
        # Who starts from the version between has no row of it to lose.
        assert store.changes_since(0).deleted == {}


def test_one_new_event_is_found_by_index(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "store.db", create=True).close()
    with closing(connect(tmp_path / "store.db")) as db:
        plan = db.execute(f"EXPLAIN QUERY PLAN {LAYOUTS['events'].select_since}", (3,))
        steps = [str(detail) for *_, detail in plan]
    assert any("USING INDEX events_ver" in step for step in steps)
    assert not any(step.startswith("SCAN") for step in steps)


def make_earlier(path: Path) -> None:
    """Turn a store into one of format 1, which knew no last version by table and had no index of versions."""
    with closing(connect(path)) as db, db:
        db.execute("DROP INDEX events_ver")
        db.execute("ALTER TABLE counters DROP COLUMN last_ver")
        db.execute("PRAGMA user_version = 1")


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    path = tmp_path / "earlier.db"
    with SqliteStore(path, create=True) as store:
        add(store, people=PEOPLE)
        add(store, events=[CALL])
        add(store, people=[{"person_id": "dan"}])
    make_earlier(path)
    return path


def format_of(path: Path) -> int:
    with closing(connect(path)) as db:
        return int(db.execute("PRAGMA user_version").get)


def test_a_store_of_an_earlier_format_is_upgraded_on_opening(earlier: Path) -> None:
    with SqliteStore(earlier) as store:
        assert (store.version(), store.check()) == (3, [])
        assert set(store.changes_since(0).rows) == {"people", "events"}
        assert set(store.changes_since(1).rows) == {"people", "events"}
        assert set(store.changes_since(2).rows) == {"people"}
        add(store, events=[{**CALL, "event_id": "e2"}])
        assert set(store.changes_since(3).rows) == {"events"}
    # The header of the file says it, not only the log.
    assert int.from_bytes(earlier.read_bytes()[60:64], "big") == SCHEMA_VERSION
    with SqliteStore(earlier) as again:
        assert again.version() == 4


def test_an_upgraded_store_has_the_schema_of_a_new_one(earlier: Path, tmp_path: Path) -> None:
    SqliteStore(earlier).close()
    SqliteStore(tmp_path / "new.db", create=True).close()
    schemas = []
    for path in (earlier, tmp_path / "new.db"):
        with closing(connect(path)) as db:
            schemas.append(set(db.execute("SELECT type, name, tbl_name FROM sqlite_schema")))
            schemas.append(
                set(db.execute("SELECT name, type, dflt_value FROM pragma_table_info('counters')"))
            )
    assert schemas[:2] == schemas[2:]


def test_an_earlier_backup_is_upgraded_as_it_is_restored(earlier: Path, tmp_path: Path) -> None:
    restore_file(earlier, tmp_path / "again.db")
    assert format_of(tmp_path / "again.db") == SCHEMA_VERSION
    assert format_of(earlier) == 1
    with SqliteStore(tmp_path / "again.db") as store:
        assert store.check() == []
        assert len(table_rows(store.snapshot(), TABLES["people"].name)) == 4


def test_an_upgrade_waits_for_a_writer_and_then_says_so(earlier: Path) -> None:
    with closing(connect(earlier)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="another process is writing"):
            SqliteStore(earlier, busy_timeout_s=0.05)
        writer.execute("ROLLBACK")
    assert format_of(earlier) == 1
    SqliteStore(earlier).close()
    assert format_of(earlier) == SCHEMA_VERSION
