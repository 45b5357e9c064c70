"""Bring data in."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from refgraph.cli.options import PathText, progress, settings, with_settings

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.service.importing import ImportReport

_EXIT_CODES = {"accept": 0, "accept_with_warning": 0, "held": 3, "reject": 4}


@click.command("import")
@click.argument("path", type=PathText())
@click.option("--preset", type=click.Choice(["folder"]), default="folder", show_default=True, help="Format.")
@click.option("--encoding", metavar="E", help="The files' encoding, where it is not UTF-8; never guessed.")
@click.option("--date-format", metavar="F", help="How dates are written, such as %d/%m/%Y; never guessed.")
@click.option("--decimal", type=click.Choice(["comma"]), help="Numbers are written 1.234,56.")
@click.option("--dry-run", is_flag=True, help="Report what would happen; write nothing.")
@with_settings
def import_command(
    *,
    path: Path,
    preset: str,
    encoding: str | None,
    date_format: str | None,
    decimal: str | None,
    dry_run: bool,
) -> int:
    """Load a folder of CSV files, a zip of one, or one file of it: whole, or not at all."""
    from refgraph.service.importing import import_bundle
    from refgraph.service.today import today_utc
    from refgraph.sources.plan import ReadOptions
    from refgraph.views.store_lines import import_lines

    here = settings()
    progress(f"reading {path}")
    options = ReadOptions(encoding=encoding, date_format=date_format, decimal_comma=decimal == "comma")
    report = import_bundle(here.store, path, options=options, today=today_utc(), dry_run=dry_run)
    here.answer(
        lambda: _document(report), lambda: import_lines(report.plan, report.version, is_dry_run=dry_run)
    )
    return _EXIT_CODES[report.plan.outcome]


def _document(report: ImportReport) -> dict[str, object]:
    plan = report.plan
    return {
        "import_id": plan.import_id,
        "version": report.version,
        "outcome": plan.outcome,
        "files": {name: asdict(count) for name, count in plan.files.items()},
        "problems": [asdict(problem) for problem in plan.problems],
    }
