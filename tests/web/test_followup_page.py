from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.networks import DAY, HOSTILE
from tests.web.pages import bodies, text_of

if TYPE_CHECKING:
    from tests.web.conftest import OpenApp


def test_after_the_order_a_rep_reads_whom_to_thank_to_visit_and_to_meet(open_demo: OpenApp) -> None:
    app = open_demo("followup", rep="zhou-lan", as_of="2024-12-24", lang="en")
    page = text_of(app)
    assert "Visit the opponent, and learn why" in page
    assert "何晓棠" in page
    assert "俞怀山 Yu Huaishan" in page
    assert "never met" in page
    assert "was installed on 2024-12-23" in page
    assert "priority" in page
    assert "Small repeat orders" in page
    assert any("claims 40% of revenue and 60% of profit" in caption.value for caption in app.caption)


def test_an_escalated_complaint_names_who_hears_of_it_and_whom_to_call_first(open_demo: OpenApp) -> None:
    page = text_of(open_demo("followup", rep="zhou-lan", as_of="2026-03-17", lang="en"))
    assert "Step in now: top management cares" in page
    assert "Outside it is heard of by" in page
    assert "Call 俞怀山 Yu Huaishan first." in page


def test_the_follow_ups_in_chinese(open_demo: OpenApp) -> None:
    app = open_demo("followup", as_of="2026-03-17", lang="zh")
    page = text_of(app)
    assert "外面听到此事的有" in page
    assert "小额重复订单" in page
    assert app.selectbox(key="rep_input").value is None


def test_choosing_a_rep_changes_the_address_and_is_remembered(open_demo: OpenApp) -> None:
    app = open_demo("followup", as_of="2026-03-17", lang="en")
    everybody = len(bodies(app))
    app.selectbox(key="rep_input").set_value("xu-chi").run()
    assert app.query_params["rep"] in ("xu-chi", ["xu-chi"])
    assert "浦江晨报苏州分社" not in text_of(app)
    assert everybody == len(bodies(app))
    app.switch_page("screens/week.py").run()
    assert app.selectbox(key="rep_input").value == "xu-chi"


def test_an_unknown_rep_is_named(open_demo: OpenApp) -> None:
    page = text_of(open_demo("followup", rep="nobody", lang="en"))
    assert "There is no sales representative “nobody”." in page


def test_hostile_names_stay_text(open_app: OpenApp) -> None:
    app = open_app("followup", as_of=DAY, lang="en")
    assert HOSTILE not in " ".join(bodies(app))


def test_where_nothing_is_due_the_page_says_so(open_app: OpenApp) -> None:
    page = text_of(open_app("followup", as_of="2020-01-01", lang="en"))
    assert "Nothing is due within a month." in page
