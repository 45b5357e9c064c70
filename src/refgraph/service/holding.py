"""Rows that imports held back: listed, repaired and brought in, tried again, or thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from refgraph.errors import UnknownId
from refgraph.model.batch import Batch
from refgraph.service.importing import ImportReport
from refgraph.service.lookup import StoreLookup
from refgraph.service.retrying import retried
from refgraph.sources.repair import plan_held

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from refgraph.model.batch import Applied, HeldRow
    from refgraph.store.port import Store

SHORT_KEY = 12
"""Characters of a key that are shown; any beginning that only one held row has will do."""


def held_rows(store: Store, *, file: str | None = None) -> list[HeldRow]:
    """List the rows held, in the order they came; those of one file where one is named."""
    return [row for row in store.held() if file is None or row.file == file]


def chosen(rows: Sequence[HeldRow], keys: Iterable[str]) -> list[HeldRow]:
    """Choose held rows by the beginning of their keys; raises `UnknownId` where it is none's or several rows'."""
    found: dict[str, HeldRow] = {}
    for key in keys:
        matching = [row for row in rows if row.key.startswith(key.strip().lower())]
        if not key.strip() or not matching:
            raise UnknownId(f"there is no held row '{key}'", "list them: refgraph held")
        if len(matching) > 1:
            raise UnknownId(f"{len(matching)} held rows begin with '{key}'", "give more of the key")
        found[matching[0].key] = matching[0]
    return list(found.values())


def repair(
    store: Store, repairs: Sequence[tuple[HeldRow, str]], *, today: date, by: str = "", dry_run: bool = False
) -> ImportReport:
    """Read held rows again, each with the text that stands for it now, and import what is right.

    What is still wrong is held again, for its new reason. Raises `StaleBase` when others wrote five times meanwhile.
    """

    def attempt() -> ImportReport:
        lookup = StoreLookup(store)
        plan = plan_held(repairs, lookup, today=today, by=by)
        if dry_run or plan.batch is None:
            return ImportReport(plan, lookup.version)
        return ImportReport(plan, store.apply(plan.batch).version)

    return retried(attempt)


def discard(store: Store, rows: Sequence[HeldRow], *, by: str = "") -> Applied | None:
    """Throw held rows away; None where there are none."""
    if not rows:
        return None
    keys = tuple(row.key for row in rows)
    batch_id, source = f"discard-{uuid4().hex[:16]}", "held rows thrown away"
    return retried(lambda: store.apply(Batch(batch_id, source, store.version(), {}, released=keys, by=by)))
