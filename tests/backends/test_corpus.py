"""Every broken file of the shared manifest, imported by the command, comes to the same on a server as in a file."""

from __future__ import annotations

import csv
import shlex
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from refgraph.model.tables import TABLES
from tests.backends.commands import tell
from tests.backends.contents import contents
from tests.backends.places import sqlite_url
from tests.shared_data import DATA, needs_shared_data

if TYPE_CHECKING:
    from pathlib import Path

BADINPUTS = DATA / "badinputs"
CODES = {"accept": 0, "accept_with_warning": 0, "quarantine_rows": 3, "reject_file": 4}

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
    def options(self) -> list[str]:
        """What stands behind the path on the command line."""
        preset, _, is_preset = self.entity.partition("/")
        return [*(["--preset", preset] if is_preset else []), *shlex.split(self.args)]

    def laid(self, folder: Path) -> Path:
        """What is imported: the valid bundle with one file replaced, or the file itself."""
        if self.entity not in TABLES:
            return BADINPUTS / self.file
        bundle = folder / "bundle"
        shutil.copytree(BADINPUTS / "base", bundle)
        (bundle / f"{self.entity}.csv").unlink()
        ending = ".csv.gz" if self.file.endswith(".gz") else ".csv"
        shutil.copy(BADINPUTS / self.file, bundle / f"{self.entity}{ending}")
        return bundle


def manifest() -> list[Case]:
    """All cases whose files are there; those of `big/` are made on demand and written by no test of a store."""
    if not BADINPUTS.exists():
        return []
    with (BADINPUTS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cases = [Case(r["file"], r["entity"], r["expected"], r["keyword"], r["args"]) for r in rows]
    return [case for case in cases if not case.file.startswith("big/")]


def test_the_manifest_is_read_whole() -> None:
    assert len(manifest()) == 133


@pytest.mark.parametrize("case", manifest(), ids=lambda c: f"{c.file}{c.args}".replace("files/", ""))
def test_a_broken_file_comes_to_the_same_on_a_server(case: Case, server_url: str, tmp_path: Path) -> None:
    path, (kind, _, held) = case.laid(tmp_path), case.expected.partition(":")
    places = (sqlite_url(tmp_path), server_url)
    in_file, on_server = [[tell(url, "import", path, *case.options) for _ in range(2)] for url in places]
    assert in_file == on_server
    (code, document), (_, again) = on_server
    assert code == CODES[kind]
    assert sum(count["held"] for count in document["files"].values()) == int(held or 0)
    assert kind == "accept" or any(
        case.keyword in f"{p['code']} {p['message']}" for p in document["problems"]
    )
    assert again["version"] == document["version"]
    if code != CODES["reject_file"]:
        stored, there = map(contents, places)
        assert there == stored
        assert there["check"] == []
    else:
        assert [tell(url, "status")[1]["error"]["code"] for url in places] == ["store_missing"] * 2
