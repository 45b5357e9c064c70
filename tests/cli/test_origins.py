"""`refgraph imports` and `refgraph source`, through the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from tests.bundle_files import write_folder

if TYPE_CHECKING:
    from pathlib import Path

    Capture = pytest.CaptureFixture[str]


@pytest.fixture
def store(store_url: str, tmp_path: Path, capsys: Capture) -> str:
    """A store of two imports by two people; the second gives Anna a phone, and one id is a person's and an account's."""
    first = write_folder(
        tmp_path / "crm",
        accounts=[{"account_id": "x", "name": "Fjord"}],
        people=[{"person_id": "p1", "name": "Anna"}, {"person_id": "x", "name": "Xu"}],
    )
    second = write_folder(
        tmp_path / "phones\u202e\x1b[31m", people=[{"person_id": "p1", "name": "Anna", "phone": "1"}]
    )
    assert run(["import", str(first), "--by", "Mei", "--store", store_url]) == 0
    assert run(["import", str(second), "--by", "Tom\x1b[2J", "--store", store_url]) == 0
    capsys.readouterr()
    return store_url


def ask(capsys: Capture, *arguments: str, code: int = 0) -> Any:
    """The one document a command prints."""
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_imports_are_listed_oldest_first_with_who_brought_them_in(store: str, capsys: Capture) -> None:
    first, second = ask(capsys, "imports", "--store", store)["rows"]
    assert set(first) == {
        "import_id", "source", "version", "applied_at", "digest", "by", "undoes", "undone_by",
    }  # fmt: skip
    assert (first["version"], first["source"], first["by"], first["undoes"]) == (1, "crm", "Mei", None)
    assert (second["version"], second["by"]) == (2, "Tom\x1b[2J")
    undone = ask(capsys, "undo", "2", "--store", store)
    assert undone["undone"] == second["import_id"]
    rows = ask(capsys, "imports", "--store", store)["rows"]
    assert [(row["undoes"], row["undone_by"]) for row in rows] == [(None, None), (None, 3), (2, None)]


def test_a_terminal_is_not_steered_by_who_or_what_an_import_came_from(store: str, capsys: Capture) -> None:
    for arguments in (("imports",), ("source", "p1")):
        assert run([*arguments, "--store", store]) == 0
        told = capsys.readouterr().out
        assert "\\x1b[2J" in told
        assert "\x1b" not in told
        assert "\u202e" not in told


def test_a_fact_has_source_import_day_person_and_what_it_was_before(store: str, capsys: Capture) -> None:
    first, second = ask(capsys, "imports", "--store", store)["rows"]
    document = ask(capsys, "source", "p1", "--store", store)
    assert (document["table"], document["id"], document["version"], document["by"]) == (
        "people", "p1", 2, "Tom\x1b[2J",
    )  # fmt: skip
    assert document["import_id"] == second["import_id"] != first["import_id"]
    (former,) = document["former"]
    assert former["row"][:4] == ["p1", "Anna", None, None]
    assert (former["reason"], former["until"]["version"]) == ("updated", 2)
    assert ask(capsys, "source", "x", "--store", store)["table"] == "people"
    assert ask(capsys, "source", "x", "--table", "accounts", "--store", store)["by"] == "Mei"


@pytest.mark.parametrize("arguments", [("nope",), ("p1", "--table", "accounts")])
def test_an_unknown_id_is_repeated_with_the_cure(
    store: str, capsys: Capture, arguments: tuple[str, ...]
) -> None:
    assert ask(capsys, "source", *arguments, "--store", store, code=1) == {
        "error": {
            "code": "unknown_id",
            "message": f"there is nothing with the id '{arguments[0]}'",
            "cure": "look it up: refgraph search NAME",
        }
    }


def test_a_merged_id_says_which_one_stands_for_it(store: str, capsys: Capture) -> None:
    ask(capsys, "merge", "p1", "x", "--store", store)
    error = ask(capsys, "source", "x", "--table", "people", "--store", store, code=1)["error"]
    assert (error["message"], error["cure"]) == ("'x' was merged into 'p1'", "refgraph source p1")


def test_what_an_empty_store_was_brought_is_nothing_yet(tmp_path: Path, capsys: Capture) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    people = write_folder(tmp_path / "in", people=[])
    run(["import", str(people), "--store", url])
    capsys.readouterr()
    rows = ask(capsys, "imports", "--store", url)["rows"]
    assert rows == []
    assert run(["imports", "--store", url]) == 0
    assert capsys.readouterr().out == "Nothing was imported yet: refgraph import FOLDER\n"
    missing = f"sqlite:///{tmp_path / 'none.db'}"
    assert ask(capsys, "imports", "--store", missing, code=1)["error"]["code"] == "store_missing"
    assert ask(capsys, "source", "p1", "--store", missing, code=1)["error"]["code"] == "store_missing"
