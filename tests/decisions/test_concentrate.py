from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.concentrate import concentrate_plan
from refgraph.errors import UnknownId
from refgraph.model.params import Params
from tests.decisions.network import role, scores_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from refgraph.decisions.territory import TerritoryPlan
    from refgraph.scores.scores import Scores
    from tests.facts import Cells

NUMBERS = st.integers(0, 2**32 - 1)


def market(
    circles: Mapping[str, Iterable[str]],
    *,
    customers: Iterable[str] = (),
    mass: int = 4,
    account: Mapping[str, Cells] | None = None,
) -> Scores:
    """Accounts of one person each by the circles they have a member in; what else is known of some accounts."""
    ours, more = set(customers), account or {}
    accounts = sorted({name for members in circles.values() for name in members} | ours | set(more))
    return scores_of(
        {},
        {},
        Params(critical_mass=mass),
        accounts=[
            {
                "account_id": name,
                "status": "customer" if name in ours else "prospect",
                **more.get(name, {}),
            }
            for name in accounts
        ],
        people=[{"person_id": f"of-{name}"} for name in accounts],
        roles=[role(f"of-{name}", name) for name in accounts],
        circles=[{"circle_id": circle} for circle in circles],
        memberships=[
            {"person_id": f"of-{name}", "circle_id": circle}
            for circle, members in circles.items()
            for name in members
        ],
    )


def chosen(scores: Scores, plan: TerritoryPlan) -> list[str]:
    return [scores.snapshot.accounts.ids[row.account] for row in plan.chosen]


def names(scores: Scores, circles: Iterable[int]) -> list[str]:
    return [scores.snapshot.circles.ids[circle] for circle in circles]


def random_market(number: int) -> tuple[dict[str, list[str]], list[str], dict[str, Cells], int]:
    rng = np.random.default_rng(number)
    accounts = [f"a{i}" for i in range(int(rng.integers(3, 10)))]
    density = float(rng.uniform(0.2, 0.7))
    circles = {
        f"c{i}": [name for name in accounts if rng.random() < density] for i in range(int(rng.integers(1, 6)))
    }
    customers = [name for name in accounts if rng.random() < 0.25]
    details: dict[str, Cells] = {
        name: {
            "potential": float(rng.integers(1, 4)) if rng.random() < 0.8 else None,
            "territory": str(rng.choice(["east", "west"])),
        }
        for name in accounts
    }
    return circles, customers, details, int(rng.integers(1, 4))


def completed(circles: Mapping[str, list[str]], won: set[str], mass: int) -> int:
    return sum(len(won & set(members)) >= mass for members in circles.values())


@settings(max_examples=200)
@given(NUMBERS, st.integers(1, 6), st.sampled_from([None, "east"]), st.sampled_from([0, 6]))
def test_no_other_choice_is_better_and_of_equal_ones_the_fewest_and_worthiest_accounts_are_taken(
    number: int, budget: int, territory: str | None, few_cells: int
) -> None:
    circles, customers, details, mass = random_market(number)
    scores = market(circles, customers=customers, mass=mass, account=details)
    allowed = [
        name
        for name, cells in details.items()
        if name not in customers and territory in (None, cells["territory"])
    ]
    if territory and not any(cells["territory"] == territory for cells in details.values()):
        return
    plan = concentrate_plan(scores, budget=budget, territory=territory)
    greedy = concentrate_plan(scores, budget=budget, territory=territory, exact_cells=few_cells)

    def rank(some: Iterable[str]) -> tuple[int, int, float]:
        won = list(some)
        potential = sum(float(details[name]["potential"] or 0.0) for name in won)
        return completed(circles, {*customers, *won}, mass), -len(won), potential

    best = max(
        rank(some) for size in range(min(budget, len(allowed)) + 1) for some in combinations(allowed, size)
    )
    assert rank(chosen(scores, plan)) == best
    assert set(chosen(scores, plan)) <= set(allowed)
    assert plan.value == plan.lower_bound == plan.upper_bound == best[0]
    assert greedy.value == rank(chosen(scores, greedy))[0] <= best[0] <= greedy.upper_bound
    assert len(greedy.chosen) <= budget
    assert plan.baseline == greedy.baseline == completed(circles, set(customers), mass)


@settings(max_examples=60)
@given(NUMBERS, st.integers(1, 6), st.sampled_from([0, 12_000]))
def test_gains_and_reasons_are_what_the_order_of_choice_brings(
    number: int, budget: int, exact_cells: int
) -> None:
    circles, customers, details, mass = random_market(number)
    scores = market(circles, customers=customers, mass=mass, account=details)
    plan = concentrate_plan(scores, budget=budget, exact_cells=exact_cells)
    order = chosen(scores, plan)
    after = completed(circles, {*customers, *order}, mass)
    assert plan.value == after
    for count, row in enumerate(plan.chosen):
        before, now = ({*customers, *order[:size]} for size in (count, count + 1))
        done = [
            circle
            for circle, members in circles.items()
            if len(now & set(members)) >= mass > len(before & set(members))
        ]
        assert names(scores, row.completed) == done
        assert row.gain == len(done)
        counts = [
            circle
            for circle, members in circles.items()
            if order[count] in members
            and len({*customers, *order} & set(members)) >= mass > len(set(customers) & set(members))
        ]
        assert names(scores, row.circles) == counts


def test_one_circle_completed_beats_two_half_full() -> None:
    # Three of four each: greedy by customers would start anywhere; the one that lacks one is taken.
    scores = market({"club": "abcd", "guild": "efgh"}, customers="abc")
    plan = concentrate_plan(scores, budget=3)
    assert chosen(scores, plan) == ["d"]
    assert (plan.value, plan.lower_bound, plan.upper_bound, plan.ratio) == (1.0, 1.0, 1.0, 1.0)
    assert (plan.confidence, plan.baseline) == (1.0, 0.0)


def test_the_value_is_not_submodular_so_a_greedy_choice_can_be_half_the_best() -> None:
    # "near" lacks one account, which counts nowhere else; two others complete three circles that lack two each.
    circles = {"near": "abcd", "one": "ab" + "xy", "two": "bc" + "xy", "three": "ac" + "xy"}
    scores = market(circles, customers="abc")
    assert concentrate_plan(scores, budget=2, exact_cells=0).value == 1.0
    plan = concentrate_plan(scores, budget=2)
    assert chosen(scores, plan) == ["x", "y"]
    assert [row.gain for row in plan.chosen] == [0.0, 3.0]
    assert names(scores, plan.chosen[1].completed) == ["one", "three", "two"]
    assert concentrate_plan(scores, budget=3).value == 4.0


def test_budget_that_completes_nothing_more_is_left() -> None:
    scores = market({"club": "abcdefgh"}, customers="ab")
    assert len(concentrate_plan(scores, budget=5).chosen) == 2
    assert concentrate_plan(scores, budget=1).chosen == ()
    assert concentrate_plan(scores, budget=1).upper_bound == 0.0
    assert concentrate_plan(scores, budget=1).ratio == 1.0


def test_circles_at_critical_mass_are_the_baseline_and_need_nothing() -> None:
    scores = market({"done": "abcde", "open": "efgh"}, customers="abcd")
    plan = concentrate_plan(scores, budget=4)
    assert plan.baseline == 1.0
    assert plan.value == 2.0
    assert chosen(scores, plan) == ["e", "f", "g", "h"]


def test_the_worthiest_of_accounts_that_do_the_same_are_taken_then_the_first_by_id() -> None:
    potential = {"d": 5.0, "e": None, "f": 9.0, "g": 5.0}
    details: dict[str, Cells] = {name: {"potential": worth} for name, worth in potential.items()}
    scores = market({"club": "abcdefg"}, customers="ab", account=details)
    assert sorted(chosen(scores, concentrate_plan(scores, budget=4))) == ["d", "f"]


@pytest.mark.parametrize("status", ["prospect", "lost", "partner"])
def test_whatever_is_no_customer_can_be_won(status: str) -> None:
    scores = market({"club": "abcd"}, customers="abc", account={"d": {"status": status}})
    assert chosen(scores, concentrate_plan(scores, budget=1)) == ["d"]


def test_only_current_people_in_current_memberships_count() -> None:
    scores = scores_of(
        {},
        {},
        Params(critical_mass=1),
        accounts=[{"account_id": "left"}, {"account_id": "ended"}, {"account_id": "here"}],
        people=[{"person_id": p} for p in ("gone", "quit", "member")],
        roles=[
            {"person_id": "gone", "account_id": "left", "to": "2025-12-31"},
            role("quit", "ended"),
            role("member", "here"),
        ],
        circles=[{"circle_id": "club"}],
        memberships=[
            {"person_id": "gone", "circle_id": "club"},
            {"person_id": "quit", "circle_id": "club", "to": "2025-12-31"},
            {"person_id": "member", "circle_id": "club"},
        ],
    )
    assert chosen(scores, concentrate_plan(scores, budget=3)) == ["here"]


def test_two_members_of_one_account_count_once() -> None:
    scores = scores_of(
        {},
        {},
        Params(critical_mass=2),
        accounts=[{"account_id": "twice"}],
        people=[{"person_id": "p"}, {"person_id": "q"}],
        roles=[role("p", "twice"), role("q", "twice")],
        circles=[{"circle_id": "club"}],
        memberships=[{"person_id": p, "circle_id": "club"} for p in "pq"],
    )
    assert concentrate_plan(scores, budget=3).chosen == ()


def test_a_territory_limits_who_is_chosen_and_not_who_counts() -> None:
    details: dict[str, Cells] = {
        "c": {"territory": "east"}, "d": {"territory": "west"}, "b": {"territory": "west"},
    }  # fmt: skip
    scores = market({"club": "abcd"}, customers="ab", mass=3, account=details)
    assert chosen(scores, concentrate_plan(scores, budget=2, territory="west")) == ["d"]


@pytest.mark.parametrize("territory", ["north", ""])
def test_an_unknown_territory_is_refused_with_those_there_are(territory: str) -> None:
    scores = market({"club": "ab"}, account={"a": {"territory": "west"}, "b": {"territory": "east"}})
    with pytest.raises(UnknownId) as refused:
        concentrate_plan(scores, budget=1, territory=territory)
    assert str(refused.value) == f"there is no territory '{territory}'; known territories are east, west"


def test_where_no_account_has_a_territory_the_cure_is_to_leave_it_out() -> None:
    with pytest.raises(UnknownId, match="no account has a territory: leave it out"):
        concentrate_plan(market({"club": "ab"}), budget=1, territory="north")


def test_without_circles_or_accounts_there_is_nothing_to_plan() -> None:
    for scores in (market({}), market({}, customers="a"), market({"empty": ""}, customers="a")):
        plan = concentrate_plan(scores, budget=3)
        assert (plan.chosen, plan.value, plan.upper_bound, plan.ratio) == ((), 0.0, 0.0, 1.0)
