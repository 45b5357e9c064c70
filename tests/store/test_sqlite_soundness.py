"""Damage that SQLite's own check does not see."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.errors import StoreError
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.ego import LISTED, WALKED, Step
from refgraph.store.sqlite.layout import LAYOUTS
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add

if TYPE_CHECKING:
    from pathlib import Path

    from tests.facts import Cells


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    with SqliteStore(path, create=True) as store:
        people = [
            {"person_id": f"p{i:02}", "name": f"Person {i}", "email": f"{i}@example.org"} for i in range(40)
        ]
        add(store, people=people, accounts=[{"account_id": "acme", "size": 0.1}])
        add(store, people=[{"person_id": "p00", "name": "Renamed"}])
        knows: list[Cells] = [
            {"person_a": "p00", "person_b": f"p{i:02}", "strength": -0.0} for i in range(1, 40)
        ]
        events: list[Cells] = [
            {
                "event_id": f"e{i}",
                "kind": "call",
                "date": "2025-01-01",
                "person_id": "p00",
                "value": i / 7,
                "text": "说",
            }
            for i in range(40)
        ]
        roles = [{"person_id": "p00", "account_id": "acme"}]
        add(store, knows=knows, events=events, roles=roles)
        assert store.check() == []
    return path


CHANGES = {
    "UPDATE people SET email = 'x' WHERE person_id = 'p03'": [
        "people has a row that is not as it was written by import 1"
    ],
    "UPDATE people SET email = 'x' WHERE person_id = 'p00'": [
        "people has a row that is not as it was written by import 2"
    ],
    "UPDATE accounts SET size = 1001": ["accounts has a row that is not as it was written by import 1"],
    "UPDATE events SET ver = 2 WHERE event_id = 'e3'": [
        "events has a row that is not as it was written by import 2, 3"
    ],
    "UPDATE events SET ver = 9 WHERE event_id = 'e3'": [
        "events has a row that no import wrote",
        "events has a row that is not as it was written by import 3, 9",
    ],
    "UPDATE texts SET text = 'cell' WHERE text = 'call'": [
        "events has a row that is not as it was written by import 3"
    ],
    "UPDATE written SET digest = zeroblob(16) WHERE tbl = 'knows'": [
        "knows has a row that is not as it was written by import 3"
    ],
    "UPDATE counters SET digest = zeroblob(16) WHERE tbl = 'knows'": [
        "knows has a row that is not as it was written"
    ],
    "DELETE FROM knows WHERE person_b = 1": ["knows has 38 rows, 39 were counted as they were written"],
    "DELETE FROM accounts": [
        "a row of roles refers to a row of accounts that is not there",
        "accounts has 0 rows, 1 were counted as they were written",
        "roles has a row that is not as it was written by import 3",
    ],
    "DELETE FROM batches WHERE version = 3": [
        "the store says version 3, but has 2 imports, the last of version 2"
    ],
    "UPDATE meta SET version = 4": ["the store says version 4, but has 3 imports, the last of version 3"],
    # People 1 and 2 of the second of three tables.
    "DELETE FROM names_words WHERE rowid IN (4, 7)": ["2 rows of people are not found by name"],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_past_the_store_is_found(file: Path, change: str) -> None:
    with closing(connect(file)) as db:
        db.execute(change)
        assert db.execute("PRAGMA integrity_check").get == "ok"
    with SqliteStore(file) as store:
        assert store.check() == CHANGES[change]


def test_flipped_bits_in_rows_are_found(file: Path) -> None:
    """Each bit is flipped in a page of a table's rows, among the bytes that rows take."""
    rng = np.random.default_rng(7)
    with closing(connect(file)) as db:
        places = [
            (offset + at, size)
            for name in LAYOUTS
            for offset, at, size in db.execute(
                "SELECT pgoffset, pgsize - payload, payload FROM dbstat WHERE name = ? AND payload > 0",
                (name,),
            )
        ]
    content = file.read_bytes()
    unseen = 0
    for _ in range(60):
        start, size = places[rng.integers(len(places))]
        broken = bytearray(content)
        broken[start + int(rng.integers(size))] ^= 1 << int(rng.integers(8))
        file.write_bytes(broken)
        try:
            with SqliteStore(file) as store:
                unseen += store.check() == []
        except StoreError:
            continue
    assert unseen == 0


@pytest.mark.parametrize("step", [*WALKED, *LISTED], ids=lambda step: f"{step.relation} from {step.here}")
def test_surroundings_are_read_by_index(file: Path, step: Step) -> None:
    with closing(connect(file)) as db:
        plan = db.execute(f"EXPLAIN QUERY PLAN {step.query}", {"id": "p00", "day": 20_089, "limit": 9})
        steps = [str(detail) for *_, detail in plan]
    assert any(line.startswith("SEARCH") for line in steps)
    assert not any(line.startswith("SCAN") for line in steps)


def test_numbers_are_dense_and_stay(file: Path) -> None:
    with closing(connect(file)) as db:
        before = db.execute("SELECT num, ver, person_id FROM people ORDER BY num").fetchall()
    assert [num for num, _, _ in before] == list(range(40))
    assert {ver for _, ver, _ in before} == {1, 2}
    with SqliteStore(file) as store:
        add(store, people=[{"person_id": "a new one"}, {"person_id": "p05", "name": "Renamed"}])
    with closing(connect(file)) as db:
        after = db.execute("SELECT num, ver, person_id FROM people ORDER BY num").fetchall()
    expected = [(num, 4 if key == "p05" else ver, key) for num, ver, key in before]
    assert after == [*expected, (40, 4, "a new one")]
