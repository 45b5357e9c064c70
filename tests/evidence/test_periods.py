"""Periods follow each other without a gap, and the last holds the last event."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from refgraph.evidence.periods import Period, first_orders, periods
from refgraph.snapshot.build import build
from tests.facts import columns

if TYPE_CHECKING:
    from tests.facts import Cells

NEVER = np.iinfo(np.int32).max


def test_periods_begin_after_the_first_day() -> None:
    assert periods(100, 300, 91) == [Period(100, 191), Period(191, 282), Period(282, 373)]


def test_an_event_on_the_last_day_of_a_period_begins_no_other() -> None:
    assert periods(100, 191, 91) == [Period(100, 191)]
    assert periods(100, 192, 91) == [Period(100, 191), Period(191, 282)]


@pytest.mark.parametrize("last", [99, 100])
def test_nothing_follows_where_no_event_is_later(last: int) -> None:
    assert periods(100, last, 91) == []


def test_days_before_1970_are_negative() -> None:
    # 1953-11-01 is 5,905 days before 1970-01-01
    assert (date(1953, 11, 1) - date(1970, 1, 1)).days == -5905
    assert periods(-5905, -5850, 31) == [Period(-5905, -5874), Period(-5874, -5843)]


def test_a_horizon_of_no_day_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="found a horizon of 0 days, expected at least 1"):
        periods(0, 10, 0)


@given(st.integers(-30_000, 30_000), st.integers(1, 2_000), st.integers(1, 400))
def test_every_later_day_is_in_one_period(first: int, days: int, horizon: int) -> None:
    found = periods(first, first + days, horizon)
    assert found[0].day == first
    assert all(one.end == following.day for one, following in pairwise(found))
    assert {one.end - one.day for one in found} == {horizon}
    assert found[-1].day < first + days <= found[-1].end


def test_the_first_order_counts_whatever_came_before_and_after() -> None:
    won = [
        ("a0", "1965-03-01", "deal_won"),
        ("a0", "1964-03-01", "deal_won"),
        ("a0", "1963-03-01", "deal_lost"),
    ]
    events: list[Cells] = [
        {"event_id": f"e{i}", "kind": kind, "date": day, "account_id": account}
        for i, (account, day, kind) in enumerate(won)
    ]
    of_nobody: Cells = {"event_id": "p", "kind": "deal_won", "date": "1960-01-01", "person_id": "p0"}
    history = build(
        columns(
            accounts=[{"account_id": "a0"}, {"account_id": "a1"}],
            people=[{"person_id": "p0"}],
            events=[*events, of_nobody],
        ),
        date.max,
    )
    assert first_orders(history).tolist() == [(date(1964, 3, 1) - date(1970, 1, 1)).days, NEVER]
