from __future__ import annotations

import pytest

from refgraph.decisions.congruency import congruency, likeness
from refgraph.model.params import Params
from tests.facts import Cells, snapshot_of


def alike(first: Cells, second: Cells) -> dict[str, float]:
    snapshot = snapshot_of(accounts=[{"account_id": "a", **first}, {"account_id": "b", **second}])
    both = likeness(snapshot.accounts, 0, 1, Params())
    assert likeness(snapshot.accounts, 1, 0, Params()) == pytest.approx(both)
    return both


def test_industry_and_region_are_alike_or_not() -> None:
    assert alike({"industry": "press", "region": "east"}, {"industry": "press", "region": "west"}) == {
        "industry": 1.0,
        "region": 0.0,
    }


@pytest.mark.parametrize(
    ("size", "expected"),
    [(1000.0, 1.0), (100.0, 0.5), (10000.0, 0.5), (10.0, 0.0), (1.0, 0.0), (1_000_000.0, 0.0)],
)
def test_sizes_lose_half_their_likeness_with_each_power_of_ten(size: float, expected: float) -> None:
    assert alike({"size": 1000.0}, {"size": size}) == {"size": pytest.approx(expected)}


def test_an_attribute_unknown_at_one_of_them_is_left_out() -> None:
    known: Cells = {"industry": "press", "region": "east", "size": 10.0}
    for name in known:
        assert alike(known, {name: known[name]}) == {name: 1.0}
    assert alike(known, {}) == {}
    assert alike({}, {}) == {}


def test_a_size_of_zero_says_nothing() -> None:
    assert alike({"size": 0.0}, {"size": 0.0}) == {}


@pytest.mark.parametrize(
    ("by_attribute", "expected"),
    [
        ({}, 0.75),
        ({"industry": 0.0}, 0.5),
        ({"industry": 1.0}, 1.0),
        ({"industry": 1.0, "region": 0.0}, 0.75),
        ({"industry": 1.0, "region": 1.0, "size": 0.4}, 0.9),
    ],
)
def test_congruency_is_half_and_half_the_mean_likeness(
    by_attribute: dict[str, float], expected: float
) -> None:
    assert congruency(by_attribute, Params()) == pytest.approx(expected)


def test_floor_and_span_of_congruency_are_parameters() -> None:
    params = Params(congruency_floor=0.2, congruency_size_span=4.0)
    snapshot = snapshot_of(accounts=[{"account_id": "a", "size": 10.0}, {"account_id": "b", "size": 1000.0}])
    alike = likeness(snapshot.accounts, 0, 1, params)
    assert alike == {"size": pytest.approx(0.5)}
    assert congruency(alike, params) == pytest.approx(0.6)
