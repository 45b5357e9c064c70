"""The questions that the README has for Neo4j Browser are answered by a store as refgraph makes it."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.service.workspace import open_store
from tests.neo4j.server import neo4j_params, server_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Ask = Callable[..., list[dict[str, Any]]]

ROOT = Path(__file__).parents[2]
QUESTIONS = dict(
    re.findall(
        r"\*\*(\d+)\. .*?\*\*\n\n```cypher\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
    )
)
GIVEN = {"account": "pujiang-business", "person": "li-minglang"}


@pytest.fixture(scope="module", params=neo4j_params())
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    """Asks a question of the README by its number, on the demo network."""
    server = server_of(request.param)
    server.empty()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("REFGRAPH_NEO4J_USER", server.user)
        patched.setenv("REFGRAPH_NEO4J_PASSWORD", server.password)
        with open_store(server.uri, create=True) as store:
            store.import_path(ROOT / "seed", today=date(2026, 11, 25))
        yield lambda number, **given: server.run(QUESTIONS[str(number)], **{**GIVEN, **given})
    server.empty()


def seed(table: str) -> list[dict[str, str]]:
    with (ROOT / "seed" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NAMES = {row["person_id"]: row["name"] for row in seed("people")}
CUSTOMERS = {row["account_id"] for row in seed("events") if row["kind"] == "deal_won"}
AT = {row["account_id"]: row["name"] for row in seed("accounts")}


def test_there_are_ten() -> None:
    assert sorted(map(int, QUESTIONS)) == list(range(1, 11))


def test_1_lists_the_people_of_the_account(ask: Ask) -> None:
    there = {
        NAMES[row["person_id"]]
        for row in seed("roles")
        if row["account_id"] == "pujiang-business" and not row["to"]
    }
    assert there
    assert {row["person"] for row in ask(1)} == there


def test_2_finds_customers_people_who_know_somebody_there(ask: Ask) -> None:
    found = {(row["person"], row["knows"]) for row in ask(2)}
    ties = {(NAMES[row["person_a"]], NAMES[row["person_b"]]) for row in seed("knows")}
    assert found
    assert found <= ties | {(other, one) for one, other in ties}
    assert {row["customer"] for row in ask(2)} <= {AT[account] for account in CUSTOMERS}


def test_3_draws_paths_from_the_person_to_the_account(ask: Ask) -> None:
    paths = [row["path"] for row in ask(3)]
    assert paths
    for path in paths:
        assert (path[0]["person_id"], path[-1]["account_id"]) == ("li-minglang", "pujiang-business")
        assert 5 <= len(path) <= 9


def test_4_names_circles_where_both_sides_meet(ask: Ask) -> None:
    members = {(row["person_id"], row["circle_id"]) for row in seed("memberships")}
    circles = {row["circle_id"]: row["name"] for row in seed("circles")}
    belong = {(NAMES[person], circles[circle]) for person, circle in members}
    found = ask(4)
    assert found
    assert all((name, row["circle"]) in belong for row in found for name in (*row["ours"], *row["theirs"]))


def test_5_tells_what_happened_with_the_account(ask: Ask) -> None:
    happened = [row for row in seed("events") if row["account_id"] == "pujiang-business"]
    found = ask(5)
    assert sorted(row["text"] for row in found if row["text"]) == sorted(
        row["text"] for row in happened if row["text"]
    )
    assert len(found) == len(happened)


def test_6_lists_open_incidents(ask: Ask) -> None:
    events = seed("events")
    closed = {row["ref"] for row in events if row["kind"] == "incident_closed"}
    still = {
        AT[row["account_id"]]
        for row in events
        if row["kind"] == "incident_opened" and row["event_id"] not in closed
    }
    assert still
    assert {row["account"] for row in ask(6)} == still


def test_7_lists_favours_asked_lately(ask: Ask) -> None:
    asked = {
        (NAMES[row["person_id"]], row["date"])
        for row in seed("events")
        if row["kind"] in ("referral_asked", "reference_call")
        and (date.today() - date.fromisoformat(row["date"])).days < 91  # noqa: DTZ011
    }
    assert {(row["person"], row["day"].iso_format()) for row in ask(7)} == asked


def test_8_measures_how_far_we_are_in_a_circle(ask: Ask) -> None:
    members = {
        row["person_id"]
        for row in seed("memberships")
        if row["circle_id"] == "newspaper-it" and not row["to"]
    }
    accounts = {row["account_id"] for row in seed("roles") if row["person_id"] in members and not row["to"]}
    (row,) = (row for row in ask(8) if row["circle"].startswith("报社信息主任圆桌"))
    assert (row["ours"], row["accounts"]) == (len(accounts & CUSTOMERS), len(accounts))


def test_9_finds_who_came_from_a_customer(ask: Ask) -> None:
    came = {
        (NAMES[row["person_id"]], AT[before["account_id"]])
        for row in seed("roles")
        for before in seed("roles")
        if row["account_id"] == "wutong-youth"
        and not row["to"]
        and before["person_id"] == row["person_id"]
        and before["to"]
        and before["account_id"] in CUSTOMERS
    }
    assert len(came) == 3
    assert {(row["person"], row["came_from"]) for row in ask(9, account="wutong-youth")} == came


def test_10_names_senior_people_nobody_met(ask: Ask) -> None:
    met = {row["person_id"] for row in seed("events") if row["kind"] in ("meeting", "visit", "call")}
    unmet = {
        (AT[row["account_id"]], NAMES[row["person_id"]])
        for row in seed("roles")
        if row["seniority"] == "C"
        and not row["to"]
        and row["account_id"] in CUSTOMERS
        and row["person_id"] not in met
    }
    assert unmet
    assert {(row["customer"], row["person"]) for row in ask(10)} == unmet
