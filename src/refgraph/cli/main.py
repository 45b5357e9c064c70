"""Run a command: exit codes, errors as one sentence or one JSON document (contract.md §2)."""

from __future__ import annotations

import json
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from refgraph.cli.commands import COMMANDS
from refgraph.cli.options import Settings, with_settings
from refgraph.errors import RefgraphError
from refgraph.views.plain import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

_CRASH_CURE = "run the same command with --debug and report what it prints"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="refgraph", prog_name="refgraph")
@with_settings
def refgraph() -> None:
    """Which satisfied customer is heard by the account you want to win.

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 imported with rows held, 4 rejected.
    """


for _command in COMMANDS:
    refgraph.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing but `--debug` shows a traceback."""
    settings = Settings()
    try:
        outcome = refgraph.main(list(arguments), prog_name="refgraph", standalone_mode=False, obj=settings)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        usage = error.ctx.get_usage() if isinstance(error, click.UsageError) and error.ctx else ""
        message = " ".join(error.format_message().split()).rstrip(".")
        return _fail("usage", message, usage or "see refgraph --help", 2, arguments)
    except click.Abort:
        return _fail("interrupted", "interrupted", "nothing was half done", 1, arguments)
    except RefgraphError as error:
        _trace(settings)
        return _fail(error.code, error.message, error.cure, error.exit_code, arguments)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); there is nobody left to tell.
        sys.stderr.close()
        return 1
    except OSError as error:
        _trace(settings)
        where = error.filename or "the output"
        return _fail(
            "system",
            f"{where}: {error.strerror or error}",
            "check the room and the permissions there",
            1,
            arguments,
        )
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a sentence
        _trace(settings)
        return _fail("bug", f"{type(error).__name__}: {error}", _CRASH_CURE, 1, arguments)
    return outcome if isinstance(outcome, int) else 0


def _trace(settings: Settings) -> None:
    if settings.debug:
        traceback.print_exc()


def _fail(code: str, message: str, cure: str, exit_code: int, arguments: Sequence[str]) -> int:
    sentence = f"{message}; {cure}" if cure else message
    click.echo(shown(f"refgraph: {sentence}"), err=True)
    if "--json" in arguments:
        document = {"error": {"code": code, "message": message, "cure": cure}}
        with suppress(OSError):
            # What is wrong may be stdout itself, such as a full disk behind it.
            click.echo(json.dumps(document, ensure_ascii=False))
    return exit_code
