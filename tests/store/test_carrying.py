"""A whole store goes to another place: all of it, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.errors import StoreCorrupt, StoreForeign, StoreUnavailable
from refgraph.store.address import open_backend
from refgraph.store.carrying import carry
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.store import SqliteStore
from refgraph.store.transfer import PART
from tests.store.batches import add, batch
from tests.store.full import everything, fill, tally_of
from tests.store.test_contract_undo import undoing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def full(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "full.db", create=True) as store:
        fill(store)
        yield store


def test_a_copy_answers_as_its_original_and_has_an_identity_of_its_own(
    full: SqliteStore, tmp_path: Path
) -> None:
    carried = carry(full, f"sqlite:///{tmp_path}/new/copy.db")
    assert (carried.version, carried.digest) == (7, full.digest())
    with SqliteStore(tmp_path / "new" / "copy.db") as copy:
        assert everything(copy) == everything(full)
        assert copy.state()[0] != full.state()[0]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["copy.db"]


def test_what_is_written_to_a_copy_is_what_the_original_would_have_written(
    full: SqliteStore, tmp_path: Path
) -> None:
    carry(full, f"sqlite:///{tmp_path}/copy.db")
    with SqliteStore(tmp_path / "copy.db") as copy:
        for store in (full, copy):
            store.apply(undoing(store, 7))
            store.apply(undoing(store, 3))
            add(store, people=[{"person_id": "new"}, {"person_id": "unknown"}], reps=[{"rep_id": "gone"}])
        assert {k: v for k, v in everything(copy).items() if k != "imports"} == {
            k: v for k, v in everything(full).items() if k != "imports"
        }
        assert tally_of(copy).differences(tally_of(full)) in ([], ["rows of batches"])


def test_an_empty_store_is_carried(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "empty.db", create=True) as store:
        assert carry(store, f"sqlite:///{tmp_path}/copy.db").version == 0


def test_parts_are_small_whatever_the_size_of_the_store(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "store.db", create=True) as store:
        store.apply(batch("one", 0, people=[{"person_id": f"p{i}"} for i in range(2 * PART + 1)]))
        sizes = store.hand_over(
            lambda content: [len(part.rows) for part in content.parts if part.of == "people"]
        )
        assert sizes == [PART, PART, 1]


def test_progress_ends_with_all_rows_of_both_ends(full: SqliteStore, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    carry(full, f"sqlite:///{tmp_path}/copy.db", progress=lambda *at: told.append(at))
    last = {stage: (done, total) for stage, done, total in told}
    assert list(last) == ["copy", "compare"]
    assert len({count for ended in last.values() for count in ended}) == 1


def test_what_stands_at_the_place_is_kept_unless_it_is_to_be_replaced(
    full: SqliteStore, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/there.db"
    with SqliteStore(tmp_path / "there.db", create=True) as there:
        add(there, people=[{"person_id": "kept"}])
        with pytest.raises(StoreUnavailable, match=r"there\.db exists already; --replace puts the copy"):
            carry(full, url)
        assert there.version() == 1
        carry(full, url, replace=True)
        assert there.version() == 7
    (tmp_path / "text").write_text("hello")
    with pytest.raises(StoreForeign, match="text is not a refgraph store"):
        carry(full, f"sqlite:///{tmp_path}/text", replace=True)
    assert (tmp_path / "text").read_text() == "hello"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE people SET email = 'x'", "people has rows that are not as they were written"),
        ("DELETE FROM knows", "knows has rows that are not as they were written"),
        ("UPDATE people SET ver = 1", "people has a row that is not as it was written"),
        ("UPDATE roles SET account_id = 77", "a row the store cannot hold"),
        ("DELETE FROM batches WHERE version = 3", "has 6 imports"),
    ],
)
def test_a_damaged_store_is_not_carried(full: SqliteStore, tmp_path: Path, change: str, said: str) -> None:
    with connect(tmp_path / "full.db") as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(change)
    with pytest.raises(StoreCorrupt, match=f"what is to be copied is damaged.*{said}"):
        carry(full, f"sqlite:///{tmp_path}/copy.db")
    assert sorted(path.name for path in tmp_path.iterdir() if "wal" not in path.name and "shm" not in path.name) == ["full.db"]  # fmt: skip


def test_a_difference_is_told_by_what_differs(full: SqliteStore) -> None:
    before = tally_of(full)
    assert before.differences(tally_of(full)) == []
    add(full, people=[{"person_id": "new"}])
    assert before.differences(tally_of(full)) == [
        "version 7 and 8", "3 and 4 rows of people", "rows of counters", "7 and 8 rows of batches",
        f"{before.counts['written']} and {before.counts['written'] + 1} rows of written",
    ]  # fmt: skip


def test_a_place_that_cannot_be_written_is_named(full: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"/proc/store\.db cannot be read or written"):
        carry(full, "sqlite:////proc/store.db")
    with pytest.raises(StoreUnavailable, match=r"full\.db is not a folder"):
        carry(full, f"sqlite:///{tmp_path}/full.db/deeper.db")


def test_others_write_while_a_store_is_carried(full: SqliteStore, tmp_path: Path) -> None:
    """What they write is not in the copy, which is of the version it began with."""
    with SqliteStore(tmp_path / "full.db") as other:

        def write(stage: str, done: int, total: int) -> None:
            if stage == "copy" and other.version() == 7:
                add(other, people=[{"person_id": "meanwhile"}])

        assert carry(full, f"sqlite:///{tmp_path}/copy.db", progress=write).version == 7
        assert other.version() == 8
    copy = open_backend(f"sqlite:///{tmp_path}/copy.db")
    assert copy.known("people", [("meanwhile",)]) == {}
    copy.close()
