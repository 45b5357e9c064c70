"""A snapshot that events were added to is the snapshot built from all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.snapshot.advance import moves_nobody
from refgraph.snapshot.incidents import closings
from refgraph.snapshot.reference_calls import JudgedCalls, judged_calls
from tests.facts import Cells, row_of
from tests.scores.growing import parted
from tests.snapshot.equal import assert_equal
from tests.whole.slow_twin import random_facts


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_events_in_parts_and_any_order_give_the_snapshot_of_all_of_them(number: int) -> None:
    growing, parts = parted(random_facts(number), np.random.default_rng(number))
    snapshot = growing.snapshot()
    # Half the time the first snapshot has looked up its events already.
    assert number % 2 or len(snapshot.event_index) == len(snapshot.events.ids)
    for part in parts:
        later, whole = growing.add(snapshot, part), growing.snapshot()
        snapshot = later.snapshot
        assert_equal(snapshot, whole)
        np.testing.assert_array_equal(closings(snapshot), closings(whole))
        assert_same_judgements(judged_calls(snapshot), judged_calls(whole))
        assert dict(snapshot.event_index) == dict(whole.event_index)
        ids = {str(cells["event_id"]) for cells in part}
        added = [row for row, key in enumerate(whole.events.ids) if key in ids]
        assert later.added.tolist() == added


def assert_same_judgements(one: JudgedCalls, other: JudgedCalls) -> None:
    np.testing.assert_array_equal(one.call, other.call)
    np.testing.assert_array_equal(one.by, other.by)


def test_what_events_leave_alone_is_shared() -> None:
    growing = parted(random_facts(1), np.random.default_rng(1))[0]
    snapshot = growing.snapshot()
    people = snapshot.people_of_accounts
    later = growing.add(snapshot, []).snapshot
    for part in ("accounts", "people", "circles", "reps", "roles", "memberships", "knows"):
        assert getattr(later, part) is getattr(snapshot, part)
    assert later.people_of_accounts is people
    assert later.version == snapshot.version + 1


@pytest.mark.parametrize(
    ("kind", "expected"), [("visit", True), ("left_company", False), ("joined_company", False)]
)
def test_job_moves_move_people(kind: str, expected: bool) -> None:
    cells: Cells = {"event_id": "e", "kind": kind, "date": "2025-01-01", "person_id": "p"}
    visit: Cells = {**cells, "event_id": "v", "kind": "visit"}
    assert moves_nobody([row_of("events", visit), row_of("events", cells)]) is expected
