"""Follow-ups, plans and what-if as one uses them, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visit
    from tests.browser.running import App

pytestmark = pytest.mark.browser
TODAY = "2026-11-25"


def test_a_rep_goes_from_the_follow_up_to_the_account_on_the_same_day(app: App, visit: Visit) -> None:
    page = visit.page
    page.goto(app.at("followup", as_of="2026-03-17"))
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name="周岚 Zhou Lan").click()
    first = page.locator(".rg-card").first
    expect(first).to_contain_text("Step in now")
    expect(page).to_have_url(re.compile("rep=zhou-lan"))
    first.get_by_role("link", name="浦江晨报苏州分社").first.click()
    expect(page.get_by_role("heading", name="浦江晨报苏州分社")).to_be_visible()
    expect(page).to_have_url(re.compile("as_of=2026-03-17"))


def test_the_week_follows_the_rep_chosen_for_the_follow_up(app: App, visit: Visit) -> None:
    page = visit.page
    page.goto(app.at("followup", rep="xu-chi", as_of=TODAY))
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    page.get_by_role("link", name="Week plan").click()
    expect(page.get_by_role("heading", name="徐驰 Xu Chi: whom to ask this week")).to_be_visible()
    expect(page.locator(".rg-card").first).to_contain_text("adds")
    expect(page.get_by_text("What limits the plan")).to_be_visible()


def test_a_lead_compares_spread_and_concentrate(app: App, visit: Visit) -> None:
    page = visit.page
    page.goto(app.at("territory", budget="4", as_of=TODAY))
    expect(page.get_by_role("heading", name="4 accounts from which")).to_be_visible()
    page.get_by_role("radio", name="Concentrate").or_(
        page.get_by_role("button", name="Concentrate")
    ).first.click()
    expect(page.get_by_role("heading", name="Up to 4 accounts that bring circles")).to_be_visible()
    expect(page.locator(".rg-table")).to_contain_text("completes")
    expect(page).to_have_url(re.compile("objective=concentrate"))


def test_supposing_a_loss_shows_its_cost_and_can_be_taken_back(app: App, visit: Visit) -> None:
    page = visit.page
    page.goto(app.at("whatif", as_of=TODAY))
    page.get_by_role("searchbox").fill("pjcb")
    page.get_by_role("button", name="浦江晨报 Pujiang Morning Post").first.click()
    page.get_by_role("button", name="Suppose we lose it").click()
    expect(page.get_by_role("heading", name="浦江晨报 Pujiang Morning Post is lost")).to_be_visible()
    expect(page.locator(".rg-table").first).to_contain_text("people who can open a target")
    expect(page).to_have_url(re.compile("lose=pujiang-morning"))
    page.get_by_role("button", name="is lost").click()
    expect(page.get_by_text("Nothing is supposed yet.")).to_be_visible()
