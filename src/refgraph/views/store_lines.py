"""What is in the store, and what an import did, as lines for a terminal."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from refgraph.views.plain import more, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.batch import Problem
    from refgraph.sources.plan import ImportPlan
    from refgraph.store.port import Hit, StoreInfo

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


def import_lines(plan: ImportPlan, version: int, *, is_dry_run: bool) -> list[str]:
    """What became of each file's rows, and why."""
    rows = [
        [name, *map(str, (c.read, c.imported, c.merged, c.held, c.blank))] for name, c in plan.files.items()
    ]
    counts = table(["file", "read", "imported", "merged", "held", "blank"], rows) if rows else []
    head = f"{_OUTCOMES[plan.outcome]} (import {plan.import_id}, store version {version})"
    return [*map(_problem, plan.problems[:_PROBLEMS_SHOWN]), *more(len(plan.problems), _PROBLEMS_SHOWN),
            *counts, f"dry run: would be {head}" if is_dry_run else head]  # fmt: skip


def _problem(problem: Problem) -> str:
    return f"{problem.severity}: {problem.message}"
