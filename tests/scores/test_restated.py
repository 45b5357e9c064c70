from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.scores.restated import restated
from refgraph.scores.scores import Scores, score
from refgraph.snapshot.change import Lose, Resolve, TakeStance, Win, changed, open_incidents
from refgraph.snapshot.snapshot import Stance
from tests.facts import snapshot_of
from tests.snapshot.bundles import ACCOUNTS, AS_OF, PEOPLE, bundle

if TYPE_CHECKING:
    from numpy.typing import NDArray


def assert_same_scores(one: Scores, other: Scores) -> None:
    pairs: list[tuple[NDArray[Any], NDArray[Any]]] = [
        (one.opinion.belief, other.opinion.belief),
        (one.opinion.disbelief, other.opinion.disbelief),
        (one.heard.positive, other.heard.positive),
        (one.heard.negative, other.heard.negative),
        (one.ties.probability, other.ties.probability),
        (one.inward.neighbour, other.inward.neighbour),
        (one.inward.chance, other.inward.chance),
        (one.outward.neighbour, other.outward.neighbour),
        (one.reach, other.reach),
    ]
    for left, right in pairs:
        np.testing.assert_allclose(left, right, rtol=0, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_restated_scores_equal_those_computed_anew(number: int, ask_first: bool) -> None:
    rng = np.random.default_rng(number)
    before = score(snapshot_of(AS_OF.isoformat(), **bundle(rng)))
    if ask_first:
        assert len(before.outward.indptr) == len(before.reach) + 1
    incidents = [before.snapshot.events.ids[row] for row in open_incidents(before.snapshot)]
    after = changed(
        before.snapshot,
        [
            Win(ACCOUNTS[0]),
            Lose(ACCOUNTS[1]),
            *map(Resolve, incidents[:1]),
            TakeStance(str(rng.choice(PEOPLE)), Stance(int(rng.integers(-1, 2)))),
        ],
    )
    assert_same_scores(restated(before, after), score(after))
