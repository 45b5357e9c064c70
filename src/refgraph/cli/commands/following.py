"""See what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from refgraph.cli.options import as_of_option, settings, with_settings

if TYPE_CHECKING:
    from datetime import date


@click.command()
@click.option(
    "--rep",
    metavar="R",
    help="Only what this rep, named by id, has to see to: his accounts, and escalated incidents below them.",
)
@as_of_option
@with_settings
def followup(rep: str | None, as_of: date) -> None:
    """Show whom to thank, visit, meet and call next, and why."""
    from refgraph.service.following import follow_up_list
    from refgraph.views.followup_answers import followup_document, followup_lines

    here = settings()
    with here.open() as workspace:
        scores = workspace.scores(as_of=as_of)
    found = follow_up_list(scores, rep)
    here.answer(
        lambda: followup_document(scores, found.rep, found.rows, found.repeat_business),
        lambda: followup_lines(scores, found.rows, found.repeat_business),
    )
