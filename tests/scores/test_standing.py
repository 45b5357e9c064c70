from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.scores.reputation import reputations
from refgraph.scores.scores import Scores, score
from refgraph.scores.standing import Standings, interval, standings
from tests.facts import TODAY, Cells, snapshot_of
from tests.seed.network import scores_of
from tests.snapshot.bundles import AS_OF, bundle


def assert_equal_to_reputations(scores: Scores) -> None:
    names = standings(scores)
    for row in reputations(scores):
        for name in ("members", "ours", "lost", "open"):
            assert getattr(names, name)[row.circle] == getattr(row, name)
        for name in ("penetration", "reputation", "certainty"):
            expected = getattr(row, name)
            found = getattr(names, name)[row.circle]
            assert found == pytest.approx(np.nan if expected is None else expected, abs=1e-12, nan_ok=True)
        assert interval(scores, names.audience, row.circle) == row.interval


def test_standings_equal_the_reputations_of_the_demo_network() -> None:
    assert_equal_to_reputations(scores_of())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_standings_equal_reputations(number: int) -> None:
    found = bundle(np.random.default_rng(number))
    assert_equal_to_reputations(score(snapshot_of(AS_OF.isoformat(), **found)))


def test_no_circle_gives_no_standing() -> None:
    names: Standings = standings(score(snapshot_of(TODAY, people=[{"person_id": "p"}])))
    assert all(len(getattr(names, f.name)) == 0 for f in fields(names) if f.name != "audience")


def test_a_circle_nobody_is_in_has_no_share_and_no_name() -> None:
    nobody: list[Cells] = [{"circle_id": "c"}]
    scores = score(snapshot_of(TODAY, people=[{"person_id": "p"}], circles=nobody))
    names = standings(scores)
    assert (names.members[0], names.ours[0], names.lost[0], names.open[0]) == (0, 0, 0, 0)
    assert np.isnan([names.penetration[0], names.reputation[0], names.certainty[0]]).all()
    assert interval(scores, names.audience, 0) is None
