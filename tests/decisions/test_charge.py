from __future__ import annotations

from refgraph.decisions.charge import in_charge
from tests.facts import snapshot_of


def test_a_rep_has_what_he_owns_and_what_nobody_owns_in_his_territories() -> None:
    snapshot = snapshot_of(
        accounts=[
            {"account_id": "a", "owner": "zhou"},
            {"account_id": "b", "territory": "east"},
            {"account_id": "c", "territory": "east", "owner": "xu"},
            {"account_id": "d"},
        ],
        reps=[{"rep_id": "xu", "territories": ";east"}, {"rep_id": "zhou"}],
    )
    assert in_charge(snapshot, snapshot.rep("xu")).tolist() == [False, True, True, False]
    assert in_charge(snapshot, snapshot.rep("zhou")).tolist() == [True, False, False, False]
    assert in_charge(snapshot, None).all()
