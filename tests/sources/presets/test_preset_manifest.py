"""Every preset case of the shared manifest leads to the outcome the manifest states."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.shared_data import DATA, needs_shared_data
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import imported

if TYPE_CHECKING:
    from pathlib import Path

BADINPUTS = DATA / "badinputs"
SEVERITY = {"accept_with_warning": "warning", "reject_file": "error", "quarantine_rows": "held"}

pytestmark = needs_shared_data


@dataclass(frozen=True)
class Case:
    """One row of the manifest."""

    file: str
    preset: str
    expected: str
    keyword: str

    @property
    def path(self) -> Path:
        """The file."""
        return BADINPUTS / self.file


def manifest() -> list[Case]:
    """The cases of presets."""
    if not BADINPUTS.exists():
        return []
    with (BADINPUTS / "manifest.csv").open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if "/" in row["entity"]]
    return [Case(r["file"], r["entity"].split("/")[0], r["expected"], r["keyword"]) for r in rows]


every_case = pytest.mark.parametrize("case", manifest(), ids=lambda case: case.file.removeprefix("files/"))


def test_the_manifest_has_nine_preset_cases() -> None:
    assert len(manifest()) == 9


@every_case
def test_outcome_count_and_keyword_are_those_of_the_manifest(case: Case) -> None:
    planned = imported(case.path, case.preset, MemoryStore())
    expected, _, count = case.expected.partition(":")
    outcome = {"reject_file": "reject", "quarantine_rows": "held"}.get(expected, expected)
    assert planned.outcome == outcome, planned.problems
    assert sum(file.held for file in planned.files.values()) == int(count or 0)
    if expected == "accept":
        assert list(planned.problems) == []
        return
    told = [problem for problem in planned.problems if problem.severity == SEVERITY[expected]]
    assert any(case.keyword in f"{problem.code} {problem.message}" for problem in told), told
    if expected == "quarantine_rows":
        assert planned.batch is not None
        assert all(case.keyword in held.reason and held.raw and held.row > 1 for held in planned.batch.held)


@every_case
def test_a_second_import_changes_nothing(case: Case) -> None:
    store = MemoryStore()
    first = imported(case.path, case.preset, store)
    rows = {name: dict(found) for name, found in store.rows.items()}
    second = imported(case.path, case.preset, store)
    assert (second.batch, store.rows) == (None, rows)
    assert [count.read for count in second.files.values()] == [count.read for count in first.files.values()]
    assert sum(count.imported for count in second.files.values()) == 0
