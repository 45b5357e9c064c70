from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from refgraph.service.today import today_utc
from refgraph.service.workspace import open_store
from tests.bundle_files import write_folder
from tests.web.networks import DAY, HOSTILE, ODD_ID, load
from tests.web.pages import bodies, text_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.web.conftest import OpenApp


def test_an_account_shows_its_openers_with_path_evidence_and_factors(open_app: OpenApp) -> None:
    page = text_of(open_app(account="evening", as_of=DAY, lang="en"))
    assert "沪上晚报 Evening News" in page
    assert "李明朗 Li Minglang IT director · 浦江晨报 Morning Post" in page
    assert "李明朗 Li Minglang talks with 王芳 Wang Fang" in page
    assert "say they know each other, as classmate, strength 1, last contact 2025-12-01" in page
    assert "meet in IT 圆桌 (2 members)" in page
    assert all(
        name in page for name in ("net opinion of us", "chance that the word arrives", "ask budget left")
    )


def test_the_same_page_in_chinese(open_app: OpenApp) -> None:
    app = open_app(account="evening", as_of=DAY, lang="zh")
    page = text_of(app)
    assert "李明朗 Li Minglang 与 王芳 Wang Fang 有来往" in page
    assert "对我们的净评价" in page
    assert [tab.label for tab in app.tabs] == ["谁能引荐", "联系人", "听到的口碑", "时间线"]


def test_the_switch_changes_the_language_and_the_address(open_app: OpenApp) -> None:
    app = open_app(account="evening", as_of=DAY, lang="en")
    app.segmented_control(key="language_switch").set_value("zh").run()
    assert "有来往" in text_of(app)
    assert app.query_params["lang"] in ("zh", ["zh"])


def test_refgraph_lang_decides_where_the_address_says_nothing(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFGRAPH_LANG", "zh")
    assert open_app(account="evening").tabs[0].label == "谁能引荐"
    assert open_app(account="evening", lang="en").tabs[0].label == "Who can open it"


def test_facts_name_owner_parent_branches_and_potential(open_app: OpenApp) -> None:
    morning = text_of(open_app(account="morning", as_of=DAY, lang="en"))
    assert "Owner周岚 Zhou Lan" in morning
    assert "Part of浦江集团 Pujiang Group" in morning
    assert "customer" in morning
    assert "Branches浦江晨报 Morning Post" in text_of(open_app(account="group", lang="en"))
    assert "Potential500,000" in text_of(open_app(account="evening", lang="en"))


def test_people_are_listed_highest_first_with_stance_and_never_met(open_app: OpenApp) -> None:
    people = open_app(account="evening", as_of=DAY, lang="en").dataframe[0].value
    assert people["Person"].tolist() == ["高远 Gao Yuan", "王芳 Wang Fang"]
    assert people["Met"].tolist() == ["never met", "yes"]
    assert people["Buying role"].tolist() == ["decider", "evaluator"]
    assert people["Stance"].tolist() == ["unknown", "unknown"]


def test_what_was_heard_names_its_sources_and_the_own_word(open_app: OpenApp) -> None:
    heard = text_of(open_app(account="morning", as_of=DAY, lang="en"))
    assert "李明朗 Li Minglang (works here)" in heard
    assert re.search(r"good 0\.\d+ · bad 0\.000 · net \+0\.\d+ · tone \+1\.00", heard)


def test_an_account_without_evidence_says_so_plainly(open_app: OpenApp) -> None:
    page = text_of(open_app(account="alone", lang="en"))
    assert "No evidence: nobody at a satisfied customer is known to be heard here." in page
    assert "Nobody is known to work here on this day." in page


def test_a_customer_shows_whom_it_can_open(open_app: OpenApp) -> None:
    app = open_app(account="morning", as_of=DAY, lang="en")
    assert app.tabs[-1].label == "Whom it can open"
    assert "evaluator, at 沪上晚报 Evening News" in text_of(app)


def test_nothing_later_than_the_day_is_shown(open_app: OpenApp) -> None:
    before = open_app(account="morning", as_of="2025-01-09", lang="en")
    assert "prospect" in before.html[0].value
    assert "Nothing is recorded here up to this day." in text_of(before)


def test_the_timeline_is_newest_first_with_values_in_words(open_app: OpenApp) -> None:
    timeline = open_app(account="morning", as_of=DAY, lang="en").dataframe[1].value
    assert timeline["Date"].tolist() == ["2025-06-01", "2025-01-10"]
    assert timeline["Value"].tolist() == ["10 of 10", "198,000"]


def test_an_unknown_account_is_named_and_all_are_offered(open_app: OpenApp) -> None:
    app = open_app(account="<b>nobody", lang="en")
    assert "There is no account “<b>nobody”." in text_of(app)
    assert len(app.dataframe[0].value) == 5


def test_an_id_of_odd_characters_survives_the_address(open_app: OpenApp) -> None:
    app = open_app(account=ODD_ID, as_of=DAY, lang="en")
    assert f">{html.escape(HOSTILE)} <span" in app.html[0].value


def test_hostile_names_and_notes_are_escaped_wherever_html_is_ours(open_app: OpenApp) -> None:
    for account in (ODD_ID, "morning", "evening"):
        app = open_app(account=account, as_of=DAY, lang="en")
        assert [
            body for body in bodies(app) if "<img" in body or "<script" in body or "</script" in body
        ] == []
        assert any(html.escape(HOSTILE) in body for body in bodies(app))


def test_searching_by_initials_opens_the_account_of_the_person(open_app: OpenApp) -> None:
    app = open_app(lang="en", as_of=DAY)
    app.text_input(key="search_text").set_value("lml").run()
    app.button(key="hit:people:li").click().run()
    assert "浦江晨报 Morning Post" in app.html[0].value
    assert app.query_params["account"] in ("morning", ["morning"])


def test_a_circle_that_is_found_names_its_kind_in_the_language_of_the_page(open_app: OpenApp) -> None:
    app = open_app(lang="zh", as_of=DAY)
    app.text_input(key="search_text").set_value("圆桌").run()
    assert "圈子 · 行业" in app.button(key="hit:circles:it").label


def test_from_an_account_a_button_leads_back_to_all(open_app: OpenApp) -> None:
    app = open_app(account="evening", as_of=DAY, lang="en")
    app.button(key="back_to_all").click().run()
    assert "account" not in app.query_params
    assert len(app.dataframe[0].value) == 5


def test_the_address_alone_says_what_is_shown(open_app: OpenApp) -> None:
    app = open_app(account="evening", as_of=DAY, lang="zh")
    del app.query_params["account"]
    app.run()
    assert [found.value for found in app.subheader] == ["全部客户"]


def test_who_may_not_be_asked_is_counted_where_there_are_many(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = [f"p{i}" for i in range(6)]
    folder = write_folder(
        tmp_path / "crowd",
        accounts=[{"account_id": "old", "name": "Old", "status": "customer"}, {"account_id": "new", "name": "New"}],
        people=[{"person_id": key, "name": key, "consent": "no" if key != "p0" else "yes"} for key in [*crowd, "z"]],
        roles=[
            {"person_id": key, "account_id": "new" if key == "z" else "old", "stance": "supporter" if key == "p0" else ""}
            for key in [*crowd, "z"]
        ],
        knows=[{"person_a": key, "person_b": "z", "strength": 1.0} for key in crowd],
        events=[{"event_id": "e", "kind": "survey", "date": DAY, "account_id": "old", "value": 10.0}],
    )  # fmt: skip
    load(f"sqlite:///{tmp_path / 'crowd.db'}", folder)
    monkeypatch.setenv("REFGRAPH_STORE", f"sqlite:///{tmp_path / 'crowd.db'}")
    page = text_of(open_app(account="new", as_of=DAY, lang="en"))
    assert "Not now: p1 · p2 · p3 · p4 · and 1 more. The reasons are below the list." in page


def test_a_store_of_people_alone_says_that_there_are_no_accounts(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'people.db'}"
    load(url, write_folder(tmp_path / "people", people=[{"person_id": "a", "name": "A"}]))
    monkeypatch.setenv("REFGRAPH_STORE", url)
    assert "There are no accounts here yet." in text_of(open_app(lang="en"))


def test_searching_in_vain_says_so_and_reads_nothing_into_thetext_of(open_app: OpenApp) -> None:
    app = open_app(lang="en")
    app.text_input(key="search_text").set_value("**zzz**").run()
    assert [text.value for text in app.text] == ["Nothing found for “**zzz**”."]


def test_a_day_that_is_none_is_today(open_app: OpenApp) -> None:
    for nonsense in ("yesterday", "0001-01-01"):
        assert open_app(account="morning", as_of=nonsense, lang="en").date_input[0].value == today_utc()


def test_the_foot_names_store_version_day_and_parameters(open_app: OpenApp, store_url: str) -> None:
    app = open_app(account="alone", as_of=DAY, lang="en")
    foot = f"Store version 1, everybody re-scored · as of {DAY} · 5 accounts, 5 people · {store_url}"
    assert foot in text_of(app)
    parameters = app.dataframe[-1].value
    assert dict(zip(parameters["Parameter"], parameters["Value"], strict=True))["damping"] == 0.85


def test_a_missing_store_is_one_sentence_with_the_cure(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    monkeypatch.setenv("REFGRAPH_STORE", url)
    for language, cure in (
        ("en", "Import a folder with “refgraph import FOLDER”"),
        ("zh", "请用“refgraph import 文件夹”"),
    ):
        page = text_of(open_app(lang=language))
        assert url in page
        assert cure in page
    assert not (tmp_path / "none.db").exists()


def test_an_empty_store_is_one_sentence_with_the_cure(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    open_store(url, create=True).close()
    monkeypatch.setenv("REFGRAPH_STORE", url)
    assert f"The store at {url} is empty." in text_of(open_app(lang="en"))


def test_a_foreign_file_is_refused_in_one_sentence(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "foreign.db").write_text("no store")
    monkeypatch.setenv("REFGRAPH_STORE", f"sqlite:///{tmp_path / 'foreign.db'}")
    app = open_app(lang="en")
    assert len(bodies(app)) == 1
    assert "This cannot be shown:" in text_of(app)
