"""What an import would do: its report, and the batch that carries it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.batch import Batch
from refgraph.sources.merge import rows_in_play
from refgraph.sources.released import released_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.batch import FileCount, Problem
    from refgraph.model.lookup import Lookup
    from refgraph.model.tables import Row
    from refgraph.sources.held import HeldRows
    from refgraph.sources.report import Report
    from refgraph.sources.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The report of an import, and the batch that carries it out."""

    import_id: str
    outcome: str
    """`accept`, `accept_with_warning`, `held` or `reject`."""
    files: Mapping[str, FileCount]
    """By file name; empty when rejected."""
    problems: Sequence[Problem]
    batch: Batch | None
    """None when there is nothing to write: rejected, or everything known already."""
    told: Sequence[str] = ()
    """What the user should know that is no warning."""


def rejected(import_id: str, problems: Sequence[Problem]) -> ImportPlan:
    """The plan of an import of which nothing is taken."""
    return ImportPlan(import_id, "reject", {}, problems, None)


def planned_batch(
    import_id: str,
    source: str,
    lookup: Lookup,
    sheets: Mapping[str, Sheet],
    report: Report,
    files: Mapping[str, FileCount],
    *,
    superseded: Mapping[str, Sequence[Row]],
    by: str,
    told: Sequence[str] = (),
    repaired: Sequence[str] = (),
) -> ImportPlan:
    """Plan the batch that writes what is in play, once every row is decided on.

    `repaired` are keys of held rows that this import is about: those not held again are released, with all others
    whose row is decided otherwise now. Raises `Refused` for a file that changed since it was read.
    """
    held = report.held
    released = released_keys(sheets, held, lookup, repaired)
    upserts = {name: rows for name, sheet in sheets.items() if (rows := rows_in_play(sheet))}
    has_news = bool(upserts) or bool(released) or not _are_known(held, lookup)
    lost = {name: rows for name, rows in superseded.items() if rows}
    batch = Batch(import_id, source, lookup.version, upserts, held, lost, released=released, by=by)
    outcome = "held" if held else "accept_with_warning" if report.has_warnings else "accept"
    return ImportPlan(import_id, outcome, files, report.problems(), batch if has_news else None, told)


def _are_known(held: HeldRows, lookup: Lookup) -> bool:
    """Whether all these rows are held already."""
    known = lookup.held_keys() if held else frozenset()
    return all(row.key in known for row in held)
