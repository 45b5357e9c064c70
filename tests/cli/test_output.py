"""What a command prints, as another program or a terminal receives it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from refgraph.cli.main import run
from tests.bundle_files import newspapers, write_folder

FULL = Path("/dev/full")


@pytest.fixture
def url(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    address = f"sqlite:///{tmp_path / 'store.db'}"
    assert run(["import", str(newspapers(tmp_path / "bundle")), "--store", address]) == 0
    capsys.readouterr()
    return address


def refgraph(*arguments: str | bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "refgraph", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_output_is_utf8_whatever_the_locale_says(url: str, encoding: str, options: list[str]) -> None:
    done = refgraph("search", "lml", "--store", url, *options, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert "李明朗" in done.stdout.decode("utf-8")


def test_an_id_of_bytes_that_are_no_text_is_repeated_in_valid_json(url: str) -> None:
    done = refgraph("openers", b"a\xff", "--store", url, "--json")
    assert done.returncode == 1
    assert "'a\udcff'" in json.loads(done.stdout.decode("utf-8"))["error"]["message"]


def test_an_id_does_not_steer_the_terminal(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["openers", "\x1b[31mred\n", "--store", url]) == 1
    assert "'\\x1b[31mred\\n'" in capsys.readouterr().err


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_the_output_is_one_sentence(url: str) -> None:
    command = [sys.executable, "-m", "refgraph", "status", "--json", "--store", url]
    with FULL.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"the output: No space left on device" in done.stderr


def test_no_arguments_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert capsys.readouterr().err.startswith("Usage: refgraph")


@pytest.mark.parametrize("command", ["import", "backup", "restore"])
def test_an_empty_path_is_not_the_current_folder(
    url: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "", "--store", url, "--json"]) == 2
    assert "the path is empty" in json.loads(capsys.readouterr().out)["error"]["message"]


def test_an_empty_store_address_is_not_the_default_store(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "--store", "", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["message"] == "'' is no address of a store"


def test_the_current_folder_is_named_in_what_is_wrong_with_it(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nothing").mkdir()
    monkeypatch.chdir(tmp_path / "nothing")
    assert run(["import", ".", "--store", url, "--json"]) == 4
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["message"].startswith("nothing: found none of the files of an import")


def test_ids_and_names_of_any_characters_are_text(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "</script><img src=x onerror=alert(1)>"
    folder = write_folder(tmp_path / "more", people=[{"person_id": "a ?&#%/b", "name": hostile}])
    assert run(["import", str(folder), "--store", url]) == 0
    capsys.readouterr()
    assert run(["targets", "a ?&#%/b", "--store", url, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["opener"] == "a ?&#%/b"
    assert run(["search", "script", "--store", url, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["name"] == hostile


def test_wrong_usage_is_one_line(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "out", "--store", url]) == 2
    error = capsys.readouterr().err
    assert "Choose from: csv, jsonl, parquet, xlsx, graphml, gexf, node-link, " in error
    assert "; Usage: refgraph export" in error
    assert error.count("\n") == 1
