"""A snapshot's events with further ones of its day: what nobody recorded, but is supposed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from refgraph.snapshot.snapshot import EventKind, Events, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray


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
    """Add events of the snapshot's day, under ids that no event has; order is that of (day, id), O(events)."""
    events = snapshot.events
    if not facts:
        return events
    added, today = _events(snapshot, facts), int(np.searchsorted(events.day, snapshot.day))
    ids = (*events.ids[today:], *added.ids)
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__))
    return Events(
        *(_merged(getattr(events, f.name), getattr(added, f.name), today, order) for f in fields(Events))
    )


def _merged(before: Any, added: Any, today: int, order: NDArray[np.int64]) -> Any:
    """One column: rows before `today` as they are, then the rest with what is added, in the order given."""
    if not isinstance(before, np.ndarray):
        rest = (*before[today:], *added)
        return (*before[:today], *(rest[at] for at in order.tolist()))
    whole = np.concatenate((before[:today], np.concatenate((before[today:], added))[order]))
    whole.setflags(write=False)
    return whole


def _events(snapshot: Snapshot, facts: Sequence[Fact]) -> Events:
    n = len(facts)
    empty = ("",) * n
    return Events(
        ids=tuple(_free_ids(snapshot, n)),
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
