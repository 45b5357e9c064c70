"""Rows that imports held back, and the formats an import knows."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from refgraph.cli.options import PathText, settings, top_option, with_settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from refgraph.model.batch import HeldRow
    from refgraph.store.port import Store

_KEYS = click.argument("keys", metavar="KEY…", nargs=-1)


@click.group(invoke_without_command=True)
@click.option("--file", metavar="NAME", help="Only rows of this file, such as people.csv.")
@top_option(50)
@with_settings
def held(*, file: str | None, k: int) -> None:
    """List the rows that imports held back, with the reason; subcommands repair them."""
    if click.get_current_context().invoked_subcommand:
        return
    from refgraph.service.holding import held_rows
    from refgraph.views.held_lines import held_document, held_lines

    here = settings()
    with closing(here.open_port()) as store:
        rows = held_rows(store, file=file)
    here.answer(lambda: held_document(rows, k), lambda: held_lines(rows, k))


@held.command()
@click.argument("folder", type=PathText())
@with_settings
def write(folder: Path) -> None:
    """Write the held rows into FOLDER, one CSV a file, to be put right in a spreadsheet."""
    from refgraph.service.held_sheets import write_sheets
    from refgraph.service.holding import held_rows

    here = settings()
    with closing(here.open_port()) as store:
        rows = held_rows(store)
    names = write_sheets(rows, folder)
    document: dict[str, object] = {"path": str(folder), "rows": len(rows), "files": names}
    here.answer(
        lambda: document,
        lambda: [
            f"wrote {len(rows)} held rows to {folder}: {', '.join(names) or 'no file'}",
            f"put them right, then: refgraph held repair {folder}",
        ],
    )


@held.command()
@click.argument("path", type=PathText())
@click.option("--dry-run", is_flag=True, help="Report what would happen; write nothing.")
@with_settings
def repair(*, path: Path, dry_run: bool) -> int:
    """Import the rows that were put right in the sheets at PATH; what is still wrong stays held."""
    from refgraph.service.held_sheets import read_sheets
    from refgraph.service.holding import held_rows

    with closing(settings().open_port()) as store:
        return _bring_in(store, read_sheets(path, held_rows(store)), dry_run=dry_run)


@held.command()
@_KEYS
@with_settings
def retry(keys: tuple[str, ...]) -> int:
    """Import held rows as they are, all or those named: what they point to may be there by now."""
    from refgraph.service.holding import held_rows

    with closing(settings().open_port()) as store:
        rows = _chosen(held_rows(store), keys)
        return _bring_in(store, [(row, row.raw) for row in rows], dry_run=False)


@held.command()
@_KEYS
@click.option("--all", "everything", is_flag=True, help="All held rows.")
@with_settings
def discard(*, keys: tuple[str, ...], everything: bool) -> None:
    """Throw held rows away, those named or all."""
    from refgraph.service.holding import discard as throw_away
    from refgraph.service.holding import held_rows
    from refgraph.service.person import who

    if bool(keys) == everything:
        raise click.UsageError("name the keys of the held rows, or --all")
    here = settings()
    with closing(here.open_port()) as store:
        rows = _chosen(held_rows(store), keys)
        applied = throw_away(store, rows, by=who())
        version = applied.version if applied else store.version()
    document: dict[str, object] = {"discarded": len(rows), "version": version}
    here.answer(lambda: document, lambda: [f"threw {len(rows)} held rows away (store version {version})"])


def _chosen(rows: Sequence[HeldRow], keys: Sequence[str]) -> Sequence[HeldRow]:
    from refgraph.service.holding import chosen

    return chosen(rows, keys) if keys else rows


def _bring_in(store: Store, repairs: Sequence[tuple[HeldRow, str]], *, dry_run: bool) -> int:
    from refgraph.service.holding import repair as import_repaired
    from refgraph.service.person import who
    from refgraph.service.today import today_utc
    from refgraph.views.store_lines import EXIT_CODES, import_document, import_lines

    report = import_repaired(store, repairs, today=today_utc(), by=who(), dry_run=dry_run)
    settings().answer(
        lambda: import_document(report.plan, report.version),
        lambda: import_lines(report.plan, report.version, is_dry_run=dry_run),
    )
    return EXIT_CODES[report.plan.outcome]


@click.command()
@click.option("--copy", "name", metavar="NAME", help="Write this preset's mapping file, to be edited.")
@click.argument("path", type=PathText(), required=False)
@with_settings
def presets(*, name: str | None, path: Path | None) -> None:
    """List the formats `import --preset` knows; with --copy NAME FILE, write one as a mapping file of your own."""
    from refgraph.service.presets import copy_mapping, known_presets

    here = settings()
    if name is None:
        if path is not None:
            raise click.UsageError(f"name the preset to write to {path}: refgraph presets --copy NAME FILE")
        rows = known_presets()
        document: dict[str, object] = {"rows": [{"name": n, "takes": t} for n, t in rows]}
        here.answer(lambda: document, lambda: [f"{n:<14} {t}" for n, t in rows])
        return
    if path is None:
        raise click.UsageError("name the file to write: refgraph presets --copy NAME FILE")
    copy_mapping(name, path)
    here.answer(
        lambda: {"name": name, "path": str(path)},
        lambda: [f"wrote {path}; edit it, then: refgraph import FILE --preset {path}"],
    )
