"""No room on the disk, or none for a file to grow: one sentence, nothing half, and it works once there is room."""

from __future__ import annotations

import subprocess
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from refgraph.store import sidecar
from refgraph.store.address import open_backend
from refgraph.store.sqlite.schema import SCHEMA_VERSION
from refgraph.store.sqlite.store import SqliteStore
from tests.bundle_files import write_folder
from tests.faults.earlier import make_earlier
from tests.faults.killing import Command, Ended, done
from tests.faults.mounting import can_mount
from tests.store.batches import add

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.facts import Cells

LEFT = 150_000
"""Bytes there is room for."""
PEOPLE: list[Cells] = [{"person_id": f"p{i:04}", "email": f"person{i}@example.org"} for i in range(3000)]


class Limited:
    """Files of a folder may not grow; stands in for a full disk where nobody may mount one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run_without_room(self, arguments: Sequence[str], answer: Path) -> Ended:
        return Command(arguments, answer, largest=LEFT).ended()

    def close(self) -> None:
        pass


class Filled:
    """A disk in memory, filled up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], check=True)

    def run_without_room(self, arguments: Sequence[str], answer: Path) -> Ended:
        with self.full():
            return Command(arguments, answer).ended()

    @contextmanager
    def full(self) -> Iterator[None]:
        """Nothing more than `LEFT` bytes goes onto it."""
        ballast = self.folder / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(65536)):
                    pass
            except OSError:
                file.truncate(file.tell() - LEFT)
        yield
        ballast.unlink()

    def close(self) -> None:
        subprocess.run(["umount", str(self.folder)], check=True)


Disk = Limited | Filled


@pytest.fixture(params=[Limited, Filled])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    if request.param is Filled and not can_mount():
        pytest.skip("mounting a disk needs root; files that cannot grow stand in for it")
    (tmp_path / "disk").mkdir()
    small: Disk = request.param(tmp_path / "disk")
    yield small
    small.close()


def digest(path: Path) -> str:
    with closing(open_backend(f"sqlite:///{path}")) as store:
        assert store.check() == []
        return store.digest()


def names(disk: Disk) -> list[str]:
    return sorted(path.name for path in disk.folder.iterdir() if not path.name.endswith(("-wal", "-shm")))


def refused(ended: Ended, path: Path, text: str) -> None:
    """It failed with one sentence that names the file and the cure."""
    assert ended.code == 1
    error = ended.document["error"]
    assert error["code"] == "store_unavailable"
    assert str(path) in error["message"]
    assert text in error["message"]
    assert "room" in error["cure"]


def test_an_import_without_room_changes_nothing(disk: Disk, tmp_path: Path) -> None:
    store, answer = disk.folder / "store.db", tmp_path / "answer"
    with SqliteStore(store, create=True) as made:
        add(made, people=[{"person_id": "ann"}])
    before = digest(store)
    folder = write_folder(tmp_path / "bundle", people=PEOPLE)
    arguments = ["import", str(folder), "--store", f"sqlite:///{store}"]
    refused(disk.run_without_room(arguments, answer), store, "cannot be read or written")
    assert (digest(store), names(disk)) == (before, ["store.db"])
    assert done(arguments, answer).document["version"] == 2
    assert digest(store) != before


def test_a_first_import_without_room_leaves_an_empty_store_or_none(disk: Disk, tmp_path: Path) -> None:
    store, answer = disk.folder / "store.db", tmp_path / "answer"
    folder = write_folder(tmp_path / "bundle", people=PEOPLE)
    arguments = ["import", str(folder), "--store", f"sqlite:///{store}"]
    refused(disk.run_without_room(arguments, answer), store, "cannot be read or written")
    assert set(names(disk)) <= {"store.db"}
    assert done(arguments, answer).document["version"] == 1


def test_a_backup_without_room_is_not_there(disk: Disk, tmp_path: Path) -> None:
    store, answer = disk.folder / "store.db", tmp_path / "answer"
    with SqliteStore(store, create=True) as made:
        add(made, people=PEOPLE)
    arguments = ["backup", str(disk.folder / "backup"), "--store", f"sqlite:///{store}"]
    refused(disk.run_without_room(arguments, answer), disk.folder / "backup", "cannot be read or written")
    assert names(disk) == ["store.db"]
    done(arguments, answer)
    assert digest(disk.folder / "backup") == digest(store)


def test_a_copy_without_room_is_not_there(disk: Disk, tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "store.db", create=True) as made:
        add(made, people=PEOPLE)
    copy, answer = disk.folder / "copy.db", tmp_path / "answer"
    arguments = ["copy", f"sqlite:///{tmp_path}/store.db", f"sqlite:///{copy}"]
    refused(disk.run_without_room(arguments, answer), copy, "cannot be read or written")
    assert names(disk) == []
    done(arguments, answer)
    assert digest(copy) == digest(tmp_path / "store.db")


def test_a_restore_without_room_leaves_the_old_store(disk: Disk, tmp_path: Path) -> None:
    store, answer = disk.folder / "store.db", tmp_path / "answer"
    with SqliteStore(store, create=True) as made:
        add(made, people=[{"person_id": "ann"}])
    with SqliteStore(tmp_path / "backup", create=True) as made:
        add(made, people=PEOPLE)
    before = digest(store)
    arguments = ["restore", str(tmp_path / "backup"), "--replace", "--store", f"sqlite:///{store}"]
    refused(disk.run_without_room(arguments, answer), store, "cannot be read or written")
    assert (digest(store), names(disk)) == (before, ["store.db"])
    done(arguments, answer)
    assert digest(store) == digest(tmp_path / "backup")


@pytest.mark.parametrize("store_format", range(1, SCHEMA_VERSION))
def test_a_conversion_without_room_leaves_the_store_as_it_was(
    disk: Disk, tmp_path: Path, store_format: int
) -> None:
    store, answer = disk.folder / "store.db", tmp_path / "answer"
    make_earlier(store, store_format, people=PEOPLE)
    arguments = ["status", "--store", f"sqlite:///{store}"]
    ended = disk.run_without_room(arguments, answer)
    refused(ended, store, "is of an earlier format and cannot be converted")
    assert "it is as it was" in ended.document["error"]["message"]
    assert names(disk) == ["store.db"]
    assert done(arguments, answer).document["counts"]["people"] == 3000
    assert names(disk) == ["store.db", f"store.db.format-{store_format}.backup"]


def test_a_sidecar_without_room_is_not_there_and_the_store_answers(tmp_path: Path) -> None:
    if not can_mount():
        pytest.skip("mounting a disk needs root")
    (tmp_path / "disk").mkdir()
    disk = Filled(tmp_path / "disk")
    try:
        with SqliteStore(disk.folder / "store.db", create=True) as store:
            add(store, people=[{**cells, "phone": "5" * 100} for cells in PEOPLE])
            columns = store.snapshot()
            with disk.full():
                assert not sidecar.write(disk.folder / "store.db", columns)
                assert store.snapshot().tables == columns.tables
            assert names(disk) == ["store.db"]
            assert sidecar.write(disk.folder / "store.db", columns)
    finally:
        disk.close()
