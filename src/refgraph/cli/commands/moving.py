"""Take data out, and keep it safe."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from refgraph.cli.options import PathText, as_of_option, progress, settings, with_settings

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_FORMATS = ("csv", "graphml", "gexf", "node-link")


@click.command()
@click.argument("path", type=PathText())
@click.option("--format", "file_format", type=click.Choice(_FORMATS), required=True, help="What to write.")
@as_of_option
@with_settings
def export(path: Path, file_format: str, as_of: date) -> None:
    """Write everything out: the import folder (csv), or a graph file; scores included."""
    from refgraph.service.exporting import export_store

    here = settings()
    progress(f"writing {path}")
    with here.open() as workspace:
        version = export_store(workspace, path, file_format, as_of=as_of)
    document: dict[str, object] = {"path": str(path), "format": file_format, "version": version}
    here.answer(lambda: document, lambda: [f"wrote {path} ({file_format}, store version {version})"])


@click.command()
@click.argument("path", type=PathText())
@with_settings
def backup(path: Path) -> None:
    """Write one committed state of the store to a new file, also while others import."""
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
    from refgraph.service.restoring import restore_store

    here = settings()
    info = restore_store(path, here.store, replace=replace)
    document: dict[str, object] = {"store": info.url, "version": info.version, "from": str(path)}
    here.answer(lambda: document, lambda: [f"restored {info.url} from {path}, version {info.version}"])
