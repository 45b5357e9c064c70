from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from tests.bundle_files import write_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def url(store_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    folder = write_folder(
        tmp_path / "bundle",
        accounts=[{"account_id": "a", "name": "Siemens AG"}, {"account_id": "b", "name": "Siemens"}],
        people=[
            {"person_id": "p1", "name": "王芳", "email": "wf@a.com"},
            {"person_id": "p2", "name": "Wang Fang", "email": "WF@a.com", "phone": "+86 138 0013 8000"},
            {"person_id": "p3", "name": "Anna Berg"},
        ],
        roles=[{"person_id": "p1", "account_id": "a"}, {"person_id": "p2", "account_id": "b"}],
    )
    assert run(["import", str(folder), "--store", store_url]) == 0
    capsys.readouterr()
    return store_url


def ask(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_duplicates_are_proposed_with_reasons_and_nothing_is_merged(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = ask(capsys, "duplicates", "--store", url)
    (row,) = document["rows"]
    assert (row["table"], row["ids"], row["names"]) == ("people", ["p2", "p1"], ["Wang Fang", "王芳"])
    assert 0.8 <= row["confidence"] < 1
    assert {reason["kind"] for reason in row["reasons"]} == {"email", "same_sound", "employer"}
    assert document["count"] == 1
    assert ask(capsys, "status", "--store", url)["counts"]["people"] == 3
    (row,) = ask(capsys, "duplicates", "--table", "accounts", "--store", url)["rows"]
    assert row["ids"] == ["a", "b"]


def test_duplicates_are_told_in_words_with_the_command_that_merges(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["duplicates", "--store", url]) == 0
    told = capsys.readouterr().out
    assert "p2 Wang Fang  =  p1 王芳" in told
    assert "+ same e-mail: wf@a.com" in told
    assert "Nothing was merged. To merge: refgraph merge p2 p1" in told
    assert run(["duplicates", "--at-least", "1", "--store", url]) == 0
    assert "Nobody looks like a duplicate." in capsys.readouterr().out


def test_a_merge_is_made_and_taken_back(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    done = ask(capsys, "merge", "p1", "p2", "--store", url)
    assert (done["kept"], done["merged"], done["version"]) == ("p1", ["p2"], 2)
    assert ask(capsys, "status", "--store", url)["counts"]["people"] == 2
    undone = ask(capsys, "undo", done["import_id"], "--store", url)
    assert (undone["undone"], undone["version"]) == (done["import_id"], 3)
    assert ask(capsys, "status", "--store", url)["counts"]["people"] == 3
    error = ask(capsys, "undo", done["import_id"], "--store", url, code=1)["error"]
    assert "was undone already, by version 3" in error["message"]


def test_an_exact_rule_lists_whom_it_merges(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = {"kept": "p2", "merged": ["p1"], "names": ["Wang Fang", "王芳"], "value": "wf@a.com"}
    rule = ("duplicates", "--merge-by", "email", "--store", url)
    asked = ask(capsys, *rule, "--dry-run")
    assert asked == {"rule": "email", "rows": [wanted], "version": 1, "import_id": None}
    done = ask(capsys, *rule)
    assert (done["rows"], done["version"]) == ([wanted], 2)
    assert ask(capsys, *rule) == {"rule": "email", "rows": [], "version": 2, "import_id": None}
    ask(capsys, "undo", done["import_id"], "--store", url)


def test_wrong_usage_is_told_with_the_cure(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    unknown = ask(capsys, "merge", "p1", "x", "--store", url, code=1)["error"]
    assert unknown == {
        "code": "unknown_id", "message": "there is no person 'x'", "cure": "look it up: refgraph search NAME",
    }  # fmt: skip
    twice = ask(capsys, "merge", "p1", "p1", "--store", url, code=2)["error"]
    assert twice["message"] == "'p1' is given twice"
    no_import = ask(capsys, "undo", "x", "--store", url, code=1)["error"]
    assert no_import["cure"] == "list them: refgraph imports"
    no_rule = ask(capsys, "duplicates", "--dry-run", "--store", url, code=2)["error"]
    assert no_rule["message"].startswith("--dry-run goes with --merge-by")
    accounts = ask(
        capsys, "duplicates", "--merge-by", "email", "--table", "accounts", "--store", url, code=2
    )["error"]
    assert accounts["message"] == "--merge-by email is a rule for people, found --table accounts"
