"""The app on a server that goes silent and comes back, as one sees it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.running import SEED, serving
from tests.faults.servers import network
from tests.neo4j.proxy import Mode
from tests.neo4j.server import VERSIONS, server_of
from tests.web.networks import load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BANNER = {"en": "does not answer. What you see was read at", "zh": "没有响应。当前显示的是"}


def test_a_banner_comes_over_what_was_read_and_goes_by_itself(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = server_of(VERSIONS[-1])
    server.empty()
    page = visit.page
    with network(server, monkeypatch) as proxy:
        load(proxy.uri, SEED)
        with serving(tmp_path, proxy.uri) as app:
            page.goto(app.at("account", lang="en"))
            names = page.locator(".rg-link, [data-testid=stDataFrame]").first
            expect(names).to_be_visible()
            proxy.switch(Mode.SILENT)
            began = time.monotonic()
            expect(page.get_by_text(BANNER["en"])).to_be_visible()
            assert time.monotonic() - began < 8
            expect(names).to_be_visible()
            began = time.monotonic()
            page.get_by_text("Network", exact=True).first.click()
            expect(page.get_by_text(BANNER["en"])).to_be_visible()
            assert time.monotonic() - began < 8
            page.goto(app.at("data", lang="zh"))
            expect(
                page.get_by_text("does not answer").or_(page.get_by_text("cannot be reached"))
            ).to_be_visible()
            page.goto(app.at("account", lang="zh"))
            expect(page.get_by_text(BANNER["zh"])).to_be_visible()
            proxy.switch(Mode.PASS)
            began = time.monotonic()
            expect(page.get_by_text(BANNER["zh"])).to_have_count(0)
            assert time.monotonic() - began < 10


def test_a_page_opened_while_the_server_is_away_says_so_and_recovers(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = server_of(VERSIONS[-1])
    page = visit.page
    with network(server, monkeypatch) as proxy:
        load(proxy.uri, SEED)
        proxy.switch(Mode.REFUSE)
        with serving(tmp_path, proxy.uri) as app:
            page.goto(app.at("account", lang="en"))
            expect(page.get_by_text("start the server or check the address")).to_be_visible()
            proxy.switch(Mode.PASS)
            began = time.monotonic()
            expect(page.get_by_text("start the server or check the address")).to_have_count(0)
            assert time.monotonic() - began < 10
