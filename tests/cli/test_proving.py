"""`refgraph backtest` and `refgraph fit`: what they answer, and what a fit in force changes."""

from __future__ import annotations

import json
import math
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from refgraph.cli.main import run
from refgraph.service.fits import keep_fit
from refgraph.service.place import open_port
from tests.bundle_files import newspapers, write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.facts import Cells

Capture = pytest.CaptureFixture[str]

# Three orders in two circles: ann's customer comes first, on the day one begins to rank; of those who are left b1
# and b2 are won in the first period of 30 days, nobody in the second, b4 in the third.
ACCOUNTS = ("a1", "b1", "b2", "b3", "b4")
CIRCLES = {"a1": "x", "b1": "x", "b2": "x", "b3": "x", "b4": "y"}
ORDERS = {"a1": "2025-01-01", "b1": "2025-01-10", "b2": "2025-01-31", "b4": "2025-03-05"}


def town(folder: Path) -> Path:
    return write_folder(
        folder,
        accounts=[{"account_id": key} for key in ACCOUNTS],
        people=[{"person_id": f"p-{key}"} for key in ACCOUNTS],
        roles=[{"person_id": f"p-{key}", "account_id": key} for key in ACCOUNTS],
        circles=[{"circle_id": "x", "kind": "village"}, {"circle_id": "y", "kind": "village"}],
        memberships=[{"person_id": f"p-{key}", "circle_id": circle} for key, circle in CIRCLES.items()],
        knows=[
            {"person_a": "p-a1", "person_b": "p-b1"},
            {"person_a": "p-a1", "person_b": "p-b3"},
            {"person_a": "p-b3", "person_b": "p-b2"},
        ],
        events=[order(key, day) for key, day in ORDERS.items()],
    )


def order(key: str, day: str) -> Cells:
    return {
        "event_id": f"o-{key}",
        "kind": "deal_won",
        "date": day,
        "account_id": key,
        "person_id": f"p-{key}",
    }


@pytest.fixture
def url(tmp_path: Path, capsys: Capture) -> str:
    address = f"sqlite:///{tmp_path / 'store.db'}"
    assert run(["import", str(town(tmp_path / "bundle")), "--store", address]) == 0
    capsys.readouterr()
    return address


def ask(capsys: Capture, url: str, *arguments: str) -> Any:
    assert run([*arguments, "--store", url, "--json"]) == 0
    return json.loads(capsys.readouterr().out, parse_constant=pytest.fail)


def test_periods_positives_and_areas_are_those_counted_by_hand(url: str, capsys: Capture) -> None:
    document = ask(capsys, url, "backtest", "--horizon", "30")
    assert (document["periods"], document["skipped"], document["positives"]) == (2, 1, 3)
    # 2025-01-01: b1 to b4 are left, b1 and b2 ordered by 2025-01-31; 2025-03-02: b3 and b4 are left, b4 ordered.
    assert document["candidates"] == 6
    assert (document["first_day"], document["last_day"]) == ("2025-01-01", "2025-04-01")
    # degree b1 1, b2 1, b3 2, b4 0. First: of (b1, b2) x (b3, b4) half are right. Then b3 (2) stands before b4 (0).
    degree = document["scores"]["degree"]
    assert degree["auc"] == pytest.approx((2 * 0.5 + 1 * 0.0) / 3)
    # Inside circles only x has both, in the first period: b3 stands before b1 and b2.
    assert degree["auc_inside_circle"] == 0.0
    assert degree["precision_at_10_inside_circle"] == pytest.approx(2 / 3)
    # b1 knows the customer as b3 does; b3's rate goes to two, so less of each word counts; b2 hears by b3 alone.
    assert document["scores"]["refgraph"]["auc_inside_circle"] == pytest.approx(0.5)
    assert document["scores"]["adopted_neighbours"]["auc_inside_circle"] == pytest.approx(0.25)
    assert document["scores"]["random"]["auc"] == 0.5


def test_too_few_orders_say_how_many_would_do(url: str, capsys: Capture) -> None:
    document = ask(capsys, url, "backtest")
    assert (document["verdict"], document["reason"]) == ("too_little_history", "few_orders")
    assert document["positives_needed"] == 60
    assert "at least 60 are needed" in document["why"]
    assert run(["backtest", "--store", url]) == 0
    assert capsys.readouterr().out.startswith("Too little history: 3 first orders")


def test_the_same_history_gets_the_same_answer(url: str, capsys: Capture) -> None:
    assert ask(capsys, url, "backtest") == ask(capsys, url, "backtest")


def test_a_history_without_orders_has_no_periods(tmp_path: Path, capsys: Capture) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    assert run(["import", str(newspapers(tmp_path / "bundle")), "--store", url]) == 0
    capsys.readouterr()
    document = ask(capsys, url, "backtest")
    assert (document["verdict"], document["periods"], document["positives"]) == ("too_little_history", 0, 0)
    assert (document["p_value"], document["scores"], document["fit"]) == (None, {}, None)
    assert document["gain"] == {"over_degree": None, "over_placebo": None}
    assert ask(capsys, url, "fit")["kept"] is None


def test_a_first_day_after_the_last_event_leaves_nothing_to_rank(url: str, capsys: Capture) -> None:
    assert ask(capsys, url, "backtest", "--from", "2026-01-01")["periods"] == 0


@pytest.mark.parametrize("wrong", [["--horizon", "0"], ["--from", "yesterday"]])
def test_what_makes_no_sense_is_wrong_usage(url: str, wrong: list[str]) -> None:
    assert run(["backtest", *wrong, "--store", url]) == 2


def test_of_three_orders_nothing_is_learnt_and_the_defaults_stay(url: str, capsys: Capture) -> None:
    document = ask(capsys, url, "fit")
    assert document["kept"] is None
    assert [document[part]["used"] for part in ("ties", "evidence", "chances")] == [False, False, False]
    assert document["ties"]["why"] == "too_few_outcomes"
    assert document["seen"][0]["outcomes"] == 3
    assert run(["fit", "--store", url]) == 0
    assert "the defaults stay: too few first orders to tell" in capsys.readouterr().out


def fitted(**multipliers: float) -> str:
    kinds = [{"name": name, "shrunk": by} for name, by in multipliers.items()]
    unused = {"used": False, "kinds": []}
    return json.dumps(
        {"format": 1, "ties": {"used": True, "kinds": kinds}, "evidence": unused, "chances": unused}
    )


def declared_rate(capsys: Capture, url: str) -> float:
    rate: float = ask(capsys, url, "score", "--as-of", "2025-04-01")["params"]["declared_rate"]
    return rate


def test_scores_are_those_of_the_fit_in_force_until_the_defaults_are_again(url: str, capsys: Capture) -> None:
    assert declared_rate(capsys, url) == 3.0
    with closing(open_port(url)) as store:
        keep_fit(store, fitted(declared=2.0))
    assert declared_rate(capsys, url) == 6.0
    assert ask(capsys, url, "fit", "--defaults")["used"] is False
    assert declared_rate(capsys, url) == 3.0


def test_a_backtest_says_when_its_parameters_were_learnt_from_what_it_looks_at(
    url: str, capsys: Capture
) -> None:
    assert ask(capsys, url, "backtest")["learnt_parameters"] is False
    with closing(open_port(url)) as store:
        keep_fit(store, fitted(declared=2.0))
    assert ask(capsys, url, "backtest")["learnt_parameters"] is True
    assert run(["backtest", "--store", url]) == 0
    assert "these figures flatter" in capsys.readouterr().out


def test_an_undo_of_a_fit_brings_back_what_was_before(url: str, capsys: Capture) -> None:
    with closing(open_port(url)) as store:
        keep_fit(store, fitted(declared=2.0))
        version = keep_fit(store, fitted(declared=0.5))
    assert declared_rate(capsys, url) == 1.5
    assert run(["undo", str(version), "--store", url]) == 0
    capsys.readouterr()
    assert declared_rate(capsys, url) == 6.0


def test_a_fit_of_which_nothing_is_used_takes_back_the_one_in_force(url: str, capsys: Capture) -> None:
    with closing(open_port(url)) as store:
        before = keep_fit(store, fitted(declared=2.0))
    assert ask(capsys, url, "fit", "--dry-run")["kept"] is None
    assert declared_rate(capsys, url) == 6.0
    assert ask(capsys, url, "fit")["kept"] == before + 1
    assert declared_rate(capsys, url) == 3.0


def test_chances_are_told_by_the_map_in_force_alone(url: str, capsys: Capture) -> None:
    nothing = ask(capsys, url, "chances", "--as-of", "2025-01-05")
    assert (nothing["rows"], nothing["fit"]) == ([], None)
    assert "no fit in force" in nothing["why"]
    # log-odds -1 + 2 (circle_rate - .25) / .5; one of the four accounts of circle x is a customer, none of y.
    model = {
        "names": ["circle_rate"],
        "intercept": -1.0,
        "coefficient": [2.0],
        "centre": [0.25],
        "scale": [0.5],
    }
    kept = {**json.loads(fitted()), "seen": [{"horizon_days": 30}], "chances": {"used": True, "model": model}}
    with closing(open_port(url)) as store:
        version = keep_fit(store, json.dumps(kept))
    document = ask(capsys, url, "chances", "--as-of", "2025-01-05")
    assert (document["fit"], document["horizon_days"], document["why"]) == (version, 30, None)
    assert [row["account_id"] for row in document["rows"]] == ["b1", "b2", "b3", "b4"]
    assert [row["factors"] for row in document["rows"]] == [{"circle_rate": 0.25}] * 3 + [
        {"circle_rate": 0.0}
    ]
    assert [row["chance"] for row in document["rows"]] == pytest.approx(
        [1 / (1 + math.exp(1))] * 3 + [1 / (1 + math.exp(2))]
    )
    assert run(["chances", "--as-of", "2025-01-05", "-k", "1", "--store", url]) == 0
    assert "26.9%" in capsys.readouterr().out


def test_shuffled_orders_are_judged_where_asked_for(url: str, capsys: Capture) -> None:
    assert ask(capsys, url, "backtest")["shuffles"] is None
    document = ask(capsys, url, "backtest", "--shuffles", "20")
    assert (document["shuffles"]["count"], document["shuffles"]["evidence"]) == (20, 0)
    assert document["shuffles"]["share"] == 0.0
    assert run(["backtest", "--shuffles", "20", "--store", url]) == 0
    assert "evidence in 0 of 20 trials (0.0%, 0.0% to 16.1%)" in capsys.readouterr().out
