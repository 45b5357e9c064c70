"""Checksums of pages: the same as SQLite's extension works out, at any size, beside those who write."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import apsw
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.pages import damaged_pages, is_sound, keeps_sums, page_size, page_vfs
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add

SIZES = [512, 1024, 4096, 65536]
ROOT = Path(__file__).resolve().parents[2]


def summed_by_sqlite(path: Path, size: int, rows: int) -> bytes:
    """A file of pages of a size, written through SQLite's extension."""
    with closing(apsw.Connection(str(path), vfs=page_vfs() or "")) as db:
        db.execute(f"PRAGMA page_size = {size}")
        db.reserve_bytes(None, 8)
        db.execute("CREATE TABLE t (a)")
        with db:
            db.executemany("INSERT INTO t VALUES (randomblob(300))", [()] * rows)
    return path.read_bytes()


@pytest.mark.parametrize("size", SIZES)
def test_what_sqlites_extension_writes_is_sound(tmp_path: Path, size: int) -> None:
    content = summed_by_sqlite(tmp_path / "file", size, 40)
    assert page_size(content) == size
    assert keeps_sums(tmp_path / "file")
    assert damaged_pages(tmp_path / "file") == []
    assert all(is_sound(content[at : at + size]) for at in range(0, len(content), size))


@settings(max_examples=60)
@given(st.sampled_from(SIZES), st.integers(0, 2**32 - 1), st.booleans())
def test_a_page_is_judged_as_sqlites_own_function_judges_it(size: int, number: int, sealed: bool) -> None:
    """`verify_checksum` comes with the extension; half of the pages have sums worked out by its algorithm, in Python."""
    assert page_vfs()
    page = np.random.default_rng(number).bytes(size)
    if sealed:
        words = np.frombuffer(page[:-8], "<u4").tolist()
        s1 = s2 = 0
        for first, second in zip(words[::2], words[1::2], strict=True):
            s1 = (s1 + first + s2) % 2**32
            s2 = (s2 + second + s1) % 2**32
        page = page[:-8] + s1.to_bytes(4, "little") + s2.to_bytes(4, "little")
    with closing(apsw.Connection(":memory:")) as db:
        assert is_sound(page) == bool(db.execute("SELECT verify_checksum(?)", (page,)).get) == sealed


def test_damaged_pages_are_numbered_from_one_and_a_piece_of_a_page_counts(tmp_path: Path) -> None:
    path = tmp_path / "file"
    content = bytearray(summed_by_sqlite(path, 4096, 100))
    last = len(content) // 4096
    for number in (1, 3, last):
        content[4096 * number - 1] ^= 1
    path.write_bytes(content + b"piece")
    assert damaged_pages(path) == [1, 3, last, last + 1]


def test_a_page_of_zeros_is_sound() -> None:
    assert is_sound(bytes(4096))
    assert not is_sound(bytes(4095))


def test_a_page_that_stands_in_the_log_is_left_to_sqlite(tmp_path: Path) -> None:
    """A crash amid moving the log leaves half a page in the file; the whole one is in the log and counts."""
    path = tmp_path / "store.db"
    with closing(connect(path, create=True)) as db:
        db.execute("CREATE TABLE t (a)")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("INSERT INTO t VALUES (randomblob(2000))")
        content = bytearray(path.read_bytes())
        content[6000] ^= 1
        path.write_bytes(content)
        assert damaged_pages(path) == []
        content[100] ^= 1
        path.write_bytes(content)
        # The log has the second page alone.
        assert damaged_pages(path) == [1]


def test_pages_are_sound_to_whoever_looks_while_another_writes(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    done = threading.Event()
    with SqliteStore(path, create=True) as store:

        def write() -> None:
            for i in range(25):
                add(store, people=[{"person_id": f"p{i}-{j}", "name": f"round {i}"} for j in range(300)])
                with closing(connect(path)) as db:
                    db.execute("PRAGMA wal_checkpoint(PASSIVE)")
            done.set()

        writer = threading.Thread(target=write)
        writer.start()
        looks = 0
        while not done.is_set():
            assert damaged_pages(path) == []
            looks += 1
        writer.join()
    assert looks > 2


WITHOUT = """
import sys
sys.modules["apsw.sqlite_extra"] = None
from pathlib import Path
from refgraph.errors import RefgraphError
from refgraph.store.address import remarks
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add
folder = Path(sys.argv[1])
with SqliteStore(folder / "plain.db", create=True) as store:
    add(store, people=[{"person_id": "ann"}])
    store.backup(str(folder / "copy.db"))
    print(store.check(), remarks(store.url)[0].split(",")[0])
try:
    SqliteStore(folder / "summed.db")
except RefgraphError as error:
    print(type(error).__name__, error)
"""


def test_without_the_extension_stores_have_no_checksums_and_say_so(tmp_path: Path) -> None:
    """As where apsw was installed without SQLite's extensions."""
    SqliteStore(tmp_path / "summed.db", create=True).close()
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    sound, refused = ran.stdout.splitlines()
    assert sound == "[] its pages have no checksums"
    assert refused == (
        f"StoreUnavailable {tmp_path}/summed.db keeps a checksum in every page, which the installed apsw cannot; "
        "install apsw as a wheel from PyPI, which comes with SQLite's extensions"
    )
    for name in ("plain.db", "copy.db"):
        assert not keeps_sums(tmp_path / name)
        with SqliteStore(tmp_path / name) as store:
            assert store.check() == []
            assert add(store, people=[{"person_id": "bob"}]) == 2
