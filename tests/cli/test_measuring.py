from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from refgraph.model.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path


def ask(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_generated_network_is_imported_and_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, url = str(tmp_path / "made"), f"sqlite:///{tmp_path / 's.db'}"
    document = ask(capsys, "generate", folder, "--people", "60", "--rng", "5", "--until", "2026-01-05")
    assert {name: document[name] for name in ("path", "people", "rng", "until")} == {
        "path": folder, "people": 60, "rng": 5, "until": "2026-01-05",
    }  # fmt: skip
    assert set(document["rows"]) == set(TABLES)
    assert ask(capsys, "import", folder, "--store", url)["outcome"] == "accept"
    counts = ask(capsys, "status", "--store", url)["counts"]
    assert (counts["people"], counts["events"]) == (60, document["rows"]["events"])
    assert len(ask(capsys, "score", "--store", url)["rows"]) == 60


def test_generate_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["generate", "--people", "10", str(tmp_path / "made"), "--until", "2026-01-05"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        f"wrote {tmp_path / 'made'}, days until 2026-01-05: 3 accounts, 10 people, 2 reps, "
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--people", "9"], "9 is not in the range 10<=x<=10000000"),
        (["--people", "10", "--rng", "-1"], "-1 is not in the range x>=0"),
        (["--people", "10", "--until", "tomorrow"], "'tomorrow' is no day"),
        (
            ["--people", "10", "--until", "3000-01-01"],
            "the last day 3000-01-01 is not between 1950-01-01 and today",
        ),
        (
            ["--people", "10", "--until", "1949-12-31"],
            "the last day 1949-12-31 is not between 1950-01-01 and today",
        ),
        ([], "Missing option '--people'"),
    ],
)
def test_sizes_and_days_that_make_no_network_are_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    error = ask(capsys, "generate", str(tmp_path / "made"), *options, code=2)["error"]
    assert message in error["message"]
    assert not (tmp_path / "made").exists()


def test_generate_writes_into_no_folder_that_is_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    error = ask(capsys, "generate", str(tmp_path), "--people", "10", code=1)["error"]
    assert error["message"] == f"{tmp_path} is not empty"
    assert error["cure"] == "name a folder that does not exist yet, or an empty one"


def test_bench_gives_a_row_for_each_figure_and_goes_on_without_a_peer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = [
        "--people",
        "150",
        "--only",
        "heard",
        "--repetitions",
        "1",
        "--peers",
        "--peer-python",
        sys.executable,
    ]
    document = ask(capsys, "bench", *options)
    assert set(document) == {"machine", "people", "rng", "rows"}
    assert [row["graph"] for row in document["rows"]] == ["barabasi_albert", "power_law"]
    for row in document["rows"]:
        assert (row["case"], row["size"]) == ("heard", {"people": 150, "ties": 1_500})
        assert row["wall_s"] > 0
        assert row["peak_mb"] > 0
        assert (row["peer"], row["peer_wall_s"], row["ratio"]) == ("igraph personalised PageRank", None, None)
        assert row["missing"] == "not installed: No module named 'igraph'"
        assert (row["target"], row["met"]) == ({"figure": "wall_s", "at_most": 1.5}, None)


def test_bench_names_its_cases(capsys: pytest.CaptureFixture[str]) -> None:
    error = ask(capsys, "bench", "--only", "walk", code=2)["error"]
    assert error["message"] == "there is no case 'walk'"
    assert error["cure"].startswith("the cases are heard, ")
