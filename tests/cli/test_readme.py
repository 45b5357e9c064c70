"""What the README says of files, kinds and commands is so, and its Python lines run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from refgraph.cli.commands import COMMANDS
from refgraph.cli.main import run
from refgraph.model.tables import EVENT_KINDS, TABLES, Table

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def rows_of(header: str) -> list[list[str]]:
    """Cells of the table below a header row."""
    lines = README[README.index(header) :].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_the_readme_names_every_column_and_choice(table: Table) -> None:
    (cells,) = [cells for cells in rows_of("| file | columns |") if cells[0] == f"`{table.file}`"]
    named = re.findall(r"`([a-z_]+\*?)`", cells[1])
    assert named == [column.name + "*" * column.required for column in table.columns]
    for column in table.columns:
        if column.name != "kind" or table.name != "events":
            assert all(re.search(rf"\b{choice}\b", cells[1]) for choice in column.choices)


def test_the_readme_explains_every_kind_of_event() -> None:
    kinds = [kind for cells in rows_of("| `kind` |") for kind in re.findall(r"`([a-z_]+)`", cells[0])]
    assert sorted(kinds) == sorted(EVENT_KINDS)


def test_the_readme_shows_commands_that_exist() -> None:
    shown = set(re.findall(r"refgraph ([a-z]+) ", "".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))))
    assert len(shown) > 5
    assert shown <= {command.name for command in COMMANDS}


def test_the_readmes_python_lines_run(tmp_path: Path) -> None:
    assert run(["demo", "--load-only", "--store", f"sqlite:///{tmp_path / 'demo.db'}"]) == 0
    (lines,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", lines], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.startswith("李明朗 Li Minglang 0.")
