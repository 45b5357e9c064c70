"""`refgraph verify` where there is nothing to verify, and what `doctor` says beside the store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add

if TYPE_CHECKING:
    from pathlib import Path


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("content", "error"), [(None, "store_missing"), (b"", "store_foreign"), (b"hello", "store_foreign")]
)
def test_verify_of_what_is_no_store_is_an_ordinary_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, error: str
) -> None:
    path = tmp_path / "store.db"
    if content is not None:
        path.write_bytes(content)
    code, document = ask(capsys, "verify", "--store", f"sqlite:///{path}")
    assert (code, list(document), document["error"]["code"]) == (1, ["error"], error)


def test_verify_of_an_empty_store_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    SqliteStore(tmp_path / "store.db", create=True).close()
    code, document = ask(capsys, "verify", "--store", f"sqlite:///{tmp_path}/store.db")
    assert (code, document["version"], document["sound"], document["imports"]) == (0, 0, True, [])


def test_a_damaged_store_is_told_to_people_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "store.db"
    with SqliteStore(path, create=True) as store:
        add(store, people=[{"person_id": "ann", "email": "ann@example.org"}])
    path.write_bytes(path.read_bytes().replace(b"ann@example.org", b"ann@example.com"))
    assert run(["verify", "--store", f"sqlite:///{path}"]) == 1
    finding, last = capsys.readouterr().out.splitlines()
    assert finding.startswith("damaged: page ")
    assert finding.endswith(" of the file is not as it was written: it belongs to people")
    assert last == (
        f"sqlite:///{path} is damaged; stop working on it and restore a backup: refgraph restore BACKUP --replace; "
        "without one, import again into a new store what is damaged: folder"
    )


def test_doctor_names_what_lies_beside_the_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    SqliteStore(tmp_path / "store.db", create=True).close()
    for name in ("store.db.format-2.backup", "store.db.damaged-1", "store.db.damaged-1-wal", "other.db"):
        (tmp_path / name).touch()
    _, document = ask(capsys, "doctor", "--store", f"sqlite:///{tmp_path}/store.db", "--port", "1")
    beside = [check["detail"] for check in document["checks"] if check["name"] == "beside the store"]
    assert beside == [
        "store.db.format-2.backup is the store as it was before it was converted",
        "store.db.damaged-1 is a damaged store that was replaced",
    ]
