"""A whole store goes to a server and back, or is refused and leaves what is there alone."""

from __future__ import annotations

from dataclasses import replace as replaced
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import StoreBusy, StoreCorrupt, StoreForeign, StoreMissing, StoreUnavailable
from refgraph.service.demo import seed_folder
from refgraph.service.importing import import_bundle
from refgraph.sources.plan import ReadOptions
from refgraph.store.address import open_backend, restore_backend
from refgraph.store.carrying import carry
from refgraph.store.neo4j.connection import Server as Connected
from refgraph.store.neo4j.loading import load_server
from refgraph.store.neo4j.place import place_of
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.store import SqliteStore
from refgraph.store.transfer import PART, Content, Part, Tally
from tests.real.bundles import meetup
from tests.seed.network import TODAY
from tests.shared_data import needs_shared_data
from tests.store.batches import add, batch
from tests.store.full import everything, fill, tally_of
from tests.store.test_contract_undo import undoing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.neo4j.server import Server


@pytest.fixture
def full(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "full.db", create=True) as store:
        fill(store)
        yield store


def test_there_and_back_everything_is_as_it_was(full: SqliteStore, url: str, tmp_path: Path) -> None:
    carry(full, url)
    there = open_backend(url)
    carry(there, f"sqlite:///{tmp_path}/back.db")
    expected = everything(full)
    assert everything(there) == expected
    with SqliteStore(tmp_path / "back.db") as back:
        assert everything(back) == expected
        assert tally_of(back).differences(tally_of(full)) == []
        assert there.search("liang") == back.search("liang") == full.search("liang") != []
        assert len({store.state()[0] for store in (full, there, back)}) == 3
    there.close()


def test_a_copy_is_written_to_as_its_original(full: SqliteStore, url: str) -> None:
    carry(full, url)
    there = open_backend(url)
    for store in (full, there):
        store.apply(undoing(store, 7))
        store.apply(undoing(store, 3))
        add(store, people=[{"person_id": "new"}, {"person_id": "unknown"}], reps=[{"rep_id": "gone"}])
    found, expected = everything(there), everything(full)
    assert found["rows"] == expected["rows"]
    assert found["history"] == expected["history"]
    assert found["written"] == expected["written"]
    assert found["held"] == expected["held"]
    assert found["damage"] == []
    there.close()


def test_the_demo_network_goes_both_ways(url: str, tmp_path: Path) -> None:
    first = f"sqlite:///{tmp_path}/first.db"
    import_bundle(first, seed_folder(), options=ReadOptions(), today=date.fromisoformat(TODAY))
    _goes_both_ways(first, url, f"sqlite:///{tmp_path}/back.db")


@needs_shared_data
def test_the_clubs_of_nashville_go_both_ways(url: str, tmp_path: Path) -> None:
    first = f"sqlite:///{tmp_path}/first.db"
    import_bundle(first, meetup(tmp_path / "meetup"), options=ReadOptions(), today=date.fromisoformat(TODAY))
    _goes_both_ways(first, url, f"sqlite:///{tmp_path}/back.db")


def _goes_both_ways(first: str, url: str, last: str) -> None:
    stores = [open_backend(first)]
    for address in (url, last):
        carry(stores[-1], address)
        stores.append(open_backend(address))
    assert len({store.digest() for store in stores}) == 1
    assert stores[0].imports() == stores[1].imports() == stores[2].imports()
    assert stores[0].info().counts == stores[1].info().counts == stores[2].info().counts
    assert [store.check() for store in stores] == [[], [], []]
    for store in stores:
        store.close()


def test_more_rows_than_a_transaction_has_arrive_once(url: str, tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "store.db", create=True) as store:
        ids = [f"p{i:05}" for i in range(4 * PART + 7)]
        ties = [{"person_a": one, "person_b": other} for one, other in pairwise(ids)]
        store.apply(batch("one", 0, people=[{"person_id": key} for key in ids], knows=ties))
        assert carry(store, url).counts["knows"] == 4 * PART + 6


def test_a_store_that_is_there_is_kept_unless_it_is_to_be_replaced(full: SqliteStore, url: str) -> None:
    there = open_backend(url, create=True)
    identity = there.state()
    with pytest.raises(StoreUnavailable, match="has a store already; --replace puts the copy in its place"):
        carry(full, url)
    assert there.state() == identity
    carry(full, url, replace=True)
    carry(full, url, replace=True)
    assert everything(there) == everything(full)
    there.close()


def test_what_is_not_refgraphs_is_refused_or_left_alone(
    full: SqliteStore, url: str, neo4j_server: Server
) -> None:
    neo4j_server.run("CREATE (:Person {name: 'somebody'})-[:OWNS]->(:Boat)")
    for replace in (False, True):
        with pytest.raises(StoreForeign, match="has 1 Person nodes that are not refgraph's"):
            carry(full, url, replace=replace)
    neo4j_server.run("MATCH (p:Person) DETACH DELETE p")
    carry(full, url)
    carry(full, url, replace=True)
    assert neo4j_server.run("MATCH (b:Boat) RETURN count(b) AS boats") == [{"boats": 1}]


class Cut(Exception):
    """Ends a copy midway."""


def cut_off(store: SqliteStore, url: str, *, after: int, replace: bool = False) -> None:
    """Copy so many parts of a store, and then no more."""

    def some(parts: Iterator[Part]) -> Iterator[Part]:
        for _, part in zip(range(after), parts, strict=False):
            yield part
        raise Cut

    def take(content: Content) -> None:
        with Connected(place_of(url)) as server:
            load_server(server, replaced(content, parts=some(content.parts)), replace=replace)

    with pytest.raises(Cut):
        store.hand_over(take)


@pytest.mark.parametrize("after", [0, 5, 12])
def test_a_copy_that_was_cut_off_is_refused_until_it_is_made_again(
    full: SqliteStore, url: str, after: int
) -> None:
    cut_off(full, url, after=after)
    with pytest.raises(StoreMissing, match="did not arrive whole; copy or restore it again with --replace"):
        open_backend(url)
    with pytest.raises(StoreMissing, match="did not arrive whole"):
        open_backend(url, create=True)
    with pytest.raises(StoreUnavailable, match="--replace"):
        carry(full, url)
    carry(full, url, replace=True)
    there = open_backend(url)
    assert everything(there) == everything(full)
    there.close()


def test_nobody_writes_to_a_store_that_is_being_replaced(full: SqliteStore, url: str) -> None:
    there = open_backend(url, create=True)
    cut_off(full, url, after=9, replace=True)
    with pytest.raises(StoreUnavailable, match="has not arrived whole"):
        there.apply(batch("meanwhile", 0, people=[{"person_id": "cy"}]))
    carry(full, url, replace=True)
    assert there.version() == 7
    assert there.known("people", [("cy",)]) == {}
    there.close()


def test_of_two_copies_to_one_place_the_later_wins(full: SqliteStore, url: str, tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "other.db", create=True) as other:
        add(other, people=[{"person_id": "other"}])

        def overtaken(parts: Iterator[Part]) -> Iterator[Part]:
            yield next(parts)
            yield next(parts)
            carry(other, url, replace=True)
            yield from parts

        def take(content: Content) -> None:
            with Connected(place_of(url)) as server:
                load_server(server, replaced(content, parts=overtaken(content.parts)))

        with pytest.raises(StoreBusy, match="another process is copying into"):
            full.hand_over(take)
        there = open_backend(url)
        assert there.digest() == other.digest()
        there.close()


def test_others_write_to_a_server_while_its_store_is_copied(full: SqliteStore, url: str) -> None:
    """What was read before is read again; the third time they wait."""
    carry(full, url)
    there, other = open_backend(url), open_backend(url)
    versions: list[int] = []

    def take(content: Content) -> Tally:
        versions.append(content.version)
        tally = Tally()
        for number, _ in enumerate(tally.counting(content).parts):
            if number == 0 and len(versions) < 3:
                add(other, people=[{"person_id": f"meanwhile {content.version}"}])
        return tally

    tally = there.hand_over(take)
    assert versions == [7, 8, 9]
    assert tally.digest == there.digest()
    there.close()
    other.close()


def test_a_damaged_store_is_not_copied_to_a_server(full: SqliteStore, url: str, tmp_path: Path) -> None:
    with connect(tmp_path / "full.db") as db:
        db.execute("UPDATE people SET email = 'x'")
    with pytest.raises(StoreCorrupt, match="people has rows that are not as they were written"):
        carry(full, url)
    with pytest.raises(StoreMissing, match="did not arrive whole"):
        open_backend(url)


def test_a_backup_of_a_server_is_one_file_that_can_be_restored_anywhere(
    full: SqliteStore, url: str, tmp_path: Path
) -> None:
    carry(full, url)
    there = open_backend(url)
    (tmp_path / "safe").mkdir()
    there.backup(str(tmp_path / "safe" / "backup"))
    assert [path.name for path in (tmp_path / "safe").iterdir()] == ["backup"]
    add(there, people=[{"person_id": "later"}])
    with pytest.raises(StoreUnavailable, match="has a store already"):
        restore_backend(tmp_path / "safe" / "backup", url)
    restore_backend(tmp_path / "safe" / "backup", url, replace=True)
    restore_backend(tmp_path / "safe" / "backup", f"sqlite:///{tmp_path}/restored.db")
    assert [path.name for path in (tmp_path / "safe").iterdir()] == ["backup"]
    with SqliteStore(tmp_path / "restored.db") as restored:
        assert everything(restored) == everything(there) == everything(full)
    there.close()


def test_a_backup_that_cannot_be_written_is_not_there(full: SqliteStore, url: str, tmp_path: Path) -> None:
    carry(full, url)
    there = open_backend(url)
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(StoreUnavailable, match="taken exists already; name a file that does not exist"):
        there.backup(str(tmp_path / "taken"))
    with pytest.raises(StoreUnavailable, match=r"/proc/backup cannot be read or written"):
        there.backup("/proc/backup")
    with pytest.raises(StoreUnavailable, match="nowhere/backup cannot be read or written"):
        there.backup(str(tmp_path / "nowhere" / "backup"))
    assert (tmp_path / "taken").read_text() == "mine"
    there.close()
