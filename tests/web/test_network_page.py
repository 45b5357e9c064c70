from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from tests.web.networks import DAY, HOSTILE, ODD_ID

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from tests.web.conftest import OpenApp


def test_an_account_shows_people_circles_acquaintances_and_their_accounts(open_app: OpenApp) -> None:
    listed = _listed(open_app("network", start="accounts:evening", as_of=DAY, lang="en"))
    assert listed == {
        "沪上晚报 Evening News": "account",
        "高远 Gao Yuan": "person",
        "王芳 Wang Fang": "person",
        "IT 圆桌": "circle",
        "李明朗 Li Minglang": "person",
        "浦江晨报 Morning Post": "account",
    }


def test_a_circle_and_a_person_can_start_too_and_ids_may_hold_anything(open_app: OpenApp) -> None:
    assert "王芳 Wang Fang" in _listed(open_app("network", start="circles:it", as_of=DAY, lang="en"))
    assert "IT 圆桌" in _listed(open_app("network", start="people:wang", as_of=DAY, lang="en"))
    assert HOSTILE in _listed(open_app("network", start=f"accounts:{ODD_ID}", as_of=DAY, lang="en"))


def test_the_network_is_that_of_the_day(open_app: OpenApp) -> None:
    assert "IT 圆桌" not in _listed(open_app("network", start="people:wang", as_of="2023-12-31", lang="en"))


def test_the_account_looked_at_last_starts_the_network(open_app: OpenApp) -> None:
    app = open_app(account="evening", as_of=DAY, lang="en")
    app.switch_page("screens/network.py").run()
    assert "沪上晚报 Evening News" in _listed(app)


def test_without_a_start_one_is_asked_for(open_app: OpenApp) -> None:
    assert "Search for an account, a person or a circle to start from." in _text(
        open_app("network", lang="en")
    )
    assert "请搜索一个客户、联系人或圈子作为起点。" in _text(open_app("network", lang="zh", start="nonsense"))


def test_an_unknown_start_is_named(open_app: OpenApp) -> None:
    page = _text(open_app("network", start="people:<i>nobody", lang="en"))
    assert "There is nothing with the id “<i>nobody” to start from." in page


def test_a_selected_person_shows_evidence_and_what_was_heard_by_source(open_app: OpenApp) -> None:
    page = _text(_selected(open_app, '["people", "wang"]'))
    assert "No evidence yet: this person's opinion of us is unknown." in page
    assert "What has been heard, and from whom" in page
    assert "李明朗 Li Minglang" in page
    assert "Survey answer · 10 of 10 · 2025-06-01" in _text(_selected(open_app, '["people", "li"]'))


def test_a_selected_tie_shows_its_parts_with_rate_chance_and_date_both_ways(open_app: OpenApp) -> None:
    page = _text(_selected(open_app, '["knows", "people", "li", "people", "wang"]'))
    assert re.search(r"李明朗 Li Minglang ↔ 王芳 Wang Fang .*Both ways · chance \d+\.\d%", page)
    assert "last contact 2025-12-01" in page
    assert "conversations a quarter · fading since 2025-12-01" in page
    assert "meet in IT 圆桌 (2 members)" in page


def test_a_selected_role_and_membership_show_what_the_files_say(open_app: OpenApp) -> None:
    role = _text(_selected(open_app, '["works_at", "people", "li", "accounts", "morning"]'))
    assert "IT director · manager · role unknown · since 2020-01-01" in role
    membership = _text(_selected(open_app, '["member_of", "people", "wang", "circles", "it"]'))
    assert "member · since 2024-01-01" in membership


def test_a_selected_circle_shows_our_name_there(open_app: OpenApp) -> None:
    page = _text(_selected(open_app, '["circles", "it"]'))
    assert "2 members" in page
    assert "1 ours, 0 lost, 1 open" in page
    assert "Penetration 50%" in page
    assert "meetings a year" not in page


def test_a_selected_account_shows_what_its_people_heard(open_app: OpenApp) -> None:
    assert "What its people have heard, and from whom" in _text(
        _selected(open_app, '["accounts", "evening"]')
    )


def test_something_selected_that_is_gone_is_named(open_app: OpenApp) -> None:
    assert "“nobody” is not in the network any more." in _text(_selected(open_app, '["people", "nobody"]'))
    assert "Click a node or a line on the map" in _text(_selected(open_app, "nonsense"))


def test_expanding_adds_what_is_near(open_app: OpenApp) -> None:
    app = _selected(open_app, '["people", "li"]')
    assert HOSTILE not in _listed(app)
    app.button(key="expand").click().run()
    assert HOSTILE in _listed(app)
    app.button(key="fold_in").click().run()
    assert HOSTILE not in _listed(app)


def test_around_another_start_nothing_is_selected_yet(open_app: OpenApp) -> None:
    app = _selected(open_app, '["people", "li"]')
    app.query_params["start"] = "circles:it"
    app.run()
    assert "Click a node or a line on the map" in _text(app)


def test_starting_elsewhere_changes_the_address(open_app: OpenApp) -> None:
    app = _selected(open_app, '["people", "li"]')
    app.button(key="start_here").click().run()
    assert app.query_params["start"] in ("people:li", ["people:li"])


def test_colours_follow_opinion_or_status(open_app: OpenApp) -> None:
    app = open_app("network", start="accounts:evening", as_of=DAY, lang="en")
    assert _column(app, "Opinion")["李明朗 Li Minglang"] == "supporter"
    app.segmented_control(key="colouring").set_value("status").run()
    assert _column(app, "Status")["李明朗 Li Minglang"] == "customer"
    assert _column(app, "Status")["沪上晚报 Evening News"] == "prospect"


def test_search_starts_the_network_elsewhere(open_app: OpenApp) -> None:
    app = open_app("network", start="accounts:evening", as_of=DAY, lang="en")
    app.text_input(key="search_text").set_value("圆桌").run()
    app.button(key="hit:circles:it").click().run()
    assert app.query_params["start"] in ("circles:it", ["circles:it"])
    assert next(iter(_listed(app))) == "IT 圆桌"


def test_hostile_names_are_escaped(open_app: OpenApp) -> None:
    for selected in ('["people", "x"]', '["circles", "h"]', '["knows", "people", "li", "people", "x"]'):
        app = _selected(open_app, selected, start="circles:h")
        bodies = [element.value for element in app.html if not element.value.startswith("<style>")]
        assert [body for body in bodies if "<img" in body or "</script" in body] == []
        assert any(html.escape(HOSTILE) in body for body in bodies)


def _selected(open_app: OpenApp, selected: str, start: str = "accounts:evening") -> AppTest:
    app = open_app("network", start=start, as_of=DAY, lang="en")
    app.session_state["selected"] = selected
    app.run()
    assert not app.exception
    return app


def _listed(app: AppTest) -> dict[str, str]:
    return _column(app, "Kind")


def _column(app: AppTest, column: str) -> dict[str, str]:
    listed = app.dataframe[0].value
    return dict(zip(listed["Name"], listed[column], strict=True))


def _text(app: AppTest) -> str:
    bodies = [element.value for element in app.html if not element.value.startswith("<style>")]
    spaced = re.sub(r"</(?:tr|td|p|li|div)>", " ", " ".join(bodies))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", spaced)).split())
