"""What is in the store, and what an import did, as lines for a terminal."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from refgraph.views.plain import more, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.batch import Problem
    from refgraph.sources.plan import ImportPlan
    from refgraph.store.port import Hit, Import, StoreInfo
    from refgraph.views.documents import Json

EXIT_CODES = {"accept": 0, "accept_with_warning": 0, "held": 3, "reject": 4}
"""Exit code by outcome of an import (contract.md §2)."""

_PROBLEMS_SHOWN = 50
_OUTCOMES = {
    "accept": "imported",
    "accept_with_warning": "imported, with warnings",
    "held": "imported, some rows held",
    "reject": "rejected, nothing imported",
}


def status_document(info: StoreInfo) -> dict[str, object]:
    """Document of `refgraph status` (contract.md §2)."""
    counts = {name: info.counts[name] for name in ("accounts", "people", "circles", "memberships", "events")}
    return {
        "store": info.url,
        "backend": info.backend,
        "version": info.version,
        "counts": {**counts, "ties": info.counts["knows"], "roles": info.counts["roles"]},
        "last_event_date": info.last_event_date,
    }


def status_lines(info: StoreInfo) -> list[str]:
    """What is in the store."""
    counts = [[name, str(count)] for name, count in info.counts.items()]
    last = info.last_event_date or "none yet"
    lines = [f"{info.url}  version {info.version}", *table(["table", "rows"], counts), f"last event: {last}"]
    return lines if any(info.counts.values()) else [*lines, "The store is empty: refgraph import FOLDER"]


def search_document(hits: Sequence[Hit]) -> dict[str, object]:
    """Document of `refgraph search`."""
    return {"rows": [asdict(hit) for hit in hits]}


def search_lines(hits: Sequence[Hit]) -> list[str]:
    """What was found, best first."""
    if not hits:
        return ["Nothing found."]
    return table(["kind", "id", "name", ""], [[hit.table, hit.id, hit.name, hit.detail] for hit in hits])


def import_document(plan: ImportPlan, version: int) -> Json:
    """Document of `refgraph import` (contract.md §2), and `notes`: what is good to know and no warning."""
    return {
        "import_id": plan.import_id,
        "version": version,
        "outcome": plan.outcome,
        "files": {name: asdict(count) for name, count in plan.files.items()},
        "problems": [asdict(problem) for problem in plan.problems],
        "notes": list(plan.told),
    }


def import_lines(plan: ImportPlan, version: int, *, is_dry_run: bool) -> list[str]:
    """What became of each file's rows, and why."""
    rows = [
        [name, *map(str, (c.read, c.imported, c.merged, c.held, c.blank))] for name, c in plan.files.items()
    ]
    counts = table(["file", "read", "imported", "merged", "held", "blank"], rows) if rows else []
    head = f"{_OUTCOMES[plan.outcome]} (import {plan.import_id}, store version {version})"
    return [*map(_problem, plan.problems[:_PROBLEMS_SHOWN]), *more(len(plan.problems), _PROBLEMS_SHOWN),
            *plan.told, *counts, f"dry run: would be {head}" if is_dry_run else head]  # fmt: skip


def imports_document(imports: Sequence[Import]) -> Json:
    """Document of `refgraph imports`, oldest first."""
    return {"rows": [{"import_id": one.batch_id, **_without_id(one)} for one in imports]}


def _without_id(one: Import) -> Json:
    return {name: value for name, value in asdict(one).items() if name != "batch_id"}


def imports_lines(imports: Sequence[Import]) -> list[str]:
    """What was brought in, oldest first."""
    if not imports:
        return ["Nothing was imported yet: refgraph import FOLDER"]
    rows = [
        [str(one.version), one.batch_id, one.applied_at, one.by, one.source, _standing(one)]
        for one in imports
    ]
    return table(["version", "import", "when (UTC)", "by", "from", ""], rows)


def _standing(one: Import) -> str:
    if one.undone_by is not None:
        return f"undone by {one.undone_by}"
    return "" if one.undoes is None else f"undoes {one.undoes}"


def _problem(problem: Problem) -> str:
    return f"{problem.severity}: {problem.message}"
