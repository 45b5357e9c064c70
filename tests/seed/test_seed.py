"""The files in seed/ are what the script writes, and hold together."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from refgraph.model.tables import CIRCLE_KINDS, EVENT_KINDS, TABLES
from refgraph.model.tables import Kind as ColumnKind
from tests.seed.network import SEED, Texts, by_id, read

if TYPE_CHECKING:
    from pathlib import Path

FIRST_DAY, LAST_DAY = "2023-10-01", "2026-10-31"
RESTS = (
    *("2024-01-01", "2024-02-12", "2024-05-01", "2024-10-01", "2025-01-01", "2025-01-30", "2025-05-01"),
    *("2025-10-01", "2026-01-01", "2026-02-18", "2026-05-01", "2026-10-01"),
)
"""Days on which no office in China is open."""


def test_the_script_writes_these_very_files(tmp_path: Path) -> None:
    command = [sys.executable, str(SEED / "make_seed.py"), str(tmp_path / "again")]
    subprocess.run(command, check=True, capture_output=True)
    for table in TABLES.values():
        assert (tmp_path / "again" / table.file).read_bytes() == (SEED / table.file).read_bytes()


@pytest.mark.parametrize(
    ("table", "least", "most"),
    [
        ("accounts", 55, 65),
        ("people", 230, 250),
        ("circles", 24, 26),
        ("reps", 4, 4),
        ("events", 450, 800),
        ("memberships", 200, 350),
        ("knows", 120, 220),
    ],
)
def test_the_network_has_the_promised_size(table: str, least: int, most: int) -> None:
    assert least <= len(read(table)) <= most


@pytest.mark.parametrize("table", sorted(TABLES))
def test_columns_are_those_of_the_import_folder(table: str) -> None:
    assert list(read(table)[0]) == [column.name for column in TABLES[table].columns]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_keys_are_unique(table: str) -> None:
    keys = Counter(tuple(row[name] for name in TABLES[table].key) for row in read(table))
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_event_kind_and_circle_kind_occurs() -> None:
    assert {row["kind"] for row in read("events")} == set(EVENT_KINDS)
    assert {row["kind"] for row in read("circles")} == set(CIRCLE_KINDS)


@pytest.mark.parametrize("table", sorted(TABLES))
def test_references_and_choices_resolve(table: str) -> None:
    for column in TABLES[table].columns:
        found = {row[column.name] for row in read(table)} - {""}
        if column.refers_to:
            assert found <= set(by_id(column.refers_to)), column.name
        if column.choices:
            assert found <= set(column.choices), column.name


def test_references_of_events_name_events_or_accounts() -> None:
    events, accounts = by_id("events"), by_id("accounts")
    opened = {
        "install_start": {"deal_won"},
        "install_done": {"deal_won"},
        "delivery": {"deal_won"},
        "incident_closed": {"incident_opened"},
        "complaint_escalated": {"incident_opened"},
        "deal_won": {"referral_made"},
        "satisfaction": {"deal_won", "visit", "reference_call"},
    }
    for row in read("events"):
        if row["kind"] in opened and row["ref"]:
            of = events[row["ref"]]
            assert of["kind"] in opened[row["kind"]], row
            assert of["date"] <= row["date"], row
        elif row["ref"]:
            assert row["ref"] in accounts, row


@pytest.mark.parametrize("table", sorted(TABLES))
def test_no_day_lies_after_the_story(table: str) -> None:
    days = [column.name for column in TABLES[table].columns if column.kind is ColumnKind.DAY]
    written = [row[name] for row in read(table) for name in days if row[name]]
    assert all(date.fromisoformat(day) <= date.fromisoformat(LAST_DAY) for day in written)
    if table == "events":
        assert min(written) >= FIRST_DAY


@pytest.mark.parametrize("table", ["roles", "memberships"])
def test_nothing_ends_before_it_begins(table: str) -> None:
    assert [row for row in read(table) if row["to"] and row["to"] <= row["from"]] == []


def test_last_contact_is_not_before_the_acquaintance() -> None:
    rows = [row for row in read("knows") if row["last_contact"]]
    assert [row for row in rows if row["last_contact"] < row["since"]] == []


def roles_of(person: str) -> list[Texts]:
    return sorted((r for r in read("roles") if r["person_id"] == person), key=lambda r: r["from"])


def test_nobody_has_two_jobs_at_once() -> None:
    for person in by_id("people"):
        for before, after in zip(roles_of(person), roles_of(person)[1:], strict=False):
            assert "" < before["to"] < after["from"], person


def test_people_meet_us_only_where_they_work_that_day() -> None:
    """A complaint is heard at the headquarters, so its listener need not work at the account."""
    for row in read("events"):
        if row["person_id"] and row["kind"] != "complaint_escalated":
            held = [r for r in roles_of(row["person_id"]) if r["account_id"] == row["account_id"]]
            assert any(r["from"] <= row["date"] <= (r["to"] or LAST_DAY) for r in held), row


def test_stances_were_seen_while_the_role_was_held() -> None:
    for row in read("roles"):
        assert bool(row["stance"]) == bool(row["stance_date"]), row
        if row["stance"]:
            assert row["from"] <= row["stance_date"] <= (row["to"] or LAST_DAY), row


def test_job_changes_in_the_log_are_those_of_the_roles() -> None:
    ends = {(r["person_id"], r["account_id"], r["to"]) for r in read("roles")}
    begins = {(r["person_id"], r["account_id"], r["from"]) for r in read("roles")}
    for row in read("events"):
        change = (row["person_id"], row["ref"], row["date"])
        assert row["kind"] != "left_company" or change in ends, row
        assert row["kind"] != "joined_company" or change in begins, row


def test_people_report_to_colleagues_or_to_the_account_above() -> None:
    accounts = by_id("accounts")
    for row in read("roles"):
        if row["reports_to"]:
            assert row["reports_to"] != row["person_id"]
            above = {r["account_id"] for r in roles_of(row["reports_to"])}
            assert {row["account_id"], accounts[row["account_id"]]["parent_id"]} & above, row


def test_members_of_trade_circles_joined_in_office() -> None:
    trade = {key for key, row in by_id("circles").items() if row["kind"] in ("industry", "association")}
    for row in read("memberships"):
        if row["circle_id"] in trade:
            assert row["from"] >= min(r["from"] for r in roles_of(row["person_id"])), row


def test_orders_come_before_installation_and_installation_before_delivery() -> None:
    steps: dict[str, dict[str, str]] = {}
    for row in read("events"):
        if row["kind"] in ("install_start", "install_done", "delivery"):
            assert row["kind"] not in steps.setdefault(row["ref"], {}), row
            steps[row["ref"]][row["kind"]] = row["date"]
    for order, days in steps.items():
        in_order = [days[kind] for kind in ("install_start", "install_done", "delivery") if kind in days]
        assert by_id("events")[order]["date"] < in_order[0]
        assert in_order == sorted(in_order), order
        assert ("install_start" in days) == ("install_done" in days)


def test_every_first_order_is_installed_and_delivered() -> None:
    first: dict[str, Texts] = {}
    for row in read("events"):
        if row["kind"] == "deal_won":
            first.setdefault(row["account_id"], row)
    for row in first.values():
        kinds = {e["kind"] for e in read("events") if e["ref"] == row["event_id"]}
        assert {"install_start", "install_done", "delivery"} <= kinds, row


def test_favours_are_asked_of_customers_alone() -> None:
    asked = [e for e in read("events") if e["kind"] in ("referral_asked", "reference_call")]
    for row in asked:
        orders = [e["date"] for e in read("events") if _is_order(e, row["account_id"])]
        assert min(orders) < row["date"], row
        assert not any(_is_order(e, row["ref"]) and e["date"] < row["date"] for e in read("events")), row


def _is_order(event: Texts, account: str) -> bool:
    return event["kind"] == "deal_won" and event["account_id"] == account


def test_answers_follow_requests() -> None:
    asked = {(e["person_id"], e["ref"]): e["date"] for e in read("events") if e["kind"] == "referral_asked"}
    for row in read("events"):
        if row["kind"] in ("referral_made", "referral_declined"):
            assert asked[row["person_id"], row["ref"]] <= row["date"], row


def test_values_lie_in_their_ranges() -> None:
    signed = (
        "meeting",
        "call",
        "email",
        "visit",
        "thanks",
        "satisfaction",
        "incident_closed",
        "reference_call",
    )
    limits = dict.fromkeys(signed, (-1.0, 1.0)) | {
        "survey": (0, 10),
        "incident_opened": (0, 1),
        "complaint_escalated": (0, 1),
        "competitor_seen": (0, 1),
        "deal_won": (1, 1e7),
        "deal_lost": (1, 1e7),
        "stance": (-1, 1),
        "delivery": (-60, 60),
    }
    for row in read("events"):
        if row["value"]:
            low, high = limits[row["kind"]]
            assert low <= float(row["value"]) <= high, row
        assert not row["margin"] or float(row["margin"]) < 0.4 * float(row["value"])


def test_events_happen_on_working_days() -> None:
    days = {row["date"] for row in read("events")}
    assert [day for day in days if date.fromisoformat(day).weekday() >= 5] == []
    assert days & set(RESTS) == set()


def test_everything_shown_is_in_both_languages() -> None:
    shown = [row["text"].split(" / ", 1) for row in read("events")]
    for chinese, english in shown:
        assert any("一" <= sign <= "鿿" for sign in chinese), chinese
        assert not any("一" <= sign <= "鿿" for sign in english), english
    for table, column in (("accounts", "name"), ("people", "name"), ("circles", "name"), ("roles", "title")):
        for row in read(table):
            chinese, english = row[column].split(" ", 1)
            assert "一" <= chinese[0] <= "鿿", row
            assert english.isascii(), row


def test_one_pair_of_namesakes_and_no_other() -> None:
    names = Counter(row["name"] for row in read("people"))
    assert {name: count for name, count in names.items() if count > 1} == {"王磊 Wang Lei": 2}
    spelt = Counter(row["name"].split(" ", 1)[1] for row in read("people"))
    assert max(spelt.values()) == 2


def test_mailboxes_are_unique_and_reserved_for_examples() -> None:
    boxes = [row["email"] for row in (*read("people"), *read("reps"))]
    assert len(set(boxes)) == len(boxes)
    assert all(box.endswith(".example") for box in boxes)


def test_owners_work_the_territory() -> None:
    reps = by_id("reps")
    assert Counter(row["role"] for row in reps.values()) == {"rep": 3, "lead": 1}
    for row in read("accounts"):
        assert row["territory"] in reps[row["owner"]]["territories"].split(";"), row


def test_groups_are_larger_than_their_branches() -> None:
    accounts = by_id("accounts")
    branches = [row for row in accounts.values() if row["parent_id"]]
    assert len(branches) >= 10
    for row in branches:
        assert float(row["size"]) < float(accounts[row["parent_id"]]["size"]), row


def test_small_repeat_orders_bring_a_third_of_revenue_and_half_of_profit() -> None:
    first: set[str] = set()
    revenue, profit = Counter[bool](), Counter[bool]()
    for row in read("events"):
        if row["kind"] == "deal_won":
            is_repeat = row["account_id"] in first
            first.add(row["account_id"])
            revenue[is_repeat] += int(float(row["value"]))
            profit[is_repeat] += int(float(row["margin"]))
    assert 0.3 <= revenue[True] / revenue.total() <= 0.45
    assert 0.5 <= profit[True] / profit.total() <= 0.65


def test_some_accounts_are_silent_single_threaded_or_headed_by_a_stranger() -> None:
    last = {e["account_id"]: e["date"] for e in read("events")}
    a_year_ago = (date.fromisoformat(LAST_DAY) - timedelta(days=365)).isoformat()
    customers = {row["account_id"] for row in read("accounts") if row["status"] == "customer"}
    assert any(last[account] < a_year_ago for account in customers)
    current = Counter(row["account_id"] for row in read("roles") if not row["to"])
    assert current["jianghai-shipping"] == 1
    met = {e["person_id"] for e in read("events")}
    heads = [
        r for r in read("roles") if r["seniority"] == "C" and r["account_id"] in customers and not r["to"]
    ]
    assert sum(r["person_id"] not in met and not r["stance"] for r in heads) >= 5
