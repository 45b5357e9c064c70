"""The export command as another program sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
import vobject

from refgraph.cli.main import run
from refgraph.service.exporting import STORE_FORMATS
from tests.bundle_files import newspapers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def url(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    address = f"sqlite:///{tmp_path / 'store.db'}"
    folder = newspapers(tmp_path / "bundle")
    (folder / "reps.csv").write_text("rep_id,name\nzhou,Zhou Lan\n", encoding="utf-8")
    accounts = (folder / "accounts.csv").read_text(encoding="utf-8").splitlines()
    owner = accounts[0].split(",").index("owner")
    cells = accounts[2].split(",")
    cells[owner] = "zhou"
    (folder / "accounts.csv").write_text("\n".join([*accounts[:2], ",".join(cells), ""]), encoding="utf-8")
    assert run(["import", str(folder), "--store", address]) == 0
    capsys.readouterr()
    return address


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def left(tmp_path: Path) -> list[str]:
    return sorted(entry.name for entry in tmp_path.iterdir() if not entry.name.startswith("store.db"))


@pytest.mark.parametrize("file_format", STORE_FORMATS)
def test_every_format_is_written_and_told(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], file_format: str
) -> None:
    path = str(tmp_path / "out")
    document = answer(
        capsys, "export", "--format", file_format, path, "--as-of", "2026-01-01", "--store", url
    )
    assert list(document) == ["path", "format", "version", "files", "digest"]
    assert (document["path"], document["format"], document["version"]) == (path, file_format, 1)
    place = tmp_path / "out"
    found = (
        [f.relative_to(place).as_posix() for f in place.rglob("*") if f.is_file()] if place.is_dir() else ["out"]
    )  # fmt: skip
    assert sorted(found) == document["files"]
    assert (document["digest"] is None) == (file_format in ("graphml", "gexf", "cypher"))


def test_a_card_is_written(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(
        capsys, "export", "--format", "vcard", "--person", "li", str(tmp_path / "li.vcf"), "--store", url
    )
    assert (document["files"], document["digest"]) == (["li.vcf"], None)
    assert vobject.readOne((tmp_path / "li.vcf").read_text(encoding="utf-8")).org.value == ["Morning Post"]


def test_a_week_is_written(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["export", "--format", "icalendar", "--rep", "zhou", "--from", "2026-01-05"]
    answer(capsys, *command, str(tmp_path / "week.ics"), "--store", url)
    (event,) = icalendar.Calendar.from_ical((tmp_path / "week.ics").read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "Ask 李明朗 Li Minglang to introduce us to 王芳 Wang Fang (Evening News)"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "vcard"], "--format vcard needs --person and an id"),
        (["--format", "icalendar"], "--format icalendar needs --rep and an id"),
        (["--format", "csv", "--person", "li"], "--person is for --format vcard, found csv"),
        (
            ["--format", "vcard", "--person", "li", "--rep", "z"],
            "--rep is for --format icalendar, found vcard",
        ),
        (["--format", "jsonl", "--formula-safe"], "--formula-safe is for --format csv, found jsonl"),
        (["--format", "csv", "--from", "2026-01-01"], "--from is for --format icalendar, found csv"),
    ],
)
def test_options_that_do_not_fit_are_wrong_usage(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert message in answer(capsys, "export", *options, str(tmp_path / "out"), "--store", url, code=2)["error"]["message"]  # fmt: skip
    assert left(tmp_path) == ["bundle"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "vcard", "--person", "nobody"], "there is no person 'nobody'"),
        (["--format", "icalendar", "--rep", "nobody"], "there is no rep 'nobody'"),
    ],
)
def test_an_unknown_id_leaves_nothing(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    error = answer(capsys, "export", *options, str(tmp_path / "out"), "--store", url, code=1)["error"]
    assert (error["code"], error["message"]) == ("unknown_id", message)
    assert left(tmp_path) == ["bundle"]


def test_what_exists_is_never_written_over(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    error = answer(capsys, "export", "--format", "csv", str(tmp_path / "out"), "--store", url, code=1)[
        "error"
    ]
    assert error["message"] == f"{tmp_path / 'out'} exists already"
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"
