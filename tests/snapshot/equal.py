"""Comparing snapshots, arrays among them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Snapshot

PARTS = ("accounts", "people", "circles", "reps", "roles", "memberships", "knows", "events")


def assert_equal(one: Snapshot, other: Snapshot) -> None:
    """All facts are the same, in the same order and types."""
    assert (one.as_of, one.store_uuid, one.version) == (other.as_of, other.store_uuid, other.version)
    for part in PARTS:
        for field in fields(getattr(one, part)):
            left, right = (getattr(getattr(snapshot, part), field.name) for snapshot in (one, other))
            if not isinstance(left, np.ndarray):
                assert left == right, f"{part}.{field.name}"
                continue
            np.testing.assert_array_equal(left, right, err_msg=f"{part}.{field.name}")
            assert left.dtype == right.dtype
