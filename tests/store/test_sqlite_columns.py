"""Cells that no store writes are found when all tables are read at once, and said where they stand."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import StoreCorrupt
from refgraph.store.sqlite.columns import columns_within
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add

if TYPE_CHECKING:
    from pathlib import Path

DAMAGES = {
    "UPDATE counters SET \"rows\" = 0 WHERE tbl = 'people'": "people has more rows than were counted",
    "UPDATE people SET num = -5": "people has a row with a negative number",
    "UPDATE events SET person_id = 99": "events, column person_id refers to a row of people that is not there",
    "UPDATE events SET person_id = -99": "events, column person_id holds a cell that no store writes",
    "DELETE FROM texts": "a code has no text",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_store_is_not_read_where(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with SqliteStore(path, create=True) as store:
        add(
            store,
            people=[{"person_id": "ann"}],
            events=[{"event_id": "e", "kind": "call", "date": "2025-01-01", "person_id": "ann"}],
        )
    with closing(connect(path)) as db:
        assert columns_within(db).tables["events"]["person_id"] == ["ann"]
        db.execute(damage)
        with pytest.raises(StoreCorrupt, match=f"the store is damaged: {DAMAGES[damage]}; restore a backup"):
            columns_within(db)
