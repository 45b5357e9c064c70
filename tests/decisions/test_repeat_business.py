from __future__ import annotations

import numpy as np

from refgraph.decisions.repeat_business import RepeatBusiness, Share, repeat_business
from refgraph.model.params import Params
from tests.decisions.followup_world import customer, happened
from tests.facts import Cells, snapshot_of

SHOP: list[Cells] = [{"account_id": "shop"}]


def order(
    days: int, value: float | None, margin: float | None, account: str = "press", key: str = "o"
) -> Cells:
    about: dict[str, str | float | None] = {"account_id": account, "value": value, "margin": margin}
    return happened("deal_won", days, None, f"{key}-{days}-{account}", **about)


def figures(*orders: Cells, only: str | None = None) -> RepeatBusiness:
    snapshot = snapshot_of(**customer(*orders, accounts=SHOP))
    accounts = np.array([only in (None, key) for key in snapshot.accounts.ids], np.bool_)
    return repeat_business(snapshot, Params(), accounts)


ORDERS = (
    order(400, 600.0, 40.0),
    order(300, 301.0, 10.0),
    order(200, 300.0, 50.0),
    order(350, 99.0, None, "shop"),
)


def test_repeat_and_small_orders_are_shares_of_all_revenue_and_profit() -> None:
    found = figures(*ORDERS)
    assert (found.orders, found.revenue, found.profit) == (4, 1300.0, 100.0)
    # repeat: 301 + 300 of 1,300, 10 + 50 of 100; small, at most half of 600: the one of 300
    assert found.repeat == Share(2, 601 / 1300, 0.6)
    assert found.small == Share(1, 300 / 1300, 0.5)
    assert (found.without_value, found.without_margin) == (0, 1)


def test_only_some_accounts_are_counted() -> None:
    assert figures(*ORDERS, only="shop").repeat == Share(0, 0.0, None)
    assert figures(*ORDERS, only="press").orders == 3


def test_of_two_orders_of_one_day_the_first_by_id_is_the_first() -> None:
    found = figures(order(5, 10.0, 1.0, key="b"), order(5, 90.0, 9.0, key="a"))
    assert found.repeat == Share(1, 0.1, 0.1)


def test_without_value_or_margin_there_is_no_share() -> None:
    found = figures(order(9, None, None), order(5, None, None))
    assert found.repeat == Share(1, None, None)
    assert found.small == Share(0, None, None)
    assert found.without_value == 2
    nothing = figures()
    assert (nothing.orders, nothing.revenue, nothing.repeat) == (0, 0.0, Share(0, None, None))


def test_a_loss_over_all_gives_no_share_of_profit() -> None:
    assert figures(order(9, 10.0, -5.0), order(5, 10.0, 3.0)).repeat.profit is None


def test_orders_after_the_day_do_not_count() -> None:
    assert figures(order(5, 10.0, 1.0), order(-1, 90.0, 9.0)).orders == 1
