"""All columns of a store: from its tables or its sidecar, by one process or several, at one version."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.model.columns import Columns, columns_of
from refgraph.model.tables import TABLES
from refgraph.store import sidecar
from refgraph.store.address import restore_backend
from refgraph.store.sqlite.connection import Connections
from refgraph.store.sqlite.parallel import columns_by_processes
from refgraph.store.sqlite.store import SqliteStore
from refgraph.store.sqlite.whole import whole_of
from tests.facts import row_of
from tests.snapshot.bundles import bundle
from tests.store.applying import PEOPLE
from tests.store.batches import add, table_rows
from tests.store.test_contract_changes import ANN, VISIT, entities, some_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.facts import Cells

NEVER = 10**12


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "a.db", create=True) as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path, store: SqliteStore) -> Path:
    return tmp_path / "a.db"


def read(path: Path, *, keeps: bool = True, processes: bool = False) -> Columns:
    """Columns as a process reads them that opens the store anew; a sidecar is written by then."""
    connections = Connections(path, busy_timeout_s=30)
    whole = whole_of(
        connections, worth_keeping=0 if keeps else NEVER, worth_processes=0 if processes else NEVER
    )
    found = whole.columns()
    whole.close()
    connections.close()
    return found


def sidecars(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.glob(f"{path.name}.columns-*"))


def assert_same(one: Columns, other: Columns) -> None:
    assert (one.store_uuid, one.version) == (other.store_uuid, other.version)
    for name in TABLES:
        assert table_rows(one, name) == table_rows(other, name)


@pytest.mark.parametrize("number", range(2))
def test_tables_come_sorted_by_key_by_one_process_or_several(
    store: SqliteStore, path: Path, number: int
) -> None:
    drawn = bundle(np.random.default_rng(number))
    people: list[Cells] = [
        {**cells, "email": f"{i}@example.com", "language": "zh"} for i, cells in enumerate(drawn["people"])
    ]
    events: list[Cells] = [
        {**cells, "margin": i / 7, "rep": "nobody"} for i, cells in enumerate(drawn["events"])
    ]
    tables = {**drawn, "people": people, "events": events}
    add(store, **tables)
    expected = columns_of(
        {
            name: sorted((row_of(name, cells) for cells in given), key=TABLES[name].key_of)
            for name, given in tables.items()
        },
        store_uuid=store.state()[0],
        version=1,
    )
    assert_same(read(path, keeps=False), expected)
    by_processes = columns_by_processes(path, store.info().counts)
    assert by_processes is not None
    assert_same(by_processes, expected)


def test_whoever_reads_all_tables_leaves_a_sidecar(store: SqliteStore, path: Path) -> None:
    add(store, people=[ANN])
    read(path)
    assert sidecars(path) == ["a.db.columns-1"]
    # That it is used is seen by what is not in the store.
    other = columns_of({"people": [row_of("people", {"person_id": "zoe"})]})
    assert sidecar.write(path, Columns(store.state()[0], 1, other.tables))
    assert list(read(path).tables["people"]["person_id"]) == ["zoe"]


def test_a_small_store_has_no_sidecar(store: SqliteStore, path: Path) -> None:
    add(store, people=[ANN])
    store.snapshot()
    store.close()
    assert sidecars(path) == []


def test_a_damaged_sidecar_is_replaced(store: SqliteStore, path: Path) -> None:
    add(store, people=[ANN])
    expected = read(path)
    path.with_name("a.db.columns-1").write_bytes(b"nothing")
    assert_same(read(path), expected)
    assert sidecar.read(path, *store.state()) is not None


@pytest.mark.parametrize("number", range(4))
def test_an_older_sidecar_is_brought_up_to_date(store: SqliteStore, path: Path, number: int) -> None:
    rng = np.random.default_rng(number)
    add(store, **entities())
    read(path)
    for _ in range(4):
        add(store, **some_tables(rng))
        if rng.random() < 0.3:
            add(store, people=[{"person_id": f"q{number}", "name": "new"}])
        assert_same(read(path), read(path, keeps=False))
    assert sidecars(path) == ["a.db.columns-1"]


def test_after_many_changes_a_new_sidecar_is_written(store: SqliteStore, path: Path) -> None:
    add(store, people=[ANN])
    read(path)
    few: list[Cells] = [{"person_id": f"p{i:05}"} for i in range(5_001)]
    add(store, people=few)
    assert_same(read(path), read(path, keeps=False))
    assert sidecars(path) == ["a.db.columns-2"]
    many: list[Cells] = [{"person_id": f"q{i:05}"} for i in range(20_001)]
    add(store, people=many)
    assert_same(read(path), read(path, keeps=False))
    assert sidecars(path) == ["a.db.columns-3"]


def test_a_restored_store_does_not_take_the_sidecar_of_the_former_one(
    store: SqliteStore, path: Path, tmp_path: Path
) -> None:
    add(store, people=[ANN])
    store.backup(str(tmp_path / "backup.db"))
    store.close()
    with SqliteStore(path) as again:
        add(again, people=[{"person_id": "bob"}])
    read(path)
    restore_backend(tmp_path / "backup.db", f"sqlite:///{path}", replace=True)
    with SqliteStore(path) as restored:
        add(restored, people=[{"person_id": "zoe"}])
    assert list(read(path).tables["people"]["person_id"]) == ["ann", "zoe"]
    assert sidecars(tmp_path / "backup.db") == []


def test_without_a_place_for_sidecars_all_is_read_each_time(store: SqliteStore, path: Path) -> None:
    add(store, people=[ANN])
    path.with_name("a.db.columns-1").mkdir()
    assert_same(read(path), read(path, keeps=False))


def test_a_day_leaves_out_what_begins_later_but_for_orders(store: SqliteStore, path: Path) -> None:
    order: Cells = {**VISIT, "event_id": "e2", "kind": "deal_won", "date": "2025-06-01"}
    knows: list[Cells] = [
        {"person_a": "ann", "person_b": "bob", "since": since, "kind": kind}
        for since, kind in [("2025-03-01", "kin"), ("2025-03-02", "friend"), (None, "colleague")]
    ]
    add(
        store,
        people=[ANN, {"person_id": "bob"}],
        knows=knows,
        events=[VISIT, {**VISIT, "event_id": "e3", "date": "2025-06-01"}, order],
    )
    found = store.snapshot(date(2025, 3, 1))
    assert list(found.tables["events"]["event_id"]) == ["e1", "e2"]
    assert list(found.tables["knows"]["kind"]) == ["colleague", "kin"]


def test_several_processes_see_one_version_while_another_one_writes(store: SqliteStore, path: Path) -> None:
    counts = store.info().counts
    command = [sys.executable, "-m", "tests.store.applying", str(path), "w", "25"]
    seen: list[int] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"w-0000\n"
        while not seen or seen[-1] < 25:
            found = columns_by_processes(path, counts)
            if found is None:
                found = read(path, keeps=False)
            n = found.version
            # Each batch adds an account, so many people with a role and an event each; and one person is shared.
            sizes = {name: len(next(iter(found.tables[name].values()))) for name in TABLES}
            assert (sizes["accounts"], sizes["people"]) == (n, PEOPLE * n + (n > 0))
            assert sizes["roles"] == sizes["events"] == PEOPLE * n
            seen.append(n)
    assert seen == sorted(seen)


def test_where_processes_fail_there_is_no_answer(tmp_path: Path) -> None:
    assert columns_by_processes(tmp_path / "nothing.db", dict.fromkeys(TABLES, 1)) is None
