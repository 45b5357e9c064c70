"""`refgraph held` and `refgraph presets`, through the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    Capture = pytest.CaptureFixture[str]


@pytest.fixture
def store(store_url: str, tmp_path: Path, capsys: Capture) -> str:
    """A store that holds a person without an id and a role at an unknown account."""
    bundle = tmp_path / "in"
    bundle.mkdir()
    (bundle / "people.csv").write_text("person_id,name,email\n,Nobody,=1+1\np1,Anna,\n")
    (bundle / "roles.csv").write_text("person_id,account_id\np1,acme\n")
    assert run(["import", str(bundle), "--store", store_url]) == 3
    capsys.readouterr()
    return store_url


def ask(capsys: Capture, *arguments: str, code: int = 0) -> Any:
    """The one document a command prints."""
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def failure(capsys: Capture, *arguments: str, code: int = 1) -> tuple[str, str]:
    """Message and cure of a command that fails."""
    document = ask(capsys, *arguments, code=code)
    assert list(document) == ["error"]
    return document["error"]["message"], document["error"]["cure"]


def keys(capsys: Capture, store: str) -> dict[str, str]:
    rows = ask(capsys, "held", "--store", store)["rows"]
    return {row["file"]: row["key"] for row in rows}


def test_held_rows_are_listed_with_place_reason_and_text(store: str, capsys: Capture) -> None:
    document = ask(capsys, "held", "--store", store)
    assert document["total"] == 2
    person, role = document["rows"]
    assert {name: person[name] for name in ("file", "row", "column", "code", "reason", "raw")} == {
        "file": "people.csv",
        "row": 2,
        "column": "person_id",
        "code": "missing_id",
        "reason": "missing id: person_id is empty, expected a value",
        "raw": ",Nobody,=1+1",
    }
    assert (role["file"], role["raw"]) == ("roles.csv", "p1,acme")
    assert ask(capsys, "held", "--file", "roles.csv", "--store", store)["rows"] == [role]
    one = ask(capsys, "held", "-k", "1", "--store", store)
    assert (one["total"], one["rows"]) == (2, [person])


def test_held_rows_are_told_in_words_with_the_way_to_the_others(store: str, capsys: Capture) -> None:
    assert run(["held", "-k", "1", "--store", store]) == 0
    place, reason, raw, others, cure = capsys.readouterr().out.splitlines()
    assert place.endswith("  people.csv row 2, column person_id")
    assert (reason.strip(), raw.strip()) == (
        "missing id: person_id is empty, expected a value",
        ",Nobody,=1+1",
    )
    assert others == "… and 1 more; -k 2 lists all"
    assert cure.startswith("put them right in a spreadsheet: refgraph held write FOLDER")


def test_sheets_are_written_put_right_and_imported(store: str, tmp_path: Path, capsys: Capture) -> None:
    sheets = tmp_path / "sheets"
    assert ask(capsys, "held", "write", str(sheets), "--store", store) == {
        "path": str(sheets), "rows": 2, "files": ["people.csv", "roles.csv"],
    }  # fmt: skip
    people = sheets / "people.csv"
    text = people.read_text(encoding="utf-8-sig")
    assert ",,Nobody,'=1+1" in text
    people.write_text(text.replace(",,Nobody,'=1+1", ",p9,Nobody,n@x.test"), encoding="utf-8")

    tried = ask(capsys, "held", "repair", str(sheets), "--dry-run", "--store", store, code=3)
    assert (tried["version"], tried["outcome"]) == (1, "held")
    done = ask(capsys, "held", "repair", str(sheets), "--store", store, code=3)
    assert done["version"] == 2
    assert done["files"] == {
        "people.csv": {"read": 1, "imported": 1, "merged": 0, "held": 0, "blank": 0},
        "roles.csv": {"read": 1, "imported": 0, "merged": 0, "held": 1, "blank": 0},
    }
    assert ask(capsys, "status", "--store", store)["counts"]["people"] == 2
    assert set(keys(capsys, store)) == {"roles.csv"}
    message, cure = failure(capsys, "held", "repair", str(people), "--store", store)
    assert message.startswith("people.csv row 2, column held_key: there is no held row '")
    assert cure == "write the sheets anew: refgraph held write FOLDER"


def test_sheets_are_never_written_over_and_where_there_is_none_it_is_said(
    store: str, tmp_path: Path, capsys: Capture
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    assert failure(capsys, "held", "write", str(there), "--store", store) == (
        f"{there} exists already", "name a new folder",
    )  # fmt: skip
    assert failure(capsys, "held", "repair", str(there), "--store", store) == (
        f"there is no CSV file in '{there}'", "name a folder that `refgraph held write` made",
    )  # fmt: skip
    nowhere = str(tmp_path / "nowhere")
    assert failure(capsys, "held", "repair", nowhere, "--store", store) == (
        f"there is no folder or file '{nowhere}'", "check the path",
    )  # fmt: skip


def test_rows_are_tried_again_once_what_they_point_to_is_there(
    store: str, tmp_path: Path, capsys: Capture
) -> None:
    role = keys(capsys, store)["roles.csv"]
    assert ask(capsys, "held", "retry", role[:12], "--store", store, code=3)["version"] == 1
    (tmp_path / "accounts.csv").write_text("account_id,name\nacme,Acme\n")
    ask(capsys, "import", str(tmp_path / "accounts.csv"), "--store", store)
    document = ask(capsys, "held", "retry", role[:12].upper(), "--store", store)
    assert (document["version"], document["outcome"]) == (3, "accept")
    assert ask(capsys, "status", "--store", store)["counts"]["roles"] == 1
    assert ask(capsys, "held", "retry", "--store", store, code=3)["files"]["people.csv"]["held"] == 1


def test_rows_are_thrown_away_by_key_or_all_and_an_undo_holds_them_again(store: str, capsys: Capture) -> None:
    person = keys(capsys, store)["people.csv"]
    assert ask(capsys, "held", "discard", person[:12], "--store", store) == {"discarded": 1, "version": 2}
    assert ask(capsys, "held", "discard", "--all", "--store", store) == {"discarded": 1, "version": 3}
    assert ask(capsys, "held", "discard", "--all", "--store", store) == {"discarded": 0, "version": 3}
    assert run(["held", "--store", store]) == 0
    assert capsys.readouterr().out == "No rows are held.\n"
    ask(capsys, "undo", "2", "--store", store)
    assert set(keys(capsys, store)) == {"people.csv"}


@pytest.mark.parametrize("command", ["retry", "discard"])
def test_an_unknown_key_is_repeated_with_the_cure(store: str, capsys: Capture, command: str) -> None:
    assert failure(capsys, "held", command, "zzz", "--store", store) == (
        "there is no held row 'zzz'", "list them: refgraph held",
    )  # fmt: skip
    assert failure(capsys, "held", command, "", "--store", store)[0] == "there is no held row ''"


@pytest.mark.parametrize("arguments", [(), ("abc", "--all")])
def test_what_to_throw_away_is_said_one_way(store: str, capsys: Capture, arguments: tuple[str, ...]) -> None:
    message, _ = failure(capsys, "held", "discard", *arguments, "--store", store, code=2)
    assert message == "name the keys of the held rows, or --all"
    assert ask(capsys, "held", "--store", store)["total"] == 2


def test_held_rows_of_a_store_that_is_not_there_are_an_ordinary_failure(
    tmp_path: Path, capsys: Capture
) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    for arguments in ((), ("write", str(tmp_path / "out")), ("retry",), ("discard", "--all")):
        assert failure(capsys, "held", *arguments, "--store", url)[0].startswith("there is no store at ")
    assert not (tmp_path / "out").exists()


def test_presets_are_listed_and_those_with_a_mapping_are_copied(tmp_path: Path, capsys: Capture) -> None:
    rows = ask(capsys, "presets")["rows"]
    assert rows[0]["name"] == "folder"
    assert {"linkedin", "salesforce", "hubspot", "google", "vcard", "icalendar", "neo4j-csv"} <= {
        row["name"] for row in rows
    }
    path = str(tmp_path / "mine.toml")
    assert ask(capsys, "presets", "--copy", "linkedin", path) == {"name": "linkedin", "path": path}
    connections = tmp_path / "list.csv"
    connections.write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nOmar,Haddad,,o@x.test,Fjord,,05 Mar 2024\n"
    )
    url = f"sqlite:///{tmp_path / 'store.db'}"
    assert ask(capsys, "import", str(connections), "--preset", path, "--store", url)["version"] == 1
    assert failure(capsys, "presets", "--copy", "linkedin", path) == (
        f"{path} exists already", "name a new file",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--copy", "nope", "x.toml"), "'nope' is no preset with a mapping file"),
        (("--copy", "linkedin"), "name the file to write: refgraph presets --copy NAME FILE"),
        (("x.toml",), "name the preset to write to x.toml: refgraph presets --copy NAME FILE"),
    ],
)
def test_a_mapping_that_cannot_be_copied_is_wrong_usage(
    capsys: Capture, arguments: tuple[str, ...], message: str
) -> None:
    assert failure(capsys, "presets", *arguments, code=2)[0] == message
