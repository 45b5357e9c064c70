"""Odd horizons and histories are judged like any other, none of them ends in a crash."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.evidence.fitting import fit
from refgraph.evidence.periods import Period, periods
from refgraph.evidence.proof import proof
from refgraph.model.progress import silent
from tests.evidence.moments import people_at_accounts, replay_of

if TYPE_CHECKING:
    from tests.facts import Cells

FIRST = date(2024, 1, 1)
LAST_DAY = (date.max - date(1970, 1, 1)).days


def ordering(number: int, *, of: int) -> dict[str, list[Cells]]:
    """Accounts of which the first ones order, one a day, from the first day on; nobody knows anybody."""
    tables = people_at_accounts(of)
    tables["events"] = [
        {
            "event_id": f"e{i:03}",
            "kind": "deal_won",
            "date": (FIRST + timedelta(days=i)).isoformat(),
            "account_id": f"a{i}",
        }
        for i in range(number)
    ]
    return tables


@pytest.mark.parametrize("horizon_days", [10_000_000, 10**9, 10**20])
def test_no_period_ends_after_the_last_day_there_is(horizon_days: int) -> None:
    assert periods(19_000, 19_100, horizon_days) == [Period(19_000, LAST_DAY)]


@pytest.mark.parametrize("horizon_days", [10_000_000, 10**20])
def test_a_horizon_beyond_the_calendar_is_one_period(horizon_days: int) -> None:
    replayed = replay_of(ordering(70, of=90), since=FIRST.isoformat(), horizon_days=horizon_days)
    found = proof(replayed, progress=silent)
    assert (found.last_day, found.backtest.periods, found.backtest.positives) == (date.max, 1, 69)
    assert fit([replayed], np.random.default_rng(1), silent).seen[0].last_day == "9999-12-31"


def test_where_no_factor_varies_no_chance_is_told() -> None:
    # Without acquaintances, circles and opinions of others every factor is the same for all.
    replayed = replay_of(ordering(70, of=90), since=FIRST.isoformat())
    chances = proof(replayed, progress=silent).chances
    assert chances is not None
    assert (chances.coefficients, chances.used) == ((), False)


def test_days_without_a_first_order_cost_no_moment() -> None:
    tables = ordering(3, of=5)
    replayed = replay_of(tables, since="1900-01-01", horizon_days=1)
    days = [moment.snapshot.as_of for moment in replayed.moments]
    # The orders are on the 1st, 2nd and 3rd: each is found by the ranking of the day before.
    assert days == [FIRST + timedelta(days=at) for at in (-1, 0, 1)]
    # 45,292 days from 1900-01-01 to 2024-01-03, one period each.
    assert replayed.skipped == (FIRST + timedelta(days=2) - date(1900, 1, 1)).days - 3
