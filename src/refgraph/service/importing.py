"""Import a bundle: plan it against the store, then write it whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.errors import StaleBase, StoreMissing
from refgraph.service.lookup import NoStore, StoreLookup
from refgraph.service.place import open_port
from refgraph.sources.plan import ImportPlan, plan_import

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from refgraph.sources.plan import ReadOptions
    from refgraph.store.port import Store

_TRIES = 5


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do."""

    plan: ImportPlan
    version: int
    """Store version afterwards; the unchanged one after a dry run or when there was nothing to write."""


def import_bundle(
    url: str | None, path: Path, *, options: ReadOptions, today: date, dry_run: bool = False
) -> ImportReport:
    """Import a bundle into the store at an address, which is created unless the bundle is rejected."""
    try:
        store = open_port(url)
    except StoreMissing:
        plan = plan_import(path, NoStore(), options=options, today=today)
        if dry_run or plan.outcome == "reject":
            return ImportReport(plan, 0)
        store = open_port(url, create=True)
    try:
        return import_into(store, path, options=options, today=today, dry_run=dry_run)
    finally:
        store.close()


def import_into(
    store: Store, path: Path, *, options: ReadOptions, today: date, dry_run: bool = False
) -> ImportReport:
    """Import a bundle into an open store.

    Plans again when another process wrote in between. Raises `StaleBase` when that happens five times.
    """
    for tries_left in reversed(range(_TRIES)):
        lookup = StoreLookup(store)
        plan = plan_import(path, lookup, options=options, today=today)
        if dry_run or plan.batch is None:
            break
        try:
            return ImportReport(plan, store.apply(plan.batch).version)
        except StaleBase:
            if not tries_left:
                raise
    return ImportReport(plan, lookup.version)
