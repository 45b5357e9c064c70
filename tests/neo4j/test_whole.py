"""All columns of a store on a server, with a sidecar on this machine, in a folder of the store's own."""

from __future__ import annotations

import os
from stat import S_IMODE
from time import time
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.store.neo4j.sidecars import UNUSED_DAYS, sidecar_path
from refgraph.store.neo4j.whole import Whole
from tests.store.batches import add, deleting, table_rows
from tests.store.full import fill
from tests.store.test_contract_changes import ANN, BOB, VISIT

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.model.columns import Columns
    from refgraph.store.neo4j.connection import Server as Connected
    from refgraph.store.neo4j.store import Neo4jStore

DAY_S = 24 * 60 * 60


def read(connected: Connected, folder: Path, *, small: int = -1) -> Columns:
    """Columns as a process reads them that connects anew; a sidecar is written by then."""
    whole = Whole(connected, small=small, folder=folder)
    found = whole.columns()
    whole.close()
    return found


def sidecars(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def assert_same(one: Columns, other: Columns) -> None:
    assert (one.store_uuid, one.version) == (other.store_uuid, other.version)
    for name in TABLES:
        assert table_rows(one, name) == table_rows(other, name)


def test_whoever_reads_a_large_store_leaves_a_sidecar_for_its_user_alone(
    graph: Neo4jStore, connected: Connected, tmp_path: Path
) -> None:
    add(graph, people=[ANN])
    found = read(connected, tmp_path)
    store_uuid, _ = graph.state()
    assert sidecars(tmp_path) == [f"{store_uuid}/store.columns-1"]
    assert S_IMODE((tmp_path / store_uuid).stat().st_mode) == 0o700
    assert S_IMODE((tmp_path / store_uuid / "store.columns-1").stat().st_mode) == 0o600
    assert_same(found, read(connected, tmp_path))


def test_a_small_store_has_no_sidecar(graph: Neo4jStore, connected: Connected, tmp_path: Path) -> None:
    add(graph, people=[ANN])
    assert_same(read(connected, tmp_path, small=1), graph.snapshot())
    assert sidecars(tmp_path) == []


def test_an_older_sidecar_is_brought_up_to_date(
    graph: Neo4jStore, connected: Connected, tmp_path: Path
) -> None:
    add(graph, people=[ANN, BOB])
    read(connected, tmp_path)
    add(graph, events=[VISIT])
    assert_same(read(connected, tmp_path), graph.snapshot())
    graph.apply(deleting(graph, people=[("bob",)], rows={"people": [{"person_id": "cy"}]}))
    assert_same(read(connected, tmp_path), graph.snapshot())
    assert sidecars(tmp_path) == [f"{graph.state()[0]}/store.columns-1"]


def test_two_stores_never_share_a_sidecar(graph: Neo4jStore, connected: Connected, tmp_path: Path) -> None:
    fill(graph)
    read(connected, tmp_path)
    former, version = graph.state()
    connected.do("MATCH (s:RefgraphStore) SET s.store_uuid = 'b6a3c9b2-2f0f-4f0c-9f65-0a1a6a1f3a11'")
    assert_same(read(connected, tmp_path), graph.snapshot())
    expected = [former, "b6a3c9b2-2f0f-4f0c-9f65-0a1a6a1f3a11"]
    assert sidecars(tmp_path) == sorted(f"{name}/store.columns-{version}" for name in expected)


def test_without_a_place_for_sidecars_all_is_read_each_time(
    graph: Neo4jStore, connected: Connected, tmp_path: Path
) -> None:
    add(graph, people=[ANN])
    (tmp_path / "file").write_text("no folder")
    assert_same(read(connected, tmp_path / "file"), graph.snapshot())
    assert sidecars(tmp_path) == ["file"]


def test_a_server_gives_no_name_to_a_file(tmp_path: Path) -> None:
    for said in ("../evil", "/etc", "", "B6A3C9B2-2F0F-4F0C-9F65-0A1A6A1F3A11"):
        path = sidecar_path(tmp_path / "stores", said)
        assert path.parent.parent == tmp_path / "stores"
        assert path.parent.is_dir()
        assert len(path.parent.name) == 64


def test_folders_of_stores_that_were_not_used_for_long_go(tmp_path: Path) -> None:
    one, other = "b6a3c9b2-2f0f-4f0c-9f65-0a1a6a1f3a11", "c6a3c9b2-2f0f-4f0c-9f65-0a1a6a1f3a11"
    mine = tmp_path / "notes of mine"
    mine.mkdir()
    sidecar_path(tmp_path, one).with_name("store.columns-1").write_bytes(b"columns")
    long_ago = time() - UNUSED_DAYS * DAY_S
    for folder, moment in [(tmp_path / one, long_ago + 60), (mine, 0.0)]:
        os.utime(folder, (moment, moment))
    sidecar_path(tmp_path, other)
    assert sorted(folder.name for folder in tmp_path.iterdir()) == [one, other, mine.name]
    os.utime(tmp_path / one, (long_ago - 60, long_ago - 60))
    sidecar_path(tmp_path, other)
    assert sorted(folder.name for folder in tmp_path.iterdir()) == [other, mine.name]
