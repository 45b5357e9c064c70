"""The app as one uses it, in a real browser."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import click_between, click_node, node, nodes, wait_until_drawn
from tests.web.networks import DAY, HOSTILE, MARKED, ODD_ID, complaint

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.conftest import Visit
    from tests.browser.running import App

pytestmark = pytest.mark.browser


def test_initials_find_a_person_whose_account_opens_with_its_openers(app: App, visit: Visit) -> None:
    page = visit.page
    page.goto(app.address)
    _search(page, "lml")
    page.get_by_role("button", name="李明朗").click()
    expect(page.get_by_role("heading", name="浦江晨报 Pujiang Morning Post")).to_be_visible()
    _search(page, "pjsb")
    page.get_by_role("button", name="浦江商报").click()
    expect(page.get_by_role("heading", name="浦江商报 Pujiang Business Daily")).to_be_visible()
    expect(page.locator(".rg-card").first).to_contain_text("李明朗 Li Minglang")
    expect(page.locator(".rg-card").first).to_contain_text("net opinion of us")
    assert "account=pujiang-business" in page.url


def test_a_click_on_the_map_shows_evidence(app: App, visit: Visit) -> None:
    page = visit.page
    page.goto(app.at("network", start="accounts:pujiang-business"))
    wait_until_drawn(page)
    before = nodes(page)
    click_node(page, "people", "li-minglang")
    expect(page.get_by_text("What the opinion rests on")).to_be_visible()
    expect(page.get_by_text("Referral made").first).to_be_visible()
    click_between(page, ("people", "li-minglang"), ("people", "su-yanqiu"))
    expect(page.get_by_text("say they know each other").first).to_be_visible()
    assert nodes(page) == before


def test_back_leads_back_and_the_way_to_the_other_page_keeps_language_and_place(
    app: App, visit: Visit
) -> None:
    page = visit.page
    page.goto(app.at("account", lang="zh"))
    _search(page, "pjsb")
    page.get_by_role("button", name="浦江商报").click()
    expect(page.get_by_role("heading", name="浦江商报")).to_be_visible()
    page.get_by_role("link", name="关系网络").click()
    expect(page.get_by_role("heading", name="浦江商报 Pujiang Business Daily 的周围")).to_be_visible()
    expect(page).to_have_url(re.compile("start=accounts%3Apujiang-business"))
    page.go_back()
    expect(page.get_by_role("button", name="全部客户")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="全部客户")).to_be_visible()


def test_the_same_in_chinese(app: App, visit: Visit) -> None:
    page = visit.page
    page.goto(app.at("account", lang="zh"))
    _search(page, "浦江商")
    page.get_by_role("button", name="浦江商报").click()
    expect(page.locator(".rg-card").first).to_contain_text("有来往")
    page.get_by_role("button", name="在图上查看").click()
    wait_until_drawn(page)
    click_node(page, "people", "li-minglang")
    expect(page.get_by_text("评价的依据")).to_be_visible()
    assert "lang=zh" in page.url
    expect(page).to_have_title("关系网络 · refgraph")


def test_a_chinese_browser_is_spoken_to_in_chinese(app: App, browser: Browser) -> None:
    page = browser.new_page(locale="zh-CN")
    page.goto(app.address)
    expect(page.get_by_text("全部客户")).to_be_visible(timeout=30_000)
    page.close()


def test_expanding_keeps_every_node_where_it_is(app: App, visit: Visit) -> None:
    page = visit.page
    page.goto(app.at("network", start="people:li-minglang"))
    wait_until_drawn(page)
    before = {item["id"]: (item["x"], item["y"]) for item in nodes(page)}
    click_node(page, "accounts", "pujiang-morning")
    page.get_by_role("button", name="Expand").click()
    page.wait_for_function(
        "([el, n]) => el.network.body.data.nodes.length > n",
        arg=[page.locator(".network").element_handle(), len(before)],
    )
    after = {item["id"]: (item["x"], item["y"]) for item in nodes(page)}
    assert {key: after[key] for key in before} == before


def test_hostile_names_are_text_on_the_account_page(papers_app: App, visit: Visit) -> None:
    page = visit.page
    page.goto(papers_app.at("account", account=ODD_ID, as_of=DAY))
    expect(page.get_by_role("heading", name=HOSTILE)).to_be_visible()
    expect(page.locator(".rg-card").first).to_contain_text(f"reaches {HOSTILE}")
    _search(page, "onerror")
    hit = page.get_by_role("button", name="onerror").first
    expect(hit).to_be_visible()
    assert HOSTILE in _plain(hit.inner_text())
    page.get_by_role("searchbox").fill("bold")
    marked = page.get_by_role("button", name="bold").first
    expect(marked).to_be_visible()
    assert MARKED in _plain(marked.inner_text())
    assert page.locator("img[src=x]").count() == 0
    page.get_by_role("tab", name="What they have heard").click()
    page.get_by_role("combobox").last.click()
    expect(page.get_by_role("option", name=HOSTILE)).to_be_visible()


def test_hostile_names_are_text_on_the_map_and_beside_it(papers_app: App, visit: Visit) -> None:
    page = visit.page
    page.goto(papers_app.at("network", start="circles:h", as_of=DAY))
    wait_until_drawn(page)
    drawn = {item["id"]: item for item in nodes(page)}[node("people", "x")]
    assert drawn["title"].split("\n")[0] == HOSTILE
    assert drawn["label"] == HOSTILE[:33] + "…"
    click_node(page, "people", "x")
    expect(page.locator(".rg-name", has_text=HOSTILE)).to_be_visible()
    expect(page.locator(".vis-tooltip")).to_contain_text(HOSTILE)
    click_between(page, ("people", "li"), ("people", "x"))
    expect(page.get_by_text("conversations a quarter").first).to_be_visible()
    assert page.locator("img[src=x]").count() == 0


def test_an_import_by_another_process_shows_by_itself(papers_app: App, visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.goto(papers_app.at("account", account="evening", as_of=DAY))
    expect(page.get_by_text("Store version 1")).to_be_visible()
    expect(page.locator(".rg-card.rg-blocked")).to_have_count(0)
    command = [sys.executable, "-m", "refgraph", "import", str(complaint(tmp_path / "later"))]
    subprocess.run([*command, "--store", papers_app.store_url], check=True, capture_output=True)
    expect(page.get_by_text("Store version 2")).to_be_visible(timeout=60_000)
    expect(page.locator(".rg-card.rg-blocked").first).to_contain_text("has been open since")


def _search(page: Page, wanted: str) -> None:
    expect(page.get_by_text("Store version").or_(page.get_by_text("数据库版本"))).to_be_visible()
    page.get_by_role("searchbox").fill(wanted)


def _plain(shown: str) -> str:
    """What one reads: without the invisible joiners."""
    return " ".join(shown.replace("\u2060", "").split())
