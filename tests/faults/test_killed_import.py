"""The import command killed at any moment: never half an import, never a lost acknowledged one."""

from __future__ import annotations

import itertools
import json
import signal
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from refgraph.errors import StoreMissing
from refgraph.store.address import open_backend
from tests.bundle_files import write_folder

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 30
PEOPLE = 1500


def bundle(folder: Path, number: int) -> Path:
    """A circle's worth of people who all know the next one; ids carry the bundle's number."""
    ids = [f"b{number:02}-{i:04}" for i in range(PEOPLE)]
    return write_folder(
        folder,
        people=[{"person_id": key} for key in ids],
        knows=[{"person_a": a, "person_b": b} for a, b in itertools.pairwise(ids)],
    )


def start(url: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "refgraph", "import", str(folder), "--store", url, "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def finish(child: subprocess.Popen[str]) -> None:
    child.communicate()
    assert child.returncode == 0


def rows_of(url: str, number: int) -> tuple[int, int]:
    """People and knows of a bundle that are in the store."""
    try:
        store = open_backend(url, create=False)
    except StoreMissing:
        return 0, 0
    with closing(store):
        tables = store.snapshot().tables
        prefix = f"b{number:02}-"
        return (
            sum(str(key).startswith(prefix) for key in tables["people"]["person_id"]),
            sum(str(key).startswith(prefix) for key in tables["knows"]["person_a"]),
        )


def test_kill_9_at_random_moments_leaves_whole_imports_only(tmp_path: Path) -> None:
    rng = np.random.default_rng(30)
    url = f"sqlite:///{tmp_path / 'store.db'}"
    began = time.monotonic()
    finish(start(url, bundle(tmp_path / "bundle", 99)))
    usual_s = time.monotonic() - began
    survived = {0, PEOPLE}
    outcomes = set()
    for number in range(KILLS):
        child = start(url, bundle(tmp_path / "bundle", number))
        try:
            acknowledged, _ = child.communicate(timeout=float(rng.uniform(0, 1.1 * usual_s)))
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            acknowledged, _ = child.communicate()
        people, knows = rows_of(url, number)
        assert people in survived
        assert knows == max(people - 1, 0)
        if acknowledged:
            assert json.loads(acknowledged)["outcome"] == "accept"
            assert people == PEOPLE
        outcomes.add((bool(acknowledged), people))
    with closing(open_backend(url, create=False)) as store:
        assert store.check() == []
        everybody = store.info().counts["people"]
    assert everybody % PEOPLE == 0
    assert (False, 0) in outcomes, "no import was killed before it was done: the test did not test"


def test_the_same_command_after_a_kill_finishes_the_import(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    folder = bundle(tmp_path / "bundle", 0)
    child = start(url, folder)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    finish(start(url, folder))
    assert rows_of(url, 0) == (PEOPLE, PEOPLE - 1)
