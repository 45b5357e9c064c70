"""Plan ahead: the asks of a week, the accounts to win next."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, cast

import click

from refgraph.cli.options import IsoDay, as_of_option, settings, with_settings

if TYPE_CHECKING:
    from datetime import date

    from refgraph.decisions.territory import Objective


@click.group()
@with_settings
def plan() -> None:
    """Plan a rep's week, or which accounts to win next."""


@plan.command()
@click.option("--rep", required=True, help="The rep's id.")
@click.option("--from", "day", type=IsoDay(), help="First day of the week; today (UTC) if not named.")
@with_settings
def week(rep: str, day: date | None) -> None:
    """Show whom a rep asks this week, within hours and without wearing anybody out."""
    from refgraph.decisions.week import week_plan
    from refgraph.service.today import today_utc
    from refgraph.views.plan_documents import week_document
    from refgraph.views.plan_lines import week_lines

    here = settings()
    with here.open() as workspace:
        scores = workspace.scores(as_of=day or today_utc())
    answer = week_plan(scores, scores.snapshot.rep(rep))
    here.answer(lambda: week_document(scores, answer), lambda: week_lines(scores, answer))


@plan.command()
@click.option("--budget", type=click.IntRange(min=1), required=True, help="Accounts to choose, at most.")
@click.option(
    "--objective",
    type=click.Choice(["spread", "concentrate"]),
    required=True,
    help="Reach most accounts by word of mouth, or bring most circles to critical mass.",
)
@click.option("--territory", help="Choose from this territory alone.")
@as_of_option
@with_settings
def territory(budget: int, objective: str, territory: str | None, as_of: date) -> None:
    """Show which accounts to win next, and how far that can be from the best."""
    from refgraph.service.planning import territory_plan
    from refgraph.views.plan_documents import territory_document
    from refgraph.views.plan_lines import territory_lines

    here = settings()
    with here.open() as workspace:
        scores = workspace.scores(as_of=as_of)
    aim = cast("Objective", objective)
    began = perf_counter()
    answer = territory_plan(scores, budget=budget, objective=aim, territory=territory)
    seconds = perf_counter() - began
    here.answer(
        lambda: territory_document(scores.snapshot, answer, seconds),
        lambda: territory_lines(scores.snapshot, answer),
    )
