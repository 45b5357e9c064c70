"""Prove the suggestions on the store's own history, and learn from its outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from refgraph.cli.options import IsoDay, as_of_option, settings, top_option, with_settings
from refgraph.cli.progress_line import ProgressLine
from refgraph.model.params import QUARTER_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import TypeVar

    F = TypeVar("F", bound=Callable[..., object])


def _period_options(function: F) -> F:
    horizon = click.option(
        "--horizon",
        "horizon_days",
        type=click.IntRange(min=1),
        default=QUARTER_DAYS,
        show_default=True,
        metavar="DAYS",
        help="Days after each ranking in which one looks who ordered first.",
    )
    since = click.option(
        "--from",
        "since",
        type=IsoDay(),
        help="The first day to rank on; that of the first order if not named.",
    )
    return since(horizon(function))


@click.command()
@_period_options
@click.option(
    "--shuffles",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Judge N histories too in which orders are dealt out by chance inside circles, and count false alarms.",
)
@with_settings
def backtest(*, since: date | None, horizon_days: int, shuffles: int) -> None:
    """Would the suggestions have worked on this history, and better than what is plain to see?"""
    from refgraph.model.params import Params
    from refgraph.service.proving import prove
    from refgraph.views.proof_documents import proof_document
    from refgraph.views.proof_lines import proof_lines

    here = settings()
    with here.open() as workspace, ProgressLine() as line:
        params = workspace.params
        found = prove(
            workspace.store,
            params,
            since=since,
            horizon_days=horizon_days,
            shuffles=shuffles,
            progress=line.tell,
        )
    is_learnt = params != Params()
    here.answer(
        lambda: proof_document(found, is_learnt=is_learnt), lambda: proof_lines(found, is_learnt=is_learnt)
    )


@click.command()
@_period_options
@click.option("--dry-run", is_flag=True, help="Fit and tell, but put nothing in force.")
@click.option("--defaults", is_flag=True, help="Put the defaults in force again; nothing is fitted.")
@with_settings
def fit(*, since: date | None, horizon_days: int, dry_run: bool, defaults: bool) -> None:
    """Learn from this history's own outcomes; what does better than the defaults out of sample comes into force."""
    from refgraph.service.fits import fit_in_force, keep_fit
    from refgraph.service.person import who
    from refgraph.service.proving import learn
    from refgraph.views.fit_lines import fit_document, fit_lines

    here = settings()
    with here.open() as workspace, ProgressLine() as line:
        store = workspace.store
        if defaults:
            version = keep_fit(store, "", by=who()) if fit_in_force(store) else store.version()
            here.answer(lambda: {"version": version, "used": False}, lambda: ["the defaults are in force"])
            return
        found = learn(
            store, since=since, horizon_days=horizon_days, keep=not dry_run, by=who(), progress=line.tell
        )
    here.answer(lambda: fit_document(found.document, found.kept), lambda: fit_lines(found.fit, found.kept))


@click.command()
@top_option(20)
@as_of_option
@with_settings
def chances(*, k: int, as_of: date) -> None:
    """Show the chance of a first order of each account to win, where a fit on this history bears it out."""
    from refgraph.service.chances import chances_of
    from refgraph.views.chance_lines import chances_document, chances_lines

    here = settings()
    with here.open() as workspace:
        scores = workspace.scores(as_of=as_of)
        told = chances_of(workspace.store, scores)
    found, days = (told.chances, told.horizon_days) if told else (None, None)
    fit_version = told.version if told else None
    here.answer(
        lambda: chances_document(scores.snapshot, found, horizon_days=days, fit=fit_version, k=k),
        lambda: chances_lines(scores.snapshot, found, horizon_days=days, k=k),
    )
