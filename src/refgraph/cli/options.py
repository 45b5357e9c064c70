"""Options that many commands share, and how a command prints its answer."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from refgraph.views.plain import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.service.workspace import Workspace
    from refgraph.store.port import Store

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Settings:
    """What the command line said about where and how, before or after the command's name."""

    store: str | None = None
    as_json: bool = False
    debug: bool = False

    def open(self) -> Workspace:
        """Open the store that was named, to be scored; raises `StoreError`."""
        from refgraph.service.workspace import open_store

        return open_store(self.store)

    def open_port(self) -> Store:
        """Open the store that was named as it is, which takes a tenth of the time; raises `StoreError`."""
        from refgraph.service.place import open_port

        return open_port(self.store)

    def answer(self, document: Callable[[], dict[str, object]], lines: Callable[[], list[str]]) -> None:
        """Print one JSON document, or lines for people; only the one that is printed is made."""
        if self.as_json:
            click.echo(json.dumps(document(), ensure_ascii=False, allow_nan=False))
        else:
            click.echo("\n".join(map(shown, lines())))


def with_settings(function: Callable[P, R]) -> Callable[P, R]:
    """Give a command `--store`, `--json` and `--debug`, remembered in the context's `Settings`."""

    @click.option(
        "--store", metavar="URL", help="Where the store is: sqlite:/// and a path, or neo4j://host:7687."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        settings = click.get_current_context().find_object(Settings)
        assert settings is not None
        store = kwargs.pop("store")
        settings.store = settings.store if store is None else str(store)
        settings.as_json = bool(kwargs.pop("as_json")) or settings.as_json
        settings.debug = bool(kwargs.pop("debug")) or settings.debug
        return function(*args, **kwargs)

    return wrapped


def settings() -> Settings:
    """Return the settings of the running command."""
    found = click.get_current_context().find_object(Settings)
    assert found is not None
    return found


class PathText(click.ParamType[Path]):
    """A path that need not exist; only an empty text is none, for it would mean the current folder."""

    name = "path"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Take any text but an empty one."""
        if not str(value):
            self.fail("the path is empty", param, ctx)
        return Path(str(value))


class IsoDay(click.ParamType[date]):
    """An ISO day such as 2026-11-25."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day; anything else is wrong usage."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is no day, expected one like 2026-11-25", param, ctx)


def as_of_option(function: Callable[P, R]) -> Callable[P, R]:
    """Give a command `--as-of`, today (UTC) where it is not named."""

    @click.option("--as-of", type=IsoDay(), help="The day to answer for; today (UTC) if not named.")
    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        if kwargs["as_of"] is None:
            from refgraph.service.today import today_utc

            kwargs["as_of"] = today_utc()
        return function(*args, **kwargs)

    return wrapped


def top_option(default: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Give a command `-k`, how many rows at most."""
    return click.option("-k", type=click.IntRange(min=1), default=default, show_default=True, help="Rows.")


def progress(message: str) -> None:
    """Say on stderr what takes a while, if somebody is looking."""
    if sys.stderr.isatty():
        click.echo(shown(message), err=True)
