from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from tests.bundle_files import write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.facts import Cells

AS_OF = "2026-01-01"


@pytest.fixture
def url(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Pia's press ordered from ann 20 days ago; gus's daily has an open incident of bob's, whom ann knows."""
    opened = _event("i1", "incident_opened", "2025-12-20", account_id="daily", person_id="bob", value="0.9")
    about = {"account_id": "press", "person_id": "ann"}
    orders = [
        _event("o0", "deal_won", "2025-01-10", value="1000", margin="100", **about),
        _event("o1", "deal_won", "2025-12-12", value="250", margin="60", **about),
    ]
    folder = write_folder(
        tmp_path / "bundle",
        reps=[{"rep_id": "gus", "name": "Gus"}, {"rep_id": "pia", "name": "Pia"}],
        accounts=[
            {"account_id": "press", "name": "Press", "status": "customer", "owner": "pia"},
            {"account_id": "daily", "name": "Daily", "status": "customer", "owner": "gus"},
        ],
        people=[{"person_id": "ann", "name": "Ann"}, {"person_id": "bob", "name": "Bob"}],
        roles=[
            {"person_id": "ann", "account_id": "press"},
            {"person_id": "bob", "account_id": "daily"},
        ],
        knows=[{"person_a": "ann", "person_b": "bob", "strength": "1"}],
        events=[opened, *orders],
    )
    address = f"sqlite:///{tmp_path / 'store.db'}"
    assert run(["import", str(folder), "--store", address]) == 0
    capsys.readouterr()
    return address


def _event(key: str, kind: str, day: str, **cells: str) -> Cells:
    return {"event_id": key, "kind": kind, "date": day, **cells}


def ask(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert run(["followup", "--as-of", AS_OF, *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_the_document_has_the_rows_of_the_contract_and_what_they_are_made_of(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = ask(capsys, "--store", url)
    assert (document["as_of"], document["rep"]) == (AS_OF, None)
    row = next(row for row in document["rows"] if row["action"] == "step_in")
    assert (row["account_id"], row["person_id"], row["due"], row["rep"]) == (
        "daily",
        "bob",
        "2025-12-23",
        "gus",
    )
    assert "severity 0.9" in row["why"]
    assert row["evidence"][0]["ref"] == "i1"
    assert set(row["evidence"][0]) == {"kind", "ref", "date", "text"}
    assert set(row["parts"]) == {"action", "urgency", "account", "threat"}
    (listener,) = row["hears"]
    assert (listener["person_id"], listener["account_id"], row["call_first"]) == ("ann", "press", "ann")
    assert {row["action"] for row in document["rows"]} == {"step_in", "thank_supporter", "ask_date"}
    assert all(row["hears"] == [] for row in document["rows"] if row["account_id"] == "press")


def test_a_rep_gets_his_accounts_and_their_figures(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    pia = ask(capsys, "--rep", "pia", "--store", url)
    assert pia["rep"] == "pia"
    assert {row["account_id"] for row in pia["rows"]} == {"press"}
    # 250 of 1,250 and 60 of 160; 250 is at most half of the first order's 1,000
    assert pia["repeat_business"]["repeat"] == {"orders": 1, "revenue": 0.2, "profit": 0.375}
    assert pia["repeat_business"]["small"] == pia["repeat_business"]["repeat"]
    assert pia["repeat_business"]["claim"] == {"revenue": 0.4, "profit": 0.6}
    gus = ask(capsys, "--rep", "gus", "--store", url)
    assert gus["repeat_business"]["repeat"] == {"orders": 0, "revenue": None, "profit": None}


def test_an_unknown_rep_is_repeated_with_those_there_are(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ask(capsys, "--rep", "nobody", "--store", url, code=1)["error"]
    assert error["code"] == "unknown_id"
    assert error["message"] == "there is no rep 'nobody'"
    assert error["cure"] == "known reps are gus, pia"


def test_lines_for_people_say_what_by_when_why_and_who_hears(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["followup", "--as-of", AS_OF, "--store", url]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "What to do next, as of 2026-01-01"
    assert "2025-12-23 (overdue)  Step in: the next sale is at stake" in lines
    assert "     heard of by Ann; call Ann first" in lines
    assert "Repeat orders: 1 order, 20% of revenue, 38% of profit." in lines


def test_before_anything_happened_nothing_is_due(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["followup", "--as-of", "2024-01-01", "--store", url]) == 0
    assert capsys.readouterr().out == "Nothing is due.\n"
