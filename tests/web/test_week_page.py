from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.seed.network import SEED
from tests.web.networks import DAY, load
from tests.web.pages import text_of

if TYPE_CHECKING:
    from tests.web.conftest import OpenApp


@pytest.fixture(scope="module")
def no_hours_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo network in which Zhou Lan has no hours for asking."""
    folder = tmp_path_factory.mktemp("no-hours")
    bundle = folder / "bundle"
    bundle.mkdir()
    for file in SEED.glob("*.csv"):
        shutil.copy(file, bundle)
    reps = (bundle / "reps.csv").read_text(encoding="utf-8")
    (bundle / "reps.csv").write_text(reps.replace(",Puxi,8", ",Puxi,0"), encoding="utf-8")
    url = f"sqlite:///{folder / 'demo.db'}"
    load(url, bundle)
    return url


def test_a_week_names_whom_to_ask_why_and_what_limits_it(open_demo: OpenApp) -> None:
    page = text_of(open_demo("week", rep="zhou-lan", as_of="2026-11-25", lang="en"))
    assert "周岚 Zhou Lan: whom to ask this week" in page
    assert "李明朗 Li Minglang talks with 程立言 Cheng Liyan" in page
    assert "adds " in page
    assert "fills the limit of: the rep's hours" in page
    assert "the rep's hours 8 8 +" in page
    assert "Share of the best possible 100.0%" in page


def test_a_week_in_chinese_names_the_owner_of_another_reps_customer(open_demo: OpenApp) -> None:
    app = open_demo("week", rep="xu-chi", as_of="2026-11-25", lang="zh")
    page = text_of(app)
    assert "徐驰 Xu Chi：本周请谁引荐" in page
    assert "周岚 Zhou Lan 的客户" in page


def test_without_targets_the_page_says_whose_there_are_none(open_app: OpenApp) -> None:
    page = text_of(open_app("week", rep="zhou", as_of=DAY, lang="en"))
    assert "This representative has no account to open" in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "There is no room this week within the limits: the rep's hours."),
        ("zh", "本周在限制之内已没有余地："),
    ],
)
def test_a_week_without_hours_says_what_there_is_no_room_in(
    open_app: OpenApp, no_hours_url: str, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("REFGRAPH_STORE", no_hours_url)
    page = text_of(open_app("week", rep="zhou-lan", as_of="2026-11-25", lang=language))
    assert said in page
    assert "Nobody may be asked" not in page
    assert "李明朗 Li Minglang" in page
