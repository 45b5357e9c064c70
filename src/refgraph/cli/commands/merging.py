"""Find entities that are the same, merge them, and take a merge or an import back."""

from __future__ import annotations

from contextlib import closing

import click

from refgraph.cli.options import progress, settings, top_option, with_settings

_TABLE = click.option(
    "--table", type=click.Choice(["people", "accounts"]), default="people", show_default=True, help="Which."
)


@click.command()
@_TABLE
@top_option(50)
@click.option(
    "--at-least", type=click.FloatRange(0, 1), help="Show what is at least this certain (0.9 if not named)."
)
@click.option(
    "--merge-by",
    type=click.Choice(["email", "phone", "email+name"]),
    help="Merge all people who are exactly equal in this, at once; info@ and the like do not count.",
)
@click.option("--dry-run", is_flag=True, help="With --merge-by: list whom it would merge; write nothing.")
@click.option(
    "--not-same",
    nargs=2,
    metavar="ID ID",
    help="Remember that these two are not the same; undo takes it back.",
)
@with_settings
def duplicates(
    *,
    table: str,
    k: int,
    at_least: float | None,
    merge_by: str | None,
    dry_run: bool,
    not_same: tuple[str, str] | None,
) -> None:
    """Propose people or accounts that may be the same, with reasons; merges nothing unless --merge-by says so."""
    if not_same is not None:
        if merge_by is not None or dry_run:
            raise click.UsageError("--not-same goes with neither --merge-by nor --dry-run")
        _part(table, not_same)
        return
    if merge_by is None:
        if dry_run:
            raise click.UsageError("--dry-run goes with --merge-by; proposals write nothing anyway")
        _propose(table, k, at_least)
        return
    if table != "people":
        raise click.UsageError(f"--merge-by {merge_by} is a rule for people, found --table {table}")
    _merge_equal(merge_by, is_dry_run=dry_run)


def _part(table: str, ids: tuple[str, str]) -> None:
    from refgraph.service.duplicates import not_the_same
    from refgraph.service.person import who

    here = settings()
    with closing(here.open_port()) as store:
        done = not_the_same(store, table, ids, by=who())
    document: dict[str, object] = {
        "table": table,
        "ids": list(ids),
        "version": done.version,
        "import_id": done.batch_id,
    }
    line = f"{ids[0]} and {ids[1]} are two from now on; to take it back: refgraph undo {done.batch_id}"
    here.answer(lambda: document, lambda: [line])


def _propose(table: str, k: int, at_least: float | None) -> None:
    from refgraph.service.duplicates import likely_duplicates
    from refgraph.views.duplicate_lines import duplicates_document, duplicates_lines

    here = settings()
    progress(f"comparing {table}")
    with closing(here.open_port()) as store:
        found = likely_duplicates(store, table, at_least=at_least)
    here.answer(lambda: duplicates_document(found, k), lambda: duplicates_lines(found, k))


def _merge_equal(rule: str, *, is_dry_run: bool) -> None:
    from refgraph.service.merging import merge_equal
    from refgraph.service.person import who
    from refgraph.views.duplicate_lines import equal_document, equal_lines

    here = settings()
    with closing(here.open_port()) as store:
        done = merge_equal(store, rule, by=who(), dry_run=is_dry_run)
    told = (
        f"merged as import {done.import_id}; to take it back: refgraph undo {done.import_id}"
        if done.import_id
        else "nothing was merged"
    )
    here.answer(
        lambda: equal_document(rule, done.groups, done.version, done.import_id),
        lambda: [*equal_lines(done.groups), told],
    )


@click.command()
@click.argument("keep")
@click.argument("others", metavar="OTHER…", nargs=-1, required=True)
@_TABLE
@with_settings
def merge(*, keep: str, others: tuple[str, ...], table: str) -> None:
    """Make OTHER… one with KEEP, now and in later imports; KEEP's own cells win."""
    from refgraph.service.merging import merge as merge_entities
    from refgraph.service.person import who

    here = settings()
    with closing(here.open_port()) as store:
        done = merge_entities(store, table, keep, others, by=who())
    document: dict[str, object] = {
        "kept": done.kept,
        "merged": list(done.merged),
        "version": done.version,
        "import_id": done.import_id,
    }
    line = (
        f"merged {', '.join(done.merged)} into {done.kept} (store version {done.version}); "
        f"to take it back: refgraph undo {done.import_id}"
    )
    here.answer(lambda: document, lambda: [line])


@click.command()
@click.argument("import_id", metavar="IMPORT")
@with_settings
def undo(import_id: str) -> None:
    """Take back IMPORT (its id or version), a merge or another undo, while nothing later builds on it."""
    from refgraph.service.person import who
    from refgraph.service.undoing import undo_import

    here = settings()
    with closing(here.open_port()) as store:
        done = undo_import(store, import_id, by=who())
    document: dict[str, object] = {
        "import_id": done.import_id,
        "undone": done.undone,
        "version": done.version,
    }
    line = f"took back {done.undone} (store version {done.version}); to have it again: refgraph undo {done.import_id}"
    here.answer(lambda: document, lambda: [line])
