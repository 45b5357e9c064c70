"""What every backend keeps: fits on the user's own outcomes come with a batch, and go when that is taken back."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import BatchConflict
from refgraph.model.batch import Applied, Batch
from refgraph.store.port import KeptFit
from tests.store.batches import rows
from tests.store.test_contract_undo import undoing

if TYPE_CHECKING:
    from refgraph.store.port import Store

NOW = "2026-01-01T12:30:15+00:00"
"""`conftest.NOW`, by which every test store stamps its imports."""
RATES = json.dumps({"rates": {"knows": 0.1}, "by": "李明朗 𠮷"}, ensure_ascii=False)


def fitted(document: str | None, at: int, **tables: list[dict[str, str]]) -> Batch:
    return Batch(f"fit {at}", "fit", at, rows(**tables), fit=document)


def test_fits_are_told_oldest_first_with_the_version_and_time_of_their_batch(store: Store) -> None:
    assert store.fits() == []
    for document, tables in ((RATES, {}), (None, {"people": [{"person_id": "ann"}]}), ("", {})):
        store.apply(fitted(document, store.version(), **tables))
    store.apply(fitted("{}", 3, people=[{"person_id": "bob"}]))
    assert store.fits() == [KeptFit(1, NOW, RATES), KeptFit(3, NOW, ""), KeptFit(4, NOW, "{}")]
    assert (store.version(), store.info().counts["people"], store.check()) == (4, 2, [])


def test_a_fit_goes_with_its_import_and_comes_again_with_it(store: Store) -> None:
    store.apply(fitted(RATES, 0))
    store.apply(fitted("{}", 1))
    store.apply(undoing(store, 2))
    assert store.fits() == [KeptFit(1, NOW, RATES)]
    store.apply(undoing(store, 3))
    assert store.fits() == [KeptFit(1, NOW, RATES), KeptFit(2, NOW, "{}")]
    assert store.written(1).later == []


def test_a_fit_that_comes_again_is_kept_once_and_another_one_is_another_batch(store: Store) -> None:
    for _ in range(2):
        assert store.apply(fitted(RATES, 0)) == Applied("fit 0", 1)
    for other in ("", None):
        with pytest.raises(BatchConflict, match="batch 'fit 0' was applied before with other content"):
            store.apply(fitted(other, 0))
    assert store.fits() == [KeptFit(1, NOW, RATES)]


def test_a_batch_without_a_fit_has_the_digest_of_what_it_writes_alone() -> None:
    """Eight lists say what a batch writes, the fit is the ninth: without one, what is there already stays known."""
    nothing = hashlib.sha256(b"[]").hexdigest()
    parts: list[object] = [nothing, [0, "0" * 32], nothing, [], [], [], [], None]

    def digest(said: list[object]) -> str:
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    assert fitted(None, 0).digest == digest(parts)
    assert fitted("", 0).digest == digest([*parts, ""])
    assert fitted("{}", 0).digest == digest([*parts, "{}"])
