"""Every broken file of the shared manifest leads to the outcome the manifest states."""

from __future__ import annotations

import csv
import io
import random
import shlex
import shutil
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from refgraph.model.tables import TABLES
from refgraph.sources.plan import ReadOptions
from tests.shared_data import DATA, needs_shared_data
from tests.sources.memory import MemoryStore
from tests.sources.reading import imported, plan

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.sources.planned import ImportPlan

BADINPUTS = DATA / "badinputs"
SEVERITY = {"accept_with_warning": "warning", "reject_file": "error", "quarantine_rows": "held"}

pytestmark = needs_shared_data


@dataclass(frozen=True)
class Case:
    """One row of the manifest."""

    file: str
    entity: str
    expected: str
    keyword: str
    args: str

    @property
    def options(self) -> ReadOptions:
        """The command line's options."""
        words = shlex.split(self.args)
        named = dict(zip(words[::2], words[1::2], strict=True))
        return ReadOptions(
            named.get("--encoding"), named.get("--date-format"), named.get("--decimal") == "comma"
        )

    @property
    def is_of_folder_format(self) -> bool:
        """Whether the folder format is asked; other formats (`linkedin/…`) need presets, `big/` is made on demand."""
        return "/" not in self.entity and not self.file.startswith("big/")

    def bundle(self, folder: Path) -> Path:
        """Lay out what is imported: the valid bundle with one file replaced, or the file itself."""
        if self.entity not in TABLES:
            return BADINPUTS / self.file
        bundle = folder / "bundle"
        shutil.copytree(BADINPUTS / "base", bundle)
        (bundle / f"{self.entity}.csv").unlink()
        name = f"{self.entity}.csv.gz" if self.file.endswith(".gz") else f"{self.entity}.csv"
        shutil.copy(BADINPUTS / self.file, bundle / name)
        return bundle


def manifest() -> list[Case]:
    """The cases of the manifest that are of the folder format."""
    if not BADINPUTS.exists():
        return []
    with (BADINPUTS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cases = [Case(r["file"], r["entity"], r["expected"], r["keyword"], r["args"]) for r in rows]
    return [case for case in cases if case.is_of_folder_format]


every_case = pytest.mark.parametrize(
    "case", manifest(), ids=lambda c: f"{c.file}{c.args}".replace("files/", "")
)

every_table_case = pytest.mark.parametrize(
    "case",
    [case for case in manifest() if case.entity in TABLES],
    ids=lambda c: f"{c.file}{c.args}".replace("files/", ""),
)


def test_the_valid_bundle_is_accepted_without_a_warning() -> None:
    planned = plan(BADINPUTS / "base")
    assert (planned.outcome, planned.problems) == ("accept", [])


def test_the_manifest_is_read_whole() -> None:
    assert len(manifest()) == 124


@every_case
def test_outcome_count_and_keyword_are_those_of_the_manifest(case: Case, tmp_path: Path) -> None:
    planned = imported(case.bundle(tmp_path), MemoryStore(), case.options)
    expected, _, count = case.expected.partition(":")
    outcome = {"reject_file": "reject", "quarantine_rows": "held"}.get(expected, expected)
    assert planned.outcome == outcome, planned.problems
    assert sum(file.held for file in planned.files.values()) == int(count or 0)
    if expected == "accept":
        assert planned.problems == []
    else:
        assert_keyword_is_told(planned, SEVERITY[expected], case.keyword)


def assert_keyword_is_told(planned: ImportPlan, severity: str, keyword: str) -> None:
    """One problem at least, and every held row, speaks of the keyword."""
    told = [problem for problem in planned.problems if problem.severity == severity]
    assert any(keyword in f"{problem.code} {problem.message}" for problem in told), told
    if severity == "held":
        assert planned.batch is not None
        assert all(keyword in held.reason and held.raw and held.row > 1 for held in planned.batch.held)
    if severity == "error":
        assert (planned.files, planned.batch) == ({}, None)


@every_case
def test_a_second_import_changes_nothing(case: Case, tmp_path: Path) -> None:
    store = MemoryStore()
    bundle = case.bundle(tmp_path)
    first = imported(bundle, store, case.options)
    rows = {name: dict(found) for name, found in store.rows.items()}
    second = imported(bundle, store, case.options)
    assert second.batch is None
    assert store.rows == rows
    assert [count.read for count in second.files.values()] == [count.read for count in first.files.values()]
    assert sum(count.imported for count in second.files.values()) == 0


@every_table_case
def test_the_order_of_files_and_of_other_rows_does_not_matter(case: Case, tmp_path: Path) -> None:
    bundle = case.bundle(tmp_path)
    one, other = MemoryStore(), MemoryStore()
    first = imported(bundle, one, case.options)
    for name in TABLES:
        if name != case.entity:
            shuffle(bundle / f"{name}.csv")
    second = imported(packed_backwards(bundle, tmp_path / "bundle.zip"), other, case.options)
    assert (second.outcome, second.files) == (first.outcome, first.files)
    assert other.rows == one.rows
    assert set(other.held) == set(one.held)


def packed_backwards(folder: Path, archive: Path) -> Path:
    """Zip a folder, its last file first."""
    with zipfile.ZipFile(archive, "w") as out:
        for file in sorted(folder.iterdir(), reverse=True):
            out.write(file, f"export/{file.name}")
    return archive


def shuffle(file: Path) -> None:
    """Write a file's rows in another order."""
    header, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
    random.Random(7).shuffle(rows)
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])
