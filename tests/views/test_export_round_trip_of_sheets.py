"""What a workbook and a download hold comes back too."""

from __future__ import annotations

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from refgraph.model.digests import content_digest
from refgraph.service.exporting import STORE_FORMATS, export_bytes, export_store
from refgraph.service.workspace import open_store
from tests.bundle_files import newspapers
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import imported
from tests.views.test_export_round_trips import DAY, bundles, digest_of, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@settings(max_examples=3, deadline=None)
@given(bundles)
def test_whatever_a_store_holds_comes_back_from_a_workbook(
    bundle: Mapping[str, Sequence[tuple[str, ...]]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_store(f"sqlite:///{folder / 'first.db'}", create=True) as first:
            first.import_path(write(folder / "given", bundle), today=DAY)
            exported = export_store(first, folder / "out.xlsx", "xlsx", as_of=DAY)
        again = MemoryStore()
        planned = imported(folder / "out.xlsx", "excel", again)
        assert planned.outcome in ("accept", "accept_with_warning"), planned.problems
        assert content_digest({name: rows.values() for name, rows in again.rows.items()}) == exported.digest


@pytest.mark.parametrize("file_format", STORE_FORMATS)
def test_a_download_is_one_file_or_a_zip_of_the_folder(tmp_path: Path, file_format: str) -> None:
    with open_store(f"sqlite:///{tmp_path / 'store.db'}", create=True) as store:
        store.import_path(newspapers(tmp_path / "given"), today=DAY)
        name, data = export_bytes(store, file_format, as_of=DAY)
        done = export_store(store, tmp_path / "out", file_format, as_of=DAY)
    assert name.startswith(f"refgraph-2026-01-01-{file_format}.")
    if name.endswith(".zip"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            assert sorted(archive.namelist()) == sorted(done.files)
    elif file_format != "xlsx":
        assert data == (tmp_path / "out").read_bytes()


def test_a_download_imports_as_it_is(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'store.db'}", create=True) as store:
        store.import_path(newspapers(tmp_path / "given"), today=DAY)
        name, data = export_bytes(store, "csv", as_of=DAY)
        digest = digest_of(store)
    (tmp_path / name).write_bytes(data)
    with open_store(f"sqlite:///{tmp_path / 'again.db'}", create=True) as again:
        again.import_path(tmp_path / name, today=DAY)
        assert digest_of(again) == digest
