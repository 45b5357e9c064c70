"""A backtest of a dozen accounts worked out by hand, and histories with little to judge by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.evidence.backtest import PLACEBO, REFGRAPH, Backtest, backtest
from refgraph.evidence.replay import replay
from refgraph.model.params import Params
from refgraph.model.progress import silent
from tests.evidence.moments import people_at_accounts, replay_of, spreading
from tests.facts import columns

if TYPE_CHECKING:
    from tests.facts import Cells

    Tables = dict[str, list[Cells]]

FIRST = date(2024, 1, 1)


def taken(i: int, day: date, *kinds: str) -> list[Cells]:
    return [
        {
            "event_id": f"{kind}{i}",
            "kind": kind,
            "date": day.isoformat(),
            "account_id": f"a{i}",
            "person_id": f"p{i}",
            "value": 1.0 if kind == "satisfaction" else None,
        }
        for kind in kinds
    ]


def dozen(first: date = FIRST) -> Tables:
    """Circles of p0-p5 and p6-p11 that never meet: word of mouth goes along acquaintances alone.

    p0 and p6 are satisfied customers on the first day; p1, p4 and p7 order within the quarter after.
    """
    later = first + timedelta(days=60)
    tables = people_at_accounts(12)
    tables["circles"] = [{"circle_id": f"c{c}", "meetings_per_year": 0.0} for c in range(2)]
    tables["memberships"] = [{"person_id": f"p{i}", "circle_id": f"c{i // 6}"} for i in range(12)]
    known = [(0, 1), (0, 2), (1, 3), (6, 7), (8, 9)]
    tables["knows"] = [{"person_a": f"p{a}", "person_b": f"p{b}"} for a, b in known]
    tables["events"] = [
        *taken(0, first, "deal_won", "satisfaction"),
        *taken(6, first, "deal_won", "satisfaction"),
        *(event for i in (1, 4, 7) for event in taken(i, later, "deal_won")),
    ]
    return tables


def judged_on(tables: Tables, *, since: str | None = None, horizon_days: int = 91) -> Backtest:
    day = date.fromisoformat(since) if since else None
    found = replay(columns(**tables), Params(), since=day, horizon_days=horizon_days, progress=silent)
    return backtest(found, progress=silent)


@pytest.mark.parametrize("first", [FIRST, date(1954, 3, 1)])
def test_a_dozen_accounts_by_hand(first: date) -> None:
    found = judged_on(dozen(first))
    assert (found.periods, found.skipped, found.positives, found.candidates, found.circles) == (
        1,
        0,
        3,
        10,
        2,
    )
    # p2 knows p0 alone and hears most of him, M = 1.5/√(1.5·3); p1 less, 1.5/√(3·3); p3 what p1 passes on
    # pooled: p7 (M = 1) before all 7, p1 before 6, p4 level with 5: 15.5 of 21
    # inside: p1 before 2 of 3 and p4 level with 1 of 3 are 2.5 of 6; p7 before all 4
    areas = {
        REFGRAPH: (15.5 / 21, (2 * 2.5 / 6 + 1) / 3),
        # p1 knows two, p2 p3 p7 p8 p9 one: p1 before 7, p7 before 3 and level with 4, p4 level with 3
        "degree": ((7 + 3 + 4 / 2 + 3 / 2) / 21, (2 * 3.5 / 6 + 0.75) / 3),
        "adopted_neighbours": ((6.5 + 6.5 + 3) / 21, (2 * 3.5 / 6 + 1) / 3),
        "circle_rate": (0.5, 0.5),
        "recency": (0.5, 0.5),
        "random": (0.5, 0.5),
    }
    for name, (pooled, inside) in areas.items():
        assert found.measures[name].auc == pytest.approx(pooled), name
        assert found.measures[name].auc_inside == pytest.approx(inside), name
    assert found.share == 0.3
    assert found.drawn == "accounts"
    assert (found.verdict.word, found.verdict.needed) == ("too_little_history", 60)


def test_gains_are_differences_inside_circles() -> None:
    found = judged_on(dozen())
    ours, degree = found.measures[REFGRAPH].auc_inside, found.measures["degree"].auc_inside
    gain = found.gain_over("degree")
    assert gain is not None
    assert gain[0] == pytest.approx((ours or 0) - (degree or 0))
    assert gain[1] <= gain[0] <= gain[2]
    mean = found.measures[PLACEBO].auc_inside
    assert mean == pytest.approx(found.rewired.mean())
    assert (found.gain_over(PLACEBO) or (0,))[0] == pytest.approx((ours or 0) - (mean or 0))


def test_periods_without_a_first_order_are_skipped_and_counted() -> None:
    tables = dozen()
    again = {**taken(1, date(2024, 12, 1), "deal_won")[0], "event_id": "again"}
    # quarters after 2024-01-01: orders in the first, nothing new in three, the repeat order ends the fourth
    found = judged_on({**tables, "events": [*tables["events"], again]})
    assert (found.periods, found.skipped, found.positives) == (1, 3, 3)


def test_what_was_known_before_the_first_order_can_be_asked_too() -> None:
    found = judged_on(dozen(), since="2023-12-01")
    # nobody has an opinion before the first order: 12 candidates, 5 of them won, all level
    assert (found.periods, found.candidates, found.positives) == (1, 12, 5)
    assert found.measures[REFGRAPH].auc == 0.5


def test_people_without_a_role_are_no_candidates_but_talk() -> None:
    tables = dozen()
    tables["roles"] = [role for role in tables["roles"] if role["person_id"] != "p2"]
    found = judged_on(tables)
    assert found.candidates == 9
    # p2 gone: p1 before p3 and p5, p4 level with p5
    assert found.measures[REFGRAPH].auc_inside == pytest.approx((2 * 2.5 / 4 + 1) / 3)


def test_an_account_in_two_circles_counts_in_both() -> None:
    tables = dozen()
    tables["memberships"] = [*tables["memberships"], {"person_id": "p7", "circle_id": "c0"}]
    found = judged_on(tables)
    # in c0 now p7 before p2, p3, p5, p1 before p3 and p5, p4 level with p5: 5.5 of 9
    assert found.measures[REFGRAPH].auc_inside == pytest.approx((3 * 5.5 / 9 + 1) / 4)


def test_without_circles_only_the_whole_is_measured() -> None:
    tables = {name: rows for name, rows in dozen().items() if name not in ("circles", "memberships")}
    found = judged_on(tables)
    assert found.measures[REFGRAPH].auc == pytest.approx(15.5 / 21)
    assert found.measures[REFGRAPH].auc_inside is None
    assert (found.circles, found.redrawn, len(found.rewired)) == (0, 0, 0)
    assert found.gain_over("degree") is None


def test_without_orders_there_is_nothing_to_replay() -> None:
    tables = {**dozen(), "events": taken(0, FIRST, "satisfaction")}
    for since in (None, "2023-12-01"):
        found = judged_on(tables, since=since)
        assert (found.periods, found.positives, dict(found.measures)) == (0, 0, {})
        assert found.verdict.word == "too_little_history"
        assert found.gain_over("degree") is None
        assert found.share is None


def test_nothing_at_all_is_too_little_history() -> None:
    assert judged_on({}).verdict.reason == "few_orders"


def test_an_order_on_the_last_day_alone_has_no_period_after_it() -> None:
    found = judged_on({**dozen(), "events": taken(0, FIRST, "deal_won")})
    assert (found.periods, found.skipped) == (0, 0)


def test_the_same_history_gets_the_same_answer() -> None:
    one, again = judged_on(dozen()), judged_on(dozen())
    assert one.verdict == again.verdict
    assert (one.rewired == again.rewired).all()
    assert one.gain_over("degree") == again.gain_over("degree")


def test_friends_who_follow_friends_are_evidence_and_chance_is_not() -> None:
    def judged(friends: float) -> Backtest:
        world = spreading(np.random.default_rng(2), circles=20, members=25, friends=friends, strangers=0.2)
        return backtest(replay_of(world, since="2023-12-31", horizon_days=366), progress=silent)

    assert judged(0.8).verdict.word == "evidence"
    assert judged(0.2).verdict.word == "no_evidence"
