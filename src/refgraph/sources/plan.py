"""Plan an import: everything that is decided before the store is asked to write."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.batch import Batch, FileCount, Problem
from refgraph.model.tables import TABLES, Key, Row
from refgraph.sources.bundle import Bundle, read_bundle
from refgraph.sources.cells import CellRules
from refgraph.sources.days import check_format
from refgraph.sources.decode import check_encoding, decode
from refgraph.sources.duplicates import fold_relations, settle_ids
from refgraph.sources.hierarchy import settle_parents
from refgraph.sources.merge import merge_rows
from refgraph.sources.notices import warn_of_neighbours
from refgraph.sources.references import World, settle_references
from refgraph.sources.refusal import Refused
from refgraph.sources.report import Report
from refgraph.sources.rows import read_rows
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from refgraph.model.lookup import Lookup
    from refgraph.sources.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user named because it is never guessed."""

    encoding: str | None = None
    date_format: str | None = None
    """strptime format of the bundle's dates; None: ISO, or 年月日."""
    decimal_comma: bool = False


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


@dataclass(frozen=True, slots=True)
class _Changes:
    """What an import would write."""

    upserts: Mapping[str, Sequence[Row]]
    superseded: Mapping[str, Sequence[Row]]


def plan_import(path: Path, lookup: Lookup, *, options: ReadOptions, today: date) -> ImportPlan:
    """Read a bundle and plan its import against what the store has; never raises for bad content.

    The same content, options and store version give the same import id. Raises `PathUnreadable` where there is
    nothing to read and `BadOption` for an unknown encoding or a date format that tells no day.
    """
    _check(options)
    try:
        bundle = read_bundle(path)
    except Refused as refused:
        nothing = Bundle(path.resolve().name, {}, ())
        return _rejected(_import_id(nothing, options, lookup.version), [refused.problem])
    import_id = _import_id(bundle, options, lookup.version)
    report = Report()
    sheets, errors = _read_sheets(bundle, options, today, report)
    if errors:
        return _rejected(import_id, errors)
    changes = _settle(sheets, lookup)
    for name in bundle.ignored:
        note = Note("ignored", f"ignored '{shown(name)}', which is no file of an import")
        report.warn(bundle.source, note, value=name)
    return _planned(import_id, bundle, lookup, sheets, report, changes)


def _check(options: ReadOptions) -> None:
    if options.encoding is not None:
        check_encoding(options.encoding)
    if options.date_format is not None:
        check_format(options.date_format)


def _import_id(bundle: Bundle, options: ReadOptions, version: int) -> str:
    digest = hashlib.sha256(f"{options!r} {version}".encode())
    for name, data in sorted(bundle.files.items()):
        digest.update(f" {name} {len(data)} ".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def _rejected(import_id: str, problems: Sequence[Problem]) -> ImportPlan:
    return ImportPlan(import_id, "reject", {}, problems, None)


def _read_sheets(
    bundle: Bundle, options: ReadOptions, today: date, report: Report
) -> tuple[dict[str, Sheet], list[Problem]]:
    """Read the files into sheets; the bytes of each are let go of."""
    rules = CellRules(today, options.date_format, options.decimal_comma)
    sheets: dict[str, Sheet] = {}
    errors: list[Problem] = []
    for name, table in TABLES.items():
        if name not in bundle.files:
            continue
        try:
            decoded = decode(bundle.files.pop(name), table.file, options.encoding)
            sheets[name] = read_rows(decoded, table, table.file, rules, report)
        except Refused as refused:
            errors.append(refused.problem)
    return sheets, errors


def _settle(sheets: Mapping[str, Sheet], lookup: Lookup) -> _Changes:
    """Decide what becomes of every row: ids first, then what points to them, then what is known."""
    world = World(sheets, lookup)
    for sheet in sheets.values():
        if sheet.table.is_entity:
            settle_ids(sheet)
    if "accounts" in sheets:
        settle_parents(world, sheets["accounts"], _known(sheets["accounts"], lookup))
    settle_references(world)
    superseded = {name: fold_relations(s) for name, s in sheets.items() if not s.table.is_entity}
    warn_of_neighbours(sheets)
    upserts = {name: merge_rows(sheet, _known(sheet, lookup)) for name, sheet in sheets.items()}
    return _Changes(upserts, superseded)


def _known(sheet: Sheet, lookup: Lookup) -> Mapping[Key, Row]:
    name = sheet.table.name
    if not lookup.count(name):
        return {}
    return lookup.known(name, [sheet.key(row) for _, row in sheet.active()])


def _planned(
    import_id: str,
    bundle: Bundle,
    lookup: Lookup,
    sheets: Mapping[str, Sheet],
    report: Report,
    changes: _Changes,
) -> ImportPlan:
    held = report.held_rows()
    has_news = any(changes.upserts.values()) or (
        bool(held) and not {row.key for row in held} <= lookup.held_keys()
    )
    batch = Batch(
        import_id, bundle.source, lookup.version, _filled(changes.upserts), held, _filled(changes.superseded)
    )
    outcome = "held" if held else "accept_with_warning" if report.has_warnings else "accept"
    files = {sheet.file: sheet.count() for sheet in sheets.values()}
    return ImportPlan(import_id, outcome, files, report.problems(), batch if has_news else None)


def _filled(rows: Mapping[str, Sequence[Row]]) -> dict[str, Sequence[Row]]:
    return {name: found for name, found in rows.items() if found}
