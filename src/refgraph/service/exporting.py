"""Export one consistent state of a store, or what a rep takes along from it."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from refgraph.decisions.week import week_plan
from refgraph.model.progress import silent
from refgraph.scores.scores import score
from refgraph.snapshot.build import build
from refgraph.views.exports import formats
from refgraph.views.exports.formats import Exported, export, names_of
from refgraph.views.exports.whole import whole

if TYPE_CHECKING:
    from datetime import date, datetime

    from refgraph.model.progress import Progress
    from refgraph.service.workspace import Workspace

STORE_FORMATS: tuple[str, ...] = formats.FORMATS
"""Formats of a whole store."""


def export_store(
    workspace: Workspace,
    path: Path,
    file_format: str,
    *,
    as_of: date,
    formula_safe: bool = False,
    progress: Progress = silent,
) -> Exported:
    """Write a store's tables and its scores as of a day, whole or not at all; raises `RefgraphError`."""
    columns = workspace.store.snapshot()
    scores = score(build(columns, as_of), workspace.params)
    return export(path, file_format, columns, scores, formula_safe=formula_safe, progress=progress)


def export_card(workspace: Workspace, path: Path, person_id: str, *, as_of: date) -> Exported:
    """Write the vCard of a person as of a day; raises `UnknownId` and `RefgraphError`."""
    from refgraph.views.exports.contact_card import write_card

    snapshot = workspace.snapshot(as_of=as_of)
    person = snapshot.person(person_id)
    with whole(path) as place:
        write_card(place, snapshot, person)
        files = names_of(place)
    return Exported(snapshot.version, files)


def export_week(workspace: Workspace, path: Path, rep_id: str, *, first: date, now: datetime) -> Exported:
    """Write the asks of a rep's week as a calendar; raises `UnknownId` and `RefgraphError`.

    `first` is the first day of the week, `now` the time of writing, UTC.
    """
    from refgraph.views.exports.calendar import write_calendar

    scores = workspace.scores(as_of=first)
    plan = week_plan(scores, scores.snapshot.rep(rep_id))
    with whole(path) as place:
        write_calendar(place, scores, plan, now=now)
        files = names_of(place)
    return Exported(scores.snapshot.version, files)


def export_bytes(
    workspace: Workspace, file_format: str, *, as_of: date, formula_safe: bool = False
) -> tuple[str, bytes]:
    """Give name and bytes of an export for a download; a folder comes as a zip of it, which imports as it is."""
    suffix = formats.STORE_FORMATS[file_format].suffix
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"refgraph-{as_of.isoformat()}-{file_format}"
        target = path.with_name(path.name + suffix)
        done = export_store(workspace, target, file_format, as_of=as_of, formula_safe=formula_safe)
        if not target.is_dir():
            return target.name, target.read_bytes()
        packed = path.with_name(f"{path.name}.zip")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in done.files:
                archive.write(target / name, name)
        return packed.name, packed.read_bytes()
