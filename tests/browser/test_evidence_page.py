"""The Evidence page as one uses it, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visit
    from tests.browser.running import App

pytestmark = pytest.mark.browser


def test_a_lead_looks_at_the_history_once_and_reads_the_answer_in_both_languages(
    app: App, visit: Visit
) -> None:
    page = visit.page
    page.goto(app.at("evidence", since="2024-01-01", horizon="182", lang="en"))
    expect(page.get_by_role("heading", name="Does it work on this history?")).to_be_visible()
    page.get_by_role("button", name="Look at the history").click()
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    expect(page.get_by_role("heading", name="Too little history to tell")).to_be_visible()
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    charts = page.get_by_test_id("stVegaLiteChart")
    expect(charts).to_have_count(3)
    for title in ("How well each score ranks inside circles", "Contacts drawn anew, and the real ones"):
        expect(page.get_by_text(title, exact=True)).to_be_visible()
    expect(charts.first).to_contain_text("AUC inside circles (0.5 is chance)")
    expect(page.locator(".rg-table").first).to_contain_text("number of acquaintances")
    page.get_by_role("radio", name="简体中文").or_(page.get_by_role("button", name="简体中文")).first.click()
    expect(page.get_by_role("heading", name="历史数据太少")).to_be_visible()
    expect(charts.first).to_contain_text("圈内 AUC（0.5 为碰运气）")
