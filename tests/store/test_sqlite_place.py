"""What may stand at a store's address, and what is said where it may not."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import (
    BadOption,
    RefgraphError,
    StoreCorrupt,
    StoreForeign,
    StoreMissing,
    StoreNewer,
    StoreUnavailable,
)
from refgraph.store.address import open_backend, restore_backend
from refgraph.store.sqlite.schema import APPLICATION_ID, SCHEMA_VERSION
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add

if TYPE_CHECKING:
    from collections.abc import Callable


def listing(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() if path.is_file() else b"" for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_a_relative_and_an_absolute_address_name_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with SqliteStore(Path("客户 100%.db"), create=True) as store:
        add(store, people=[{"person_id": "ann"}])
    for url in ("sqlite:///客户 100%.db", f"sqlite:///{folder}/客户 100%.db"):
        opened = open_backend(url)
        assert (opened.url, opened.version()) == (url, 1)
        assert opened.info().url == url
        opened.close()


@pytest.mark.parametrize("name", [":memory:", "file:x.db?mode=memory", "a?b#c"])
def test_names_that_sqlite_reads_in_its_own_way_are_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(folder)
    open_backend(f"sqlite:///{name}", create=True).close()
    assert [path.name for path in folder.iterdir()] == [name]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "refgraph.db",
        "sqlite://x.db",
        "sqlite:x.db",
        "neo4j:localhost:7687",
        "SQLITE:///x.db",
        "postgresql:///x",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadOption) as caught:
        open_backend(url, create=True)
    assert str(caught.value) == (
        f"'{url}' is no address of a store; "
        "write sqlite:/// and a path, such as sqlite:///refgraph.db, or neo4j://host:7687"
    )


@pytest.mark.parametrize("url", ["sqlite:///", "sqlite:////", "sqlite:///folder/", "sqlite:///a\0b"])
def test_an_address_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(BadOption, match="names no file"):
        open_backend(url, create=True)


def empty(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("person_id,name\nann,Ann\n" * 40, encoding="utf-8")


def other_program(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE people (person_id TEXT)")
    db.close()


def newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE people (person_id TEXT)")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()


def header_only(path: Path) -> None:
    SqliteStore(path, create=True).close()
    path.write_bytes(path.read_bytes()[:100])


def half(path: Path) -> None:
    with SqliteStore(path, create=True) as store:
        add(store, people=[{"person_id": "ann"}])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def without_tables(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    db.close()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def folder_there(path: Path) -> None:
    path.mkdir()


REFUSED: dict[Callable[[Path], None], tuple[type[RefgraphError], str]] = {
    empty: (StoreForeign, "is an empty file, not a refgraph store; remove it or name another file"),
    text: (StoreForeign, "is not a refgraph store; name another file"),
    other_program: (StoreForeign, "is not a refgraph store; name another file"),
    newer: (
        StoreNewer,
        "was written by a newer refgraph (format 4, this one reads up to 3); update refgraph",
    ),
    header_only: (StoreCorrupt, "restore a backup with 'refgraph restore'"),
    half: (StoreCorrupt, "restore a backup with 'refgraph restore'"),
    without_tables: (StoreCorrupt, "restore a backup with 'refgraph restore'"),
    pipe: (StoreUnavailable, "is no ordinary file; name another file"),
    folder_there: (StoreUnavailable, "is a folder; name a file in it"),
}


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_is_no_store_is_refused_and_left_as_it_is(
    folder: Path, make: Callable[[Path], None], create: bool
) -> None:
    path = folder / "store.db"
    make(path)
    before = listing(folder)
    error, said = REFUSED[make]
    with pytest.raises(error) as caught:
        open_backend(f"sqlite:///{path}", create=create)
    assert said in str(caught.value)
    assert str(path) in caught.value.message
    after = listing(folder)
    if error is StoreCorrupt:
        # SQLite does not remove its empty log from beside a file that it could not read.
        after = {name: content for name, content in after.items() if name == "store.db"}
    assert after == before


def test_a_missing_store_is_made_only_on_request(folder: Path) -> None:
    path = folder / "deep" / "er" / "store.db"
    with pytest.raises(StoreMissing) as caught:
        open_backend(f"sqlite:///{path}")
    assert str(caught.value) == (
        f"there is no store at {path}; import a folder to make one, or name another file"
    )
    assert listing(folder) == {}
    open_backend(f"sqlite:///{path}", create=True).close()
    assert [entry.name for entry in path.parent.iterdir()] == ["store.db"]
    open_backend(f"sqlite:///{path}", create=True).close()
    open_backend(f"sqlite:///{path}").close()


def test_a_file_where_a_folder_should_be_is_named(folder: Path) -> None:
    file = folder / "file"
    file.touch()
    with pytest.raises(StoreUnavailable, match=r"cannot be read or written \(Not a directory\)"):
        open_backend(f"sqlite:///{file}/store.db")
    with pytest.raises(StoreUnavailable, match=r"/file is not a folder; name another place"):
        open_backend(f"sqlite:///{file}/store.db", create=True)
    with pytest.raises(StoreUnavailable, match=r"cannot be read or written \(Not a directory\)"):
        open_backend(f"sqlite:///{file}/deeper/store.db", create=True)


def test_a_folder_that_takes_no_files_is_named() -> None:
    """/proc takes no files from anybody, root among them."""
    with pytest.raises(
        StoreUnavailable, match=r"/proc/store\.db cannot be read or written \(.*\); the file, its folder"
    ):
        open_backend("sqlite:////proc/store.db", create=True)


def test_a_name_too_long_is_named(folder: Path) -> None:
    with pytest.raises(StoreUnavailable, match="File name too long"):
        open_backend(f"sqlite:///{folder}/{'x' * 300}.db", create=True)


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_the_log_of_a_store_that_is_gone_is_not_taken_for_a_new_ones(folder: Path, ending: str) -> None:
    (folder / f"store.db{ending}").write_bytes(b"left")
    with pytest.raises(
        StoreUnavailable, match="left from a store that is no longer there; put the store back"
    ):
        open_backend(f"sqlite:///{folder}/store.db", create=True)
    assert listing(folder) == {f"store.db{ending}": b"left"}


def test_a_backup_is_restored_to_an_address(folder: Path) -> None:
    with SqliteStore(folder / "store.db", create=True) as store:
        add(store, people=[{"person_id": "ann"}])
        store.backup(str(folder / "backup"))
    restore_backend(folder / "backup", f"sqlite:///{folder}/again.db")
    again = open_backend(f"sqlite:///{folder}/again.db")
    assert again.version() == 1
    again.close()
    with pytest.raises(BadOption):
        restore_backend(folder / "backup", "again.db")


def test_what_a_process_that_died_left_goes_a_day_later(folder: Path) -> None:
    """Its temporary files have the store's name and 32 digits; others, and those just written, stay."""
    left, stays = (
        f".store.db.{'0a' * 16}",
        [f".store.db.{'0b' * 16}", ".store.db.notes", f".other.db.{'0a' * 16}"],
    )
    for name in (left, f"{left}-wal", *stays):
        (folder / name).write_bytes(b"left")
    two_days_ago = (folder / left).stat().st_mtime - 2 * 24 * 60 * 60
    for name in (left, f"{left}-wal", *stays[1:]):
        os.utime(folder / name, (two_days_ago, two_days_ago))
    open_backend(f"sqlite:///{folder}/store.db", create=True).close()
    assert set(listing(folder)) == {"store.db", *stays}


@pytest.mark.parametrize(
    "place", [0, 16, 20, 63, 68], ids=["magic", "page size", "reserved", "format", "owner"]
)
def test_a_store_with_a_damaged_header_is_no_other_programs_file(folder: Path, place: int) -> None:
    path = folder / "store.db"
    SqliteStore(path, create=True).close()
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(StoreCorrupt, match="not as it was written"):
        open_backend(f"sqlite:///{path}")
