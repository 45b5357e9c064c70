"""The big files of the manifest, through the command line: outcome, count, keyword, and bounded memory."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.shared_data import DATA, needs_shared_data

if TYPE_CHECKING:
    from pathlib import Path

BADINPUTS = DATA / "badinputs"
COMPANIONS = {
    "b03_circle_100k_members.csv": {"people": "b03_100k_people.csv"},
    "b04_person_5000_circles.csv": {"circles": "b04_5000_circles.csv"},
    "b07_hub_100k_ties.csv": {"people": "b03_100k_people.csv"},
}
MOST_MB = 600
MOST_MB_OF_A_BOMB = 100
LONGEST_S = 240
"""Four times what a quiet machine may take."""
CHILD = """
import json, resource, subprocess, sys
ran = subprocess.run(sys.argv[1:], capture_output=True, text=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(json.dumps([ran.returncode, ran.stdout, ran.stderr, peak]))
"""
"""Runs one command and tells the peak of its memory alone."""

pytestmark = [needs_shared_data, pytest.mark.slow]


@dataclass(frozen=True)
class Case:
    """One big file."""

    name: str
    entity: str
    expected: str
    keyword: str


def cases() -> list[Case]:
    if not BADINPUTS.exists():
        return []
    with (BADINPUTS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["file"].startswith("big/")]
    return [
        Case(row["file"].removeprefix("big/"), row["entity"], row["expected"], row["keyword"]) for row in rows
    ]


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([sys.executable, BADINPUTS / "make_big.py", folder], check=True)
    return folder / "big"


def laid_out(case: Case, big: Path, folder: Path) -> Path:
    """The valid bundle with one file replaced, and those that go with it."""
    if case.entity == "bundle":
        return big / case.name
    files = {file.stem: file for file in (BADINPUTS / "base").iterdir()}
    files |= {entity: big / name for entity, name in COMPANIONS.get(case.name, {}).items()}
    files[case.entity] = big / case.name
    folder.mkdir()
    for entity, file in files.items():
        shutil.copy(file, folder / f"{entity}.csv{'.gz' if file.suffix == '.gz' else ''}")
    return folder


def test_all_big_files_are_in_the_manifest() -> None:
    assert len(cases()) == 12


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_big_file_ends_as_the_manifest_says_within_its_memory(
    case: Case, big: Path, tmp_path: Path
) -> None:
    path = laid_out(case, big, tmp_path / "bundle")
    command = [
        sys.executable,
        "-m",
        "refgraph",
        "--json",
        "--store",
        f"sqlite:///{tmp_path}/s.db",
        "import",
        str(path),
        "--dry-run",
    ]
    child = subprocess.run(
        [sys.executable, "-c", CHILD, *command], capture_output=True, text=True, check=True, timeout=LONGEST_S
    )
    code, answer, told, peak_mb = json.loads(child.stdout)
    found = json.loads(answer)
    assert "Traceback" not in told
    assert peak_mb <= (MOST_MB_OF_A_BOMB if "bomb" in case.name else MOST_MB)
    check_outcome(case, code, found)


def check_outcome(case: Case, code: int, found: dict[str, object]) -> None:
    expected, _, count = case.expected.partition(":")
    outcome = {"reject_file": "reject", "quarantine_rows": "held"}.get(expected, expected)
    assert (found["outcome"], code) == (outcome, {"reject": 4, "held": 3}.get(outcome, 0))
    files = found["files"]
    assert isinstance(files, dict)
    for file in files.values():
        assert file["read"] == file["imported"] + file["merged"] + file["held"] + file["blank"]
    assert sum(file["held"] for file in files.values()) == int(count or 0)
    problems = found["problems"]
    assert isinstance(problems, list)
    assert len(problems) <= 10_001
    assert not case.keyword or any(case.keyword in f"{p['code']} {p['message']}" for p in problems)
