"""Thousands of randomly damaged bundles: never a crash, no row lost, and the store stays sound."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest

from refgraph.service.importing import import_into
from refgraph.service.place import open_port
from refgraph.service.verifying import verify_store
from refgraph.sources.plan import ReadOptions
from tests.sources.edits import damaged, lay_out, valid_bundle
from tests.sources.memory import MemoryStore
from tests.sources.reading import imported, plan

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.sources.plan import ImportPlan

CASES = 2_000
PARTS = 8
OPTIONS = [
    ReadOptions(), ReadOptions(), ReadOptions(), ReadOptions("gb18030"), ReadOptions("cp1252", None, decimal_comma=True),
    ReadOptions(None, "%d/%m/%Y"),
]  # fmt: skip


def bundle(number: int, folder: Path) -> tuple[Path, ReadOptions]:
    rng = random.Random(number)
    return lay_out(damaged(valid_bundle(rng), rng), folder, rng), rng.choice(OPTIONS)


def check(planned: ImportPlan, number: int) -> None:
    is_rejected = any(problem.severity == "error" for problem in planned.problems)
    assert (planned.outcome == "reject") == is_rejected == (not planned.files), number
    assert (planned.outcome == "held") == bool(sum(count.held for count in planned.files.values())), number


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_damaged_bundle_is_imported_by_the_row_law_or_refused_with_a_reason(
    part: int, tmp_path: Path
) -> None:
    outcomes = set()
    for number in range(part, CASES, PARTS):
        path, options = bundle(number, tmp_path / str(number))
        store = MemoryStore()
        planned = imported(path, store, options)
        check(planned, number)
        outcomes.add(planned.outcome)
        if number % 10 == part:
            assert plan(path, store, options).batch is None, number
    assert outcomes == {"accept", "accept_with_warning", "held", "reject"}


def test_undamaged_bundles_are_accepted(tmp_path: Path) -> None:
    for number in range(20):
        rng = random.Random(number)
        files = valid_bundle(rng)
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        planned = plan(folder)
        assert not any(problem.severity in ("held", "error") for problem in planned.problems), (
            planned.problems
        )
        assert sum(count.read for count in planned.files.values()) == sum(
            count.imported + count.merged for count in planned.files.values()
        )


@pytest.mark.slow
def test_a_store_of_damaged_bundles_stays_sound_and_a_second_import_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/s.db"
    store = open_port(url, create=True)
    try:
        for number in range(40):
            path, options = bundle(number, tmp_path / str(number))
            first = import_into(store, path, options=options, today=date(2025, 11, 25))
            again = import_into(store, path, options=options, today=date(2025, 11, 25))
            assert (again.plan.outcome == "reject") == (first.plan.outcome == "reject")
            assert again.plan.batch is None, number
    finally:
        store.close()
    assert verify_store(url).is_sound
