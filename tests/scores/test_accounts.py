from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.params import Params
from refgraph.scores.accounts import account_scores, listening_weights
from refgraph.scores.heard import Heard, contributions_to, heard
from refgraph.scores.opinion import Opinion
from refgraph.scores.scores import Scores
from refgraph.scores.ties import ties
from tests.facts import snapshot_of
from tests.scores.tie_world import random_opinion, random_world

PARAMS = Params()


def random_scores(number: int) -> Scores:
    snapshot = random_world(number)
    opinion, contact = random_opinion(snapshot, number), ties(snapshot, PARAMS)
    return Scores(snapshot, PARAMS, opinion, contact, heard(contact, opinion, PARAMS))


def test_an_account_is_the_mean_of_its_people_by_their_weightiest_role() -> None:
    snapshot = snapshot_of(
        people=[{"person_id": person} for person in "pqr"],
        accounts=[{"account_id": "A"}, {"account_id": "B"}],
        roles=[
            {"person_id": "p", "account_id": "A", "buying_role": "user"},
            {"person_id": "p", "account_id": "A", "buying_role": "decider", "from": "2025-01-01"},
            {"person_id": "q", "account_id": "A"},
            {"person_id": "r", "account_id": "A", "buying_role": "decider", "to": "2025-01-01"},
            {"person_id": "r", "account_id": "B", "buying_role": "user"},
        ],
    )
    # at A p weighs 1 and q .5; r has left
    opinion = Opinion(np.array([0.6, 0.0, 0.9]), np.array([0.0, 0.3, 0.0]))
    told = Heard(np.array([0.3, 0.0, 0.7]), np.array([0.0, 0.3, 0.2]), 0.5, 0.1)
    found, reached = account_scores(Scores(snapshot, PARAMS, opinion, ties(snapshot, PARAMS), told))
    assert found.belief == pytest.approx([0.4, 0.9])
    assert found.disbelief == pytest.approx([0.1, 0.0])
    assert reached.positive == pytest.approx([0.2, 0.7])
    assert reached.negative == pytest.approx([0.1, 0.2])
    assert reached.net == pytest.approx([0.15, 0.6])
    assert reached.tone == pytest.approx([1 / 3, 5 / 9])
    assert listening_weights(snapshot, PARAMS, 0) == pytest.approx([2 / 3, 1 / 3, 0.0])


def test_an_account_without_people_is_unknown_and_has_heard_nothing() -> None:
    snapshot = snapshot_of(accounts=[{"account_id": "A"}])
    nothing = np.empty(0)
    told = Heard(nothing, nothing, 0.5, 0.1)
    found, reached = account_scores(
        Scores(snapshot, PARAMS, Opinion(nothing, nothing), ties(snapshot, PARAMS), told)
    )
    assert found.uncertainty.tolist() == [1.0]
    assert (reached.positive.tolist(), reached.negative.tolist()) == ([0.0], [0.0])
    assert listening_weights(snapshot, PARAMS, 0).shape == (0,)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_contributions_add_up_to_what_an_account_has_heard(number: int) -> None:
    scores = random_scores(number)
    _, reached = account_scores(scores)
    for account in range(len(scores.snapshot.accounts.ids)):
        weights = listening_weights(scores.snapshot, PARAMS, account)
        parts = contributions_to(scores.ties, scores.opinion, PARAMS, weights)
        assert sum(part.positive for part in parts) == pytest.approx(reached.positive[account], abs=1e-12)
        assert sum(part.negative for part in parts) == pytest.approx(reached.negative[account], abs=1e-12)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_account_means_equal_plain_loops(number: int) -> None:
    scores = random_scores(number)
    snapshot, roles = scores.snapshot, scores.snapshot.roles
    found, _ = account_scores(scores)
    for account in range(len(snapshot.accounts.ids)):
        weight: dict[int, float] = {}
        for row in range(len(roles.person)):
            if roles.account[row] == account and roles.current[row]:
                counts = {"decider": 1.0, "influencer": 0.7, "user": 0.3, "": 0.5}[roles.buying_role[row]]
                person = int(roles.person[row])
                weight[person] = max(weight.get(person, 0.0), counts)
        mean = sum(w * scores.opinion.belief[p] for p, w in weight.items()) / (sum(weight.values()) or 1.0)
        assert found.belief[account] == pytest.approx(mean, abs=1e-12)
