"""A store on a disk that takes no writing: a sentence that says so, never a look that leaves out the log."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from refgraph.store.sqlite.store import SqliteStore
from tests.bundle_files import write_folder
from tests.faults.killing import Command, done
from tests.faults.mounting import can_mount
from tests.store.batches import add

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A store on a disk of its own that takes no writing any more."""
    if not can_mount():
        pytest.skip("a read-only disk needs root: root ignores the permissions of files, others cannot mount")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(disk)], check=True)
    with SqliteStore(disk / "store.db", create=True) as store:
        add(store, people=[{"person_id": "ann"}])
        store.backup(str(disk / "backup"))
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("command", ["status", "verify", "import", "score", "backup"])
def test_a_read_only_store_is_refused_with_the_cure(folder: Path, tmp_path: Path, command: str) -> None:
    bundle = write_folder(tmp_path / "bundle", people=[{"person_id": "bob"}])
    given = {"import": [str(bundle)], "backup": [str(tmp_path / "copy")]}.get(command, [])
    store = folder / "store.db"
    ended = Command([command, *given, "--store", f"sqlite:///{store}"], tmp_path / "answer").ended()
    assert ended.code == 1
    error = ended.document["error"]
    assert (error["code"], str(store) in error["message"]) == ("store_unavailable", True)
    assert "must be readable and writable" in error["cure"]
    assert sorted(path.name for path in folder.iterdir()) == ["backup", "store.db"]
    assert not (tmp_path / "copy").exists()


def test_a_backup_on_a_read_only_disk_can_be_restored(folder: Path, tmp_path: Path) -> None:
    place = f"sqlite:///{tmp_path / 'again.db'}"
    done(["restore", str(folder / "backup"), "--store", place], tmp_path / "answer")
    with SqliteStore(tmp_path / "again.db") as store:
        assert (store.check(), store.info().counts["people"]) == ([], 1)
