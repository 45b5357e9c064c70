"""Talk is all that ties know, without the pairs of groups: one hears the same over both."""

from __future__ import annotations

import numpy as np
import pytest

from refgraph.model.params import Params
from refgraph.scores.csr import summed
from refgraph.scores.heard import heard
from refgraph.scores.mixing import Mixing
from refgraph.scores.talk import added_up, talk, undeclared
from refgraph.scores.tie_parts import Part
from refgraph.scores.ties import ties
from tests.facts import snapshot_of
from tests.scores.contact_twin import twin_rates
from tests.scores.tie_world import random_opinion, random_world

WHOLE = Params()
RINGS = Params(pairs_up_to=3, account_pairs_up_to=3, ring_neighbours=1)


@pytest.mark.parametrize("params", [WHOLE, RINGS])
@pytest.mark.parametrize("number", range(25))
def test_everybody_hears_the_same_over_talk_and_over_ties(number: int, params: Params) -> None:
    snapshot = random_world(number)
    found, opinion = ties(snapshot, params), random_opinion(snapshot, number)
    over_talk = heard(found, opinion, params, mixing=Mixing(talk(snapshot, params)))
    over_ties = heard(found, opinion, params)
    np.testing.assert_allclose(over_talk.positive, over_ties.positive, atol=1e-14)
    np.testing.assert_allclose(over_talk.negative, over_ties.negative, atol=1e-14)


@pytest.mark.parametrize("number", range(25))
def test_pairs_talk_as_often_as_the_slow_twin_counts(number: int) -> None:
    snapshot = random_world(number)
    found, n = talk(snapshot, WHOLE), len(snapshot.people.ids)
    rate = np.zeros((n, n))
    for g in range(len(found.groups.factor)):
        entries = slice(found.groups.indptr[g], found.groups.indptr[g + 1])
        member, attendance = found.groups.member[entries], found.groups.attendance[entries]
        rate[np.ix_(member, member)] += found.groups.factor[g] * np.outer(attendance, attendance)
    np.fill_diagonal(rate, 0.0)
    speaker = np.repeat(np.arange(n), np.diff(found.apart.indptr))
    rate[speaker, found.apart.indices] += found.apart.rate
    expected = np.zeros((n, n))
    for (u, v), value in twin_rates(snapshot, WHOLE, rings=False).items():
        expected[u, v] = value
    np.testing.assert_allclose(rate, expected, atol=1e-12)


def test_rates_of_one_pair_add_up() -> None:
    part = Part(np.array([0, 0, 1], np.int32), np.array([1, 1, 0], np.int32), np.array([0.5, 0.25, 2.0]))
    found = added_up(3, [part, part])
    assert found.indptr.tolist() == [0, 1, 2, 2]
    assert found.indices.tolist() == [1, 0]
    assert found.rate.tolist() == [1.5, 4.0]
    assert [array.tolist() for array in summed(part.speaker, part.listener, part.rate, 3)] == [
        [0, 1, 2, 2], [1, 0], [0.75, 2.0],
    ]  # fmt: skip


def test_declared_acquaintances_are_not_among_the_undeclared() -> None:
    snapshot = snapshot_of(
        people=[{"person_id": "p0"}, {"person_id": "p1"}], knows=[{"person_a": "p0", "person_b": "p1"}]
    )
    assert [len(part.rate) for part in undeclared(snapshot, WHOLE)] == [0, 0, 0]
    assert talk(snapshot, WHOLE).apart.rate.tolist() == [1.5, 1.5]  # 3 · ½ a quarter, both ways
