from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.seed.network import read
from tests.web.networks import DAY, HOSTILE, ODD_ID
from tests.web.pages import bodies, text_of

if TYPE_CHECKING:
    from tests.web.conftest import OpenApp


def test_losing_a_customer_shows_what_it_would_cost(open_demo: OpenApp) -> None:
    page = text_of(open_demo("whatif", lose="pujiang-morning", as_of="2026-11-25", lang="en"))
    assert "What if 浦江晨报 Pujiang Morning Post is lost?" in page
    assert "customers 26 25 -1" in page
    assert "李明朗 Li Minglang is at no customer any more." in page
    assert "Newspaper IT directors' round table" in page


def test_a_solved_incident_wins_ways_in(open_demo: OpenApp) -> None:
    app = open_demo("whatif", as_of="2026-03-17", lang="en")
    assert "Nothing is supposed yet." in text_of(app)
    assert any("Suzhou" in name for name in app.multiselect(key="supposed_solved").options)
    opened = next(
        row["event_id"]
        for row in read("events")
        if row["kind"] == "incident_opened" and row["date"] == "2026-03-02"
    )
    app.multiselect(key="supposed_solved").set_value([opened]).run()
    page = text_of(app)
    assert "浦江晨报苏州分社 Pujiang Morning Post Suzhou Bureau is solved?" in page
    assert app.query_params["resolve"] in (opened, [opened])


def test_an_account_found_is_supposed_won_and_taken_back(open_app: OpenApp) -> None:
    app = open_app("whatif", as_of=DAY, lang="en")
    app.text_input(key="search_text").set_value("evening").run()
    app.button(key="hit:accounts:evening").click().run()
    app.button(key="offer:Suppose we win it").click().run()
    assert "What if 沪上晚报 Evening News is won?" in text_of(app)
    assert app.query_params["win"] in ("evening", ["evening"])
    next(button for button in app.button if "is won" in button.label).click().run()
    assert "Nothing is supposed yet." in text_of(app)


def test_a_person_found_is_supposed_an_opponent(open_app: OpenApp) -> None:
    app = open_app("whatif", as_of=DAY, lang="en")
    app.text_input(key="search_text").set_value("li minglang").run()
    app.button(key="hit:people:li").click().run()
    app.button(key="offer:Suppose: opponent").click().run()
    page = text_of(app)
    assert "What if 李明朗 Li Minglang is seen as opponent?" in page
    assert "people who can open a target 2 1 -1" in page


@pytest.mark.parametrize("supposed", [{"win": "nowhere"}, {"resolve": "e1"}])
def test_what_cannot_be_supposed_is_one_sentence(open_app: OpenApp, supposed: dict[str, str]) -> None:
    page = text_of(open_app("whatif", as_of=DAY, lang="en", **supposed))
    assert "This cannot be shown:" in page


def test_hostile_names_stay_text(open_app: OpenApp) -> None:
    app = open_app("whatif", win=ODD_ID, as_of=DAY, lang="zh")
    assert HOSTILE not in " ".join(bodies(app))
    assert "假设：赢得" in text_of(app)


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("win", "nowhere", "nowhere is won"),
        ("lose", "nowhere", "nowhere is lost"),
        ("stance", "nobody=opponent", "nobody is seen as opponent"),
        ("resolve", "gone", "the incident gone is solved"),
    ],
)
def test_what_the_day_does_not_know_is_listed_and_taken_back(
    open_app: OpenApp, kind: str, value: str, said: str
) -> None:
    app = open_app("whatif", as_of=DAY, lang="en", **{kind: value})
    assert "This cannot be shown:" in text_of(app)
    next(button for button in app.button if button.label == said).click().run()
    assert "Nothing is supposed yet." in text_of(app)
    assert kind not in app.query_params


def test_choosing_an_incident_keeps_one_that_is_not_open(open_demo: OpenApp) -> None:
    app = open_demo("whatif", as_of="2026-03-17", lang="en", resolve="gone")
    chooser = app.multiselect(key="supposed_solved")
    opened = next(
        row["event_id"]
        for row in read("events")
        if row["kind"] == "incident_opened" and row["date"] == "2026-03-02"
    )
    chooser.set_value([opened]).run()
    assert app.query_params["resolve"] == ["gone", opened]
    assert any(button.label == "the incident gone is solved" for button in app.button)
