"""Run the app, and look whether it can run."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import click

from refgraph.cli.options import progress, settings, with_settings

if TYPE_CHECKING:
    from pathlib import Path

_PORT = click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port.")
_LANGUAGE = click.option("--lang", type=click.Choice(["en", "zh"]), envvar="REFGRAPH_LANG", help="Language.")
_QUIET = click.option("--no-browser", is_flag=True, help="Do not open a browser window.")


@click.command()
@_PORT
@_LANGUAGE
@_QUIET
@with_settings
def serve(*, port: int, lang: str | None, no_browser: bool) -> int:
    """Open the app in a browser, on this machine alone."""
    from refgraph.service.health import require_free_port

    here = settings()
    with closing(here.open_port()) as store:
        url = store.url
    require_free_port(port)
    document: dict[str, object] = {"store": url, "address": f"http://localhost:{port}"}
    here.answer(lambda: document, lambda: [f"opening {url}"])
    return _run_app(url, port=port, language=lang, opens_browser=not no_browser)


@click.command()
@_PORT
@_LANGUAGE
@_QUIET
@click.option("--load-only", is_flag=True, help="Load and score the demo network, but do not open the app.")
@with_settings
def demo(*, port: int, lang: str | None, no_browser: bool, load_only: bool) -> int:
    """Load the demo network into a store of its own and open the app on it."""
    from refgraph.service.demo import demo_url, require_demo, seed_folder
    from refgraph.service.health import require_free_port

    here = settings()
    url = demo_url(here.store)
    require_demo(url)
    if not load_only:
        require_free_port(port)
    document = _load(url, seed_folder())
    here.answer(
        lambda: document,
        lambda: [
            f"loaded the demo network into {url} in {document['seconds']:.1f} s: "
            f"{document['people']} people, {document['accounts']} accounts"
        ],
    )
    return 0 if load_only else _run_app(url, port=port, language=lang, opens_browser=not no_browser)


@click.command()
@_PORT
@with_settings
def doctor(port: int) -> int:
    """Look whether refgraph can work here."""
    from refgraph.service.health import checks

    here = settings()
    found = checks(here.store, port=port)
    document: dict[str, object] = {
        "ok": all(check.is_ok for check in found),
        "checks": [
            {"name": c.name, "ok": c.is_ok, "detail": c.detail, "cure": "" if c.is_ok else c.cure}
            for c in found
        ],
    }
    here.answer(
        lambda: document,
        lambda: [
            f"{'ok  ' if c.is_ok else 'FAIL'}  {c.name}: {c.detail}" + ("" if c.is_ok else f"; {c.cure}")
            for c in found
        ],
    )
    return 0 if document["ok"] else 1


@click.command(hidden=True)
@with_settings
def warm() -> None:
    """Compile the kernels ahead, so that nobody's first click waits for it."""
    from refgraph.service.warming import warm_up

    progress("compiling")
    warm_up()


def _load(url: str, folder: Path) -> dict[str, object]:
    from refgraph.service.importing import import_bundle
    from refgraph.service.today import today_utc
    from refgraph.service.workspace import open_store
    from refgraph.sources.plan import ReadOptions

    started = time.perf_counter()
    progress("loading the demo network")
    import_bundle(url, folder, options=ReadOptions(), today=today_utc())
    with open_store(url) as workspace:
        scores = workspace.scores(as_of=today_utc())
    return {
        "store": url,
        "version": scores.snapshot.version,
        "people": len(scores.snapshot.people.ids),
        "accounts": len(scores.snapshot.accounts.ids),
        "seconds": time.perf_counter() - started,
    }


def _run_app(url: str, *, port: int, language: str | None, opens_browser: bool) -> int:
    # A process of its own: the command line and the pages do not know each other.
    command = [sys.executable, "-m", "refgraph.web", "--store", url, "--port", str(port)]
    command += ["--lang", language] if language else []
    command += [] if opens_browser else ["--no-browser"]
    # Whoever stops the command stops the app: a request to end is taken as Ctrl-C is.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Streamlit's greeting is no part of the one JSON document.
    with subprocess.Popen(command, stdout=sys.stderr if settings().as_json else None) as app:
        try:
            return app.wait()
        except KeyboardInterrupt:
            app.terminate()
            return 0
