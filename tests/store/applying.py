"""A process that applies batches and says so: `python -m tests.store.applying FILE NAME COUNT`.

Each batch adds an account and its people with a role and an event each, and moves one shared person's name on.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from refgraph.errors import StaleBase
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import batch

if TYPE_CHECKING:
    from refgraph.model.batch import Batch

PEOPLE = 40


def batch_of(batch_id: str, base: int) -> Batch:
    people = [f"{batch_id} p{i:02}" for i in range(PEOPLE)]
    return batch(
        batch_id,
        base,
        people=[{"person_id": person} for person in people] + [{"person_id": "shared", "name": batch_id}],
        accounts=[{"account_id": batch_id}],
        roles=[{"person_id": person, "account_id": batch_id} for person in people],
        events=[{"event_id": p, "kind": "call", "date": "2025-01-01", "person_id": p} for p in people],
    )


def apply_next(store: SqliteStore, batch_id: str) -> int:
    """Apply a batch, planned anew as often as another process was faster; the version after it."""
    while True:
        try:
            return store.apply(batch_of(batch_id, store.version())).version
        except StaleBase:
            continue


def main(file: str, name: str, count: str) -> None:
    with SqliteStore(Path(file), create=True) as store:
        for i in range(int(count)):
            apply_next(store, f"{name}-{i:04}")
            sys.stdout.write(f"{name}-{i:04}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
