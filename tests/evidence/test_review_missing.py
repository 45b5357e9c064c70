"""What is missing is told of the history as it is now, and a person's answer is his account's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from refgraph.evidence.missing import missing
from tests.evidence.moments import people_at_accounts, replay_of

if TYPE_CHECKING:
    from tests.facts import Cells

FIRST = date(2024, 1, 1)


def quarter(number: int) -> str:
    return (FIRST + timedelta(days=91 * number)).isoformat()


def test_a_customer_whose_person_was_asked_after_the_last_ranking_was_asked() -> None:
    # a0 to a3 order a quarter apart; p1 is asked by himself, without an account, after the last ranking.
    tables = people_at_accounts(5)
    orders: list[Cells] = [
        {"event_id": f"e{i}", "kind": "deal_won", "date": quarter(i), "account_id": f"a{i}"} for i in range(4)
    ]
    survey: Cells = {"event_id": "s", "kind": "survey", "date": quarter(3), "person_id": "p1", "value": 9.0}
    tables["events"] = [*orders, survey]
    (asked,) = (
        row for row in missing(replay_of(tables, since=FIRST.isoformat())) if row.fact == "satisfaction"
    )
    assert (asked.count, asked.total) == (3, 4)
