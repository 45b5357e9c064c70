from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.snapshot.build import build
from refgraph.snapshot.snapshot import Status
from tests.facts import Cells, columns, snapshot_of
from tests.snapshot.bundles import ACCOUNTS, AS_OF, Bundle, bundle


def status_on(
    day: str, *, orders: list[str], status: str | None = None, status_date: str | None = None
) -> Status:
    won: list[Cells] = [
        {"event_id": f"o{i}", "kind": "deal_won", "date": d, "account_id": "A"} for i, d in enumerate(orders)
    ]
    account: Cells = {"account_id": "A", "status": status, "status_date": status_date}
    snapshot = snapshot_of(day, accounts=[account, {"account_id": "B"}], events=won)
    assert snapshot.accounts.status[1] == Status.PROSPECT
    return Status(int(snapshot.accounts.status[0]))


@pytest.mark.parametrize("status", ["customer", "prospect", "lost", "partner"])
@pytest.mark.parametrize("status_date", [None, "2024-01-01", "2030-01-01"])
def test_without_any_order_the_stated_status_holds_on_all_days(status: str, status_date: str | None) -> None:
    assert status_on("2025-01-01", orders=[], status=status, status_date=status_date).name.lower() == status


def test_without_order_and_status_an_account_is_a_prospect() -> None:
    assert status_on("2025-01-01", orders=[]) == Status.PROSPECT


@pytest.mark.parametrize("status", [None, "customer", "prospect", "lost", "partner"])
def test_before_its_first_order_an_account_is_a_prospect_whatever_the_file_says(status: str | None) -> None:
    assert (
        status_on("2025-01-01", orders=["2025-01-02"], status=status, status_date="2024-01-01")
        == Status.PROSPECT
    )


@pytest.mark.parametrize("status", [None, "customer", "prospect"])
def test_from_the_day_of_its_first_order_an_account_is_a_customer(status: str | None) -> None:
    assert (
        status_on("2025-01-02", orders=["2025-01-02"], status=status, status_date="2025-01-02")
        == Status.CUSTOMER
    )


@pytest.mark.parametrize("status", [Status.LOST, Status.PARTNER])
@pytest.mark.parametrize(
    ("status_date", "as_of", "holds"),
    [
        ("2025-03-01", "2025-06-01", True),
        ("2025-03-01", "2025-03-01", True),
        ("2025-03-01", "2025-02-28", False),
        ("2025-02-01", "2025-06-01", True),
        ("2025-01-31", "2025-06-01", False),
        (None, "2025-06-01", False),
    ],
)
def test_lost_or_partner_holds_from_its_date_when_no_order_came_after_it(
    status: Status, status_date: str | None, as_of: str, holds: bool
) -> None:
    found = status_on(
        as_of, orders=["2024-05-01", "2025-02-01"], status=status.name.lower(), status_date=status_date
    )
    assert found == (status if holds else Status.CUSTOMER)


def test_an_order_after_the_day_does_not_win_a_lost_account_back_yet() -> None:
    orders = ["2024-05-01", "2025-09-01"]
    assert status_on("2025-06-01", orders=orders, status="lost", status_date="2025-03-01") == Status.LOST
    assert status_on("2025-09-01", orders=orders, status="lost", status_date="2025-03-01") == Status.CUSTOMER


def test_a_lost_bid_changes_no_status() -> None:
    lost: list[Cells] = [{"event_id": "e", "kind": "deal_lost", "date": "2025-01-01", "account_id": "A"}]
    snapshot = snapshot_of("2025-06-01", accounts=[{"account_id": "A", "status": "customer"}], events=lost)
    assert snapshot.accounts.status.tolist() == [Status.CUSTOMER]


def test_an_order_of_a_person_without_account_changes_no_status() -> None:
    won: list[Cells] = [{"event_id": "e", "kind": "deal_won", "date": "2025-01-01", "person_id": "p"}]
    snapshot = snapshot_of(
        "2025-06-01", accounts=[{"account_id": "A"}], people=[{"person_id": "p"}], events=won
    )
    assert snapshot.accounts.status.tolist() == [Status.PROSPECT]


@given(st.integers(0, 2**32 - 1), st.integers(-600, 300))
@settings(deadline=None, max_examples=60)
def test_every_status_equals_that_of_the_rule_read_aloud(number: int, shift: int) -> None:
    found = bundle(np.random.default_rng(number))
    as_of = AS_OF + timedelta(days=shift)
    snapshot = build(columns(**found), as_of)
    told = {key: status_by_the_rule(found, key, as_of) for key in ACCOUNTS}
    assert {
        key: Status(int(snapshot.accounts.status[snapshot.account(key)])).name.lower() for key in ACCOUNTS
    } == told


def status_by_the_rule(found: Bundle, account_id: str, as_of: date) -> str:
    account = next(cells for cells in found["accounts"] if cells["account_id"] == account_id)
    stated, since = str(account["status"] or "prospect"), account["status_date"]
    orders = sorted(
        str(event["date"])
        for event in found["events"]
        if event["kind"] == "deal_won" and event["account_id"] == account_id
    )
    if not orders:
        return stated
    done = [day for day in orders if day <= as_of.isoformat()]
    if not done:
        return "prospect"
    if stated in ("lost", "partner") and since is not None and done[-1] <= str(since) <= as_of.isoformat():
        return stated
    return "customer"
