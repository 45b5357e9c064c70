"""What `refgraph export` writes in a lossless format comes back cell for cell, whatever a store holds."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from refgraph.model.digests import content_digest
from refgraph.service.exporting import export_store
from refgraph.service.workspace import open_store
from tests.bundle_files import newspapers
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import imported
from tests.views.test_export_round_trips import DAY, bundles, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMATS = ("jsonl", "parquet", "node-link", "neo4j-csv")


def comes_back(folder: Path, bundle: Path, file_format: str) -> None:
    """Import a bundle, export the store, read the export as a preset: the rows have the store's digest."""
    path = folder / f"out-{file_format}.json"
    with open_store(f"sqlite:///{folder / f'{file_format}.db'}", create=True) as first:
        first.import_path(bundle, today=DAY)
        exported = export_store(first, path, file_format, as_of=DAY)
    again = MemoryStore()
    planned = imported(path, file_format, again)
    assert planned.outcome in ("accept", "accept_with_warning"), planned.problems
    assert content_digest({name: rows.values() for name, rows in again.rows.items()}) == exported.digest


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_store_with_a_history_comes_back(tmp_path: Path, file_format: str) -> None:
    comes_back(tmp_path, newspapers(tmp_path / "given"), file_format)


@settings(max_examples=2, deadline=None)
@given(bundles)
def test_whatever_a_store_holds_comes_back(bundle: Mapping[str, Sequence[tuple[str, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        given_bundle = write(Path(name) / "given", bundle)
        for file_format in FORMATS:
            comes_back(Path(name), given_bundle, file_format)
