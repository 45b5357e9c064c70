"""Copies out of a store in use, and back into place."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from refgraph.errors import StoreBusy, StoreCorrupt, StoreForeign, StoreMissing, StoreUnavailable
from refgraph.store.sqlite.backup import restore_file
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add


def made(path: Path, *ids: str) -> Path:
    """A store with a person each, one a batch."""
    with SqliteStore(path, create=True) as store:
        for key in ids:
            add(store, people=[{"person_id": key}])
    return path


def people_in(path: Path) -> list[object]:
    with SqliteStore(path) as store:
        assert store.check() == []
        return list(store.snapshot().tables["people"]["person_id"])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_one_file_that_opens_as_a_store(tmp_path: Path) -> None:
    with SqliteStore(made(tmp_path / "store.db", "ann"), create=False) as store:
        (tmp_path / "safe").mkdir()
        store.backup(str(tmp_path / "safe" / "backup"))
        assert names(tmp_path / "safe") == ["backup"]
    assert people_in(tmp_path / "safe" / "backup") == ["ann"]


def test_a_backup_has_what_is_in_the_log_alone(tmp_path: Path) -> None:
    """A commit lies in the log until it is moved into the file; copying the file would miss it."""
    path = made(tmp_path / "store.db")
    content = path.read_bytes()
    with SqliteStore(path) as store:
        add(store, people=[{"person_id": "ann"}])
        assert path.read_bytes() == content
        store.backup(str(tmp_path / "backup"))
        restore_file(path, tmp_path / "copy.db")
    assert people_in(tmp_path / "backup") == ["ann"]
    assert people_in(tmp_path / "copy.db") == ["ann"]


def test_a_restored_store_has_everything_but_the_identity(tmp_path: Path) -> None:
    path = made(tmp_path / "store.db", "ann", "bob")
    restore_file(path, tmp_path / "new" / "place" / "store.db")
    assert names(tmp_path / "new" / "place") == ["store.db"]
    with SqliteStore(path) as old, SqliteStore(tmp_path / "new" / "place" / "store.db") as new:
        assert new.snapshot().tables == old.snapshot().tables
        assert new.imports() == old.imports()
        assert new.info().store_uuid != old.info().store_uuid
        assert [hit.id for hit in new.search("bob")] == ["bob"]
        assert add(new, people=[{"person_id": "cy"}]) == 3


def test_restoring_never_overwrites_unasked(tmp_path: Path) -> None:
    source, dest = made(tmp_path / "backup", "ann"), made(tmp_path / "store.db", "bob")
    before = dest.read_bytes()
    with pytest.raises(StoreUnavailable, match=r"store\.db exists already; --replace puts"):
        restore_file(source, dest)
    assert dest.read_bytes() == before


def test_replacing_reaches_those_who_have_the_old_store_open(tmp_path: Path) -> None:
    source, dest = made(tmp_path / "backup", "ann"), made(tmp_path / "store.db", "bob", "cy")
    with SqliteStore(dest) as reader:
        old = reader.info().store_uuid
        add(reader, people=[{"person_id": "in the log"}])
        restore_file(source, dest, replace=True)
        assert reader.version() == 1
        assert reader.snapshot().tables["people"]["person_id"] == ["ann"]
        assert reader.info().store_uuid != old
        assert add(reader, people=[{"person_id": "zoe"}]) == 2
    assert people_in(dest) == ["ann", "zoe"]
    assert names(tmp_path) == ["backup", "store.db"]


def test_replacing_waits_for_a_writer_and_then_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, dest = made(tmp_path / "backup", "ann"), made(tmp_path / "store.db", "bob")
    writer = connect(dest)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="another process is writing"):
        restore_file(source, dest, replace=True, busy_timeout_s=0.05)
    writer.execute("ROLLBACK")
    writer.close()
    assert people_in(dest) == ["bob"]


@pytest.mark.parametrize("kept", [100, 5000])
def test_a_damaged_store_is_set_aside_and_replaced(tmp_path: Path, kept: int) -> None:
    source, dest = made(tmp_path / "backup", "ann"), made(tmp_path / "store.db", "bob")
    broken = dest.read_bytes()[:kept] + b"\xff" * 20_000
    dest.write_bytes(broken)
    (tmp_path / "store.db-wal").write_bytes(b"its log")
    restore_file(source, dest, replace=True)
    assert people_in(dest) == ["ann"]
    restore_file(source, dest, replace=True)
    assert people_in(dest) == ["ann"]
    aside = tmp_path / "store.db.damaged-1"
    assert aside.read_bytes() == broken


def test_a_source_that_is_no_sound_store_is_refused(tmp_path: Path) -> None:
    dest = tmp_path / "store.db"
    with pytest.raises(StoreMissing, match="there is no store at"):
        restore_file(tmp_path / "nothing", dest)
    with pytest.raises(StoreUnavailable, match="is a folder"):
        restore_file(tmp_path, dest)
    (tmp_path / "text").write_text("hello")
    with pytest.raises(StoreForeign, match="text is not a refgraph store"):
        restore_file(tmp_path / "text", dest)
    half = made(tmp_path / "half", "ann")
    half.write_bytes(half.read_bytes()[:50_000])
    with pytest.raises(StoreCorrupt, match="half is damaged"):
        restore_file(half, dest)
    assert not dest.exists()
    assert [name for name in names(tmp_path) if name.startswith(".")] == []


def test_a_source_with_a_changed_value_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "backup"
    with SqliteStore(source, create=True) as store:
        add(store, people=[{"person_id": "ann", "email": "ann@example.org"}])
    content = source.read_bytes()
    assert content.count(b"ann@example.org") == 1
    source.write_bytes(content.replace(b"ann@example.org", b"ann@example.com"))
    with pytest.raises(
        StoreCorrupt,
        match=r"backup is damaged: page \d+ of the file is not as it was written: it belongs to people; restore another",
    ):
        restore_file(source, tmp_path / "store.db")
    assert not (tmp_path / "store.db").exists()


def test_another_programs_file_is_never_replaced(tmp_path: Path) -> None:
    source = made(tmp_path / "backup", "ann")
    with sqlite3.connect(tmp_path / "photos.db") as db:
        db.execute("CREATE TABLE photos (id)")
    db.close()
    before = (tmp_path / "photos.db").read_bytes()
    with pytest.raises(StoreForeign, match=r"photos\.db is not a refgraph store"):
        restore_file(source, tmp_path / "photos.db", replace=True)
    assert (tmp_path / "photos.db").read_bytes() == before


def test_a_store_restored_onto_itself_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "store.db", "ann")
    with pytest.raises(StoreUnavailable, match="exists already"):
        restore_file(path, path)
    assert people_in(path) == ["ann"]


def test_a_log_left_at_the_place_is_not_taken_for_the_restored_stores(tmp_path: Path) -> None:
    source = made(tmp_path / "backup", "ann")
    (tmp_path / "store.db-wal").write_bytes(b"left")
    with pytest.raises(StoreUnavailable, match="left from a store that is no longer there"):
        restore_file(source, tmp_path / "store.db")
    assert names(tmp_path) == ["backup", "store.db-wal"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    source = made(tmp_path / "store.db", "ann")
    too_long = tmp_path / ("x" * 300)
    with SqliteStore(source) as store, pytest.raises(StoreUnavailable, match="File name too long"):
        store.backup(str(too_long))
    with pytest.raises(StoreUnavailable, match="File name too long"):
        restore_file(source, too_long)
    with pytest.raises(StoreUnavailable, match=r"store\.db is not a folder"):
        restore_file(source, source / "deeper.db")
    with pytest.raises(StoreUnavailable, match=r"/proc/store\.db cannot be read or written"):
        restore_file(source, Path("/proc/store.db"))
    assert names(tmp_path) == ["store.db"]
