"""A snapshot's events with further ones of its day: what nobody recorded, but is supposed."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.advance import merged
from refgraph.snapshot.build import frozen
from refgraph.snapshot.snapshot import EventKind, Events, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Fact:
    """An event of the day without an id."""

    kind: EventKind
    account: int
    """Account index, -1 for none."""
    person: int
    """Person index, -1 for none."""
    value: float
    ref: str = ""


def with_events(snapshot: Snapshot, facts: Sequence[Fact]) -> Events:
    """Add events of the snapshot's day, under ids that no event has; order is that of (day, id).

    O(events) for the arrays; texts are not copied.
    """
    if not facts:
        return snapshot.events
    return frozen(merged(snapshot.events, _events(snapshot, facts))[0])


def _events(snapshot: Snapshot, facts: Sequence[Fact]) -> Events:
    """The facts as events by id."""
    by_id = sorted(zip(_free_ids(snapshot, len(facts)), facts, strict=True), key=itemgetter(0))
    ids, facts = tuple(key for key, _ in by_id), [fact for _, fact in by_id]
    n = len(facts)
    empty = ("",) * n
    return Events(
        ids=ids,
        kind=np.array([fact.kind for fact in facts], np.int8),
        day=np.full(n, snapshot.day, np.int32),
        account=np.array([fact.account for fact in facts], np.int32),
        person=np.array([fact.person for fact in facts], np.int32),
        rep=empty,
        value=np.array([fact.value for fact in facts], np.float64),
        margin=np.full(n, np.nan),
        ref=tuple(fact.ref for fact in facts),
        text=empty,
    )


def _free_ids(snapshot: Snapshot, n: int) -> Iterator[str]:
    """So many ids that no event has."""
    number = 0
    for _ in range(n):
        number += 1
        while f"what-if {number}" in snapshot.event_index:
            number += 1
        yield f"what-if {number}"
