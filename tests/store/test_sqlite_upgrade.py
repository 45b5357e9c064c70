"""Stores of formats 1 and 2: all they have is there afterwards, and they are kept as they were beside it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import apsw
import pytest

from refgraph.errors import StoreBusy, StoreCorrupt
from refgraph.model.batch import HeldRow
from refgraph.model.digests import content_digest
from refgraph.store.address import remarks
from refgraph.store.port import Import
from refgraph.store.sqlite.backup import restore_file
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.pages import damaged_pages, keeps_sums, plain_vfs
from refgraph.store.sqlite.schema import SCHEMA_VERSION
from refgraph.store.sqlite.store import SqliteStore
from tests.facts import row_of
from tests.faults.earlier import APPLIED_AT, STORE_UUID, make_earlier
from tests.store.batches import add, held_row, rows, table_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.facts import Cells

FORMATS = range(1, SCHEMA_VERSION)
HELD = [held_row("e9,call,x"), held_row("e8,call,\udce4", row=3)]
TABLES: dict[str, Sequence[Cells]] = {
    "reps": [{"rep_id": "rep", "name": "Rep", "territories": "north;south", "hours_per_week": 7.5}],
    "accounts": [
        {"account_id": "acme", "name": "Acme", "parent_id": "holding", "size": 0.1, "owner": "rep"},
        {"account_id": "holding", "name": "控股集团", "potential": 1e15, "status": "customer"},
    ],
    "people": [
        {"person_id": "李", "name": "李明朗", "email": "li@example.org"},
        {"person_id": "ann", "name": "Ann", "consent": "no"},
        {"person_id": "bob"},
    ],
    "circles": [{"circle_id": "c", "name": "圈子", "kind": "chat", "meetings_per_year": 12.0}],
    "roles": [
        {"person_id": "ann", "account_id": "acme", "title": "CTO", "reports_to": "李", "from": "2020-02-29"},
        {"person_id": "bob", "account_id": "acme", "to": "0001-01-01"},
    ],
    "memberships": [{"person_id": "李", "circle_id": "c", "attendance": 1 / 3}],
    "knows": [
        {"person_a": "ann", "person_b": "bob", "strength": 0.25, "kind": "school"},
        {"person_a": "bob", "person_b": "ann", "directed": True},
    ],
    "events": [
        {"event_id": "e1", "kind": "deal_won", "date": "2025-01-01", "account_id": "acme", "value": -0.5},
        {"event_id": "e2", "kind": "call", "date": "2025-06-30", "person_id": "李", "rep": "gone", "text": "两\n行"},
    ],
}  # fmt: skip
OLD_ANN: Cells = {"person_id": "ann", "name": "Ann before"}


@pytest.fixture(params=FORMATS)
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    gone = [("people", ["cy"])]
    make_earlier(path, request.param, former=[("people", OLD_ANN)], held=HELD, gone=gone, **TABLES)
    return path


def kept(path: Path) -> list[str]:
    return sorted(other.name for other in path.parent.iterdir() if ".backup" in other.name)


def test_everything_is_carried_over(earlier: Path) -> None:
    with SqliteStore(earlier) as store:
        assert store.check() == []
        assert store.digest() == content_digest(rows(**TABLES))
        snapshot = store.snapshot()
        for name, cells in TABLES.items():
            assert set(table_rows(snapshot, name)) == {row_of(name, given) for given in cells}
        assert store.state() == (STORE_UUID, 8)
        assert [former.row for former in store.history("people", ("ann",))] == [row_of("people", OLD_ANN)]
        assert store.held() == [HeldRow(h.file, h.row, h.column, h.code, h.reason, h.raw) for h in HELD]
        assert store.changes_since(7).deleted == {"people": [("cy",)]}
        assert store.versions("people", [("李",), ("ann",)]) == {("李",): 3, ("ann",): 3}
        imports = [Import(f"import-{v}", "folder", v, APPLIED_AT, f"digest-{v}") for v in range(1, 9)]
        assert store.imports() == imports
        assert [hit.id for hit in store.search("lml")] == ["李"]
        assert store.info().last_event_date == "2025-06-30"
        assert (
            add(store, events=[{"event_id": "e3", "kind": "call", "date": "2025-01-01", "person_id": "bob"}])
            == 9
        )
        assert store.check() == []


def test_the_file_has_the_header_and_the_checksums_of_this_format(earlier: Path) -> None:
    SqliteStore(earlier).close()
    assert int.from_bytes(earlier.read_bytes()[60:64], "big") == SCHEMA_VERSION
    assert keeps_sums(earlier)
    assert damaged_pages(earlier) == []
    SqliteStore(earlier).close()
    assert len(kept(earlier)) == 1


def test_a_converted_store_has_the_schema_of_a_new_one(earlier: Path, tmp_path: Path) -> None:
    SqliteStore(earlier).close()
    SqliteStore(tmp_path / "new.db", create=True).close()
    schemas = []
    for path in (earlier, tmp_path / "new.db"):
        with closing(connect(path)) as db:
            schemas.append(set(db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema")))
    assert schemas[0] == schemas[1]


def test_the_store_as_it_was_is_kept_told_and_restorable(
    earlier: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = earlier.read_bytes()[63]
    with SqliteStore(earlier) as store:
        digest = store.digest()
    name = f"store.db.format-{found}.backup"
    assert kept(earlier) == [name]
    assert caplog.messages == [
        f"{earlier} was of an earlier format and has been converted; as it was it is kept in {earlier}.format-{found}.backup"
    ]
    assert remarks(f"sqlite:///{earlier}") == [f"{name} is the store as it was before it was converted"]
    restore_file(earlier.with_name(name), earlier.with_name("again.db"))
    assert earlier.with_name(name).read_bytes()[63] == found
    with SqliteStore(earlier.with_name("again.db")) as again:
        assert (again.digest(), again.check()) == (digest, [])
        assert again.state()[0] != STORE_UUID


def test_another_file_of_the_backups_name_is_left_alone(earlier: Path) -> None:
    found = earlier.read_bytes()[63]
    taken = earlier.with_name(f"store.db.format-{found}.backup")
    taken.write_text("mine")
    SqliteStore(earlier).close()
    assert taken.read_text() == "mine"
    assert kept(earlier) == [taken.name, f"{taken.name}.2"]


def test_a_conversion_waits_for_others_and_then_says_so(earlier: Path) -> None:
    found = earlier.read_bytes()[63]
    with closing(connect(earlier)) as other:
        other.execute("SELECT version FROM meta").fetchall()
        with pytest.raises(
            StoreBusy, match=r"or has it open, and it is of an earlier format; close refgraph elsewhere"
        ):
            SqliteStore(earlier, busy_timeout_s=0.05)
    assert (earlier.read_bytes()[63], kept(earlier)) == (found, [])
    SqliteStore(earlier).close()
    assert earlier.read_bytes()[63] == SCHEMA_VERSION


def test_what_is_only_in_the_log_is_converted_too(earlier: Path) -> None:
    log = earlier.with_name("store.db-wal")
    db = apsw.Connection(str(earlier), vfs=plain_vfs())
    db.execute("UPDATE batches SET source = 'in the log' WHERE version = 8")
    content, logged = earlier.read_bytes(), log.read_bytes()
    db.close()
    earlier.write_bytes(content)
    log.write_bytes(logged)
    with SqliteStore(earlier) as store:
        assert store.imports()[-1].source == "in the log"


def test_damage_from_before_is_found_and_not_carried_over(earlier: Path) -> None:
    content = earlier.read_bytes()
    assert content.count(b"li@example.org") == 1
    broken = content.replace(b"li@example.org", b"la@example.org")
    earlier.write_bytes(broken)
    with pytest.raises(
        StoreCorrupt, match=r"store\.db is damaged: people has a row that is not as it was written"
    ):
        SqliteStore(earlier)
    with closing(apsw.Connection(str(earlier), vfs=plain_vfs())) as db:
        assert db.execute("SELECT email FROM people WHERE person_id = '李'").get == "la@example.org"
