from __future__ import annotations

import numpy as np
import pytest

from refgraph.decisions.carriers import carriers
from refgraph.model.params import Params
from refgraph.scores.opinion import Opinion
from tests.decisions.world import days_ago
from tests.facts import Cells, snapshot_of

ONE: list[Cells] = [{"person_id": "p"}]


def carries(belief: float, disbelief: float, *roles: Cells, params: Params | None = None) -> bool:
    snapshot = snapshot_of(
        people=ONE,
        accounts=[{"account_id": "a"}, {"account_id": "b"}],
        roles=[{"person_id": "p", **role} for role in roles],
    )
    opinion = Opinion(np.array([belief]), np.array([disbelief]))
    return bool(carriers(snapshot, opinion, params or Params())[0])


@pytest.mark.parametrize(
    ("belief", "disbelief", "expected"),
    [
        (0.0, 0.0, True),
        (0.5, 0.0, True),
        (0.0, 0.29, True),
        (0.0, 0.3, False),
        (0.2, 0.1 + 0.2, False),  # .1 + .2 is above .3 in floating point, and so is
        (0.2, 0.9 / 3, False),  # not .9 / 3
        (0.2, 1 - 0.7, False),  # and 1 - .7 is below
        (0.3, 0.3, True),
        (0.3, 0.1 + 0.2, True),
        (0.31, 0.3, True),
        (0.3, 0.31, False),
        (0.1, 0.25, True),
    ],
)
def test_disbelief_from_the_bound_on_and_above_belief_carries_no_word(
    belief: float, disbelief: float, expected: bool
) -> None:
    assert carries(belief, disbelief) is expected


def test_the_bound_is_a_parameter() -> None:
    assert not carries(0.0, 0.25, params=Params(blocking_disbelief=0.2))


@pytest.mark.parametrize("stance", ["supporter", "neutral", None])
def test_other_stances_carry(stance: str | None) -> None:
    assert carries(0.0, 0.0, {"account_id": "a", "stance": stance})


def test_an_opponent_in_any_current_role_does_not_carry_however_high_the_belief() -> None:
    assert not carries(0.9, 0.0, {"account_id": "a", "stance": "opponent"})
    assert not carries(
        0.9, 0.0, {"account_id": "a", "stance": "supporter"}, {"account_id": "b", "stance": "opponent"}
    )


def test_opposing_in_a_role_that_ended_or_from_a_later_day_on_carries() -> None:
    assert carries(0.0, 0.0, {"account_id": "a", "stance": "opponent", "to": days_ago(1)})
    assert not carries(0.0, 0.0, {"account_id": "a", "stance": "opponent", "to": days_ago(0)})
    assert carries(0.0, 0.0, {"account_id": "a", "stance": "opponent", "stance_date": days_ago(-1)})


def test_everybody_is_judged_by_himself() -> None:
    snapshot = snapshot_of(
        people=[{"person_id": p} for p in "pqr"],
        accounts=[{"account_id": "a"}],
        roles=[{"person_id": "q", "account_id": "a", "stance": "opponent"}],
    )
    opinion = Opinion(np.zeros(3), np.array([0.0, 0.0, 0.6]))
    assert carriers(snapshot, opinion, Params()).tolist() == [True, False, False]
