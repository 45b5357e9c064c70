"""Each import contract, proved by breaking it in a copy of the sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREAKS = {
    "views above service": ("views/plain.py", "import refgraph.service.workspace", "Data flows one way"),
    "store beside sources": ("store/names.py", "import refgraph.sources.plan", "Data flows one way"),
    "cli beside web": ("cli/options.py", "import refgraph.web", "Data flows one way"),
    "a folder nobody placed": ("stray/__init__.py", "", "Data flows one way"),
    "clock in scores": ("scores/reach.py", "import time", "The pure core"),
    "file in snapshot": ("snapshot/build.py", "import pathlib", "The pure core"),
    "database in service": ("service/place.py", "import apsw", "Databases are reached"),
    "screen in views": ("views/terms.py", "import streamlit", "Streamlit is used"),
    "bench below service": ("service/place.py", "import refgraph.bench", "Data flows one way"),
    "kernel in decisions": ("decisions/asks.py", "import numba", "Compiled kernels"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.nbi", "*.nbc")
    )
    return tmp_path


def test_the_sources_keep_every_contract(checkout: Path) -> None:
    done = lint(checkout)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_contract_is_noticed(checkout: Path, name: str) -> None:
    module, line, contract = BREAKS[name]
    file = checkout / "src" / "refgraph" / module
    file.parent.mkdir(exist_ok=True)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{before}\n{line}\n", encoding="utf-8")
    done = lint(checkout)
    assert done.returncode == 1
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert len(broken) == 1
    assert broken[0].startswith(contract)
