"""One bit of a store's file flipped, anywhere: always found, always said in a sentence."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from refgraph.cli.main import run
from refgraph.errors import StoreCorrupt, StoreError
from refgraph.store.address import open_backend
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.pages import HEADER
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import batch, held_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.facts import Cells

FLIPS = 200
PEOPLE: list[Cells] = [
    {"person_id": f"p{i:04}", "name": f"Person {i}", "email": f"person{i}@example.org"} for i in range(600)
]
EVENTS: list[Cells] = [
    {"event_id": f"e{i}", "kind": "call", "date": "2025-01-01", "person_id": f"p{i:04}", "text": f"about {i}"}
    for i in range(600)
]
CIRCLES: list[Cells] = [{"circle_id": f"c{i}"} for i in range(300)]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A store with current, former, held and deleted rows, and pages nobody uses any more."""
    path = tmp_path_factory.mktemp("sound") / "store.db"
    with SqliteStore(path, create=True) as store:
        held = [held_row(f"raw {i}") for i in range(50)]
        store.apply(batch("first", 0, people=PEOPLE, circles=CIRCLES, held=held))
        renamed: list[Cells] = [{**cells, "name": f"Renamed {i}"} for i, cells in enumerate(PEOPLE[:200])]
        store.apply(batch("second", 1, people=renamed, events=EVENTS))
    with closing(connect(path)) as db:
        # Pages that were used once: nothing SQLite does looks at them.
        db.execute("CREATE TABLE scratch (a)")
        db.execute("INSERT INTO scratch SELECT randomblob(900) FROM people LIMIT 200")
        db.execute("DROP TABLE scratch")
        assert db.execute("PRAGMA freelist_count").get > 20
    return path.read_bytes()


def flipped(content: bytes, bits: Iterator[int]) -> Iterator[tuple[int, bytes]]:
    for bit in bits:
        broken = bytearray(content)
        broken[bit // 8] ^= 1 << bit % 8
        yield bit, bytes(broken)


def verified(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = run(["verify", "--json", "--store", f"sqlite:///{path}"])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, json.loads(out)


def test_every_one_of_random_flipped_bits_is_found(
    sound: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = np.random.default_rng(200)
    path = tmp_path / "store.db"
    path.write_bytes(sound)
    code, document = verified(path, capsys)
    assert (code, document["sound"], document["findings"]) == (0, True, [])
    unseen = []
    for bit, broken in flipped(sound, iter(rng.integers(0, 8 * len(sound), FLIPS).tolist())):
        path.write_bytes(broken)
        code, document = verified(path, capsys)
        error = document["error"]
        if code != 1 or not error["message"] or not error["cure"] or "\n" in error["message"]:
            unseen.append(bit)
    assert unseen == []


def test_every_flipped_bit_of_the_header_is_a_refusal(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    for bit, broken in flipped(sound, iter(range(8 * HEADER))):
        path.write_bytes(broken)
        with pytest.raises(StoreCorrupt, match=r"^[^\n]*store\.db is damaged \([^\n]*\n?$") as caught:
            open_backend(f"sqlite:///{path}").close()
        assert "restore a backup" in caught.value.cure, bit


def test_a_damaged_page_is_named_by_what_it_holds(
    sound: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(sound)
    with closing(connect(path)) as db:
        ((number,),) = db.execute(
            "SELECT max(pageno) FROM dbstat WHERE name = 'history' AND pagetype = 'leaf'"
        )
        free = db.execute("PRAGMA page_count").get
    for page, part in ((number, "it belongs to history"), (free, "unused space, no row is lost")):
        ((_, broken),) = flipped(sound, iter([8 * (4096 * (page - 1) + 2000)]))
        path.write_bytes(broken)
        code, document = verified(path, capsys)
        assert code == 1
        assert document["findings"] == [f"page {page} of the file is not as it was written: {part}"]
        assert document["error"] == {
            "code": "store_corrupt",
            "message": f"sqlite:///{path} is damaged: page {page} of the file is not as it was written: {part}",
            "cure": "stop working on it and restore a backup: refgraph restore BACKUP --replace; without one: "
            "every row is whole, export them (--format csv) and import that into a new store",
        }


def test_reading_a_damaged_page_is_never_an_answer(sound: bytes, tmp_path: Path) -> None:
    """A flip in a value SQLite would hand out: what is asked of it fails, and says that the file is damaged."""
    path = tmp_path / "store.db"
    at = sound.index(b"person599@example.org")
    ((_, broken),) = flipped(sound, iter([8 * at]))
    path.write_bytes(broken)
    with SqliteStore(path) as store:
        for ask in (store.snapshot, store.digest, lambda: store.known("people", [("p0599",)])):
            with pytest.raises(StoreCorrupt, match="a page of it is not as it was written"):
                ask()
        with pytest.raises(StoreError, match="a page of it is not as it was written"):
            store.backup(str(tmp_path / "copy.db"))
        assert not (tmp_path / "copy.db").exists()


def test_the_import_whose_rows_are_damaged_is_named(
    sound: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Person 599 came with the first batch, and no later one changed it."""
    path = tmp_path / "store.db"
    ((_, broken),) = flipped(sound, iter([8 * sound.index(b"person599@example.org")]))
    path.write_bytes(broken)
    _, document = verified(path, capsys)
    assert [(one["import_id"], one["rows"], one["sound"]) for one in document["imports"]] == [
        ("first", 600 - 200 + 300, False),
        ("second", 200 + 600, True),
    ]
    assert document["error"]["cure"].endswith("import again into a new store what is damaged: folder")
    assert (document["sound"], document["digest"], document["version"]) == (False, None, 2)


def test_what_a_sound_store_answers(sound: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(sound)
    code, document = verified(path, capsys)
    with SqliteStore(path) as store:
        digests = {one.batch_id: one.digest for one in store.imports()}
        applied_at = store.imports()[0].applied_at
        assert document["digest"] == store.digest()
    assert (code, document["store"], document["version"]) == (0, f"sqlite:///{path}", 2)
    assert (document["sound"], document["findings"], document["remarks"]) == (True, [], [])
    assert "error" not in document
    assert document["imports"][0] == {
        "import_id": "first", "version": 1, "source": "folder", "applied_at": applied_at, "by": None,
        "digest": digests["first"], "rows": 700, "sound": True,
    }  # fmt: skip
    assert run(["verify", "--store", f"sqlite:///{path}"]) == 0
    said = f"sqlite:///{path} is sound: version 2, 2 imports, digest {document['digest']}\n"
    assert capsys.readouterr().out == said
