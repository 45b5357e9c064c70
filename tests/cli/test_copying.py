"""`refgraph copy`: a whole store at another place, compared, or one sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from refgraph.store.sqlite.store import SqliteStore
from tests.store.full import everything, fill

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def source(tmp_path: Path) -> str:
    with SqliteStore(tmp_path / "from.db", create=True) as store:
        fill(store)
    return f"sqlite:///{tmp_path}/from.db"


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_copy_says_what_it_has(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = f"sqlite:///{tmp_path}/to.db"
    code, document = ask(capsys, "copy", source, to)
    with SqliteStore(tmp_path / "from.db") as original, SqliteStore(tmp_path / "to.db") as copy:
        assert everything(copy) == everything(original)
        digest, counts = original.digest(), dict(original.info().counts)
    assert code == 0
    assert document == {
        "from": source, "to": to, "version": 7, "digest": digest, "counts": counts,
        "imports": 7, "held": 3, "history": 9, "is_equal": True,
    }  # fmt: skip


def test_it_is_told_to_people_in_one_line(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = f"sqlite:///{tmp_path}/to.db"
    assert run(["copy", source, to]) == 0
    assert capsys.readouterr().out == (
        f"copied {source} to {to}, version 7: both are equal (15 rows, 7 imports, 3 held rows)\n"
    )


def test_a_store_that_is_there_is_kept_unless_it_is_to_be_replaced(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    SqliteStore(tmp_path / "to.db", create=True).close()
    to = f"sqlite:///{tmp_path}/to.db"
    code, document = ask(capsys, "copy", source, to)
    assert (code, document["error"]["code"]) == (1, "store_unavailable")
    assert document["error"]["cure"] == "--replace puts the copy in its place"
    assert ask(capsys, "copy", source, to, "--replace")[0] == 0


@pytest.mark.parametrize("to", ["{}/from.db", "{}/folder/../from.db", "{}/link.db"])
def test_one_place_is_no_two(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], to: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "from.db")
    code, document = ask(capsys, "copy", source, f"sqlite:///{to.format(tmp_path)}", "--replace")
    assert (code, document["error"]["code"]) == (2, "bad_option")
    assert "are one place" in document["error"]["message"]


def test_two_names_of_one_database_are_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    code, document = ask(capsys, "copy", "neo4j://host", "bolt://host:7687/neo4j")
    assert (code, document["error"]["message"]) == (
        2, "'neo4j://host' and 'bolt://host:7687/neo4j' are one place"
    )  # fmt: skip


@pytest.mark.parametrize(
    "address", ["http://host", "from.db", "sqlite://from.db", "", "neo4j://", "bolt://host:0"]
)
def test_an_address_of_no_store_is_wrong_usage(
    source: str, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    for arguments in ((source, address), (address, source)):
        code, document = ask(capsys, "copy", *arguments)
        assert (code, document["error"]["code"]) == (2, "bad_option")
        assert f"'{address}' is no address of" in document["error"]["message"]
        assert "neo4j://host:7687" in document["error"]["cure"]


def test_a_place_without_a_store_is_no_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, document = ask(capsys, "copy", f"sqlite:///{tmp_path}/no.db", f"sqlite:///{tmp_path}/to.db")
    assert (code, document["error"]["code"]) == (1, "store_missing")
    assert not (tmp_path / "to.db").exists()


def test_a_server_that_is_away_is_named_and_nothing_is_left(
    source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, document = ask(capsys, "copy", source, "bolt://127.0.0.1:1")
    assert (code, document["error"]["code"]) == (1, "store_unavailable")
    assert "bolt://127.0.0.1:1 cannot be reached" in document["error"]["message"]


def test_doctor_says_of_a_server_that_is_away_that_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    code, document = ask(capsys, "doctor", "--store", "bolt://127.0.0.1:1", "--port", "1")
    checks = {check["name"]: check for check in document["checks"]}
    assert (code, checks["server"]["ok"], "store" in checks) == (1, False, False)
    assert "cannot be reached" in checks["server"]["detail"]
