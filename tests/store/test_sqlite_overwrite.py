"""One file's content put over another's: all of it, or the other as it was, to the byte that counts."""

from __future__ import annotations

import resource
from contextlib import closing, suppress
from hashlib import sha256
from typing import TYPE_CHECKING

import apsw
import numpy as np
import pytest

from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.overwrite import alone, copy_pages
from refgraph.store.sqlite.pages import damaged_pages, keeps_sums, plain_vfs
from tests.forks import FORKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLS = 8


def made(path: Path, rows: int, *, sums: bool) -> Path:
    opened = connect(path, create=True) if sums else apsw.Connection(str(path), vfs=plain_vfs())
    with closing(opened) as db:
        db.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b)")
        db.execute("PRAGMA journal_mode = WAL")
        with db:
            db.executemany("INSERT INTO t VALUES (?, randomblob(900))", ((i,) for i in range(rows)))
    assert keeps_sums(path) == sums
    return path


def content(path: Path) -> str:
    """Digest of all rows of a file, whose pages must be sound."""
    with closing(connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").get == "ok"
        found = sha256()
        for a, b in db.execute("SELECT a, b FROM t ORDER BY a"):
            found.update(f"{a}".encode() + b)
    assert not keeps_sums(path) or damaged_pages(path) == []
    return found.hexdigest()


def overwrite(source: Path, dest: Path, largest: int | None) -> None:
    """Overwrite with next to no memory, so that pages go to the file long before the end."""
    with closing(connect(source)) as new, alone(dest, busy_timeout_s=5) as db:
        db.execute("PRAGMA cache_size = 10")
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        copy_pages(new, db)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, bytes]:
    """A file with checksums, a smaller one without, and what the smaller one has."""
    source = made(tmp_path / "new", 4000, sums=True)
    dest = made(tmp_path / "old", 3000, sums=False)
    return source, dest, dest.read_bytes()


@pytest.mark.parametrize("sums", [True, False])
def test_a_file_takes_over_content_and_checksums(tmp_path: Path, sums: bool) -> None:
    source, dest = made(tmp_path / "new", 40, sums=True), made(tmp_path / "old", 30, sums=sums)
    overwrite(source, dest, None)
    assert content(dest) == content(source)
    assert keeps_sums(dest)


@pytest.mark.parametrize("share", [0.5, 1.15])
def test_without_room_for_the_journal_or_the_file_it_is_as_it_was(
    files: tuple[Path, Path, bytes], share: float
) -> None:
    """The journal of what was there does not fit into half of it; the new file not into 1.15 of it."""
    source, dest, before = files
    child = FORKS.Process(target=overwrite, args=(source, dest, int(share * len(before))))
    with suppress(ValueError):
        child.start()
    child.join()
    assert child.exitcode == 1
    assert not keeps_sums(dest)
    (dest.parent / "untouched").write_bytes(before)
    assert content(dest) == content(dest.parent / "untouched")
    overwrite(source, dest, None)
    assert content(dest) == content(source)


@pytest.mark.slow
def test_killed_at_any_moment_it_is_the_old_file_or_the_new(files: tuple[Path, Path, bytes]) -> None:
    source, dest, before = files
    (dest.parent / "untouched").write_bytes(before)
    old, new = content(dest.parent / "untouched"), content(source)
    rng = np.random.default_rng(15)
    half_done = 0
    for _ in range(KILLS):
        dest.write_bytes(before)
        child = FORKS.Process(target=overwrite, args=(source, dest, None))
        child.start()
        journal = dest.with_name("old-journal")
        for size in _growing(journal, int(rng.integers(1, len(before)))):
            if size is None or child.exitcode is not None:
                break
        child.kill()
        child.join()
        half_done += journal.exists() and journal.stat().st_size > 0
        assert content(dest) in (old, new)
    assert half_done > KILLS // 2, "too few were killed while they wrote: the test did not test"


def _growing(path: Path, wanted: int) -> Iterator[int | None]:
    """Sizes of a file until it has the one wanted, then None."""
    while (size := path.stat().st_size if path.exists() else 0) < wanted:
        yield size
    yield None
