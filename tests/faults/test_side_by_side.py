"""Processes that work on one store at the same time: none waits for ever, none sees or keeps half of another's work."""

from __future__ import annotations

import itertools
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from refgraph.store.address import open_backend
from refgraph.store.sqlite.schema import SCHEMA_VERSION
from refgraph.store.sqlite.store import SqliteStore
from tests.bundle_files import write_folder
from tests.faults.earlier import make_earlier
from tests.faults.killing import Command, done
from tests.store.applying import PEOPLE as PEOPLE_A_BATCH

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 600
BACKUPS = 6


def bundle(folder: Path, name: str) -> Path:
    ids = [f"{name}{i:04}" for i in range(PEOPLE)]
    return write_folder(
        folder,
        people=[{"person_id": key} for key in ids],
        knows=[{"person_a": a, "person_b": b} for a, b in itertools.pairwise(ids)],
    )


def digest(path: Path) -> str:
    with closing(open_backend(f"sqlite:///{path}")) as store:
        assert store.check() == []
        return store.digest()


def test_two_importers_at_once_end_one_after_the_other_with_the_rows_of_both(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    commands = [
        Command(["import", str(bundle(tmp_path / name, name)), "--store", url], tmp_path / f"answer-{name}")
        for name in ("a", "b")
    ]
    ended = [command.ended() for command in commands]
    assert [one.code for one in ended] == [0, 0]
    assert sorted(one.document["version"] for one in ended) == [1, 2]
    with closing(open_backend(url)) as store:
        assert store.check() == []
        counts = store.info().counts
        assert (counts["people"], counts["knows"]) == (2 * PEOPLE, 2 * (PEOPLE - 1))
        assert sorted(Path(one.source).name for one in store.imports()) == ["a", "b"]


def test_a_backup_taken_during_an_import_restores_to_the_state_before_or_after_it(tmp_path: Path) -> None:
    store, answer = tmp_path / "store.db", tmp_path / "answer"
    url = f"sqlite:///{store}"
    done(["import", str(bundle(tmp_path / "first", "a")), "--store", url], answer)
    before = digest(store)
    command = Command(["import", str(bundle(tmp_path / "second", "b")), "--store", url], answer)
    backups = 0
    while command.is_running() and backups < BACKUPS:
        with SqliteStore(store) as opened:
            opened.backup(str(tmp_path / f"backup-{backups}"))
        backups += 1
    assert command.ended().code == 0
    after = digest(store)
    found = []
    for number in range(backups):
        place = tmp_path / f"restored-{number}.db"
        restore = ["restore", str(tmp_path / f"backup-{number}"), "--store", f"sqlite:///{place}"]
        done(restore, tmp_path / "restored")
        found.append(digest(place))
    assert set(found) <= {before, after}
    assert found[0] == before


def test_backups_and_a_busy_writer_do_not_keep_each_other_waiting(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    SqliteStore(path, create=True).close()
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.store.applying", str(path), "w", "30"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    versions: list[int] = []
    with SqliteStore(path) as store:
        while writer.poll() is None:
            store.backup(str(tmp_path / f"backup-{len(versions)}"))
            with SqliteStore(tmp_path / f"backup-{len(versions)}") as copy:
                assert copy.check() == []
                assert copy.info().counts["people"] == copy.version() * PEOPLE_A_BATCH + min(
                    copy.version(), 1
                )
                versions.append(copy.version())
    said = writer.communicate()[0].split()
    assert (writer.returncode, len(said)) == (0, 30)
    assert versions == sorted(versions)
    assert len(set(versions)) > 2


def test_three_that_open_a_store_of_an_earlier_format_at_once_convert_it_once(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    make_earlier(path, SCHEMA_VERSION - 1, people=[{"person_id": f"p{i}"} for i in range(500)])
    commands = [
        Command(["status", "--store", f"sqlite:///{path}"], tmp_path / f"answer-{i}") for i in range(3)
    ]
    ended = [command.ended() for command in commands]
    assert [(one.code, one.document["counts"]["people"]) for one in ended] == [(0, 500)] * 3
    assert [kept.name for kept in tmp_path.glob("*.backup*")] == [
        f"store.db.format-{SCHEMA_VERSION - 1}.backup"
    ]
    digest(path)
