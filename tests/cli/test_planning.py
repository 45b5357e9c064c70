from __future__ import annotations

import json
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from tests.bundle_files import newspapers, write_folder

if TYPE_CHECKING:
    from tests.facts import Cells

SEED = Path(__file__).parents[2] / "seed"
DAY = "2026-11-25"


@pytest.fixture(scope="module")
def seed_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('planning') / 'seed.db'}"
    assert run(["import", str(SEED), "--store", url]) == 0
    return url


@pytest.fixture
def small_url(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Two newspapers: Li of the customer knows Wang of the one that the rep owns."""
    url = f"sqlite:///{tmp_path / 'small.db'}"
    folder = newspapers(tmp_path / "bundle")
    accounts: list[Cells] = [
        {"account_id": "morning", "name": "Morning Post", "industry": "press", "status": "customer"},
        {
            "account_id": "evening", "name": "Evening News", "industry": "press", "owner": "xu",
            "potential": 1000.0, "territory": "east",
        },
    ]  # fmt: skip
    write_folder(
        folder, accounts=accounts, reps=[{"rep_id": "xu", "name": "Xu Chi"}, {"rep_id": "yi", "name": "Yi"}]
    )
    assert run(["import", str(folder), "--store", url]) == 0
    capsys.readouterr()
    return url


def ask(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_week_s_document_says_whom_to_ask_for_what_and_why(
    small_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = ask(capsys, "plan", "week", "--rep", "xu", "--from", "2026-01-01", "--store", small_url)
    (planned,) = plan["asks"]
    (opener,) = ask(capsys, "openers", "evening", "--as-of", "2026-01-01", "--store", small_url)["rows"]
    assert planned["opener"] == {"person_id": "li", "account_id": "morning"}
    assert (planned["owner"], planned["target"]) == (None, "evening")
    assert planned["contact"] == {"person_id": "wang"}
    for name in ("score", "factors", "path"):
        assert planned[name] == opener[name]
    assert planned["details"].items() <= opener["details"].items()
    assert planned["gain"] == pytest.approx(1000 * opener["score"])
    assert planned["binding"] == ["person"]
    assert plan["value"] == planned["gain"]
    assert plan["upper_bound"] == pytest.approx(plan["value"])
    assert plan["ratio"] == pytest.approx(1.0)
    assert plan["constraints"]["hours"] == {"limit": 6.0, "used": 1.0, "binding": False, "worth": 0.0}
    assert set(plan["constraints"]) == {"hours", "person", "account", "target"}
    assert (plan["rep"], plan["from"], plan["not_chosen"]) == ("xu", "2026-01-01", [])
    assert (plan["targets"], plan["looked_at"]) == (1, 1)


def test_the_week_of_the_seed_s_first_rep_reads_as_he_would_read_it(
    seed_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = ask(capsys, "plan", "week", "--rep", "zhou-lan", "--from", DAY, "--store", seed_url)
    first = plan["asks"][0]
    # The IT director of the newspaper that bought the notebooks, to the director of the group's business daily.
    assert first["opener"] == {"person_id": "li-minglang", "account_id": "pujiang-morning"}
    assert (first["target"], first["contact"]["person_id"]) == ("pujiang-business", "cheng-liyan")
    assert len(plan["asks"]) == 8 == plan["constraints"]["hours"]["used"]
    gains = [row["gain"] for row in plan["asks"]]
    assert gains == sorted(gains, reverse=True)
    assert sum(gains) == pytest.approx(plan["value"])
    assert plan["upper_bound"] == pytest.approx(plan["value"])
    asked = [row["opener"]["person_id"] for row in plan["asks"]]
    customers = [row["opener"]["account_id"] for row in plan["asks"]]
    targets = [row["target"] for row in plan["asks"]]
    assert len(set(asked)) == 8
    assert max(customers.count(name) for name in customers) <= 2
    assert max(targets.count(name) for name in targets) <= 2
    for row in plan["asks"]:
        assert prod(row["factors"].values()) == pytest.approx(row["score"], abs=1e-9)
        assert row["path"][0]["from"] == row["opener"]["person_id"]
        assert row["path"][-1]["to"] == row["contact"]["person_id"]
    # Two of the morning paper are asked, which is all it can take: a third would be worth having.
    assert customers.count("pujiang-morning") == 2
    assert plan["constraints"]["account"]["binding"] is True
    assert len(plan["not_chosen"]) == 5
    assert all("hours" in row["kept_out_by"] for row in plan["not_chosen"])


def test_the_week_s_lines_name_people_reasons_and_limits(
    seed_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["plan", "week", "--rep", "zhou-lan", "--from", DAY, "--store", seed_url]) == 0
    said = capsys.readouterr().out
    assert "1. 李明朗 Li Minglang (浦江晨报 Pujiang Morning Post) → 程立言 Cheng Liyan" in said
    assert "customer of 徐驰 Xu Chi" in said
    assert "say they know each other" in said
    assert "8 of 8 hours planned; one hour more would add" in said
    assert "no forecast" in said
    assert "not this week (" in said


def test_without_targets_or_openers_the_week_says_so(
    small_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", "week", "--rep", "yi", "--from", "2026-01-01", "--store", small_url]) == 0
    assert "No account to open is his, by owner or by territory." in capsys.readouterr().out
    # The day before Li's answer nobody is known to be satisfied.
    assert run(["plan", "week", "--rep", "xu", "--from", "2025-12-31", "--store", small_url]) == 0
    assert "known to be heard at any of the 1 targets" in capsys.readouterr().out
    plan = ask(capsys, "plan", "week", "--rep", "xu", "--from", "2025-12-31", "--store", small_url)
    assert (plan["asks"], plan["value"], plan["upper_bound"], plan["ratio"]) == ([], 0.0, 0.0, 1.0)


def test_concentrate_s_document_has_bounds_and_reasons(
    seed_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["plan", "territory", "--budget", "3", "--objective", "concentrate", "--as-of", DAY]
    plan = ask(capsys, *command, "--store", seed_url)
    circles = ask(capsys, "circles", "--as-of", DAY, "--store", seed_url)["rows"]
    done = sum(row["ours"] >= 4 for row in circles)
    assert plan["baseline"] == done
    assert plan["value"] == done + sum(row["gain"] for row in plan["chosen"])
    assert plan["lower_bound"] == plan["value"] == plan["upper_bound"]
    assert (plan["ratio"], plan["confidence"], plan["objective"]) == (1.0, 1.0, "concentrate")
    assert (plan["budget"], plan["territory"], plan["as_of"]) == (3, None, DAY)
    assert 0 < plan["seconds"] < 10
    assert len(plan["chosen"]) <= 3
    for row in plan["chosen"]:
        assert row["gain"] == len(row["completed"])
        assert set(row["completed"]) <= set(row["circles"])
    run([*command, "--store", seed_url])
    said = capsys.readouterr().out
    assert "completes " in said
    assert "no plan has more than" in said


def test_spread_s_document_has_bounds_and_through_whom(
    small_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["plan", "territory", "--budget", "2", "--objective", "spread", "--as-of", "2026-01-01"]
    plan = ask(capsys, *command, "--store", small_url)
    assert [row["account_id"] for row in plan["chosen"]] == ["evening"]
    assert [row["person_id"] for row in plan["chosen"][0]["via"]] == ["wang"]
    # The one account that is no customer is reached when it is chosen.
    assert plan["value"] == pytest.approx(1.0)
    assert plan["lower_bound"] == plan["upper_bound"] == pytest.approx(1.0)
    assert plan["objective"] == "spread"
    assert run([*command, "--store", small_url]) == 0
    said = capsys.readouterr().out
    assert "accounts reached" in said
    assert "1 of 2 are left: there are no more to choose from." in said


def test_a_territory_limits_who_is_chosen(seed_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["plan", "territory", "--budget", "5", "--objective", "concentrate", "--as-of", DAY]
    plan = ask(capsys, *command, "--territory", "Puxi", "--store", seed_url)
    assert plan["territory"] == "Puxi"
    puxi = {
        line.split(",")[0]
        for line in (SEED / "accounts.csv").read_text(encoding="utf-8").splitlines()
        if ",Puxi," in line
    }
    assert {row["account_id"] for row in plan["chosen"]} <= puxi


@pytest.mark.parametrize(
    ("command", "message", "cure"),
    [
        (["week", "--rep", "nobody"], "there is no rep 'nobody'", "known reps are xu, yi"),
        (
            ["territory", "--budget", "1", "--objective", "concentrate", "--territory", "Mars"],
            "there is no territory 'Mars'",
            "known territories are east",
        ),
        (
            ["territory", "--budget", "1", "--objective", "spread", "--territory", "Mars"],
            "there is no territory 'Mars'",
            "known territories are east",
        ),
    ],
)
def test_an_unknown_rep_or_territory_is_repeated_with_those_there_are(
    small_url: str, capsys: pytest.CaptureFixture[str], command: list[str], message: str, cure: str
) -> None:
    error = ask(capsys, "plan", *command, "--store", small_url, code=1)["error"]
    assert (error["code"], error["message"], error["cure"]) == ("unknown_id", message, cure)


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["week"],
        ["week", "--rep", "xu", "--from", "monday"],
        ["territory", "--budget", "0", "--objective", "spread"],
        ["territory", "--budget", "3"],
        ["territory", "--objective", "spread"],
        ["territory", "--budget", "3", "--objective", "both"],
    ],
)
def test_wrong_usage_exits_2(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    assert ask(capsys, "plan", *command, code=2)["error"]["code"] == "usage"
