"""Processes that die, and processes that write at once: no batch is lost, and none is there by half.

REFGRAPH_TEST_KILLS says how often one dies; each costs a start of Python, so that 10 are usual.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from refgraph.store.sqlite.store import SqliteStore
from tests.store.applying import PEOPLE

if TYPE_CHECKING:
    from refgraph.model.columns import Columns

KILLS = int(os.environ.get("REFGRAPH_TEST_KILLS", "10"))
ROOT = Path(__file__).resolve().parents[2]


def start(file: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.applying", str(file), name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def acknowledged_until_killed(child: subprocess.Popen[str], rng: np.random.Generator) -> list[str]:
    """Kill a child within the batch after a number of acknowledged ones, or while it is starting; what it said."""
    assert child.stdout is not None
    wanted = int(rng.integers(0, 12))
    said = [child.stdout.readline() for _ in range(wanted)]
    time.sleep(float(rng.uniform(0, 0.01 if wanted else 0.3)))
    child.kill()
    rest, _ = child.communicate()
    return [line.strip() for line in [*said, *rest.splitlines()] if line.strip()]


def batches_in(columns: Columns) -> set[str]:
    """Ids of the batches with rows in a snapshot, each found whole in every table."""
    ids = {str(key) for key in columns.tables["accounts"]["account_id"]}
    for table, column in [("people", "person_id"), ("roles", "person_id"), ("events", "event_id")]:
        found = Counter(str(key).split()[0] for key in columns.tables[table][column] if key != "shared")
        assert found == Counter(dict.fromkeys(ids, PEOPLE))
    return ids


def test_kill_9_at_random_moments_loses_no_acknowledged_batch_and_leaves_no_half_one(tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    file = tmp_path / "store.db"
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        acknowledged |= set(acknowledged_until_killed(start(file, f"kill{kill:02}", 1000), rng))
        if not file.exists():
            continue
        with SqliteStore(file) as store:
            there = batches_in(store.snapshot())
            assert acknowledged <= there
            assert there == {imported.batch_id for imported in store.imports()}
            assert store.check() == []
            acknowledged = there
    assert len(acknowledged) > KILLS
    with SqliteStore(file) as store:
        assert store.version() == len(acknowledged)
        assert len(store.history("people", ("shared",))) == len(acknowledged) - 1


def test_two_writing_processes_queue_and_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    children = [start(file, name, 25) for name in ("one", "two")]
    said = [child.communicate()[0].split() for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert said == [[f"{name}-{i:04}" for i in range(25)] for name in ("one", "two")]
    with SqliteStore(file) as store:
        assert batches_in(store.snapshot()) == {*said[0], *said[1]}
        assert [imported.version for imported in store.imports()] == list(range(1, 51))
        assert store.check() == []


def test_a_reader_sees_whole_versions_while_another_process_writes(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    SqliteStore(file, create=True).close()
    child = start(file, "writer", 2000)
    seen: set[int] = set()
    with SqliteStore(file) as store:
        while len(seen) < 10 and child.poll() is None:
            snapshot = store.snapshot()
            seen.add(snapshot.version)
            assert len(batches_in(snapshot)) == snapshot.version
    child.kill()
    child.communicate()
    assert len(seen) == 10
