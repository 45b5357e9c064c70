from __future__ import annotations

import json
import math
import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from refgraph.service.workspace import open_store
from tests.bundle_files import newspapers, write_folder

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = "2026-01-01"


@pytest.fixture
def url(store_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["import", str(newspapers(tmp_path / "bundle")), "--store", store_url]) == 0
    capsys.readouterr()
    return store_url


def ask(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_help_is_quick_and_loads_no_heavy_library() -> None:
    script = (
        "import sys, resource\n"
        "from refgraph.cli.main import run\n"
        "code = run(['--help'])\n"
        "heavy = {'numba', 'neo4j', 'streamlit', 'apsw', 'numpy', 'scipy', 'networkx'} & set(sys.modules)\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(code, sorted(heavy), used.ru_utime + used.ru_stime)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    code, heavy, cpu_s = done.stdout.strip().splitlines()[-1].split(" ")
    assert (code, heavy) == ("0", "[]")
    assert float(cpu_s) < 0.5


def test_status_counts_every_table(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = ask(capsys, "status", "--store", url)
    assert document["version"] == 1
    assert document["backend"] == ("sqlite" if url.startswith("sqlite:") else "neo4j")
    assert document["counts"] == {
        "accounts": 2, "people": 2, "circles": 1, "memberships": 2, "events": 1, "ties": 1, "roles": 2,
    }  # fmt: skip
    assert document["last_event_date"] == "2026-01-01"


def test_search_finds_ids_by_pinyin_initials(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = ask(capsys, "search", "lml", "--store", url)
    assert document["rows"] == [
        {"table": "people", "id": "li", "name": "李明朗 Li Minglang", "detail": "Morning Post"}
    ]
    assert ask(capsys, "search", "nobody", "--store", url)["rows"] == []


def test_an_empty_store_says_that_it_is_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{tmp_path / 'empty.db'}"
    open_store(address, create=True).close()
    error = ask(capsys, "openers", "a", "--store", address, code=1)["error"]
    assert error["message"] == "there is no account 'a': the store has none yet"
    assert error["cure"] == "import a folder first"
    assert ask(capsys, "score", "--store", address)["rows"] == []
    assert ask(capsys, "circles", "--store", address)["rows"] == []


def test_options_are_taken_before_and_after_the_command(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--store", url, "--json", "status"]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == 1


def test_openers_document_has_factors_path_and_evidence(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = ask(capsys, "openers", "evening", "--as-of", AS_OF, "--store", url)
    (row,) = document["rows"]
    assert row["opener"] == {"person_id": "li", "account_id": "morning"}
    assert row["contact"] == {"person_id": "wang"}
    # survey 10 today: b = 2 / (2 + 2); tie: declared 3, circle min(1, 9) * .5 * .5 / 1
    reach = 1 - math.exp(-0.05 * (3 + 0.25))
    assert row["factors"]["net_opinion"] == pytest.approx(0.5, abs=1e-12)
    assert row["factors"]["reach"] == pytest.approx(reach, abs=1e-12)
    assert row["factors"]["congruency"] == 1.0
    assert row["score"] == pytest.approx(math.prod(row["factors"].values()), abs=1e-9)
    (hop,) = row["path"]
    assert (hop["from"], hop["to"]) == ("li", "wang")
    assert {part["kind"] for part in hop["evidence"]} == {"knows", "shared_circle"}
    assert all(set(part) >= {"kind", "ref", "date", "text"} for part in hop["evidence"])
    assert document["no_evidence"] is False


def test_targets_is_the_same_answer_seen_from_the_opener(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    seen_by_target = ask(capsys, "openers", "evening", "--as-of", AS_OF, "--store", url)["rows"][0]
    for entity in ("li", "morning"):
        (row,) = ask(capsys, "targets", entity, "--as-of", AS_OF, "--store", url)["rows"]
        assert row.pop("target") == "evening"
        assert row == seen_by_target


def test_path_hops_multiply_to_the_probability(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = ask(capsys, "path", "wang", "li", "--as-of", AS_OF, "--store", url)["paths"]
    product = math.prod(hop["probability"] for hop in path["hops"])
    assert path["probability"] == pytest.approx(product, abs=1e-12)


@pytest.mark.parametrize(
    ("entity", "key", "ids"),
    [
        ("people", "person_id", ["li", "wang"]),
        ("accounts", "account_id", ["evening", "morning"]),
        ("circles", "circle_id", ["it"]),
    ],
)
def test_score_lists_every_entity_by_id(
    url: str, capsys: pytest.CaptureFixture[str], entity: str, key: str, ids: list[str]
) -> None:
    document = ask(capsys, "score", "--entity", entity, "--as-of", AS_OF, "--store", url)
    assert [row[key] for row in document["rows"]] == ids
    assert document["as_of"] == AS_OF
    assert document["params"]["effect"] == 0.05


def test_circles_says_nothing_heard_as_null(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = ask(capsys, "circles", "--as-of", "2025-12-31", "--store", url)
    (row,) = document["rows"]
    assert row["reputation"] is None
    assert (row["ours"], row["lost"], row["open"], row["penetration"]) == (1, 0, 1, 0.5)


def test_import_of_the_same_folder_twice_changes_nothing(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = ask(capsys, "import", str(tmp_path / "bundle"), "--store", url)
    assert document["version"] == 1
    assert document["files"]["people.csv"] == {"read": 2, "imported": 0, "merged": 2, "held": 0, "blank": 0}


def test_held_rows_exit_3_and_are_reported(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_folder(tmp_path / "more", roles=[{"person_id": "nobody", "account_id": "evening"}])
    document = ask(capsys, "import", str(folder), "--store", url, code=3)
    assert document["outcome"] == "held"
    (problem,) = [p for p in document["problems"] if p["severity"] == "held"]
    assert (problem["file"], problem["row"], problem["column"]) == ("roles.csv", 2, "person_id")
    assert problem["value"] == "nobody"


def test_a_rejected_bundle_exits_4_and_creates_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "people.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    address = f"sqlite:///{tmp_path / 'none.db'}"
    document = ask(capsys, "import", str(tmp_path / "bad"), "--store", address, code=4)
    assert document["outcome"] == "reject"
    assert document["files"] == {}
    assert not (tmp_path / "none.db").exists()


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{tmp_path / 'none.db'}"
    document = ask(capsys, "import", str(newspapers(tmp_path / "b")), "--store", address, "--dry-run")
    assert document["files"]["people.csv"]["imported"] == 2
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    "command",
    [
        ["openers", "nowhere"],
        ["targets", "nowhere"],
        ["path", "nowhere", "li"],
        ["path", "li", "nowhere"],
    ],
)
def test_an_unknown_id_is_repeated_with_the_cure(
    url: str, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    document = ask(capsys, *command, "--store", url, code=1)
    assert document["error"]["code"] == "unknown_id"
    assert "'nowhere'" in document["error"]["message"]
    assert document["error"]["cure"]


@pytest.mark.parametrize(
    "command",
    [
        ["status"], ["score"], ["openers", "a"], ["targets", "a"], ["path", "a", "b"], ["circles"],
        ["export", "--format", "csv", "out"], ["backup", "out"], ["serve"],
    ],
)  # fmt: skip
def test_a_missing_store_is_one_sentence_and_is_not_created(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    address = f"sqlite:///{tmp_path / 'none.db'}"
    assert run([*command, "--store", address, "--json"]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["error"]["code"] == "store_missing"
    assert "Traceback" not in captured.err
    assert captured.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_database_is_refused_and_left_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    before = foreign.read_bytes()
    for command in (["status"], ["import", str(newspapers(tmp_path / "b"))]):
        document = ask(capsys, *command, "--store", f"sqlite:///{foreign}", code=1)
        assert document["error"]["code"] == "store_foreign"
    assert foreign.read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [[], ["nonsense"], ["openers"], ["openers", "a", "-k", "0"], ["score", "--as-of", "yesterday"]],
)
def test_wrong_usage_exits_2(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    assert run([*command, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"


def test_an_unreadable_path_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{tmp_path / 'none.db'}"
    document = ask(capsys, "import", str(tmp_path / "nothing"), "--store", address, code=1)
    assert "nothing" in document["error"]["message"]
    assert document["error"]["cure"]


def test_backup_and_restore_bring_the_same_answers_back(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ask(capsys, "score", "--as-of", AS_OF, "--store", url)
    saved = tmp_path / "saved.db"
    ask(capsys, "backup", str(saved), "--store", url)
    restored = f"sqlite:///{tmp_path / 'again.db'}"
    ask(capsys, "restore", str(saved), "--store", restored)
    assert ask(capsys, "score", "--as-of", AS_OF, "--store", restored) == before


def test_restore_keeps_a_store_that_is_there_unless_told(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "saved.db"
    ask(capsys, "backup", str(saved), "--store", url)
    assert "--replace" in ask(capsys, "restore", str(saved), "--store", url, code=1)["error"]["cure"]
    assert ask(capsys, "restore", str(saved), "--store", url, "--replace")["version"] == 1


def test_demo_loads_the_seed_within_its_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = ask(capsys, "demo", "--load-only", "--store", f"sqlite:///{tmp_path / 'demo.db'}")
    assert document["version"] == 1
    assert document["people"] >= 200


def test_doctor_finds_a_sound_store_sound(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["doctor", "--store", url, "--port", "1", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert {check["name"]: check["ok"] for check in document["checks"]}["store"] is True


def test_doctor_names_the_cure_for_a_missing_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = ask(capsys, "doctor", "--store", f"sqlite:///{tmp_path / 'no.db'}", code=1)
    (store,) = [check for check in document["checks"] if check["name"] == "store"]
    assert store["ok"] is False
    assert store["cure"]


def test_lines_for_people_name_opener_path_and_reason(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["openers", "evening", "--as-of", AS_OF, "--store", url]) == 0
    out = capsys.readouterr().out
    assert "李明朗 Li Minglang" in out
    assert "IT round table" in out


def test_a_crash_is_one_sentence_and_a_traceback_only_on_demand(url: str) -> None:
    environment = {**os.environ, "REFGRAPH_STORE": url}
    done = subprocess.run(
        [sys.executable, "-m", "refgraph", "openers", "nowhere", "--debug"],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" in done.stderr
