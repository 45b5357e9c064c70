from __future__ import annotations

import json
import math
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from refgraph.service.planning import territory_plan
from refgraph.service.workspace import open_store
from tests.bundle_files import newspapers, write_folder

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = "2026-01-01"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def url(tmp_path: Path, capsys: Capture) -> str:
    """A customer's Li, content, knows Wang at a prospect's; an incident is open at a third account, of nobody."""
    address = f"sqlite:///{tmp_path / 'store.db'}"
    more = write_folder(
        tmp_path / "more",
        accounts=[{"account_id": "noon", "territory": "east"}],
        events=[
            {"event_id": "i", "kind": "incident_opened", "date": "2025-12-01", "account_id": "noon"},
            {"event_id": "c", "kind": "call", "date": "2025-12-01", "account_id": "noon"},
        ],
    )
    for folder in (newspapers(tmp_path / "bundle"), more):
        assert run(["import", str(folder), "--store", address]) == 0
    capsys.readouterr()
    return address


def ask(capsys: Capture, url: str, *arguments: str, code: int = 0) -> Any:
    assert run([*arguments, "--as-of", AS_OF, "--store", url, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_whatif_names_who_can_no_longer_open_and_why(url: str, capsys: Capture) -> None:
    document = ask(capsys, url, "whatif", "--lose", "morning")
    assert document["changes"] == [{"kind": "lose", "account_id": "morning"}]
    (row,) = document["openers_lost"]
    assert row["opener"] == {"person_id": "li", "account_id": "morning"}
    assert (row["target"], row["contact"]) == ("evening", {"person_id": "wang"})
    assert row["reason"] == "not_at_customer"
    assert row["message"] == "李明朗 Li Minglang is at no customer any more."
    assert row["score_after"] is None
    assert [(hop["from"], hop["to"]) for hop in row["path"]] == [("li", "wang")]
    # survey 10: 2 / (2 + 2); tie: declared 3, circle min(1, 9) * .5 * .5 / 1; decider; same industry
    assert row["score_before"] == pytest.approx(0.5 * (1 - math.exp(-0.05 * 3.25)), abs=1e-12)
    assert document["openers_won"] == []
    assert (document["before"]["customers"], document["after"]["customers"]) == (1, 0)
    assert (document["before"]["opportunities"], document["after"]["opportunities"]) == (1, 0)
    assert (document["targets_affected"], document["targets_looked_at"], document["capped"]) == (1, 1, False)


def test_whatif_shows_circles_before_and_after(url: str, capsys: Capture) -> None:
    (row,) = ask(capsys, url, "whatif", "--lose", "morning")["circles"]
    assert row["circle_id"] == "it"
    assert (row["before"]["ours"], row["after"]["ours"], row["after"]["lost"]) == (1, 0, 1)
    assert (row["before"]["penetration"], row["after"]["penetration"]) == (0.5, 0.0)
    assert row["before"]["reputation"] == pytest.approx(1.0, abs=1e-12)
    # 2 good of the survey against 2 bad
    assert row["after"]["reputation"] == pytest.approx(0.0, abs=1e-12)
    assert row["change"] == pytest.approx(-1.0, abs=1e-12)
    assert row["after"]["interval"] == pytest.approx([0.0, 0.0], abs=1e-12)


def test_whatif_stores_nothing(url: str, capsys: Capture) -> None:
    before = ask(capsys, url, "score")
    ask(capsys, url, "whatif", "--lose", "morning", "--resolve", "i", "--stance", "wang=opponent")
    assert ask(capsys, url, "score") == before


def test_whatif_before_is_what_the_other_commands_say(url: str, capsys: Capture) -> None:
    document = ask(capsys, url, "whatif", "--win", "noon")
    heard = {row["person_id"]: row["heard"] for row in ask(capsys, url, "score")["rows"]}
    assert document["before"]["heard_net"] == pytest.approx(heard["wang"]["net"], abs=1e-12)
    assert document["before"]["listeners"] == 1


def test_whatif_takes_any_number_of_changes(url: str, capsys: Capture) -> None:
    arguments = ["--win", "evening", "--win", "noon", "--resolve", "i", "--stance", "wang=neutral"]
    document = ask(capsys, url, "whatif", *arguments)
    assert [change["kind"] for change in document["changes"]] == ["win", "win", "resolve", "stance"]
    assert document["changes"][3] == {"kind": "stance", "person_id": "wang", "stance": "neutral"}
    assert document["after"]["customers"] == 3


def test_whatif_lines_say_what_is_supposed_and_what_follows(url: str, capsys: Capture) -> None:
    assert run(["whatif", "--lose", "morning", "--as-of", AS_OF, "--store", url]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Suppose Morning Post is lost, as of 2026-01-01; nothing is stored\n")
    assert "Can no longer open (1):" in out
    assert "李明朗 Li Minglang (Morning Post) → Evening News" in out
    assert "IT round table" in out


def test_whatif_lines_for_a_stance_and_an_incident(url: str, capsys: Capture) -> None:
    options = ["--stance", "wang=opponent", "--resolve", "i", "--as-of", AS_OF, "--store", url]
    assert run(["whatif", *options]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == (
        "Suppose the incident i at noon is solved, 王芳 Wang Fang is seen as opponent, as of 2026-01-01; "
        "nothing is stored"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "nothing is supposed: name --win, --lose, --resolve or --stance"),
        (["--stance", "li"], "Invalid value for '--stance': 'li' is no stance, expected PERSON=supporter|"),
        (["--stance", "li=friend"], "Invalid value for '--stance': 'li=friend' is no stance"),
        (["--stance", "=opponent"], "Invalid value for '--stance': '=opponent' is no stance"),
    ],
)
def test_wrong_usage_of_whatif_exits_2(url: str, capsys: Capture, options: list[str], message: str) -> None:
    error = ask(capsys, url, "whatif", *options, code=2)["error"]
    assert error["code"] == "usage"
    assert error["message"].startswith(message)


@pytest.mark.parametrize(
    ("options", "code", "message", "cure"),
    [
        (["--win", "x"], "unknown_id", "there is no account 'x'", "refgraph search NAME finds its id"),
        (
            ["--stance", "x=neutral"],
            "unknown_id",
            "there is no person 'x'",
            "refgraph search NAME finds its id",
        ),
        (["--resolve", "x"], "unknown_id", "there is no event 'x' up to 2026-01-01", "open incidents are i"),
        (["--resolve", "c"], "failed", "event 'c' is no incident_opened: call", "open incidents are i"),
    ],
)
def test_what_cannot_be_supposed_is_said_with_the_cure(
    url: str, capsys: Capture, options: list[str], code: str, message: str, cure: str
) -> None:
    error = ask(capsys, url, "whatif", *options, code=1)["error"]
    assert error == {"code": code, "message": message, "cure": cure}


def test_contradictions_are_a_bad_option(url: str, capsys: Capture) -> None:
    error = ask(capsys, url, "whatif", "--win", "noon", "--lose", "noon", code=2)["error"]
    assert error["code"] == "bad_option"
    assert error["message"] == "account 'noon' is won and lost at once"


def test_sensitivity_has_a_row_for_every_value(url: str, capsys: Capture) -> None:
    document = ask(capsys, url, "sensitivity", "--budget", "1")
    found = [(row["parameter"], row["setting"], row["in_use"]) for row in document["rows"]]
    weights = [("negative_weight", weight, weight == 0.5) for weight in (0.0, 0.25, 0.5, 0.75, 1.0)]
    horizons = [("horizon_quarters", quarters, quarters == 1.0) for quarters in (1.0, 2.0, 4.0)]
    assert found == weights + horizons
    assert {row["accounts"] for row in document["rows"][:5]} == {2}
    assert {row["rank_correlation"] for row in document["rows"][:5]} == {1.0}
    assert {row["value"] for row in document["rows"][:5]} == {None}
    assert all(row["entered"] == row["left"] == [] for row in document["rows"])


def test_the_plan_in_use_is_that_of_plan_territory(url: str, capsys: Capture) -> None:
    rows = ask(capsys, url, "sensitivity", "--budget", "1", "--territory", "east")["rows"]
    (in_use,) = [row for row in rows if row["parameter"] == "horizon_quarters" and row["in_use"]]
    with open_store(url) as workspace:
        scores = workspace.scores(as_of=date.fromisoformat(AS_OF))
    plan = territory_plan(scores, objective="spread", budget=1, territory="east")
    assert (in_use["value"], in_use["lower_bound"]) == (plan.value, plan.lower_bound)
    # noon counts itself; the customer's Li reaches Wang's account with the chance of their tie
    assert in_use["value"] == pytest.approx(1 + (1 - math.exp(-0.05 * 3.25)), abs=1e-9)


def test_sensitivity_lines_mark_what_is_in_use(url: str, capsys: Capture) -> None:
    assert run(["sensitivity", "--budget", "1", "--as-of", AS_OF, "--store", url]) == 0
    out = capsys.readouterr().out
    assert "weight of bad word of mouth" in out
    assert "\n0.5*" in out
    assert "\n1*" in out


def test_sensitivity_names_known_territories(url: str, capsys: Capture) -> None:
    error = ask(capsys, url, "sensitivity", "--territory", "north", code=1)["error"]
    assert error["message"] == "there is no territory 'north'"
    assert error["cure"] == "known territories are east"


@pytest.mark.parametrize("command", [["whatif", "--win", "a"], ["sensitivity"]])
def test_a_missing_store_is_not_created(tmp_path: Path, capsys: Capture, command: list[str]) -> None:
    address = f"sqlite:///{tmp_path / 'none.db'}"
    assert ask(capsys, address, *command, code=1)["error"]["code"] == "store_missing"
    assert list(tmp_path.iterdir()) == []
