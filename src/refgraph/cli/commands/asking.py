"""Ask the network."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from refgraph.cli.options import as_of_option, settings, top_option, with_settings

if TYPE_CHECKING:
    from datetime import date


@click.command()
@with_settings
def status() -> None:
    """Show what is in the store."""
    from refgraph.views.store_lines import status_document, status_lines

    here = settings()
    with closing(here.open_port()) as store:
        info = store.info()
    here.answer(lambda: status_document(info), lambda: status_lines(info))


@click.command()
@click.argument("text")
@top_option(20)
@with_settings
def search(text: str, k: int) -> None:
    """Find accounts, people and circles by name, pinyin or initials."""
    from refgraph.views.store_lines import search_document, search_lines

    here = settings()
    with closing(here.open_port()) as store:
        hits = store.search(text, limit=k)
    here.answer(lambda: search_document(hits), lambda: search_lines(hits))


@click.command()
@click.option(
    "--entity", type=click.Choice(["people", "accounts", "circles"]), default="people", show_default=True
)
@as_of_option
@with_settings
def score(entity: str, as_of: date) -> None:
    """Score everybody: opinion, what each has heard, reach."""
    from refgraph.views.answer_lines import score_lines
    from refgraph.views.score_tables import score_document

    here = settings()
    with here.open() as workspace:
        scores = workspace.scores(as_of=as_of)
    here.answer(lambda: score_document(scores, entity), lambda: score_lines(scores, entity))


@click.command()
@click.argument("account")
@top_option(10)
@as_of_option
@with_settings
def openers(account: str, k: int, as_of: date) -> None:
    """Show who can open an account, by which path, and who may not be asked."""
    from refgraph.service.asking import openers_of
    from refgraph.views.answer_lines import openers_lines
    from refgraph.views.documents import openers_document

    here = settings()
    with here.open() as workspace:
        scores = workspace.scores(as_of=as_of)
    answer = openers_of(scores, account, k=k)
    here.answer(lambda: openers_document(scores, answer), lambda: openers_lines(scores, answer))


@click.command()
@click.argument("entity", metavar="ACCOUNT_OR_PERSON")
@top_option(10)
@as_of_option
@with_settings
def targets(entity: str, k: int, as_of: date) -> None:
    """Show which accounts a person, or an account's people, can open."""
    from refgraph.service.asking import targets_of
    from refgraph.views.answer_lines import targets_lines
    from refgraph.views.documents import targets_document

    here = settings()
    with here.open() as workspace:
        scores = workspace.scores(as_of=as_of)
    answer = targets_of(scores, entity, k=k)
    here.answer(lambda: targets_document(scores, entity, answer), lambda: targets_lines(scores, answer))


@click.command()
@click.argument("speaker", metavar="A")
@click.argument("listener", metavar="B")
@top_option(3)
@as_of_option
@with_settings
def path(speaker: str, listener: str, k: int, as_of: date) -> None:
    """Show the ways a word takes from person A to person B."""
    from refgraph.service.asking import paths_between
    from refgraph.views.answer_lines import path_lines
    from refgraph.views.documents import paths_document

    here = settings()
    with here.open() as workspace:
        scores = workspace.scores(as_of=as_of)
    answer = paths_between(scores, speaker, listener, k=k)
    here.answer(lambda: paths_document(scores, answer), lambda: path_lines(scores, answer))


@click.command()
@as_of_option
@with_settings
def circles(as_of: date) -> None:
    """Show our name in each circle."""
    from refgraph.views.answer_lines import score_lines
    from refgraph.views.score_tables import circles_document

    here = settings()
    with here.open() as workspace:
        scores = workspace.scores(as_of=as_of)
    here.answer(lambda: circles_document(scores), lambda: score_lines(scores, "circles"))
