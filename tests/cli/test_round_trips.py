"""Everything out and in again on the command line: `verify` of the new store tells the digest of the old one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from refgraph.cli.main import run
from refgraph.views.exports.formats import STORE_FORMATS
from tests.real.bundles import southern_women
from tests.seed.network import SEED
from tests.shared_data import needs_shared_data

if TYPE_CHECKING:
    from pathlib import Path

    Capture = pytest.CaptureFixture[str]

PRESETS = {"csv": "folder", "xlsx": "excel"}
"""Presets by format, where they go by another name."""
LOSSLESS = [name for name, one in STORE_FORMATS.items() if one.is_lossless]


def ask(capsys: Capture, *arguments: str) -> Any:
    """The one document of a command that succeeds."""
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def digest_of(capsys: Capture, url: str) -> str:
    document = ask(capsys, "verify", "--store", url)
    assert document["sound"]
    return str(document["digest"])


def require_round_trip(capsys: Capture, url: str, place: Path, file_format: str) -> None:
    """Export a store and import what was written into a new one: the same rows, none held, and nothing to add."""
    path = place / f"out{STORE_FORMATS[file_format].suffix}"
    told = ask(capsys, "export", "--format", file_format, str(path), "--store", url)
    again = f"sqlite:///{place / 'again.db'}"
    come_in = ("import", str(path), "--preset", PRESETS.get(file_format, file_format), "--store", again)
    assert ask(capsys, *come_in)["version"] == 1
    assert told["digest"] == digest_of(capsys, url) == digest_of(capsys, again)
    assert ask(capsys, *come_in)["version"] == 1


@pytest.mark.slow
@pytest.mark.parametrize("file_format", LOSSLESS)
def test_the_demo_network_comes_back_as_it_was(file_format: str, tmp_path: Path, capsys: Capture) -> None:
    url = f"sqlite:///{tmp_path / 'seed.db'}"
    ask(capsys, "import", str(SEED), "--store", url)
    require_round_trip(capsys, url, tmp_path, file_format)


@needs_shared_data
@pytest.mark.parametrize("file_format", LOSSLESS)
def test_a_real_network_comes_back_as_it_was(file_format: str, tmp_path: Path, capsys: Capture) -> None:
    url = f"sqlite:///{tmp_path / 'women.db'}"
    ask(capsys, "import", str(southern_women(tmp_path / "in")), "--store", url)
    counts = ask(capsys, "status", "--store", url)["counts"]
    assert (counts["people"], counts["circles"], counts["memberships"]) == (18, 14, 89)
    require_round_trip(capsys, url, tmp_path, file_format)


@pytest.mark.slow
def test_the_demo_network_is_written_in_every_other_format(tmp_path: Path, capsys: Capture) -> None:
    url = f"sqlite:///{tmp_path / 'seed.db'}"
    ask(capsys, "import", str(SEED), "--store", url)
    counts = ask(capsys, "status", "--store", url)["counts"]
    for file_format in STORE_FORMATS.keys() - set(LOSSLESS):
        told = ask(capsys, "export", "--format", file_format, str(tmp_path / file_format), "--store", url)
        assert (told["files"], told["digest"]) == ([file_format], None)
    script = (tmp_path / "cypher").read_text(encoding="utf-8")
    assert script.count("`person_id`: ") == counts["people"]
    for graph in (nx.read_gexf(tmp_path / "gexf"), nx.read_graphml(tmp_path / "graphml")):
        people = [facts for _, facts in graph.nodes(data=True) if facts["type"] == "person"]
        accounts = [facts for _, facts in graph.nodes(data=True) if facts["type"] == "account"]
        assert (len(people), len(accounts)) == (counts["people"], counts["accounts"])
        assert all(facts["opinion"] for facts in people)
        assert {facts["status"] for facts in accounts} >= {"customer", "prospect"}
        places = {(facts["x"], facts["y"]) if "x" in facts else _viz(facts) for facts in people}
        assert len(places) == len(people)


def _viz(facts: dict[str, Any]) -> tuple[float, float]:
    position = facts["viz"]["position"]
    return position["x"], position["y"]
