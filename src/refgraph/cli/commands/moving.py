"""Take data out, and keep it safe."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from refgraph.cli.options import IsoDay, PathText, as_of_option, progress, settings, with_settings

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from refgraph.service.workspace import Workspace
    from refgraph.views.exports.formats import Exported

_STORE_FORMATS = ("csv", "jsonl", "parquet", "xlsx", "graphml", "gexf", "node-link", "cypher", "neo4j-csv")
_FORMATS = (*_STORE_FORMATS, "vcard", "icalendar")


@click.command()
@click.argument("path", type=PathText())
@click.option("--format", "file_format", type=click.Choice(_FORMATS), required=True, help="What to write.")
@click.option(
    "--formula-safe", is_flag=True, help="csv: texts that a spreadsheet would run are made harmless."
)
@click.option("--person", help="vcard: the person's id.")
@click.option("--rep", help="icalendar: the rep's id.")
@click.option(
    "--from", "first", type=IsoDay(), help="icalendar: first day of the week; --as-of if not named."
)
@as_of_option
@with_settings
def export(
    *,
    path: Path,
    file_format: str,
    formula_safe: bool,
    person: str | None,
    rep: str | None,
    first: date | None,
    as_of: date,
) -> None:
    """Write everything out, scores included; or a person's card, or a rep's week as a calendar."""
    _check(file_format, {"formula-safe": formula_safe, "person": person, "rep": rep, "from": first})
    here = settings()
    progress(f"writing {path}")
    with here.open() as workspace:
        if person is not None:
            done = _card(workspace, path, person, as_of)
        elif rep is not None:
            done = _week(workspace, path, rep, first or as_of)
        else:
            done = _store(workspace, path, file_format, as_of, formula_safe=formula_safe)
    document: dict[str, object] = {
        "path": str(path),
        "format": file_format,
        "version": done.version,
        "files": list(done.files),
        "digest": done.digest,
    }
    here.answer(lambda: document, lambda: [f"wrote {path} ({file_format}, store version {done.version})"])


def _check(file_format: str, named: dict[str, object]) -> None:
    """Refuse options of another format, and a format without the option it needs, as wrong usage."""
    needed = {"vcard": "person", "icalendar": "rep"}
    owners = {"formula-safe": "csv", "person": "vcard", "rep": "icalendar", "from": "icalendar"}
    for option, owner in owners.items():
        if named[option] and file_format != owner:
            raise click.UsageError(f"--{option} is for --format {owner}, found {file_format}")
    if file_format in needed and not named[needed[file_format]]:
        raise click.UsageError(f"--format {file_format} needs --{needed[file_format]} and an id")


def _store(
    workspace: Workspace, path: Path, file_format: str, as_of: date, *, formula_safe: bool
) -> Exported:
    from refgraph.cli.progress_line import ProgressLine
    from refgraph.service.exporting import export_store

    with ProgressLine() as line:
        return export_store(
            workspace, path, file_format, as_of=as_of, formula_safe=formula_safe, progress=line.tell
        )


def _card(workspace: Workspace, path: Path, person: str, as_of: date) -> Exported:
    from refgraph.service.exporting import export_card

    return export_card(workspace, path, person, as_of=as_of)


def _week(workspace: Workspace, path: Path, rep: str, first: date) -> Exported:
    from datetime import UTC, datetime

    from refgraph.service.exporting import export_week

    return export_week(workspace, path, rep, first=first, now=datetime.now(UTC))


@click.command()
@click.argument("path", type=PathText())
@with_settings
def backup(path: Path) -> None:
    """Write one committed state of the store to a new SQLite file, also while others import."""
    here = settings()
    with closing(here.open_port()) as store:
        store.backup(str(path))
        url = store.url
    document: dict[str, object] = {"store": url, "path": str(path)}
    here.answer(lambda: document, lambda: [f"backed up {url} to {path}"])


@click.command()
@click.argument("path", type=PathText())
@click.option("--replace", is_flag=True, help="Replace a store that is there already.")
@with_settings
def restore(*, path: Path, replace: bool) -> None:
    """Make the store anew from a backup; a store that is there already is kept unless --replace."""
    from refgraph.cli.progress_line import ProgressLine
    from refgraph.service.restoring import restore_store

    here = settings()
    with ProgressLine() as line:
        info = restore_store(path, here.store, replace=replace, progress=line.tell)
    document: dict[str, object] = {"store": info.url, "version": info.version, "from": str(path)}
    here.answer(lambda: document, lambda: [f"restored {info.url} from {path}, version {info.version}"])


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("dest", metavar="TO")
@click.option("--replace", is_flag=True, help="Replace a store that is there already.")
@with_settings
def copy(*, source: str, dest: str, replace: bool) -> None:
    """Copy a whole store from one address to another, and compare both ends: history, imports, held rows, all of it."""
    from refgraph.cli.progress_line import ProgressLine
    from refgraph.service.copying import copy_store

    with ProgressLine() as line:
        done = copy_store(source, dest, replace=replace, progress=line.tell)
    document: dict[str, object] = {
        "from": done.source,
        "to": done.dest,
        "version": done.version,
        "digest": done.digest,
        "counts": dict(done.counts),
        "imports": done.imports,
        "held": done.held,
        "history": done.history,
        "is_equal": True,
    }
    settings().answer(
        lambda: document,
        lambda: [
            f"copied {done.source} to {done.dest}, version {done.version}: both are equal"
            f" ({sum(done.counts.values())} rows, {done.imports} imports, {done.held} held rows)"
        ],
    )
