"""Files are read a piece at a time, and what changes meanwhile is not trusted."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from refgraph.sources.refusal import Refused
from refgraph.sources.streams import STEP, Budget, Gzipped, Hashed, PlainFile, Text, first_bytes
from tests.sources.memory import MemoryStore
from tests.sources.reading import imported, plan, write

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b"x" * (STEP + 1))
    pieces = PlainFile.at(path).pieces()
    assert len(next(pieces)) == STEP
    path.write_bytes(b"y" * (STEP + 2))
    with pytest.raises(
        Refused, match=r"people\.csv: the file changed while it was read; wait until it is written"
    ):
        list(pieces)


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b"x")
    found = PlainFile.at(path)
    path.unlink()
    with pytest.raises(Refused, match=r"people\.csv: the file cannot be read"):
        list(found.pieces())


def test_reading_packed_data_twice_counts_once_against_what_may_be_unpacked() -> None:
    budget = Budget(10)
    found = Gzipped(Text(gzip.compress(b"12345678")), "a.csv.gz", budget)
    assert [b"".join(found.pieces()) for _ in range(2)] == [b"12345678"] * 2
    with pytest.raises(Refused, match="too large"):
        list(Gzipped(Text(gzip.compress(b"123")), "b.csv.gz", budget).pieces())


def test_the_digest_is_that_of_what_was_read_whole() -> None:
    content = Hashed(Text(b"abc"))
    nothing = content.digest()
    assert first_bytes(content.pieces(), 2) == b"ab"
    assert content.digest() == nothing
    assert b"".join(content.pieces()) == b"abc"
    assert content.digest() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_rows_held_late_keep_their_text_in_every_encoding(tmp_path: Path) -> None:
    text = 'person_a,person_b,kind\r\np1,p9,"Zoë, ""王芳""\r\nof old"\r\np1,p2,x\r\np8,p1,y\r\n'
    people = b"person_id,name\np1,A\np2,B\n"
    for number, data in enumerate(
        [text.encode(), text.encode("utf-8-sig"), text.encode("utf-16"), gzip.compress(text.encode())]
    ):
        store = MemoryStore()
        imported(write(tmp_path / str(number), people=people, knows=data), store)
        assert sorted((row.row, row.raw) for row in store.held.values()) == [
            (2, 'p1,p9,"Zoë, ""王芳""\r\nof old"'), (4, "p8,p1,y"),
        ]  # fmt: skip


def test_progress_tells_bytes_read_and_never_more_than_there_are(tmp_path: Path) -> None:
    from refgraph.sources.plan import ReadOptions, plan_import
    from tests.sources.reading import TODAY

    told: list[tuple[str, int, int]] = []
    folder = write(tmp_path, people="person_id,name\np1,A", circles="circle_id,name\nc1,C")
    plan_import(
        folder, MemoryStore(), options=ReadOptions(), today=TODAY,
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )  # fmt: skip
    assert plan(folder).outcome == "accept"
    size = sum(file.stat().st_size for file in folder.iterdir())
    assert [(done, total) for stage, done, total in told if stage == "read"][-1] == (size, size)
    assert all(done <= total for _, done, total in told)
    assert told[-1] == ("check", 4, 4)
