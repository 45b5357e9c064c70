from __future__ import annotations

from dataclasses import replace

from refgraph.decisions.role_weights import role_weight, role_weights
from refgraph.model.params import Params
from refgraph.scores.scores import score
from tests.decisions.world import opening
from tests.facts import snapshot_of


def test_every_role_has_the_weight_of_its_name_and_an_unknown_one_the_default() -> None:
    """Ann's role has no name, Bo is the decider."""
    params = replace(Params(), contact_role={"decider": 0.75}, contact_role_default=0.25)
    scores = score(snapshot_of(**opening()), params)
    names = scores.snapshot.roles.buying_role
    expected = [0.75 if name == "decider" else 0.25 for name in names]
    assert sorted(expected) == [0.25, 0.75]
    assert role_weights(scores).tolist() == [role_weight(params, name) for name in names] == expected
    assert role_weights(scores) is role_weights(scores)
