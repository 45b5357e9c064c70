"""No error of SQLite's own gets out of the store."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import apsw
import pytest

from refgraph.errors import (
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreForeign,
    StoreUnavailable,
)
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.faults import fault, translated
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add, batch

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = Path("store.db")
ROOT = Path(__file__).resolve().parents[2]
ALL_ERRORS = [
    error for error in vars(apsw).values() if isinstance(error, type) and issubclass(error, apsw.Error)
]


@pytest.mark.parametrize("error", ALL_ERRORS, ids=lambda error: error.__name__)
def test_every_error_of_sqlite_is_translated(error: type[apsw.Error]) -> None:
    with pytest.raises((StoreError, ValueError)) as caught, translated(FILE):
        raise error("several\nlines")
    assert not isinstance(caught.value, apsw.Error)
    assert isinstance(caught.value.__cause__, error)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("error", "expected", "text"),
    [
        (apsw.BusyError("x"), StoreBusy, "another process is writing to store.db; try again in a moment"),
        (apsw.CorruptError("x"), StoreCorrupt, "store.db is damaged (x); stop working on it and restore a backup"),
        (apsw.SQLError("no such table: meta"), StoreCorrupt, "store.db lacks a part of a refgraph store"),
        (apsw.NotADBError("x"), StoreForeign, "store.db is not a refgraph store; name another file"),
        (apsw.FullError("disk full"), StoreUnavailable, "store.db cannot be read or written (disk full); the file,"),
        (apsw.ReadOnlyError("x"), StoreUnavailable, "store.db cannot be read or written (x); the file, its folder"),
        (apsw.CantOpenError("x"), StoreUnavailable, "store.db cannot be read or written (x); the file, its folder"),
        (apsw.IOError("x"), StoreUnavailable, "store.db cannot be read or written (x); the file, its folder"),
        (apsw.MisuseError("x"), StoreError, "store.db: SQLite failed (MisuseError: x); try again"),
        (apsw.ConstraintError("x"), ValueError, "a row the store cannot hold (x)"),
    ],
)  # fmt: skip
def test_an_error_says_what_it_means(error: apsw.Error, expected: type[Exception], text: str) -> None:
    found = fault(error, FILE)
    assert type(found) is expected
    assert str(found).startswith(text)


def test_a_writer_that_does_not_finish_is_named(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with SqliteStore(path, create=True, busy_timeout_s=0.05) as store:
        other = connect(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(
            StoreBusy, match=r"another process is writing to .*store\.db; try again in a moment"
        ):
            add(store, people=[{"person_id": "ann"}])
        assert store.snapshot().tables["people"]["name"] == []
        other.execute("ROLLBACK")
        assert add(store, people=[{"person_id": "ann"}]) == 1
        other.close()


DAMAGED: list[Callable[[SqliteStore], object]] = [
    lambda store: store.snapshot(),
    lambda store: store.search("ann"),
    lambda store: add(store, people=[{"person_id": f"p{i}"} for i in range(500)]),
    lambda store: store.backup(f"{store.url.removeprefix('sqlite:///')}.copy"),
]


@pytest.mark.parametrize("ask", DAMAGED)
def test_a_file_that_is_damaged_under_an_open_store_is_named(
    tmp_path: Path, ask: Callable[[SqliteStore], object]
) -> None:
    path = tmp_path / "store.db"
    with SqliteStore(path, create=True) as store:
        add(store, people=[{"person_id": f"ann {i}"} for i in range(500)])
    content = path.read_bytes()
    # All but the header's page and what the version is read from.
    with SqliteStore(path) as store:
        path.write_bytes(content[: 4096 * 6] + b"\xff" * (len(content) - 4096 * 6))
        with pytest.raises(StoreCorrupt, match="is damaged"):
            ask(store)
        assert store.check() != []


FULL_DISK = """
import resource, sys
from pathlib import Path
from refgraph.errors import StoreUnavailable
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import batch
with SqliteStore(Path(sys.argv[1])) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    people = [{"person_id": f"p{i:05}", "name": "x" * 50} for i in range(20_000)]
    try:
        store.apply(batch("too much", 1, people=people))
    except StoreUnavailable as error:
        print(error.message)
"""


def test_a_file_that_cannot_grow_refuses_the_batch_whole(tmp_path: Path) -> None:
    """A limit on the size of files stands in for a full disk: both fail the write of a page."""
    path = tmp_path / "store.db"
    with SqliteStore(path, create=True) as store:
        add(store, people=[{"person_id": "ann"}])
    child = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "store.db cannot be read or written" in child.stdout
    with SqliteStore(path) as store:
        assert store.check() == []
        assert store.snapshot().tables["people"]["person_id"] == ["ann"]
        assert store.apply(batch("fits", 1, people=[{"person_id": "bob"}])).version == 2


def test_threads_share_a_store(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    with SqliteStore(tmp_path / "store.db", create=True) as store:
        add(store, people=[{"person_id": f"ann{i}", "name": "Ann"} for i in range(50)])

        def ask() -> None:
            try:
                for _ in range(15):
                    assert len(store.search("ann", limit=100)) == 50
                    assert len(store.snapshot().tables["people"]["name"]) == 50
                    assert len(store.ego("people", "ann1").nodes) == 1
            except BaseException as failure:
                failures.append(failure)
                raise

        threads = [threading.Thread(target=ask) for _ in range(12)]
        for thread in threads:
            thread.start()
        for i in range(20):
            add(store, circles=[{"circle_id": f"c{i}"}])
        for thread in threads:
            thread.join()
        assert failures == []
        assert store.version() == 21
