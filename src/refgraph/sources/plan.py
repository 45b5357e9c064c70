"""Plan an import: everything that is decided before the store is asked to write."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from refgraph.model.batch import HeldFile
from refgraph.model.progress import silent
from refgraph.model.tables import TABLES
from refgraph.sources.bundle import read_bundle
from refgraph.sources.cells import CellRules
from refgraph.sources.converted_plan import plan_converted
from refgraph.sources.days import check_format
from refgraph.sources.decode import TextStream, check_encoding
from refgraph.sources.duplicates import fold_relations, settle_ids
from refgraph.sources.expected import expected_keys
from refgraph.sources.hierarchy import settle_parents
from refgraph.sources.merge import merge_known
from refgraph.sources.merged_ids import follow_merges
from refgraph.sources.notices import warn_of_neighbours
from refgraph.sources.planned import ImportPlan, planned_batch, rejected
from refgraph.sources.reading import read_sheet
from refgraph.sources.references import World, settle_references
from refgraph.sources.refusal import Refused
from refgraph.sources.report import Report
from refgraph.sources.streams import Hashed
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from hashlib import _Hash as Digest
    from pathlib import Path

    from refgraph.model.batch import Problem
    from refgraph.model.lookup import Lookup
    from refgraph.model.progress import Progress
    from refgraph.model.tables import Row
    from refgraph.sources.bundle import Bundle
    from refgraph.sources.sheet import Sheet


__all__ = ["ImportPlan", "ReadOptions", "plan_import"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user named because it is never guessed."""

    encoding: str | None = None
    date_format: str | None = None
    """strptime format of the bundle's dates; None: ISO, or 年月日."""
    decimal_comma: bool = False
    preset: str = "folder"
    """Name of a preset, or the path of a mapping file made from one."""
    whose: str | None = None
    """Person whose network the file is; ties it tells of are theirs."""


def plan_import(
    path: Path,
    lookup: Lookup,
    *,
    options: ReadOptions,
    today: date,
    by: str = "",
    progress: Progress = silent,
) -> ImportPlan:
    """Read a bundle and plan its import against what the store has; never raises for bad content.

    The same content, options and store version give the same import id. `by` is who brings it in. Raises
    `PathUnreadable` where there is nothing to read and `BadOption` for an unknown encoding or a date format that
    tells no day.
    """
    _check(options)
    if options.preset != "folder":
        return plan_converted(path, lookup, options=options, today=today, by=by, progress=progress)
    digest = hashlib.sha256(f"{options!r} {lookup.version}".encode())
    try:
        bundle = read_bundle(path)
    except Refused as refused:
        return rejected(digest.hexdigest()[:16], [refused.problem])
    report = Report()
    sheets, errors = _read_sheets(bundle, options, today, report, digest, progress)
    if errors:
        return rejected(digest.hexdigest()[:16], errors)
    for name in bundle.ignored:
        note = Note("ignored", f"ignored '{shown(name)}', which is no file of an import")
        report.warn(bundle.source, note, value=name)
    try:
        return settled_plan(
            digest.hexdigest()[:16], bundle.source, lookup, sheets, report, by=by, progress=progress
        )
    except Refused as refused:
        return rejected(digest.hexdigest()[:16], [refused.problem])


def settled_plan(
    import_id: str,
    source: str,
    lookup: Lookup,
    sheets: Mapping[str, Sheet],
    report: Report,
    *,
    by: str = "",
    progress: Progress = silent,
) -> ImportPlan:
    """Decide what becomes of the rows of sheets, and plan the batch that writes them.

    Raises `Refused` for a file that changed since it was read.
    """
    lookup.expect(expected_keys(sheets))
    superseded = _settle(sheets, lookup, progress)
    for sheet in sheets.values():
        sheet.settle_held()
    files = {sheet.file: sheet.count() for sheet in sheets.values()}
    return planned_batch(import_id, source, lookup, sheets, report, files, superseded=superseded, by=by)


def _check(options: ReadOptions) -> None:
    if options.encoding is not None:
        check_encoding(options.encoding)
    if options.date_format is not None:
        check_format(options.date_format)


def _read_sheets(
    bundle: Bundle, options: ReadOptions, today: date, report: Report, digest: Digest, progress: Progress
) -> tuple[dict[str, Sheet], list[Problem]]:
    rules = CellRules(today, options.date_format, options.decimal_comma)
    sheets: dict[str, Sheet] = {}
    errors: list[Problem] = []
    done, total = 0, sum(content.size for content in bundle.files.values())
    for name, table in TABLES.items():
        if name not in bundle.files:
            continue
        content = Hashed(bundle.files[name])
        told = partial(_tell, progress, done, total)
        try:
            stream = TextStream(content, table.file, options.encoding)
            read_as = HeldFile(table.file, options=_named(options))
            sheets[name] = read_sheet(stream, table, read_as, rules, report, told=told)
        except Refused as refused:
            errors.append(refused.problem)
        digest.update(f" {name} {content.digest()}".encode())
        done += content.size
    return sheets, errors


def _tell(progress: Progress, before: int, total: int, read: int) -> None:
    progress("read", min(before + read, total), total)


def _named(options: ReadOptions) -> tuple[tuple[str, str], ...]:
    named = {"date_format": options.date_format, "decimal": "comma" if options.decimal_comma else None}
    return tuple((name, value) for name, value in named.items() if value is not None)


def _settle(sheets: Mapping[str, Sheet], lookup: Lookup, progress: Progress) -> dict[str, Sequence[Row]]:
    """Decide what becomes of every row: ids first, then what points to them; gives the rows that lost to others."""
    world = World(sheets, lookup)
    follow_merges(sheets, lookup)
    for sheet in sheets.values():
        if sheet.table.is_entity:
            settle_ids(sheet)
    progress("check", 1, 4)
    if "accounts" in sheets:
        settle_parents(world, sheets["accounts"])
    settle_references(world)
    progress("check", 2, 4)
    superseded: dict[str, Sequence[Row]] = {
        name: fold_relations(sheet) for name, sheet in sheets.items() if not sheet.table.is_entity
    }
    progress("check", 3, 4)
    warn_of_neighbours(sheets)
    merge_known(sheets, lookup)
    progress("check", 4, 4)
    return superseded
