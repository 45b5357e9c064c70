"""Plan an import by a preset: what it made of its files, decided on by the rules of the import folder."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from refgraph.model.progress import silent
from refgraph.sources.cells import CellRules
from refgraph.sources.converted_sheet import convert_sheets, fold_converted
from refgraph.sources.fates import Fates
from refgraph.sources.hierarchy import settle_parents
from refgraph.sources.merge import merge_known
from refgraph.sources.merged_ids import follow_merges
from refgraph.sources.notices import warn_of_neighbours
from refgraph.sources.planned import ImportPlan, planned_batch, rejected
from refgraph.sources.references import World, settle_references
from refgraph.sources.refusal import Refused
from refgraph.sources.report import Report
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from refgraph.model.lookup import Lookup
    from refgraph.model.progress import Progress
    from refgraph.sources.converted import Converted
    from refgraph.sources.converted_sheet import ConvertedSheet
    from refgraph.sources.plan import ReadOptions


def plan_converted(
    path: Path,
    lookup: Lookup,
    *,
    options: ReadOptions,
    today: date,
    by: str = "",
    progress: Progress = silent,
) -> ImportPlan:
    """Read files by the preset the options name and plan their import; never raises for bad content.

    Raises as `registry.convert` does, but for `Refused`.
    """
    from refgraph.sources.presets.registry import convert

    # A file's name may hold bytes that are no UTF-8.
    named = f"{options!r} {lookup.version} {path.resolve().name}".encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(named)
    progress("read", 0, 1)
    try:
        converted = convert(path, options)
    except Refused as refused:
        return rejected(digest.hexdigest()[:16], [refused.problem])
    for source in converted.sources:
        digest.update(f"{source.file} {source.number} {source.raw}".encode("utf-8", "surrogatepass"))
    progress("read", 1, 1)
    rules = CellRules(today, options.date_format, options.decimal_comma)
    return settled_conversion(
        digest.hexdigest()[:16], path.resolve().name, converted, rules, lookup, by=by, progress=progress
    )


def settled_conversion(
    import_id: str,
    source: str,
    converted: Converted,
    rules: CellRules,
    lookup: Lookup,
    *,
    by: str = "",
    progress: Progress = silent,
    repaired: Sequence[str] = (),
) -> ImportPlan:
    """Decide what becomes of converted rows, and plan the batch that writes them."""
    report = Report()
    fates = Fates(converted, report)
    sheets = convert_sheets(converted, rules, fates, lookup)
    _settle(sheets, fates, lookup, progress)
    for name in converted.ignored:
        note = Note("ignored", f"ignored '{shown(name)}', which is no file of an import")
        report.warn(source, note, value=name)
    return planned_batch(
        import_id,
        source,
        lookup,
        sheets,
        report,
        fates.counts(sheets),
        superseded={},
        by=by,
        told=tuple(converted.told),
        repaired=repaired,
    )


def _settle(sheets: Mapping[str, ConvertedSheet], fates: Fates, lookup: Lookup, progress: Progress) -> None:
    """Decide what becomes of every row: what points to nothing goes with all that its source row made."""
    follow_merges(sheets, lookup)
    world = World(sheets, lookup)

    def decide() -> None:
        if "accounts" in sheets:
            settle_parents(world, sheets["accounts"])
        settle_references(world)

    fates.settle(sheets, decide)
    progress("check", 1, 2)
    fold_converted(sheets)
    warn_of_neighbours(sheets)
    merge_known(sheets, lookup)
    fates.take_back(sheets)
    fates.tell()
    progress("check", 2, 2)
