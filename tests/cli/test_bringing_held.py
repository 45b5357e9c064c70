"""Rows that an import held go out to a spreadsheet and come back repaired, through the commands alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from tests.sources.presets.importing import CLUB_MAPPING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ask = Callable[..., Any]


@pytest.fixture
def ask(store_url: str, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command on a store of its own and give its document."""

    def asked(*arguments: object, code: int = 0) -> Any:
        assert run([*map(str, arguments), "--json", "--store", store_url]) == code
        return json.loads(capsys.readouterr().out)

    return asked


def mend(sheet: Path, old: str, new: str) -> None:
    text = sheet.read_bytes().decode("utf-8-sig")
    assert old in text
    sheet.write_bytes(text.replace(old, new).encode("utf-8-sig"))


def test_a_row_of_a_mapping_that_has_moved_is_repaired(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "club.toml").write_text(CLUB_MAPPING, encoding="utf-8")
    (tmp_path / "list.csv").write_text("Nr,Nom\n1,Ann\n2,\n", encoding="utf-8")
    ask("import", tmp_path / "list.csv", "--preset", tmp_path / "club.toml", code=3)
    (tmp_path / "club.toml").unlink()
    assert ask("held", "write", tmp_path / "held")["files"] == ["list.csv"]
    mend(tmp_path / "held" / "list.csv", ",2,", ",2,Bo")
    assert ask("held", "repair", tmp_path / "held")["files"]["list.csv"]["imported"] == 1
    assert (ask("held")["total"], ask("status")["counts"]["people"]) == (0, 2)


def test_a_row_of_a_file_with_a_delimiter_of_its_own_is_repaired(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("sep=^\nperson_id^name\np1^Berg, Anna\n^Li, Bo\n", encoding="utf-8")
    ask("import", tmp_path / "people.csv", code=3)
    ask("held", "write", tmp_path / "held")
    mend(tmp_path / "held" / "people.csv", ',,"Li, Bo"', ',p2,"Li, Bo"')
    ask("held", "repair", tmp_path / "held")
    assert (ask("held")["total"], ask("search", "Li")["rows"][0]["name"]) == (0, "Li, Bo")


def test_a_row_waits_for_what_it_points_to_and_one_thrown_away_is_gone(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id,name\na1,Acme\n", encoding="utf-8")
    ask("import", tmp_path / "accounts.csv")
    (tmp_path / "roles.csv").write_text("person_id,account_id\np1,a1\np2,a1\n", encoding="utf-8")
    ask("import", tmp_path / "roles.csv", code=3)
    (tmp_path / "people.csv").write_text("person_id,name\np1,Ann\n", encoding="utf-8")
    ask("import", tmp_path / "people.csv")
    assert ask("held", "retry", code=3)["files"]["roles.csv"]["imported"] == 1
    (row,) = ask("held")["rows"]
    assert row["raw"] == "p2,a1"
    assert ask("held", "discard", row["key"][:8])["discarded"] == 1
    assert ask("held")["total"] == 0
