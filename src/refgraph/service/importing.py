"""Import a bundle: plan it against the store, then write it whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.errors import StaleBase, StoreMissing
from refgraph.model.progress import silent
from refgraph.service.lookup import NoStore, StoreLookup
from refgraph.service.place import open_port
from refgraph.service.retrying import retried
from refgraph.sources.plan import plan_import

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from refgraph.model.progress import Progress
    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.planned import ImportPlan
    from refgraph.store.port import Store


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do."""

    plan: ImportPlan
    version: int
    """Store version afterwards; the unchanged one after a dry run or when there was nothing to write."""


def import_bundle(
    url: str | None,
    path: Path,
    *,
    options: ReadOptions,
    today: date,
    dry_run: bool = False,
    by: str = "",
    progress: Progress = silent,
) -> ImportReport:
    """Import a bundle into the store at an address, which is created unless the bundle is rejected."""
    try:
        store = open_port(url)
    except StoreMissing:
        plan = plan_import(path, NoStore(), options=options, today=today, by=by, progress=progress)
        if dry_run or plan.outcome == "reject":
            return ImportReport(plan, 0)
        store = open_port(url, create=True)
        try:
            return _written(store, plan, progress)
        except StaleBase:
            # Another process made the store and wrote to it meanwhile.
            return import_into(store, path, options=options, today=today, by=by, progress=progress)
        finally:
            store.close()
    try:
        return import_into(
            store, path, options=options, today=today, dry_run=dry_run, by=by, progress=progress
        )
    finally:
        store.close()


def import_into(
    store: Store,
    path: Path,
    *,
    options: ReadOptions,
    today: date,
    dry_run: bool = False,
    by: str = "",
    progress: Progress = silent,
) -> ImportReport:
    """Import a bundle into an open store, which others may read and write meanwhile.

    Plans again when another process wrote in between. Raises `StaleBase` when that happens five times.
    """

    def attempt() -> ImportReport:
        lookup = StoreLookup(store)
        plan = plan_import(path, lookup, options=options, today=today, by=by, progress=progress)
        return ImportReport(plan, lookup.version) if dry_run else _written(store, plan, progress)

    return retried(attempt)


def _written(store: Store, plan: ImportPlan, progress: Progress) -> ImportReport:
    """Write what was planned; raises `StaleBase` where others wrote in between."""
    if plan.batch is None:
        return ImportReport(plan, store.version())
    return ImportReport(plan, store.apply(plan.batch, progress=progress).version)
