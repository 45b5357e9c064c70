from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from refgraph.decisions.sensitivity import HORIZONS, NEGATIVE_WEIGHTS, Setting, sensitivity, spearman
from refgraph.decisions.territory_spread import spread_plan
from refgraph.errors import UnknownId
from refgraph.scores.heard import Heard
from tests.decisions.network import DEFAULTS, role, scores_of
from tests.facts import TODAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.params import Params
    from refgraph.scores.scores import Scores

NUMBERS = st.lists(st.integers(0, 5).map(float), min_size=2, max_size=12)


def world(heard: Sequence[tuple[float, float]], params: Params = DEFAULTS) -> Scores:
    """Prospects a00, a01, … of one person each, who have heard this much good and bad."""
    people = [f"p{i:02}" for i in range(len(heard))]
    accounts = [f"a{i:02}" for i in range(len(heard))]
    scores = scores_of(
        {}, {}, params, TODAY,
        accounts=[{"account_id": a} for a in accounts],
        people=[{"person_id": p} for p in people],
        roles=[role(p, a) for p, a in zip(people, accounts, strict=True)],
    )  # fmt: skip
    good, bad = (np.array([row[i] for row in heard]) for i in (0, 1))
    return replace(scores, told=Heard(good, bad, params.negative_weight, params.certainty_half))


def ask(scores: Scores, budget: int = 2, territory: str | None = None) -> dict[tuple[str, float], Setting]:
    rows = sensitivity(scores, budget=budget, territory=territory, rng=np.random.default_rng(0))
    return {(row.parameter, row.value): row for row in rows}


def test_every_value_is_compared_and_the_ones_in_use_are_marked() -> None:
    rows = ask(world([(0.2, 0.1), (0.1, 0.0)]))
    assert [value for name, value in rows if name == "negative_weight"] == list(NEGATIVE_WEIGHTS)
    assert [value for name, value in rows if name == "horizon_quarters"] == list(HORIZONS)
    in_use = [key for key, row in rows.items() if row.is_in_use]
    assert in_use == [("negative_weight", 0.5), ("horizon_quarters", 1.0)]
    assert all(rows[key].entered == rows[key].left == () for key in in_use)


def test_a_value_in_use_that_is_not_on_the_list_joins_it() -> None:
    params = replace(DEFAULTS, negative_weight=0.6, horizon_quarters=3.0)
    rows = ask(world([(0.2, 0.1), (0.1, 0.0)], params))
    assert [key for key, row in rows.items() if row.is_in_use] == [
        ("negative_weight", 0.6),
        ("horizon_quarters", 3.0),
    ]


def test_the_weight_of_bad_word_turns_ranks_around() -> None:
    """Net at weight 0: .9 > .8 > .7; at .5: .4 < .6 < .7; at 1: -.1 < .4 < .7."""
    rows = ask(world([(0.9, 1.0), (0.8, 0.4), (0.7, 0.0)]))
    assert rows["negative_weight", 0.0].correlation == pytest.approx(-1.0, abs=1e-12)
    assert rows["negative_weight", 0.5].correlation == pytest.approx(1.0, abs=1e-12)
    assert rows["negative_weight", 1.0].correlation == pytest.approx(1.0, abs=1e-12)


def test_of_more_than_twenty_prospects_those_that_enter_the_top_are_named() -> None:
    """The last of 21 is loudest and has heard as much bad: out at weights from .25 on, first at weight 0."""
    scores = world([*((0.5 + i / 100, 0.0) for i in range(20)), (0.9, 1.8)])
    rows = ask(scores)
    row = rows["negative_weight", 0.0]
    ids = scores.snapshot.accounts.ids
    assert (row.size, row.kept) == (20, 19)
    assert [ids[account] for account in row.entered] == ["a20"]
    assert [ids[account] for account in row.left] == ["a00"]
    # .9 - .25 * 1.8 = .45
    assert rows["negative_weight", 0.25].kept == 20


def test_customers_are_not_ranked() -> None:
    scores = world([(0.9, 0.0), (0.5, 0.0), (0.4, 0.3)])
    status = scores.snapshot.accounts.status.copy()
    status[0] = 1
    accounts = replace(scores.snapshot.accounts, status=status)
    scores = replace(scores, snapshot=replace(scores.snapshot, accounts=accounts))
    assert {row.size for (name, _), row in ask(scores).items() if name == "negative_weight"} == {2}


def test_where_all_are_equal_there_is_no_correlation() -> None:
    assert ask(world([(0.0, 0.0)] * 3))["negative_weight", 1.0].correlation is None
    assert ask(world([]))["negative_weight", 1.0].size == 0


def spreading() -> Scores:
    """hub reaches five accounts with .3 each; next to it the pair reaches one with .9."""
    others = [f"x{i}" for i in range(5)]
    people = ["hub", "one", "pair", *others]
    return scores_of(
        {**{("hub", x): 0.3 for x in others}, ("pair", "one"): 0.9},
        {}, DEFAULTS, TODAY,
        accounts=[{"account_id": p, "territory": "east"} for p in people],
        people=[{"person_id": p} for p in people],
        roles=[role(p, p) for p in people],
    )  # fmt: skip


def test_plans_over_longer_horizons_reach_more_and_are_compared_by_account() -> None:
    """The chance over h quarters is 1 - (1 - p)^h: hub 1 + 5 · .3, .51, .7599; in every horizon it is the first."""
    rows = ask(spreading(), budget=1)
    for quarters, chance in ((1.0, 0.3), (2.0, 0.51), (4.0, 0.7599)):
        row = rows["horizon_quarters", quarters]
        assert row.reached == pytest.approx((1 + 5 * chance,) * 3, abs=1e-9)
        assert (row.size, row.kept, row.correlation) == (1, 1, None)


def test_a_plan_that_changes_with_the_horizon_names_who_enters_and_leaves() -> None:
    """a reaches others along a chain of two weak ties, b over one strong tie: in a longer time the chain is worth more."""
    people = ["a", "a1", "a2", "b", "b1"]
    chances = {("a", "a1"): 0.45, ("a1", "a2"): 0.45, ("b", "b1"): 0.7}
    scores = scores_of(
        chances, {}, DEFAULTS, TODAY,
        accounts=[{"account_id": p} for p in people],
        people=[{"person_id": p} for p in people],
        roles=[role(p, p) for p in people],
    )  # fmt: skip
    rows = ask(scores, budget=1)
    ids = scores.snapshot.accounts.ids
    # one quarter: .45 + .2025 < .7; two: .6975 + .6975² = 1.184 > .91
    longer = rows["horizon_quarters", 2.0]
    assert [ids[account] for account in longer.entered] == ["a"]
    assert [ids[account] for account in longer.left] == ["b"]
    assert longer.kept == 0


def test_the_plan_in_use_is_the_territory_plan() -> None:
    scores = spreading()
    plan = spread_plan(scores, budget=2, territory="east", rng=np.random.default_rng(0))
    row = ask(scores, 2, "east")["horizon_quarters", 1.0]
    assert row.reached == (plan.value, plan.lower_bound, plan.upper_bound)


def test_an_unknown_territory_is_named() -> None:
    with pytest.raises(UnknownId, match="there is no territory 'north'"):
        ask(spreading(), 1, "north")


@given(NUMBERS, st.data())
def test_spearman_equals_that_of_scipy(one: list[float], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.integers(0, 5).map(float), min_size=len(one), max_size=len(one)))
    found = spearman(np.array(one), np.array(other))
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(float(stats.spearmanr(one, other).statistic), abs=1e-12)


def test_the_horizon_in_use_takes_the_ties_as_the_scores_have_sorted_them() -> None:
    scores = spreading()
    ask(scores)
    assert "inward" in vars(scores.network)
