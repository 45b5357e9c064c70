from __future__ import annotations

import re

import pytest

from refgraph.model.params import Params


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("max_hops", 0, "found max_hops = 0, expected at least 1"),
        ("ask_budget", 0, "found ask_budget = 0, expected at least 1"),
        ("ask_hours", 0.0, "found ask_hours = 0.0, expected more than 0"),
        ("min_probability", float("nan"), "found min_probability = nan, expected more than 0"),
        ("spread_confidence", 1.0, "found spread_confidence = 1.0, expected between 0 and 1"),
    ],
)
def test_parameters_that_no_score_is_defined_for_are_refused(name: str, value: float, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        Params(**{name: value})  # type: ignore[arg-type]


def test_the_defaults_are_within_their_ranges() -> None:
    assert Params().as_dict()["max_hops"] == 3
