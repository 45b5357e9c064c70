from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.networks import DAY
from tests.web.pages import text_of

if TYPE_CHECKING:
    from tests.web.conftest import OpenApp

TODAY = "2026-11-25"


def test_the_spread_names_accounts_in_order_with_value_and_bound(open_demo: OpenApp) -> None:
    page = text_of(open_demo("territory", budget="3", as_of=TODAY, lang="en"))
    assert "3 accounts from which word of mouth spreads furthest" in page
    assert "Accounts reached" in page
    assert "Share of the best possible" in page
    assert "alone reaches" in page


def test_concentrating_names_the_circles_that_are_completed(open_demo: OpenApp) -> None:
    app = open_demo("territory", objective="concentrate", budget="6", as_of=TODAY, lang="zh")
    assert "让圈子达到临界规模的至多 6 家客户" in text_of(app)
    assert "促成 周三羽毛球" in text_of(app)


def test_a_territory_limits_the_accounts(open_demo: OpenApp) -> None:
    app = open_demo("territory", budget="2", territory="Pudong", as_of=TODAY, lang="en")
    assert app.selectbox(key="plan_territory").value == "Pudong"
    app.selectbox(key="plan_territory").set_value("").run()
    assert "territory" not in app.query_params


def test_a_budget_that_is_none_is_not_taken(open_demo: OpenApp) -> None:
    app = open_demo("territory", budget="-4", as_of=TODAY, lang="en")
    assert app.number_input(key="plan_budget").value == 5
    app.number_input(key="plan_budget").set_value(2).run()
    assert app.query_params["budget"] in ("2", ["2"])
    assert "2 accounts from which" in text_of(app)


def test_the_sensitivity_is_computed_when_asked_for(open_demo: OpenApp) -> None:
    app = open_demo("territory", budget="2", as_of=TODAY, lang="en")
    assert "rank correlation" not in text_of(app)
    app.button[0].click().run()
    page = text_of(app)
    assert "0.5 · in use 20 of 20 1.000" in page
    assert "1 · in use 2 of 2" in page


def test_where_no_circle_can_be_completed_the_page_says_so(open_app: OpenApp) -> None:
    page = text_of(open_app("territory", objective="concentrate", as_of=DAY, lang="en"))
    assert "No circle can be brought to critical mass within this budget." in page


def test_a_budget_of_thousands_of_digits_is_not_taken(open_app: OpenApp) -> None:
    app = open_app("territory", budget="9" * 5000, as_of=DAY, lang="en")
    assert app.number_input(key="plan_budget").value == 5
