from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.decisions.week_targets import open_asks, rep_targets
from tests.decisions.network import DEFAULTS
from tests.decisions.world import days_ago
from tests.facts import snapshot_of

if TYPE_CHECKING:
    from tests.facts import Cells


def rep(rep_id: str = "zhou", **cells: str | float) -> Cells:
    return {"rep_id": rep_id, **cells}


def asked(person: str, target: str, days: int, kind: str = "referral_asked") -> Cells:
    return {
        "event_id": f"{kind}-{person}-{target}-{days}", "kind": kind, "date": days_ago(days),
        "person_id": person, "ref": target,
    }  # fmt: skip


def test_an_ask_is_open_until_its_person_answers_or_the_window_ends() -> None:
    events = [
        asked("ann", "x", 60), asked("bob", "x", 60), asked("bob", "x", 30, "referral_made"),
        asked("cat", "x", 60), asked("cat", "x", 60, "referral_declined"), asked("dan", "x", 91),
        asked("eve", "y", 90), asked("ann", "y", 20, "referral_made"),
        asked("fay", "z", 20, "referral_made"), asked("fay", "z", 10), asked("fay", "z", 5),
        asked("gus", "", 5), asked("hal", "w", 5, "reference_call"),
    ]  # fmt: skip
    people = sorted({str(cells["person_id"]) for cells in events})
    snapshot = snapshot_of(
        people=[{"person_id": p} for p in people],
        accounts=[{"account_id": a} for a in "wxyz"],
        events=events,
    )
    # x: Ann's (Bob and Cat answered, declined sorts after asked on the same day; Dan's is 91 days old).
    # y: Eve's, whom Ann's answer does not concern. z: Fay's, asked again after she had answered, counted once.
    assert open_asks(snapshot, DEFAULTS) == {"x": 1, "y": 1, "z": 1}


def test_the_rep_s_targets_are_his_own_and_those_without_owner_in_his_territories() -> None:
    accounts: list[Cells] = [
        {"account_id": "his", "owner": "zhou"},
        {"account_id": "his-lost", "owner": "zhou", "status": "lost", "territory": "north"},
        {"account_id": "his-partner", "owner": "zhou", "status": "partner"},
        {"account_id": "his-customer", "owner": "zhou", "status": "customer"},
        {"account_id": "nobodys-east", "territory": "east"},
        {"account_id": "nobodys-north", "territory": "north"},
        {"account_id": "nobodys-nowhere"},
        {"account_id": "hers-east", "owner": "xu", "territory": "east"},
    ]
    snapshot = snapshot_of(accounts=accounts, reps=[rep(territories="west;east"), rep("xu")])
    found = rep_targets(snapshot, snapshot.rep("zhou"), DEFAULTS)
    ids = [snapshot.accounts.ids[account] for account in found.account]
    assert ids == ["his", "his-lost", "his-partner", "nobodys-east"]


def test_an_unknown_potential_counts_as_the_median_of_the_rep_s_known_ones() -> None:
    def weights(*potentials: float | None) -> list[float]:
        accounts: list[Cells] = [
            {"account_id": f"a{i}", "owner": "zhou", "potential": worth} for i, worth in enumerate(potentials)
        ]
        other: Cells = {"account_id": "z", "owner": "xu", "potential": 1e6}
        snapshot = snapshot_of(accounts=[*accounts, other], reps=[rep()])
        found: list[float] = rep_targets(snapshot, 0, DEFAULTS).weight.tolist()
        return found

    assert weights(10.0, None, 40.0, 30.0) == [10.0, 30.0, 40.0, 30.0]
    assert weights(None, None) == [1.0, 1.0]
    assert weights(0.0, 4.0, None) == [0.0, 4.0, 2.0]
    assert weights(-5.0, 4.0, None) == [0.0, 4.0, 2.0]


def test_an_answer_of_the_same_day_closes_the_ask_whatever_their_ids() -> None:
    """By id the answers stand before the asks: a-… and b-…; Bob asked on a later day is open."""
    events: list[Cells] = [
        asked("ann", "x", 9) | {"event_id": "b-ask"},
        asked("ann", "x", 9, "referral_declined") | {"event_id": "a-answer"},
        asked("bob", "x", 8) | {"event_id": "b-late"},
        asked("bob", "x", 9, "referral_made") | {"event_id": "a-made"},
    ]
    snapshot = snapshot_of(
        people=[{"person_id": p} for p in ("ann", "bob")], accounts=[{"account_id": "x"}], events=events
    )
    assert open_asks(snapshot, DEFAULTS) == {"x": 1}
