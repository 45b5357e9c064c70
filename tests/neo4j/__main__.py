"""A throw-away server for trying things, until Ctrl-C: `python -m tests.neo4j [--version 5.26] [--heap 2g]`."""

from __future__ import annotations

import os
import signal
import sys

import click

from tests.neo4j.artefacts import NoServerError, jars, java
from tests.neo4j.process import RELEASES
from tests.neo4j.server import GIVEN_URI, VERSIONS, OwnServer


@click.command()
@click.option("--version", type=click.Choice(VERSIONS), default=VERSIONS[-1], show_default=True)
@click.option("--heap", default="1g", show_default=True, help="Greatest heap, as Java's -Xmx takes it.")
@click.option("--fetch", is_flag=True, help="Only fetch all servers that the tests use, and say which.")
def main(version: str, heap: str, *, fetch: bool) -> None:
    """Start a server, print how to reach it, and remove it with all its data when interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _fetch() if fetch else _serve(version, heap)
    except NoServerError as error:
        click.echo(f"{error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


def _fetch() -> None:
    given = os.environ.get(GIVEN_URI)
    found = [f"{given} (of {GIVEN_URI})"] if given else []
    for release in RELEASES.values():
        jars(release.number)
        found.append(f"{release.number} on {java(*release.java)}")
    click.echo(f"Neo4j for tests: {', '.join(found)}")


def _serve(version: str, heap: str) -> None:
    click.echo(f"Starting Neo4j {version}; the first time it is fetched, which takes a minute.", err=True)
    server = OwnServer(version, heap=heap)
    try:
        click.echo(
            f"Neo4j {version} at {server.uri}, user {server.user}, password {server.password}\n"
            f"export REFGRAPH_STORE={server.uri}\n"
            f"export REFGRAPH_NEO4J_USER={server.user}\n"
            f"export REFGRAPH_NEO4J_PASSWORD={server.password}"
        )
        click.echo("Ctrl-C stops it and deletes what is in it.", err=True)
        signal.pause()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
