"""`copy`, `backup`, `restore` and `doctor` of a store on a server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from refgraph.store.address import open_backend
from refgraph.store.sqlite.store import SqliteStore
from tests.store.full import fill

if TYPE_CHECKING:
    from pathlib import Path

    from tests.neo4j.server import Server


@pytest.fixture
def file(tmp_path: Path) -> str:
    with SqliteStore(tmp_path / "full.db", create=True) as store:
        fill(store)
    return f"sqlite:///{tmp_path}/full.db"


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_copy_backup_and_restore_of_a_server_keep_the_digest(
    url: str, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, there = ask(capsys, "copy", file, url)
    assert (code, there["is_equal"], there["version"], there["imports"]) == (0, True, 7, 7)
    code, back = ask(capsys, "copy", url, f"sqlite:///{tmp_path}/back.db")
    assert code == 0
    assert {**back, "from": "", "to": ""} == {**there, "from": "", "to": ""}
    assert ask(capsys, "backup", str(tmp_path / "backup"), "--store", url)[0] == 0
    code, taken = ask(capsys, "restore", str(tmp_path / "backup"), "--store", url)
    assert (code, taken["error"]["code"]) == (1, "store_unavailable")
    code, restored = ask(capsys, "restore", str(tmp_path / "backup"), "--store", url, "--replace")
    assert (code, restored["store"], restored["version"]) == (0, url, 7)
    store = open_backend(url)
    assert store.digest() == there["digest"]
    store.close()


def test_a_server_by_another_name_is_the_same_place(
    url: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, "copy", file, url)
    other = url.replace("127.0.0.1", "localhost")
    assert other != url
    code, document = ask(capsys, "copy", url, other, "--replace")
    assert (code, document["error"]["code"]) == (2, "bad_option")
    assert ask(capsys, "status", "--store", url)[1]["version"] == 7


def test_doctor_says_who_answers_and_what_is_in_order(
    url: str, file: str, neo4j_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, "copy", file, url)
    code, document = ask(capsys, "doctor", "--store", url, "--port", "1")
    found = {check["name"]: check for check in document["checks"]}
    assert code == 0
    assert found["server"]["detail"].startswith(f"{url} is Neo4j ")
    assert found["rights"]["detail"] == f"user {neo4j_server.user} may read the store"
    assert found["clock"]["detail"].endswith(" s from this machine's")
    assert found["schema"]["detail"] == "all constraints and indexes are in order"
    assert "version 7, 3 people" in found["store"]["detail"]


def test_doctor_names_what_the_schema_lacks(
    url: str, file: str, neo4j_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, "copy", file, url)
    neo4j_server.run("DROP INDEX refgraph_event_date")
    code, document = ask(capsys, "doctor", "--store", url, "--port", "1")
    found = {check["name"]: check for check in document["checks"]}
    assert (code, found["schema"]["detail"]) == (1, "lacks refgraph_event_date")
    ask(capsys, "copy", file, url, "--replace")
    assert ask(capsys, "doctor", "--store", url, "--port", "1")[0] == 0
