"""A store can be read while a big import is planned and written: it is as it was until all of it is there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from refgraph.service.importing import import_into
from refgraph.sources.plan import ReadOptions
from refgraph.store.sqlite.bulk import MANY
from refgraph.store.sqlite.store import SqliteStore
from tests.bundle_files import write_folder
from tests.faults.killing import Command
from tests.store.batches import add

if TYPE_CHECKING:
    from pathlib import Path

    from tests.facts import Cells

ACME: Cells = {"account_id": "acme", "name": "Acme"}


def filled(path: Path) -> str:
    with SqliteStore(path, create=True) as store:
        add(store, accounts=[ACME])
    return f"sqlite:///{path}"


def big(folder: Path) -> Path:
    """A bundle whose rows go in without their indexes."""
    accounts: list[Cells] = [{"account_id": f"a{i:06}", "name": "Acme Works"} for i in range(MANY)]
    return write_folder(folder, accounts=accounts)


def assert_as_before(store: SqliteStore) -> None:
    assert store.version() == 1
    assert store.state()[1] == 1
    assert [hit.id for hit in store.search("acme")] == ["acme"]
    assert store.snapshot().tables["accounts"]["account_id"] == ["acme"]
    assert store.changes_since(1).rows == {}


@pytest.mark.slow
def test_at_each_step_of_an_import_another_connection_reads_the_state_before_at_once(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled(path)
    stages: list[str] = []
    # Without a timeout a reader that had to wait would fail.
    with SqliteStore(path) as writer, SqliteStore(path, busy_timeout_s=0) as reader:

        def progress(stage: str, _done: int, _total: int) -> None:
            stages.append(stage)
            assert_as_before(reader)

        bundle = big(tmp_path / "bundle")
        report = import_into(writer, bundle, options=ReadOptions(), today=date(2026, 1, 1), progress=progress)
        assert (report.version, reader.version(), reader.info().counts["accounts"]) == (2, 2, MANY + 1)
    assert {"write", "index"} < set(stages)


@pytest.mark.slow
def test_another_process_reads_one_whole_state_or_the_other_while_an_import_runs(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    command = Command(["import", str(big(tmp_path / "bundle")), "--store", filled(path)], tmp_path / "answer")
    found = []
    with SqliteStore(path, busy_timeout_s=0) as reader:
        while command.is_running():
            columns = reader.snapshot()
            found.append((columns.version, len(columns.tables["accounts"]["account_id"])))
            assert "acme" in [hit.id for hit in reader.search("acme")]
    assert command.ended().code == 0
    assert set(found) <= {(1, 1), (2, MANY + 1)}
    assert found[0] == (1, 1)
