from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from refgraph.errors import Unavailable
from refgraph.evidence.folds import Split
from refgraph.evidence.hazards import (
    PENALTIES,
    Cases,
    intervals,
    left_out_loss,
    loss,
    most_likely,
    penalised,
    probability,
    shrunk,
    slopes,
)

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Floats


numbers = st.integers(0, 2**32 - 1)


def cases_of(exposure: list[list[float]], outcome: list[int], quarters: float = 1.0) -> Cases:
    n = len(outcome)
    return Cases(
        np.array(exposure, float).reshape(n, -1),
        np.full(n, quarters),
        np.zeros(n, np.int32),
        np.array(outcome, bool),
    )


def drawn(
    rng: np.random.Generator, n: int, multiplier: Floats, base: tuple[float, ...] = (0.03, 0.06)
) -> Cases:
    """Cases whose outcomes follow the model, a part of them not exposed."""
    k = len(multiplier)
    exposure = rng.exponential(0.03, (n, k)) * (rng.random((n, k)) < 0.6)
    stratum = rng.integers(len(base), size=n).astype(np.int32)
    quarters = rng.choice([1.0, 4.0], n)
    hazard = (np.array(base)[stratum] + exposure @ multiplier) * quarters
    return Cases(exposure, quarters, stratum, rng.random(n) < -np.expm1(-hazard))


def test_the_loss_is_worked_out_by_hand() -> None:
    # two quarters at .1 + 2 · .2 = .5: hazard 1 with an outcome; .1 + 2 · 0: hazard .2 without
    found = loss(cases_of([[0.2], [0.0]], [1, 0], 2.0), np.array([0.1, 2.0]))
    assert found == pytest.approx(-math.log(1 - math.exp(-1.0)) + 0.2, abs=1e-12)


@given(numbers)
def test_derivatives_equal_finite_differences(number: int) -> None:
    rng = np.random.default_rng(number)
    cases, at = drawn(rng, 40, np.array([1.0, 2.0])), rng.uniform(0.05, 2.0, 4)
    first, second = slopes(cases, at)
    for i, step in enumerate(np.eye(4) * 1e-6):
        assert (loss(cases, at + step) - loss(cases, at - step)) / 2e-6 == pytest.approx(first[i], abs=1e-3)
        around = (slopes(cases, at + step)[0] - slopes(cases, at - step)[0]) / 2e-6
        assert around == pytest.approx(second[i], rel=1e-4, abs=1e-3)


@given(numbers)
def test_the_loss_is_convex(number: int) -> None:
    rng = np.random.default_rng(number)
    cases = drawn(rng, 30, np.array([1.0]))
    one, other = rng.uniform(0, 2, 3), rng.uniform(0, 2, 3)
    assert loss(cases, (one + other) / 2) <= (loss(cases, one) + loss(cases, other)) / 2 + 1e-9


@settings(max_examples=20)
@given(numbers, st.sampled_from([0.0, 1.0]))
def test_the_fit_equals_a_general_minimiser(number: int, penalty: float) -> None:
    rng = np.random.default_rng(number)
    cases = drawn(rng, 120, np.array([0.0, 1.5]))
    centre = np.array([1.0, 2.0])

    def total(at: Floats) -> float:
        return loss(cases, at) + penalty / 2 * float(np.sum((at[2:] / centre - 1) ** 2))

    found = penalised(cases, penalty, centre)
    twin = minimize(
        total, np.array([0.05, 0.05, 1.0, 1.0]), method="L-BFGS-B", bounds=[(1e-9, 50)] * 2 + [(0, 500)] * 2
    )
    rates = np.concatenate((found.base, found.multiplier))
    assert total(rates) == pytest.approx(twin.fun, abs=1e-3)
    assert total(rates) <= twin.fun + 1e-8
    assert found.log_likelihood == pytest.approx(-loss(cases, rates), abs=1e-12)


def test_one_group_exposed_or_not_has_its_rates_in_closed_form() -> None:
    # 10 of 100 not exposed are won, 30 of 100 exposed: hazards -log .9 and -log .7
    exposure = [[0.0]] * 100 + [[0.5]] * 100
    cases = cases_of(exposure, [1] * 10 + [0] * 90 + [1] * 30 + [0] * 70, 2.0)
    found = most_likely(cases)
    assert found.base == pytest.approx([-math.log(0.9) / 2], rel=1e-6)
    assert found.multiplier == pytest.approx([(math.log(0.9) - math.log(0.7)) / 2 / 0.5], rel=1e-6)
    assert probability(cases, found)[[0, 150]] == pytest.approx([0.1, 0.3], rel=1e-6)
    (interval,) = intervals(cases, found)
    assert interval is not None
    assert interval.high is not None
    for end in (interval.low, interval.high):
        assert 2 * (profile(cases, end) - profile(cases, float(found.multiplier[0]))) == pytest.approx(
            3.8415, abs=1e-3
        )


def profile(cases: Cases, multiplier: float) -> float:
    """Least loss over the base rate, on a fine grid."""
    return min(loss(cases, np.array([base, multiplier])) for base in np.linspace(0.001, 0.2, 4000))


def test_an_exposure_that_only_protects_has_a_multiplier_of_0_and_a_bounded_interval() -> None:
    cases = cases_of([[1.0]] * 50 + [[0.0]] * 50, [0] * 50 + [1] * 10 + [0] * 40)
    found = most_likely(cases)
    assert found.multiplier.tolist() == [0.0]
    (interval,) = intervals(cases, found)
    assert interval is not None
    assert interval.low == 0.0
    assert interval.high is not None
    assert interval.high < 0.1


def test_a_kind_nobody_is_exposed_to_stays_at_its_centre_without_an_interval() -> None:
    cases = cases_of([[0.0, 0.3]] * 30 + [[0.0, 0.0]] * 30, [1] * 10 + [0] * 20 + [1] * 3 + [0] * 27)
    found = most_likely(cases)
    assert found.multiplier[0] == 1.0
    assert intervals(cases, found)[0] is None
    assert penalised(cases, 1.0, np.array([2.5, 1.0])).multiplier[0] == 2.5


def test_an_interval_is_open_where_all_who_are_exposed_are_won() -> None:
    cases = cases_of([[0.3]] * 8 + [[0.0]] * 30, [1] * 8 + [1] * 3 + [0] * 27)
    (interval,) = intervals(cases, most_likely(cases))
    assert interval is not None
    assert interval.low > 0
    assert interval.high is None


def test_a_stratum_without_outcome_has_a_base_rate_of_0() -> None:
    cases = Cases(np.zeros((6, 1)), np.ones(6), np.array([0, 0, 0, 1, 1, 1], np.int32), np.arange(6) == 0)
    assert most_likely(cases).base == pytest.approx([-math.log(2 / 3), 0.0], abs=1e-9)


def test_a_stratum_won_as_a_whole_is_certain() -> None:
    outcome = np.array([1, 1, 0, 1, 0, 0], bool)
    cases = Cases(np.zeros((6, 0)), np.ones(6), np.array([0, 0, 1, 1, 1, 1], np.int32), outcome)
    assert probability(cases, most_likely(cases)) == pytest.approx([1, 1, 0.25, 0.25, 0.25, 0.25], abs=1e-6)


@pytest.mark.parametrize(
    ("outcome", "why"), [([0, 0], "no outcome among 2 cases"), ([1, 1], "all 2 cases have an outcome")]
)
def test_without_both_classes_the_reason_is_given(outcome: list[int], why: str) -> None:
    cases = cases_of([[1.0], [0.0]], outcome)
    assert cases.obstacle() == why
    with pytest.raises(Unavailable, match=why):
        most_likely(cases)


def test_a_known_effect_lies_in_its_interval_as_often_as_stated() -> None:
    rng = np.random.default_rng(7)
    true, hits, simulations = np.array([0.0, 1.0]), np.zeros(2), 200
    for _ in range(simulations):
        cases = drawn(rng, 300, true)
        for kind, found in enumerate(intervals(cases, most_likely(cases))):
            assert found is not None
            hits[kind] += found.low <= true[kind] and (found.high is None or true[kind] <= found.high)
    # 95 %, and 97.5 % at the border; three standard errors of 200 draws are .046
    assert (hits / simulations >= 0.90).all()


def test_rates_are_found_again_in_many_cases() -> None:
    cases = drawn(np.random.default_rng(1), 100_000, np.array([0.0, 1.0, 3.0]))
    found = most_likely(cases)
    assert found.base == pytest.approx([0.03, 0.06], rel=0.1)
    assert found.multiplier == pytest.approx([0.0, 1.0, 3.0], abs=0.15)


def test_a_greater_penalty_draws_nearer_to_the_centre() -> None:
    cases, centre = drawn(np.random.default_rng(2), 400, np.array([0.0, 4.0])), np.array([1.0, 2.0])
    off = [float(np.sum((penalised(cases, g, centre).multiplier / centre - 1) ** 2)) for g in PENALTIES]
    assert off == sorted(off, reverse=True)
    assert penalised(cases, 1e9, centre).multiplier == pytest.approx(centre, rel=1e-4)


def split_by_halves(cases: Cases) -> list[Split]:
    even = np.arange(len(cases.outcome)) % 2 == 0
    return [Split(even, ~even), Split(~even, even)]


@pytest.mark.parametrize(("multiplier", "expected"), [((1.0, 1.0), 100.0), ((0.0, 12.0), 0.1)])
def test_what_was_left_out_chooses_how_far_to_shrink(
    multiplier: tuple[float, float], expected: float
) -> None:
    cases = drawn(np.random.default_rng(3), 3000, np.array(multiplier))
    assert shrunk(cases, split_by_halves(cases)).penalty == expected


def test_without_anything_left_out_the_centre_is_kept_most_strongly() -> None:
    assert shrunk(drawn(np.random.default_rng(3), 300, np.array([1.0])), []).penalty == 100.0


def test_cases_left_out_have_base_rates_of_their_own() -> None:
    # nobody is exposed: 1 of 4 won in either stratum, whatever the multiplier
    cases = Cases(np.zeros((8, 1)), np.ones(8), np.repeat([0, 1], 4).astype(np.int32), np.arange(8) % 4 == 0)
    expected = -2 * (math.log(0.25) + 3 * math.log(0.75))
    assert left_out_loss(cases, np.array([7.0])) == pytest.approx(expected, abs=1e-9)


def test_rows_taken_out_keep_their_strata_apart() -> None:
    cases = drawn(np.random.default_rng(4), 50, np.array([1.0]), base=(0.1, 0.2, 0.3))
    kept = cases.among(cases.stratum != 1)
    assert kept.strata == 2
    assert (kept.stratum == (cases.stratum[cases.stratum != 1] == 2)).all()


def test_base_rates_of_circle_and_period_add_up() -> None:
    # hazards .1 and .3 by circle, 0 and .2 by period, each pair of them seen 100,000 times: found to 5 %
    rng = np.random.default_rng(9)
    stratum = np.stack((np.tile([0, 1], 200_000), np.repeat([2, 3], 200_000)), axis=1).astype(np.int32)
    hazard = np.array([0.1, 0.3, 0.0, 0.2])[stratum].sum(axis=1)
    outcome = rng.random(400_000) < -np.expm1(-hazard)
    cases = Cases(np.zeros((400_000, 0)), np.ones(400_000), stratum, outcome)
    expected = probability(cases, most_likely(cases))
    assert expected[[0, 1, -2, -1]] == pytest.approx(-np.expm1([-0.1, -0.3, -0.3, -0.5]), rel=0.05)


def test_cases_of_two_layers_of_base_rates_may_lack_outcomes() -> None:
    cases = Cases(np.ones((3, 1)), np.ones(3), np.array([[0, 1]] * 3, np.int32), np.zeros(3, bool))
    assert cases.won.shape == (0, 3)
    assert loss(cases, np.array([0.1, 0.2, 0.3])) == pytest.approx(3 * 0.6)
