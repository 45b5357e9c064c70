"""Bring data in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from refgraph.cli.options import PathText, progress, settings, with_settings

if TYPE_CHECKING:
    from pathlib import Path


@click.command("import")
@click.argument("path", type=PathText())
@click.option(
    "--preset",
    metavar="NAME|MAPPING.toml",
    default="folder",
    show_default=True,
    help="Format: folder, linkedin, salesforce, hubspot, google, vcard … (refgraph presets), or a mapping file.",
)
@click.option("--whose", metavar="PERSON_ID", help="Whose network the file is; ties it tells of are theirs.")
@click.option(
    "--by", metavar="NAME", help="Who brings it in; REFGRAPH_USER, else the login name, without it."
)
@click.option("--encoding", metavar="E", help="The files' encoding, where it is not UTF-8; never guessed.")
@click.option("--date-format", metavar="F", help="How dates are written, such as %d/%m/%Y; never guessed.")
@click.option("--decimal", type=click.Choice(["comma"]), help="Numbers are written 1.234,56.")
@click.option("--dry-run", is_flag=True, help="Report what would happen; write nothing.")
@with_settings
def import_command(
    *,
    path: Path,
    preset: str,
    whose: str | None,
    by: str | None,
    encoding: str | None,
    date_format: str | None,
    decimal: str | None,
    dry_run: bool,
) -> int:
    """Load a folder of CSV files, a zip of one, or files of another format: whole, or not at all."""
    from refgraph.cli.progress_line import ProgressLine
    from refgraph.service.importing import import_bundle
    from refgraph.service.person import who
    from refgraph.service.today import today_utc
    from refgraph.sources.plan import ReadOptions
    from refgraph.views.store_lines import EXIT_CODES, import_document, import_lines

    here = settings()
    progress(f"reading {path}")
    options = ReadOptions(encoding, date_format, decimal == "comma", preset, whose)
    with ProgressLine() as line:
        report = import_bundle(
            here.store,
            path,
            options=options,
            today=today_utc(),
            dry_run=dry_run,
            by=who() if by is None else by,
            progress=line.tell,
        )
    here.answer(
        lambda: import_document(report.plan, report.version),
        lambda: import_lines(report.plan, report.version, is_dry_run=dry_run),
    )
    return EXIT_CODES[report.plan.outcome]
