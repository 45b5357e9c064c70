from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations, pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.decisions.territory_spread import spread_plan
from refgraph.errors import UnknownId
from refgraph.snapshot.snapshot import Status
from tests.decisions.network import DEFAULTS, role, scores_of
from tests.facts import TODAY, Cells
from tests.scores.spread_world import INTERPRETED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from refgraph.decisions.territory import TerritoryPlan
    from refgraph.model.params import Params
    from refgraph.scores.scores import Scores

Chances = dict[tuple[str, str], float]


def world(
    accounts: Mapping[str, Collection[str]],
    chances: Chances,
    *,
    customers: Collection[str] = (),
    territories: Mapping[str, str] | None = None,
    params: Params = DEFAULTS,
) -> Scores:
    """Accounts with their people, and the chance of each tie."""
    people = sorted(set(chain.from_iterable(accounts.values())) | set(chain.from_iterable(chances)))
    rows: list[Cells] = [
        {
            "account_id": account,
            "status": "customer" if account in customers else "prospect",
            "territory": (territories or {}).get(account),
        }
        for account in accounts
    ]
    return scores_of(
        chances,
        {},
        params,
        TODAY,
        accounts=rows,
        people=[{"person_id": p} for p in people],
        roles=[role(p, account) for account, staff in accounts.items() for p in staff],
    )


def plan(scores: Scores, budget: int, territory: str | None = None) -> TerritoryPlan:
    return spread_plan(scores, budget=budget, territory=territory, rng=np.random.default_rng(0))


def chosen(scores: Scores, found: TerritoryPlan) -> list[str]:
    return [scores.snapshot.accounts.ids[row.account] for row in found.chosen]


def expected(scores: Scores, accounts: Iterable[int]) -> float:
    """Expected accounts reached that are no customers, by enumerating which ties carry the word."""
    ties, snapshot = scores.ties, scores.snapshot
    speaker = np.repeat(np.arange(ties.n), np.diff(ties.indptr)).tolist()
    listener, chance = ties.indices.tolist(), ties.probability.tolist()
    customers = np.flatnonzero(snapshot.accounts.status == Status.CUSTOMER).tolist()
    seeds = set(accounts) | set(customers)
    start = {int(p) for account in seeds for p in snapshot.current_people(account)}
    total = 0.0
    for carries in product((False, True), repeat=len(chance)):
        weight = float(np.prod([p if c else 1 - p for p, c in zip(chance, carries, strict=True)]))
        reached = closure(start, [(u, v) for u, v, c in zip(speaker, listener, carries, strict=True) if c])
        found = seeds | {account for person in reached for account in snapshot.current_accounts(person)}
        total += weight * len(found - set(customers))
    return total


def closure(start: set[int], ties: list[tuple[int, int]]) -> set[int]:
    reached = set(start)
    while more := {v for u, v in ties if u in reached} - reached:
        reached |= more
    return reached


def best(scores: Scores, budget: int, candidates: list[int]) -> float:
    """The greatest value of any choice within the budget."""
    size = min(budget, len(candidates))
    return max(expected(scores, choice) for choice in combinations(candidates, size))


def test_a_chosen_account_activates_all_its_people() -> None:
    """x reaches a with .5, y reaches b with .25: both work at press, which counts itself: 1 + .5 + .25."""
    scores = world({"press": "xy", "a": "a", "b": "b"}, {("x", "a"): 0.5, ("y", "b"): 0.25})
    found = plan(scores, 1)
    assert chosen(scores, found) == ["press"]
    assert found.value == pytest.approx(1.75, abs=1e-12)
    assert found.lower_bound == pytest.approx(1.75, abs=1e-12)
    assert found.chosen[0].gain == pytest.approx(1.75, abs=1e-12)
    assert (found.baseline, found.confidence, found.objective) == (0.0, 1.0, "spread")


def test_an_account_is_reached_once_however_many_of_its_people_hear() -> None:
    """Both at a hear x: 1 + 1 - (1 - .5)(1 - .5)."""
    scores = world({"press": "x", "a": "ab"}, {("x", "a"): 0.5, ("x", "b"): 0.5})
    assert plan(scores, 1).value == pytest.approx(1.75, abs=1e-12)


def test_customers_start_active_and_do_not_count_but_what_they_reach_does() -> None:
    """ours reaches a with .5, which is the baseline; then b, which nobody reaches, gains more than a's other half."""
    scores = world({"ours": "x", "a": "a", "b": "b"}, {("x", "a"): 0.5}, customers=["ours"])
    found = plan(scores, 1)
    assert chosen(scores, found) == ["b"]
    assert found.baseline == pytest.approx(0.5, abs=1e-12)
    assert found.value == pytest.approx(1.5, abs=1e-12)
    assert found.chosen[0].gain == pytest.approx(1.0, abs=1e-12)


def test_an_account_without_people_reaches_itself() -> None:
    scores = world({"empty": "", "a": "a"}, {})
    found = plan(scores, 5)
    assert sorted(chosen(scores, found)) == ["a", "empty"]
    assert found.value == 2.0
    assert found.ratio == 1.0
    assert {scores.snapshot.accounts.ids[row.account]: row.via for row in found.chosen}["empty"] == ()


def test_there_is_no_cap_on_the_hops_of_a_spread() -> None:
    """Five all but certain ties in a row, one account each."""
    people = "abcdef"
    nearly_certain = dict.fromkeys(pairwise(people), 1 - 1e-12)
    scores = world({f"at-{p}": p for p in people}, nearly_certain)
    found = plan(scores, 1)
    assert chosen(scores, found) == ["at-a"]
    assert found.value == pytest.approx(6.0, abs=1e-9)


def test_lost_accounts_and_partners_are_candidates_too() -> None:
    scores = world({"a": "a", "b": "b"}, {})
    status = scores.snapshot.accounts.status.copy()
    status[:] = [Status.LOST, Status.PARTNER]
    snapshot = replace(scores.snapshot, accounts=replace(scores.snapshot.accounts, status=status))
    assert len(plan(replace(scores, snapshot=snapshot), 2).chosen) == 2


def test_a_territory_limits_candidates_but_not_what_counts() -> None:
    """hub lies elsewhere; a reaches it, and it counts."""
    scores = world(
        {"a": "a", "b": "b", "hub": "h"},
        {("a", "h"): 0.5, ("h", "a"): 0.9, ("h", "b"): 0.9},
        territories={"a": "east", "b": "east", "hub": "west"},
    )
    assert chosen(scores, plan(scores, 1)) == ["hub"]
    found = plan(scores, 1, "east")
    assert chosen(scores, found) == ["a"]
    # a, h with .5, and b by way of h with .5 · .9
    assert found.value == pytest.approx(1 + 0.5 + 0.45, abs=1e-12)
    assert found.territory == "east"


def test_an_unknown_territory_names_the_known_ones() -> None:
    scores = world({"a": "a"}, {}, territories={"a": "east"})
    with pytest.raises(UnknownId, match=r"^there is no territory 'north'; known territories are east$"):
        plan(scores, 1, "north")


def test_the_people_of_a_chosen_account_are_named_with_what_their_word_reaches() -> None:
    """x: a with .5, b by way of a with .5 · .4; y nothing; the own account does not count."""
    scores = world({"press": "xy", "a": "a", "b": "b"}, {("x", "a"): 0.5, ("a", "b"): 0.4, ("x", "y"): 0.9})
    (row,) = plan(scores, 1).chosen
    people = scores.snapshot.people.ids
    assert [people[person] for person, _ in row.via] == ["x", "y"]
    assert [reach for _, reach in row.via] == pytest.approx([0.7, 0.0], abs=1e-12)


def test_opinions_do_not_weigh() -> None:
    chances = {("x", "a"): 0.5}
    liked = world({"press": "x", "a": "a"}, chances)
    hated = replace(liked, opinion=replace(liked.opinion, disbelief=np.full(2, 0.9)))
    assert plan(liked, 1) == plan(hated, 1)


def test_over_a_longer_horizon_ties_carry_more_often() -> None:
    """1 - (1 - .5)^2 over two quarters."""
    scores = world(
        {"press": "x", "a": "a"}, {("x", "a"): 0.5}, params=replace(DEFAULTS, horizon_quarters=2.0)
    )
    assert plan(scores, 1).value == pytest.approx(1.75, abs=1e-12)


def test_the_same_rng_gives_the_same_plan() -> None:
    scores = random_world(7, replace(DEFAULTS, exact_spread_ties=0))
    assert plan(scores, 2) == plan(scores, 2)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 3))
def test_plans_equal_brute_force(number: int, budget: int) -> None:
    scores = random_world(number)
    for territory in (None, "east"):
        candidates = candidates_in(scores, territory)
        found = plan(scores, budget, territory)
        picks = [row.account for row in found.chosen]
        assert set(picks) <= set(candidates)
        assert len(picks) == min(budget, len(candidates))
        assert found.value == pytest.approx(best(scores, budget, candidates), abs=1e-9)
        assert found.value == pytest.approx(expected(scores, picks), abs=1e-9)
        assert found.baseline == pytest.approx(expected(scores, []), abs=1e-9)
        for i, row in enumerate(found.chosen):
            increase = expected(scores, picks[: i + 1]) - expected(scores, picks[:i])
            assert row.gain == pytest.approx(increase, abs=1e-9)
        assert found.lower_bound <= found.value + 1e-9 <= found.upper_bound + 2e-9


@settings(max_examples=1 if INTERPRETED else 8, deadline=None)
@given(st.integers(0, 2**16))
def test_bounds_of_a_sampled_plan_hold(number: int) -> None:
    scores = random_world(number, replace(DEFAULTS, exact_spread_ties=0))
    found = plan(scores, 2)
    candidates = candidates_in(scores, None)
    worth = expected(scores, [row.account for row in found.chosen])
    assert found.lower_bound <= worth + 1e-9
    assert found.upper_bound >= best(scores, 2, candidates) - 1e-9
    assert found.confidence in (DEFAULTS.spread_confidence, 1.0)


def candidates_in(scores: Scores, territory: str | None) -> list[int]:
    accounts = scores.snapshot.accounts
    return [
        i for i in range(len(accounts.ids))
        if accounts.status[i] != Status.CUSTOMER and territory in (None, accounts.territory[i])
    ]  # fmt: skip


def random_world(number: int, params: Params = DEFAULTS) -> Scores:
    """Five accounts, six people in one or two of them or none, at most eight ties."""
    rng = np.random.default_rng(number)
    names, people = [f"a{i}" for i in range(5)], [f"p{i}" for i in range(6)]
    staff: dict[str, list[str]] = {name: [] for name in names}
    for person in people:
        for name in rng.choice(names, int(rng.integers(0, 3)), replace=False).tolist():
            staff[name].append(person)
    possible = [(u, v) for u in people for v in people if u != v]
    drawn = rng.choice(len(possible), int(rng.integers(0, 9)), replace=False)
    return world(
        staff,
        {possible[i]: float(rng.uniform(0.05, 0.95)) for i in drawn},
        customers=[name for name in names[1:] if rng.random() < 0.3],
        territories={name: "east" for name in names if name == "a0" or rng.random() < 0.5},
        params=params,
    )
