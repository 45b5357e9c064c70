"""Suppose that something were otherwise: facts, or the parameters in dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from refgraph.cli.options import as_of_option, settings, with_settings
from refgraph.model.tables import STANCES

if TYPE_CHECKING:
    from datetime import date


class PersonStance(click.ParamType[tuple[str, str]]):
    """A person's id and a stance, joined by the last equals sign."""

    name = "stance"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Cut at the last equals sign; anything but a known stance is wrong usage."""
        person_id, _, stance = str(value).rpartition("=")
        if not person_id or stance not in STANCES:
            self.fail(f"'{value}' is no stance, expected PERSON={'|'.join(STANCES)}", param, ctx)
        return person_id, stance


@click.command()
@click.option("--win", multiple=True, metavar="ACCOUNT", help="This account becomes a customer, content.")
@click.option("--lose", multiple=True, metavar="ACCOUNT", help="This account is lost, discontent.")
@click.option("--resolve", multiple=True, metavar="EVENT", help="This open incident is solved.")
@click.option(
    "--stance",
    "stances",
    multiple=True,
    type=PersonStance(),
    metavar="PERSON=STANCE",
    help=f"This person is seen as {', '.join(STANCES)}.",
)
@as_of_option
@with_settings
def whatif(
    *,
    win: tuple[str, ...],
    lose: tuple[str, ...],
    resolve: tuple[str, ...],
    stances: tuple[tuple[str, str], ...],
    as_of: date,
) -> None:
    """Show the same scores under a change that is not stored; all that is named holds at once."""
    if not (win or lose or resolve or stances):
        raise click.UsageError("nothing is supposed: name --win, --lose, --resolve or --stance")
    from refgraph.service.supposing import suppose
    from refgraph.views.whatif_documents import whatif_document
    from refgraph.views.whatif_lines import whatif_lines

    here = settings()
    with here.open() as workspace:
        scores = workspace.scores(as_of=as_of)
    answer = suppose(scores, win=win, lose=lose, resolve=resolve, stances=stances)
    here.answer(lambda: whatif_document(answer), lambda: whatif_lines(answer))


@click.command()
@click.option(
    "--budget", type=click.IntRange(min=1), default=10, show_default=True, help="Accounts a plan chooses."
)
@click.option("--territory", help="Plans choose from this territory alone.")
@as_of_option
@with_settings
def sensitivity(*, budget: int, territory: str | None, as_of: date) -> None:
    """Show what depends on the weight of bad word of mouth, and on how long a word has to spread."""
    from refgraph.service.supposing import sensitivity_of
    from refgraph.views.sensitivity import sensitivity_document, sensitivity_lines

    here = settings()
    with here.open() as workspace:
        scores = workspace.scores(as_of=as_of)
    answer = sensitivity_of(scores, budget=budget, territory=territory)
    here.answer(
        lambda: sensitivity_document(scores.snapshot, answer),
        lambda: sensitivity_lines(scores.snapshot, answer),
    )
