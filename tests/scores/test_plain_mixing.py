"""Plain mixing is the matrix of `Mixing`, whatever people are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.model.params import Params
from refgraph.scores.mixing import Mixing
from refgraph.scores.plain_mixing import PlainMixing, Together
from refgraph.scores.talk import talk, talking_groups, undeclared
from refgraph.scores.tie_parts import declared
from tests.facts import snapshot_of
from tests.scores.tie_world import random_world

if TYPE_CHECKING:
    from tests.facts import Cells

PARAMS = Params()


@pytest.mark.parametrize("number", range(40))
def test_a_step_is_that_of_mixing(number: int) -> None:
    snapshot = random_world(number)
    n = len(snapshot.people.ids)
    together = Together(talking_groups(snapshot, PARAMS), n)
    plain = PlainMixing(together, [declared(snapshot, PARAMS), *undeclared(snapshot, PARAMS)])
    words = np.random.default_rng(number).random((n, 2))
    expected = Mixing(talk(snapshot, PARAMS)).spread(words)
    np.testing.assert_allclose(plain.spread(words), expected, atol=1e-13)


def test_three_members_hear_each_other_and_not_themselves() -> None:
    members: list[Cells] = [{"person_id": f"p{i}", "circle_id": "c", "attendance": 1.0} for i in range(3)]
    snapshot = snapshot_of(
        people=[{"person_id": f"p{i}"} for i in range(3)],
        circles=[{"circle_id": "c", "meetings_per_year": 4.0}],
        memberships=members,
    )
    together = Together(talking_groups(snapshot, PARAMS), 3)
    # one meeting a quarter shared by two others: rate ½ a pair, In = Out = 1
    heard = PlainMixing(together, undeclared(snapshot, PARAMS)).spread(np.eye(3))
    np.testing.assert_allclose(heard, (1 - np.eye(3)) / 2, atol=1e-15)


def test_nobody_hears_anything_where_there_is_no_talk() -> None:
    snapshot = snapshot_of(people=[{"person_id": "p0"}, {"person_id": "p1"}])
    plain = PlainMixing(Together(talking_groups(snapshot, PARAMS), 2), undeclared(snapshot, PARAMS))
    assert plain.spread(np.ones((2, 1))).tolist() == [[0.0], [0.0]]
