"""A sidecar gives the columns it was written from, or nothing at all."""

from __future__ import annotations

from stat import S_IMODE
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from refgraph.model.arrow import ArrowCells
from refgraph.model.columns import Columns, columns_of
from refgraph.model.tables import TABLES
from refgraph.store import sidecar
from tests.facts import columns
from tests.snapshot.bundles import bundle
from tests.snapshot.laid import in_pieces, laid, plain, sharing_ids
from tests.store.batches import table_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOME = columns(
    people=[{"person_id": "ann", "name": "Ann"}, {"person_id": "bob", "email": "b@example.com"}],
    knows=[{"person_a": "ann", "person_b": "bob", "strength": 0.5, "since": "2024-01-01"}],
    events=[{"event_id": "e", "kind": "call", "date": "2025-01-01", "person_id": "ann", "text": "谢谢\n"}],
)


def at_version(version: int, found: Columns = SOME, store_uuid: str = "store") -> Columns:
    return Columns(store_uuid, version, found.tables)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my [store].db"


def written(path: Path, version: int = 3) -> Path:
    assert sidecar.write(path, at_version(version, sharing_ids(SOME)))
    return path.with_name(f"{path.name}.columns-{version}")


def assert_same(found: Columns | None, expected: Columns) -> None:
    assert found is not None
    assert (found.store_uuid, found.version) == (expected.store_uuid, expected.version)
    for name in TABLES:
        assert list(found.tables[name]) == [column.name for column in TABLES[name].columns]
        assert table_rows(found, name) == table_rows(expected, name)


@pytest.mark.parametrize(
    "lay", [sharing_ids, laid, lambda c: laid(c, plain), lambda c: laid(c, in_pieces), lambda c: c]
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 2**32 - 1))
def test_columns_come_out_as_they_went_in(path: Path, lay: Callable[[Columns], Columns], number: int) -> None:
    expected = at_version(7, columns(**bundle(np.random.default_rng(number))))
    assert sidecar.write(path, at_version(7, lay(expected)))
    assert_same(sidecar.read(path, "store", 7), expected)


def test_a_store_without_rows_has_a_sidecar_too(path: Path) -> None:
    assert sidecar.write(path, columns_of({}, store_uuid="store", version=0))
    assert_same(sidecar.read(path, "store", 0), columns_of({}, store_uuid="store", version=0))


@pytest.mark.parametrize("lay", [sharing_ids, laid])
def test_references_share_the_ids_they_point_to(path: Path, lay: Callable[[Columns], Columns]) -> None:
    assert sidecar.write(path, at_version(3, lay(SOME)))
    found = sidecar.read(path, "store", 3)
    assert found is not None
    known, ids = found.tables["knows"]["person_a"], found.tables["people"]["person_id"]
    assert isinstance(known, ArrowCells)
    assert isinstance(ids, ArrowCells)
    assert known.array.dictionary.buffers()[2].address == ids.array.buffers()[2].address


def test_only_the_latest_one_is_kept(path: Path) -> None:
    written(path, 3)
    written(path, 12)
    left = path.with_name(f".{path.name}.columns-12.{'0' * 32}")
    left.touch()
    others = [path, path.with_name("other.db.columns-1"), path.with_name(f"{path.name}.columns-1.bak")]
    for other in others:
        other.touch()
    written(path, 13)
    assert set(path.parent.iterdir()) == {*others, path.with_name(f"{path.name}.columns-13")}


def test_only_who_may_read_the_store_may_read_the_sidecar(path: Path) -> None:
    path.touch()
    for mode in (0o600, 0o640):
        path.chmod(mode)
        assert S_IMODE(written(path).stat().st_mode) == mode
    path.unlink()
    assert S_IMODE(written(path).stat().st_mode) == 0o600


def test_an_earlier_version_is_given_and_says_so(path: Path) -> None:
    written(path, 3)
    assert sidecar.read(path, "store", 2) is None
    found = sidecar.read(path, "store", 5)
    assert found is not None
    assert found.version == 3


def test_the_sidecar_of_another_store_is_not_used(path: Path) -> None:
    written(path)
    assert sidecar.read(path, "restored", 3) is None


def test_a_sidecar_under_another_version_is_not_used(path: Path) -> None:
    written(path).rename(path.with_name(f"{path.name}.columns-4"))
    assert sidecar.read(path, "store", 4) is None


@pytest.mark.parametrize("ending", ["columns-x", "columns-", "columns--3", "columns-٣", "columns-3 "])
def test_other_files_beside_the_store_are_left_alone(path: Path, ending: str) -> None:
    written(path).rename(path.with_name(f"{path.name}.{ending}"))
    assert sidecar.read(path, "store", 3) is None
    sidecar.remove(path)
    assert path.with_name(f"{path.name}.{ending}").exists()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_is_never_seen_in_the_answer(path: Path, share: float, bit: int) -> None:
    file = written(path)
    damaged = bytearray(file.read_bytes())
    damaged[int(share * len(damaged))] ^= 1 << bit
    file.write_bytes(damaged)
    found = sidecar.read(path, "store", 3)
    # Between the tables lie a few bytes that nobody reads.
    if found is not None:
        assert_same(found, at_version(3))


def test_most_of_a_sidecar_is_guarded(path: Path) -> None:
    file = written(path)
    whole = file.read_bytes()
    used = 0
    for at in range(0, len(whole), 97):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        used += sidecar.read(path, "store", 3) is not None
    assert used < len(whole) / 97 / 10


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_sidecar_that_breaks_off_is_not_used(path: Path, share: float) -> None:
    file = written(path)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(share * len(whole))])
    assert sidecar.read(path, "store", 3) is None


@pytest.mark.parametrize("content", [b"", b"x", b"RGCOLS\r\n", b"\0" * 4096, b"SQLite format 3\0" * 9])
def test_a_foreign_file_is_not_used(path: Path, content: bytes) -> None:
    written(path).write_bytes(content)
    assert sidecar.read(path, "store", 3) is None


def test_something_behind_or_between_makes_it_another_file(path: Path) -> None:
    file = written(path)
    whole = file.read_bytes()
    for content in (whole + b"\0", b"\0" + whole, whole + whole):
        file.write_bytes(content)
        assert sidecar.read(path, "store", 3) is None


def test_a_folder_in_its_place_is_not_used(path: Path) -> None:
    path.with_name(f"{path.name}.columns-3").mkdir()
    assert sidecar.read(path, "store", 3) is None
    assert not sidecar.write(path, at_version(3))
    assert [file.name for file in path.parent.iterdir()] == [f"{path.name}.columns-3"]


def test_without_a_folder_there_is_none(path: Path) -> None:
    nowhere = path.parent / "gone" / path.name
    assert not sidecar.write(nowhere, at_version(3))
    assert sidecar.read(nowhere, "store", 3) is None


def test_what_is_in_use_goes_on_when_the_file_is_removed(path: Path) -> None:
    written(path)
    found = sidecar.read(path, "store", 3)
    sidecar.remove(path)
    assert list(path.parent.iterdir()) == []
    assert_same(found, at_version(3))
    sidecar.remove(path)


def test_what_is_erased_is_overwritten_first(path: Path) -> None:
    file = written(path)
    another_name = path.with_name("linked")
    another_name.hardlink_to(file)
    length = file.stat().st_size
    sidecar.remove(path, overwrite=True)
    assert not file.exists()
    assert another_name.read_bytes() == bytes(length)
