"""Import into a store that may not exist yet: it is created only when there is something to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.errors import StoreMissing
from refgraph.service.lookup import NoStore
from refgraph.service.workspace import ImportReport, open_store
from refgraph.sources.plan import ReadOptions, plan_import

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def import_bundle(
    url: str | None, path: Path, *, options: ReadOptions, today: date, dry_run: bool = False
) -> ImportReport:
    """Import a bundle into the store at an address; a dry run or a rejected bundle creates no store."""
    try:
        workspace = open_store(url)
    except StoreMissing:
        plan = plan_import(path, NoStore(), options=options, today=today)
        if dry_run or plan.batch is None:
            return ImportReport(plan, 0)
        workspace = open_store(url, create=True)
    with workspace:
        return workspace.import_path(path, today=today, options=options, dry_run=dry_run)
