"""What each entry point loads: heavy libraries only where they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from refgraph.store.sqlite.store import SqliteStore


def loaded(statement: str, suspects: set[str]) -> set[str]:
    script = f"import sys\n{statement}\nprint(*(set(sys.modules) & {suspects!r}), file=sys.__stdout__)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_importing_refgraph_loads_nothing_heavy() -> None:
    assert loaded("import refgraph", {"numpy", "numba", "apsw", "streamlit", "networkx", "scipy"}) == set()


def test_help_loads_nothing_heavy() -> None:
    statement = "from refgraph.cli.main import run; run(['--help'])"
    assert loaded(statement, {"numpy", "numba", "apsw", "neo4j", "streamlit", "networkx"}) == set()


@pytest.mark.parametrize(
    "command", ["status", "search a", "backup copy.db", "doctor", "copy sqlite:///s.db sqlite:///copy.db"]
)
def test_commands_that_score_nothing_load_no_kernels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    SqliteStore(Path("s.db"), create=True).close()
    arguments = [*command.split(), "--store", "sqlite:///s.db"]
    statement = f"from refgraph.cli.main import run; run({arguments!r})"
    assert loaded(statement, {"apsw", "neo4j", "numba", "scipy", "streamlit", "networkx"}) == {"apsw"}


@pytest.mark.parametrize("layer", ["model.tables", "snapshot.build", "scores.scores", "decisions.openers"])
def test_the_pure_core_loads_no_database_and_no_screen(layer: str) -> None:
    assert loaded(f"import refgraph.{layer}", {"apsw", "sqlite3", "neo4j", "streamlit", "pyvis"}) == set()


def test_every_public_name_loads_from_where_it_is_said_to_be() -> None:
    import refgraph

    assert all(getattr(refgraph, name) is not None for name in refgraph.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = refgraph.nonsense
