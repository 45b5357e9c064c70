from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.service.fits import fit_in_force, keep_fit
from refgraph.service.place import open_port
from tests.bundle_files import write_folder
from tests.evidence.moments import people_at_accounts, spreading
from tests.web.networks import load
from tests.web.pages import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from tests.facts import Cells
    from tests.web.conftest import OpenApp

YEAR = {"since": "2023-12-31", "horizon": "366"}
HEADLINES = {
    ("heard", "en"): "Evidence: on this history, word of mouth helps to tell who orders next",
    ("heard", "zh"): "有依据：在这段历史中，口碑有助于判断谁会下单",
    ("unheard", "en"): "No evidence: this history does not show that word of mouth tells who orders next",
    ("unheard", "zh"): "没有依据：这段历史没有显示口碑能判断谁会下单",
    ("small", "en"): "Too little history to tell whether word of mouth shows who orders next",
    ("small", "zh"): "历史数据太少，无法判断口碑能否预示谁会下单",
}
INSTEAD = {"en": "as reasons to talk to somebody, not as probabilities", "zh": "当作拜访的理由，而不是概率"}
TIES_USED = {
    "format": 1,
    "seen": [
        {"store_uuid": "u", "version": 1, "first_day": "2023-12-31", "last_day": "2024-12-31",
         "horizon_days": 91, "periods": 4, "cases": 2000, "outcomes": 500},
    ],
    "ties": {
        "used": True, "why": "better", "common": 0.1, "penalty": 1.0,
        "kinds": [
            {"name": "declared", "share": 0.75, "multiplier": 2.5, "low": 1.5, "high": 4.0, "shrunk": 2.0},
            {"name": "circle", "share": 0.25, "multiplier": 0.1, "low": 0.0, "high": None, "shrunk": 0.5},
        ],
        "out_of_circle": {"estimate": 0.02, "low": 0.01, "high": 0.03}, "later": None,
    },
    "evidence": {
        "used": False, "why": "one_kind", "common": None, "penalty": None, "kinds": [],
        "out_of_circle": None, "later": None,
    },
    "chances": {
        "used": False, "why": "not_better_later", "model": None, "coefficients": [], "calibration": None,
        "out_of_circle": {"estimate": 0.004, "low": 0.001, "high": 0.007},
        "later": {"estimate": 0.001, "low": -0.002, "high": 0.003},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Stores in which the friends of customers order more often, in which they do not, and with ten orders."""
    folder, rng = tmp_path_factory.mktemp("histories"), np.random.default_rng(5)
    tables = {
        "heard": spreading(rng, circles=12, members=20, friends=0.7, strangers=0.1),
        "unheard": spreading(rng, circles=12, members=20, friends=0.4, strangers=0.4),
        "small": spreading(rng, circles=2, members=15, friends=0.4, strangers=0.4),
    }
    return {name: _stored(folder / name, rows) for name, rows in tables.items()}


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store_url: str) -> str:
    """A store in which friends of customers order more often, which the test may write to."""
    rows = spreading(np.random.default_rng(5), circles=12, members=20, friends=0.7, strangers=0.1)
    url = _stored(tmp_path, rows)
    monkeypatch.setenv("REFGRAPH_STORE", url)
    return url


def _stored(folder: Path, tables: dict[str, list[Cells]]) -> str:
    url = f"sqlite:///{folder / 'store.db'}"
    load(url, write_folder(folder / "bundle", **tables))
    return url


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def captions(app: AppTest) -> str:
    return " ".join(one.value for one in app.caption)


@pytest.mark.parametrize(("name", "lang"), HEADLINES)
def test_a_verdict_is_told_in_plain_words_with_what_to_use_instead(
    name: str, lang: str, histories: dict[str, str], open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFGRAPH_STORE", histories[name])
    app = press(open_app("evidence", lang=lang, **YEAR), "proof_run")
    page = text_of(app)
    assert page.startswith(HEADLINES[name, lang])
    assert (INSTEAD[lang] in page) == (name != "heard")


def test_every_plain_score_stands_beside_the_verdict(
    histories: dict[str, str], open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFGRAPH_STORE", histories["heard"])
    page = text_of(press(open_app("evidence", lang="en", **YEAR), "proof_run"))
    assert "Inside circles refgraph ranks better than number of acquaintances" in page
    table = page.partition("refgraph gains inside")[2]
    places = [
        table.find(name)
        for name in (
            "refgraph: net word of mouth heard", "number of acquaintances", "last event",
            "share of customers in the circle", "acquaintances at customers", "PageRank", "random order",
            "refgraph on redrawn contacts",
        )
    ]  # fmt: skip
    assert -1 not in places
    assert places == sorted(places)
    assert "random order 0.500 (0.500–0.500) 0.500 (0.500–0.500)" in table
    assert "share of customers in the circle ×" in table
    assert "acquaintances have no day of last contact" in table


def test_without_evidence_no_score_is_called_better_and_no_chances_are_told(
    histories: dict[str, str], open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("unheard", "small"):
        monkeypatch.setenv("REFGRAPH_STORE", histories[name])
        page = text_of(press(open_app("evidence", lang="en", **YEAR), "proof_run"))
        assert "ranks better" not in page
        assert "With this verdict that is no reason to prefer either." in page
        assert "No chances are told, because the verdict does not bear them." in page


def test_charts_stand_beside_the_tables_in_both_languages(
    histories: dict[str, str], open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFGRAPH_STORE", histories["heard"])
    titles = {"en": "AUC inside circles (0.5 is chance)", "zh": "圈内 AUC（0.5 为碰运气）"}
    for lang, title in titles.items():
        app = press(open_app("evidence", lang=lang, **YEAR), "proof_run")
        drawn = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
        assert len(drawn) == 4
        assert title in json.dumps(drawn, ensure_ascii=False)


def test_the_answer_is_kept_for_its_choices_alone(
    histories: dict[str, str], open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFGRAPH_STORE", histories["small"])
    press(open_app("evidence", lang="en", since="2023-12-31", horizon="200"), "proof_run")
    again = open_app("evidence", lang="en", since="2023-12-31", horizon="200")
    assert "Too little history" in text_of(again)
    assert again.button(key="proof_run").label == "Look again"
    other = open_app("evidence", lang="en", since="2023-12-31", horizon="201")
    assert "Nothing was looked at yet for these choices." in text_of(other)
    assert other.button(key="proof_run").label == "Look at the history"


def test_the_choices_stand_in_the_address(open_app: OpenApp) -> None:
    app = open_app("evidence", lang="en", since="no day", horizon="9" * 5000)
    assert app.date_input(key="proof_since").value is None
    assert app.number_input(key="proof_horizon").value == 91
    app.number_input(key="proof_horizon").set_value(31).run()
    assert app.query_params["horizon"] in ("31", ["31"])


def test_without_a_period_the_page_says_what_it_takes(open_app: OpenApp) -> None:
    page = text_of(press(open_app("evidence", lang="en"), "proof_run"))
    assert "Too little history" in page
    assert "First orders 0" in page
    assert "There is no period of 91 days in which an account that could be ranked ordered first." in page


def test_without_an_order_nobody_has_to_ask(
    tmp_path: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFGRAPH_STORE", _stored(tmp_path, people_at_accounts(3)))
    assert "What it takes: orders (deal_won)" in text_of(open_app("evidence", lang="en"))


def test_what_does_better_comes_into_force_and_goes_again(own: str, open_app: OpenApp) -> None:
    app = open_app("evidence", lang="en", **YEAR)
    assert "The default parameters are in force." in text_of(app)
    press(app, "learn")
    with closing(open_port(own)) as store:
        kept = fit_in_force(store)
    assert kept is not None
    assert kept.version == 2
    assert "as version 2" in app.success[0].value.replace("\\", "")
    assert "Chances may be told" in text_of(app)
    assert "the defaults stay: too few first orders to tell" in text_of(app)
    press(app, "defaults")
    with closing(open_port(own)) as store:
        assert fit_in_force(store) is None
    assert "The default parameters are in force." in text_of(app)


def test_where_nothing_does_better_the_page_says_why(
    histories: dict[str, str], open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFGRAPH_STORE", histories["unheard"])
    app = press(open_app("evidence", lang="zh", **YEAR), "learn")
    assert app.success[0].value.replace("\\", "") == "没有优于默认值的；保留默认值。"
    assert "不给出概率" in text_of(app)
    with closing(open_port(histories["unheard"])) as store:
        assert store.fits() == []


def test_learnt_parameters_in_force_are_named_with_what_they_saw(own: str, open_app: OpenApp) -> None:
    with closing(open_port(own)) as store:
        keep_fit(store, json.dumps(TIES_USED))
    app = press(open_app("evidence", lang="en", **YEAR), "proof_run")
    page = text_of(app)
    assert "Parameters learnt from this store's own orders are in force" in page
    assert "Learnt parameters are in force as store version 2" in page
    assert "declared acquaintance 75% ×2.50 (1.50–4.00) ×2.00" in page
    assert "shared circle 25% ×0.10 (0.00–∞) ×0.50" in page
    assert "In circles that were not learnt from: +0.020 AUC inside circles (+0.010 to +0.030)." in page
    assert "In later periods: +0.0010 nats an account (-0.0020 to +0.0030)." in page
    assert "Learnt from 500 first orders among 2,000 ranked accounts, 2023-12-31 to 2024-12-31" in captions(
        app
    )


def test_an_answer_of_another_version_says_so(own: str, open_app: OpenApp) -> None:
    press(open_app("evidence", lang="en", **YEAR), "proof_run")
    with closing(open_port(own)) as store:
        keep_fit(store, json.dumps(TIES_USED))
    assert "computed with other parameters than those in force now" in text_of(
        open_app("evidence", lang="en", **YEAR)
    )
    with closing(open_port(own)) as store:
        keep_fit(store, "")
    page = text_of(open_app("evidence", lang="en", **YEAR))
    assert "This is of store version 1; the store has version 3 now." in page


def test_a_fit_this_version_cannot_read_is_no_obstacle(own: str, open_app: OpenApp) -> None:
    with closing(open_port(own)) as store:
        keep_fit(store, '{"format": 99}')
    page = text_of(open_app("evidence", lang="en", **YEAR))
    assert "A fit is kept as store version 2 that this version of refgraph cannot read" in page
